"""Where a visit stands, in the views that every page of it shows: the way so far, what is set aside, and what is left."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from diagnostics.engine import Left, Visited, dormant
from diagnostics.program.types import Asked, Information, Instruction, Lookup, Step
from diagnostics.service.visits import View
from webapp.shared.texts import Texts
from webapp.visit import reading

MAX_DOTS = 8
"""Above so many answered steps the trail is collapsed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One answer of the summary. `url` is the page on which it can be changed; `source` says where a known fact came from."""

    question: Markup
    answer: Markup
    url: str
    source: str = ""
    now: bool = False


@dataclass(frozen=True, slots=True)
class Trail:
    """Dots before the present step. With `collapsed`, only the first and the last few are drawn."""

    done: int
    collapsed: bool


def rows(view: View, texts: Texts, place: str) -> list[Row]:
    """The customer's answers in the order of the path, the one at `place` marked. Pages only read and look-ups are no answers."""
    found = []
    for visited in view.state.path:
        step = step_of(view, visited)
        if isinstance(step, Information | Lookup):
            continue
        url = url_for("visit.show", visit_id=view.visit_id, place=visited.place)
        if visited.reply is not None:
            found.append(Row(reading.question(texts, step), reading.answer(texts, step, visited.reply), url, now=visited.place == place))
        elif isinstance(step, Asked):
            known = Markup.escape(texts.value(step.fact or "", view.state.facts.get(step.fact or "")))
            found.append(Row(reading.question(texts, step), known, url, source(visited.source), visited.place == place))
    return found


def set_aside(view: View, texts: Texts) -> list[Row]:
    """Answers that the present path does not use."""
    kept = [(step, reply) for _place, _tree, step, reply in dormant(view.program, view.state) if not isinstance(step, Information)]
    return [Row(reading.question(texts, step), reading.answer(texts, step, reply), "") for step, reply in kept]


def back(view: View, place: str) -> str:
    """The address of the page before this place: the last one that was asked, or the tree's introduction."""
    before = asked(view, place)
    if before:
        return url_for("visit.show", visit_id=view.visit_id, place=before[-1].place)
    return url_for("home.intro", tree=view.history.tree, entry=view.state.start.entry)


def trail(view: View, place: str) -> Trail:
    done = len(asked(view, place))
    return Trail(done, done > MAX_DOTS)


def asked(view: View, place: str) -> Sequence[Visited]:
    """The pages that the customer answered before this place."""
    before = []
    for visited in view.state.path:
        if visited.place == place:
            break
        if visited.reply is not None and not isinstance(step_of(view, visited), Lookup):
            before.append(visited)
    return before


def step_of(view: View, visited: Visited) -> Step:
    return view.program.trees[visited.tree].steps[visited.step]


def time_left(left: Left) -> str:
    """The minutes to come, in words."""
    if left.minutes < 0.75:
        return _("less than a minute")
    return ngettext("about %(num)d more minute", "about %(num)d more minutes", max(1, round(left.minutes)))


def steps_left(left: Left, step: Step) -> str:
    """How many pages may follow, for the last row of the summary."""
    if left.most == 0:
        return _("This is the last step")
    if isinstance(step, Instruction):
        if left.fewest == left.most:
            return ngettext("%(num)d more step if this does not help", "%(num)d more steps if this does not help", left.most)
        return _("Up to %(most)d more steps if this does not help", most=left.most)
    if left.fewest == left.most:
        return ngettext("%(num)d more step", "%(num)d more steps", left.most)
    if left.fewest == 0:
        return ngettext("At most %(num)d more step", "At most %(num)d more steps", left.most)
    return _("%(fewest)d to %(most)d more steps", fewest=left.fewest, most=left.most)


def source(name: str) -> str:
    """Where a fact came from that was not asked for."""
    match name:
        case "address":
            return _("From the address of this page")
        case "profile":
            return _("From what we know about your devices")
        case "lookup":
            return _("From our records")
        case "check":
            return _("From a check in your browser")
        case "computed":
            return _("From your other answers")
    return _("You told us")
