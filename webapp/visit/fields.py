"""Questions to form fields, what was answered or sent before to their contents, and a typed label back to its value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from unicodedata import combining, normalize

from markupsafe import Markup

from diagnostics.engine import Reply
from diagnostics.program.inputs import Raw
from diagnostics.program.types import Choice, Fact, Input
from webapp.shared.texts import Texts, stands_before

UNSURE = "unsure"
"""The answer id that stands apart even where there is no fact for it to leave unknown."""

FEW = 12
"""Up to so many values are a drop-down; more are typed with suggestions."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer card. `apart`: it stands last and looks like the way out that it is."""

    value: str
    label: Markup
    hint: Markup
    chosen: bool
    apart: bool
    none: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `control` is text, number, date, code, select or suggest; `options` are (value, label).

    `before`: the unit is a currency sign that stands before the number.
    """

    control: str
    value: str
    unit: Markup
    example: str
    optional: bool
    low: str
    high: str
    options: tuple[tuple[str, str], ...] = ()
    before: bool = False


def answers(step: Choice, texts: Texts, saved: Raw) -> list[Option]:
    """The answers as the author ordered them, those that say "I don't know" last."""
    chosen = {saved} if isinstance(saved, str) else set(saved)
    none_chosen = step.many and not isinstance(saved, str) and not chosen
    options = [
        Option(name, texts.inline(has.label), texts.inline(has.hint), name in chosen or (has.none and none_chosen),
               has.unknown or name == UNSURE, has.none)
        for name, has in step.answers.items()
    ]  # fmt: skip
    return sorted(options, key=lambda option: option.apart)


def field(step: Input, texts: Texts, fact: Fact, saved: Raw, today: date) -> Field:
    """The field of a question; `today` stands for that word in its bounds."""
    text = saved if isinstance(saved, str) else ""
    low, high = (today.isoformat() if bound == "today" else bound or "" for bound in (step.low, step.high))
    options: tuple[tuple[str, str], ...] = ()
    control = {"money": "number"}.get(step.kind, step.kind)
    if step.kind == "choice":
        options = tuple(fact.values.items())
        control = "select" if len(options) <= FEW else "suggest"
        text = fact.values.get(text, text) if control == "suggest" else text
    unit = texts.inline(step.unit)
    return Field(control, text, unit, step.example, step.optional, low, high, options, stands_before(str(unit), texts.locale))


def as_sent(reply: Reply | None) -> Raw:
    """What a form would have sent for this reply."""
    value = reply.value if reply else None
    if value is None:
        return ""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def value_of(labels: Mapping[str, str], typed: str) -> str:
    """The value whose label was typed, whatever the case, accents and kind of apostrophe; what was typed where there is none."""
    wanted = _folded(typed)
    found: Sequence[str] = [value for value, label in labels.items() if _folded(label) == wanted]
    begun = [value for value, label in labels.items() if wanted and _folded(label).startswith(wanted)]
    return found[0] if found else begun[0] if len(begun) == 1 else typed


def _folded(text: str) -> str:
    """As it is compared: "Côte d’Ivoire" and "cote d'ivoire" are one."""
    plain = normalize("NFKD", " ".join(text.split()).casefold()).replace("\u2019", "'")
    return "".join(sign for sign in plain if not combining(sign))
