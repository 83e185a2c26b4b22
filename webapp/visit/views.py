"""A visit's pages: show a place, take an answer, ask for a person, say how it ended."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from diagnostics.engine import Ask, End
from diagnostics.program.types import Input
from diagnostics.service.visits import MAX_COMMENT, View
from webapp.shared.context import services
from webapp.shared.locale import locale
from webapp.shared.sent import facts_of
from webapp.shared.texts import texts_of
from webapp.visit import fields, outcomes, presenters

pages = Blueprint("visit", __name__, template_folder="templates")

SAID = {"yes": True, "no": False, "unsure": None}
"""What can be said to "would you have called us otherwise?"."""

MAX_ANSWERS = 200
"""Answers of one form that are read at all."""

IMAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

Answered = BaseResponse | tuple[str, int] | tuple[str, int, dict[str, str]]


@pages.get("/v/<visit_id>")
def resume(visit_id: str) -> Answered:
    view = _found(services().visits.view(visit_id))
    return _to_present(view) if view.is_open else _closed(view)


@pages.get("/v/<visit_id>/get-in-touch")
def contact(visit_id: str) -> Answered:
    view = _found(services().visits.view(visit_id))
    if not view.is_open:
        return _closed(view)
    if not view.history.contact_first:
        return redirect(url_for("visit.person", visit_id=visit_id), 303)
    return _way_to_person("contact", view), 200


@pages.post("/v/<visit_id>/try-the-guide")
def try_the_guide(visit_id: str) -> Answered:
    view = _found(services().visits.go_on_to_guide(visit_id))
    return _to_present(view) if view.is_open else _closed(view)


@pages.get("/v/<visit_id>/<place>")
def show(visit_id: str, place: str) -> Answered:
    view = _found(services().visits.view(visit_id, place))
    if not view.is_open:
        return _closed(view)
    if view.history.contact_first:
        return _to_present(view)
    match view.page:
        case Ask():
            return _step(view, view.page), 200
        case End():
            return _outcome(view, view.page), 200
        case None:
            return _to_present(view, moved=True)
    abort(503)


@pages.post("/v/<visit_id>/<place>")
def answer(visit_id: str, place: str) -> Answered:
    visits, sent = services().visits, request.form
    given = [text.replace("\0", "") for text in sent.getlist("answer")[:MAX_ANSWERS]]
    if sent.get("measured") == "1":
        view = _found(visits.report_check(visit_id, place, given[0] if given else "", facts_of(sent)))
    else:
        if "typed" in sent and given:
            given = [_value_of(visit_id, place, given[0])]
        view = _found(visits.answer(visit_id, place, given if len(given) > 1 else given[0] if given else ""))
    if not view.is_open:
        return _closed(view)
    if view.problem is not None and isinstance(view.page, Ask):
        return _step(view, view.page), 422, {"HX-Replace-Url": "true"}
    return _to_present(view, moved=view.page is None)


@pages.post("/v/<visit_id>/talk-to-someone")
def talk(visit_id: str) -> Answered:
    view = _found(services().visits.ask_for_person(visit_id))
    return redirect(url_for("visit.person", visit_id=visit_id), 303) if view.is_open else _closed(view)


@pages.get("/v/<visit_id>/talk-to-someone")
def person(visit_id: str) -> Answered:
    view = _found(services().visits.view(visit_id))
    if not view.is_open:
        return _closed(view)
    return _to_present(view) if view.history.contact_first else (_way_to_person("person", view), 200)


@pages.post("/v/<visit_id>/did-it-help")
def did_it_help(visit_id: str) -> Answered:
    fixed = {"yes": True, "no": False}.get(request.form.get("fixed", ""))
    visits = services().visits
    view = _found(visits.view(visit_id) if fixed is None else visits.report_outcome(visit_id, fixed))
    return _to_present(view) if view.is_open else _closed(view)


@pages.post("/v/<visit_id>/would-have-called")
def would_have_called(visit_id: str) -> Answered:
    said = request.form.get("would", "")
    visits = services().visits
    view = _found(visits.report_would_have_called(visit_id, SAID[said]) if said in SAID else visits.view(visit_id))
    return _to_present(view) if view.is_open else _closed(view)


@pages.get("/v/<visit_id>/tell-us")
def words(visit_id: str) -> Answered:
    view = _found(services().visits.view(visit_id))
    if not view.is_open:
        return _closed(view)
    return (_tell_us(view), 200) if outcomes.comment(view) == "ask" else _to_present(view)


@pages.post("/v/<visit_id>/tell-us")
def tell_us(visit_id: str) -> Answered:
    visits, text = services().visits, request.form.get("words", "").replace("\r\n", "\n").replace("\0", "").strip()
    if len(text) > MAX_COMMENT:
        view = _found(visits.view(visit_id))
        return (_tell_us(view, text), 422, {"HX-Replace-Url": "true"}) if view.is_open else _closed(view)
    view = _found(visits.comment(visit_id, text))
    if not view.is_open:
        return _closed(view)
    return redirect(url_for("visit.person", visit_id=visit_id), 303) if request.form.get("page") == "person" else _to_present(view)


@pages.get("/i/<sha>")
def image(sha: str) -> Response:
    """A picture of a tree. Drawings can hold scripts, so they get a policy under which nothing runs."""
    asset = services().programs.asset(sha)
    if asset is None:
        abort(404)
    response = Response(asset.body, mimetype=asset.media_type)
    response.headers["Content-Security-Policy"] = IMAGE_POLICY
    response.cache_control.public, response.cache_control.max_age, response.cache_control.immutable = True, 365 * 24 * 3600, True
    return response


def _found(view: View | None) -> View:
    return view if view is not None else abort(404)


def _to_present(view: View, moved: bool = False) -> BaseResponse:
    """To where the visit stands; `moved` says so, quietly, on that page."""
    if view.history.contact_first:
        return redirect(url_for("visit.contact", visit_id=view.visit_id), 303)
    return redirect(url_for("visit.show", visit_id=view.visit_id, place=view.state.place, moved=1 if moved else None), 303)


def _closed(view: View) -> tuple[str, int]:
    texts = texts_of(view.program, view.state, locale())
    serving = services().programs.serving()
    tree = view.history.tree if serving and view.history.tree in serving.manifest.trees else None
    return render_template("visit/closed.html", topic=texts.inline(view.program.root.title), tree=tree), 410


def _step(view: View, asked: Ask) -> str:
    step = presenters.step_page(view, asked, locale())
    texts = texts_of(view.program, view.state, locale())
    frame = presenters.frame(view, texts, asked.place, moved=request.args.get("moved") == "1", asked=asked.step)
    return render_template(f"visit/{step.kind}.html", frame=frame, step=step, **step.body)


def _outcome(view: View, end: End) -> str:
    texts = texts_of(view.program, view.state, locale())
    frame = presenters.frame(view, texts, end.place, moved=request.args.get("moved") == "1")
    return render_template(f"visit/{end.outcome.kind}.html", frame=frame, end=outcomes.outcome_page(view, end, frame, locale()),
                           comment=outcomes.comment(view))  # fmt: skip


def _way_to_person(page: str, view: View) -> str:
    """The ways to the team that answers for the visit, on one of the two pages that show them."""
    texts = texts_of(view.program, view.state, locale())
    frame = presenters.frame(view, texts, view.state.place)
    case = outcomes.person_case(view, texts, frame.code)
    return render_template(f"visit/{page}.html", frame=frame, case=case, comment=outcomes.comment(view))


def _tell_us(view: View, typed: str = "") -> str:
    """The page of the comment; what was `typed` was too long."""
    frame = presenters.frame(view, texts_of(view.program, view.state, locale()), view.state.place)
    too_long = _("A comment has at most %(most)d characters, and this one has %(n)d. Please shorten it.", most=MAX_COMMENT, n=len(typed))
    stands_on = "person" if request.form.get("page") == "person" else "end"
    return render_template("visit/tell_us.html", frame=frame, typed=typed, problem=too_long if typed else "", stands_on=stands_on)


def _value_of(visit_id: str, place: str, typed: str) -> str:
    """The value of a label that was typed with suggestions."""
    view = services().visits.view(visit_id, place)
    step = view.page.step if view is not None and isinstance(view.page, Ask) else None
    fact = view.program.facts.get(step.fact or "") if view is not None and isinstance(step, Input) else None
    return fields.value_of(fact.values, typed) if fact else typed
