"""Home, an area, a tree's introduction and its start, and going on by visit code."""

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from diagnostics.program.manifest import Listed, Manifest
from diagnostics.program.types import Program
from diagnostics.service.visits import Entrance
from webapp.home import presenters
from webapp.shared import consent, population
from webapp.shared.context import services, settings
from webapp.shared.locale import locale
from webapp.shared.sent import facts_of

pages = Blueprint("home", __name__, template_folder="templates")

SAME_START = timedelta(minutes=2)
"""For so long a second submission of the same start form is the same start; after that it is a new visit."""

_VISIT = re.compile(r"[A-Za-z0-9_-]{22}")
_FACT = re.compile(r"[a-z][a-z0-9_]{0,40}")
_OWN = ("entry", "visit", "assisted")
"""What an address says about the visit itself."""
MAX_FACTS, MAX_VALUE = 20, 200


@pages.get("/")
def index() -> str:
    manifest = _manifest()
    return render_template("home/index.html", areas=presenters.areas(manifest, locale()) if manifest else [])


@pages.get("/area/<area>")
def area(area: str) -> str:
    manifest = _manifest()
    found = next((a for a in presenters.areas(manifest, locale()) if a.id == area), None) if manifest else None
    if found is None:
        abort(404)
    return render_template("home/area.html", area=found)


@pages.get("/t/<tree>")
@pages.get("/t/<tree>/<entry>")
def intro(tree: str, entry: str | None = None) -> str | BaseResponse:
    manifest, listed, program = _offered(tree)
    if entry is not None and entry not in program.root.entries:
        return redirect(f"{url_for('home.intro', tree=tree)}?{request.query_string.decode('ascii', 'replace')}".rstrip("?"), 303)
    wanted = entry or request.args.get("entry")
    begin = wanted if wanted in program.root.entries else None
    setting = settings().consent
    return render_template(
        "home/intro.html", intro=presenters.intro(listed, program, manifest, begin, locale()), visit=secrets.token_urlsafe(16), entry=begin,
        facts=_facts(request.args), asks=consent.asks(setting), agreed=consent.known_visitor(setting) is not None,
        assisted=request.args.get("assisted") == "1",
    )  # fmt: skip


@pages.post("/t/<tree>")
def start(tree: str) -> BaseResponse:
    _offered(tree)
    sent = request.form
    facts = _facts(facts_of(sent))
    setting, agreed = settings().consent, bool(sent.get("remember"))
    visit_id = _visit_id(tree, sent.get("visit", ""))
    visitor = consent.visitor(setting, agreed, consent.fresh_name(services().keyring.key("visitor-name"), visit_id))
    excluded = population.excluded(assisted=sent.get("assisted") == "1")
    entrance = Entrance(sent.get("entry"), facts, locale().language, visitor=visitor, excluded=excluded, device=population.device(),
                        keyless=not consent.recognisable(setting, agreed))  # fmt: skip
    view = services().visits.start(tree, visit_id, entrance)
    if view is None:
        abort(404)
    first = "visit.contact" if view.history.contact_first else "visit.show"
    place = None if view.history.contact_first else view.state.place
    response = redirect(url_for(first, visit_id=view.visit_id, place=place), 303)
    consent.remember(response, visitor)
    return response


@pages.get("/resume")
def resume_form() -> str:
    return render_template("home/resume.html", code="", problem=None)


@pages.post("/resume")
def resume() -> BaseResponse | tuple[str, int, dict[str, str]]:
    typed = request.form.get("code", "")[:40].replace("\0", "")
    visit_id = services().visits.find(typed)
    if visit_id is not None:
        return redirect(url_for("visit.resume", visit_id=visit_id), 303)
    if typed.strip():
        problem = _("We can’t find an open visit with this code. Please compare it with your note. A visit closes 14 days after its last answer.")
    else:
        problem = _("Enter the code that stood at the bottom of your page, for example 7KQ-4MX-2PA.")
    return render_template("home/resume.html", code=typed, problem=problem), 422, {"HX-Replace-Url": "true"}


def _manifest() -> Manifest | None:
    serving = services().programs.serving()
    return serving.manifest if serving else None


def _offered(tree: str) -> tuple[Manifest, Listed, Program]:
    """What is in service of a tree that customers can start; else there is no such page."""
    manifest = _manifest()
    listed = manifest.trees.get(tree) if manifest else None
    program = services().programs.program(listed.fingerprint) if listed else None
    if manifest is None or listed is None or program is None:
        abort(404)
    return manifest, listed, program


def _facts(raw: Mapping[str, str]) -> dict[str, str]:
    """What an address says about the customer. Whether it means anything is decided where the visit starts."""
    fitting = [(name, value) for name, value in raw.items() if _FACT.fullmatch(name) and name not in _OWN and len(value) <= MAX_VALUE]
    return dict(fitting[:MAX_FACTS])


def _visit_id(tree: str, sent: str) -> str:
    """The id that the form carried, so that a double click starts once; a fresh one where that is used up or was never ours."""
    if _VISIT.fullmatch(sent):
        existing = services().visits.view(sent)
        if existing is None or (existing.history.tree == tree and services().clock() - existing.history.started_at <= SAME_START):
            return sent
    return secrets.token_urlsafe(16)
