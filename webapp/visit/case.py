"""A visit to its case: the slip with the code and the ways to a person, and what that person will see."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask_babel import gettext as _
from markupsafe import Markup

from diagnostics.engine import End
from diagnostics.program.types import Bring, Check, Contact, Information, Instruction, Lookup, Team
from diagnostics.service.visits import View
from webapp.shared.texts import Texts
from webapp.visit import path, reading

ICONS = {"phone": "phone", "chat": "message", "email": "mail", "web": "globe"}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a person. `url` is a telephone number, a mail address or a page."""

    icon: str
    url: str
    title: str
    detail: str
    verb: str


@dataclass(frozen=True, slots=True)
class Case:
    """`answers`, `tried`, `not_tried` and `checks` are (what, what came of it); `bring` is (what, its value or nothing)."""

    team: str
    ways: Sequence[Way]
    problem: Markup
    answers: Sequence[tuple[Markup, Markup]]
    tried: Sequence[tuple[Markup, Markup]]
    not_tried: Sequence[tuple[Markup, Markup]]
    checks: Sequence[tuple[Markup, Markup]]
    bring: Sequence[tuple[Markup, Markup]]


def case(view: View, texts: Texts, team: str, code: str) -> Case:
    """The case as its page shows it. `team` is an id; `code` is as it is read out."""
    told: dict[str, list[tuple[Markup, Markup]]] = {"answers": [], "tried": [], "not_tried": [], "checks": []}
    for visited in view.state.path:
        step = path.step_of(view, visited)
        if isinstance(step, Information | Lookup) or visited.reply is None:
            continue
        row = (reading.question(texts, step), reading.answer(texts, step, visited.reply, for_agent=True))
        told[_list_of(step, visited.reply.value)].append(row)
    end = view.page
    bring = [_bring(view, texts, wanted) for wanted in end.outcome.bring] if isinstance(end, End) else []
    known = view.program.teams.get(team, Team(""))
    return Case(known.title, [_way(contact, code) for contact in known.contacts], texts.inline(view.program.root.title), bring=bring, **told)


def _list_of(step: object, value: object) -> str:
    if isinstance(step, Instruction):
        return "not_tried" if value == "cannot" else "tried"
    return "checks" if isinstance(step, Check) else "answers"


def _bring(view: View, texts: Texts, wanted: Bring) -> tuple[Markup, Markup]:
    label = texts.inline(wanted.label)
    if wanted.kind == "fact":
        return label, Markup.escape(texts.value(wanted.name, view.state.facts.get(wanted.name)))
    for visited in reversed(view.state.path):
        if visited.step == wanted.name:
            step = path.step_of(view, visited)
            if visited.reply is not None:
                return label, reading.answer(texts, step, visited.reply)
            fact = getattr(step, "fact", None) or ""
            return label, Markup.escape(texts.value(fact, view.state.facts.get(fact)))
    return label, Markup("")


def _way(contact: Contact, code: str) -> Way:
    icon = ICONS.get(contact.kind, "globe")
    wait = _("Usual wait: %(wait)s", wait=contact.wait) if contact.wait else ""
    match contact.kind:
        case "phone":
            number = "".join(c for c in contact.value if c.isdigit() or c == "+")
            return Way(icon, f"tel:{number}", contact.value, _joined(contact.title, contact.hours, wait), _("Call"))
        case "email":
            address = f"mailto:{quote(contact.value, safe='@')}?subject={quote(_('Visit code %(code)s', code=code))}"
            return Way(icon, address, contact.title, _joined(contact.value, contact.hours, wait), _("Write"))
    verb = _("Start chat") if contact.kind == "chat" else _("Open")
    return Way(icon, contact.value if contact.value.startswith("https://") else "", contact.title, _joined(contact.hours, wait), verb)


def _joined(*parts: str) -> str:
    return ". ".join(part for part in parts if part)
