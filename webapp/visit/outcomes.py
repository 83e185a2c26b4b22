"""A visit that has ended to the page that says so."""

from dataclasses import dataclass

from babel import Locale
from flask_babel import gettext as _
from markupsafe import Markup

from diagnostics.engine import End
from diagnostics.service.visits import View, is_solved, may_comment
from webapp.shared.texts import Texts, texts_of
from webapp.visit.case import Case, case
from webapp.visit.presenters import Frame


@dataclass(frozen=True, slots=True)
class OutcomePage:
    """`asks`: the customer has not said yet whether this helped; `fixed` what they said; `asks_would`: nor, after a yes, whether they
    would have called; `case` is set where a person takes over, and `at_once` where this should not wait."""

    kind: str
    heading: Markup
    title: str
    says: Markup
    claimed: bool
    asks: bool
    fixed: bool | None
    offer: tuple[Markup, str] | None
    case: Case | None
    at_once: bool
    asks_would: bool


def outcome_page(view: View, end: End, around: Frame, locale: Locale) -> OutcomePage:
    """The page of an end; `around` is what surrounds it."""
    texts = texts_of(view.program, view.state, locale)
    outcome = end.outcome
    own = texts.inline(outcome.title)
    heading = own or Markup.escape(_heading(outcome.kind, end.claimed))
    fixed = True if end.claimed else view.history.fixed
    offer = (texts.inline(outcome.offer.title), outcome.offer.url) if outcome.offer else None
    return OutcomePage(
        outcome.kind, heading, texts.plain(outcome.title) or _heading(outcome.kind, end.claimed), texts.block(outcome.says), end.claimed,
        outcome.kind == "resolved" and fixed is None, fixed, offer, case(view, texts, outcome.team, around.code) if outcome.team else None,
        outcome.urgency == "now", is_solved(view) and not view.history.would,
    )  # fmt: skip


def person_case(view: View, texts: Texts, code: str) -> Case:
    """The case of somebody who would rather talk to a person, wherever the visit stands: the outcome's team, else the tree's owner."""
    team = view.page.outcome.team if isinstance(view.page, End) else None
    return case(view, texts, team or view.program.root.owner, code)


def comment(view: View) -> str:
    """Whether the page asks for a comment (`ask`), thanks for one (`thanks`), or neither."""
    return "thanks" if view.history.commented else "ask" if may_comment(view) else ""


def _heading(kind: str, claimed: bool) -> str:
    match kind:
        case "resolved":
            return _("Good that it works again.") if claimed else _("Here is your answer")
        case "handoff":
            return _("A person takes it from here.")
        case "stop":
            return _("Please stop here")
    return _("This guide does not cover it")
