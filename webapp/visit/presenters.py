"""A visit's view to the page of one step: what its template shows, and nothing that it would have to work out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale
from babel.dates import format_datetime
from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from diagnostics.engine import Ask, Reply
from diagnostics.program.types import Check, Choice, Fact, Image, Information, Input, Instruction, Paste, Step
from diagnostics.service.visits import View
from diagnostics.visits import codes
from webapp.shared.context import services
from webapp.shared.texts import Texts, texts_of
from webapp.visit import fields, path, problems, reading
from webapp.visit.check_texts import CheckTexts, texts_for


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page of a visit. `code` is as it is read out; `now` is the time of this page, for print."""

    visit_id: str
    tree: str
    topic: Markup
    code: str
    back: str
    rows: Sequence[path.Row]
    set_aside: Sequence[path.Row]
    trail: path.Trail
    time: str = ""
    steps: str = ""
    moved: bool = False
    now: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a step. `alt` has no markup."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step. `kind` names the template; `error` is shown above the answers; `given` how it was answered before, `source` from
    where it was known; `body` holds what only its kind has."""

    kind: str
    place: str
    post_url: str
    heading: Markup
    title: str
    hint: Markup
    help: Markup
    picture: Picture | None
    error: str
    given: Markup
    source: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CheckPanel:
    """What `_check.html` reads. `keep` are the facts to measure; `saved` is the result given before."""

    kind: str
    texts: CheckTexts
    post_url: str
    keep: tuple[str, ...]
    hint: Markup
    saved: str | None


def frame(view: View, texts: Texts, place: str, moved: bool = False, asked: Step | None = None) -> Frame:
    """What surrounds the page of a place. With the step that is `asked` there, also what is left."""
    return Frame(
        view.visit_id, view.history.tree, texts.inline(view.program.root.title), codes.shown(view.code), path.back(view, place),
        path.rows(view, texts, place), path.set_aside(view, texts), path.trail(view, place),
        path.time_left(view.left) if asked else "", path.steps_left(view.left, asked) if asked else "", moved,
        f"{format_datetime(services().clock(), 'medium', locale=texts.locale)} UTC",
    )  # fmt: skip


def step_page(view: View, asked: Ask, locale: Locale) -> StepPage:
    """The page of a step: asked now, or looked at again."""
    texts = texts_of(view.program, view.state, locale)
    step = asked.step
    post_url = url_for("visit.answer", visit_id=view.visit_id, place=asked.place)
    is_check = isinstance(step, Check)
    heading = reading.question(texts, step)
    known = texts.value(step.fact, view.state.facts.get(step.fact)) if asked.source and step.fact else ""
    given = reading.answer(texts, step, asked.reply) if asked.reply else Markup.escape(known)
    return StepPage(
        _kind(step), asked.place, post_url, heading, str(texts_for(step.kind).heading) if isinstance(step, Check) else texts.plain(step.heading),
        texts.block(step.hint), Markup("") if is_check else texts.block(step.help), _picture(step.image, texts),
        problems.message(view.problem, step, texts) if view.problem else "", given, path.source(asked.source) if asked.source else "",
        _body(view, asked, texts, post_url),
    )  # fmt: skip


def _kind(step: Any) -> str:
    return type(step).__name__.lower()


def _picture(image: Image | None, texts: Texts) -> Picture | None:
    return Picture(url_for("visit.image", sha=image.sha), texts.plain(image.alt)) if image else None


def _body(view: View, asked: Ask, texts: Texts, post_url: str) -> Mapping[str, Any]:
    step, facts = asked.step, view.program.facts
    saved = view.raw if view.problem else fields.as_sent(asked.reply or _known(view, asked))
    match step:
        case Choice():
            return {"answers": fields.answers(step, texts, saved), "many": step.many}
        case Input():
            return {"field": fields.field(step, texts, facts.get(step.fact or "", Fact("", "")), saved, view.state.start.day)}
        case Paste():
            return {"example": step.example, "value": saved if isinstance(saved, str) else ""}
        case Instruction():
            return _instruction(step, texts, asked.reply)
        case Information():
            return {}
        case Check():
            value = asked.reply.value if asked.reply else None
            return {"check": CheckPanel(step.kind, texts_for(step.kind), post_url, step.keep, texts.block(step.hint), str(value) if value else None)}


def _known(view: View, asked: Ask) -> Reply | None:
    """A skipped step shows the fact that it was skipped for, as if it had been the answer."""
    step = asked.step
    known = view.state.facts.get(step.fact) if asked.source and step.fact else None
    if known is not None and isinstance(step, Choice) and not step.many:
        return next((Reply(name) for name, answer in step.answers.items() if answer.value == known), None)
    return Reply(known) if known is not None else None


def _instruction(step: Instruction, texts: Texts, reply: Reply | None) -> Mapping[str, Any]:
    own = step.did_it_help is not None
    return {
        "minutes": max(1, round(step.minutes)),
        "needs": texts.inline(step.needs),
        "risk": (texts.inline(step.risk.says), texts.block(step.risk.detail)) if step.risk else None,
        "actions": [(texts.inline(action.do), texts.inline(action.detail)) for action in step.actions],
        "expect": texts.block(step.expect),
        "video": step.video,
        "asks": texts.inline(step.did_it_help) if own else Markup.escape(_("Did that fix it?")),
        "yes": _("Yes") if own else _("Yes, it works now"),
        "no": _("No") if own else _("No, still the same"),
        "chosen": str(reply.value) if reply else "",
    }
