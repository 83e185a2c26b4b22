"""Typed inputs: what a text that somebody typed or pasted means for a step, or the problem to show beside the field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from unicodedata import category

from diagnostics.conditions.expression import Value
from diagnostics.program.types import Check, Choice, Fact, Information, Input, Instruction, Lookup, Match, Paste, Step

MAX_TEXT = 200
MAX_PASTE = 5_000
MAX_NUMBER = 30
_GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2}(?:(?P<mark>[.,])[0-9]{3})(?:(?P=mark)[0-9]{3})*(?:(?!(?P=mark))[.,][0-9]*)?")
_ONE_POINT = re.compile(r"[^.,]*\.[^.,]*")
"""1,250 is one thousand and more, and so is 1.250 of money; 1.250 of anything else is one and a quarter."""
HELPED = ("fixed", "not_fixed", "tried_before", "cannot")
GO_ON = "go_on"
_TYPES: dict[str, type] = {"number": Decimal, "money": Decimal, "date": date}

Raw = str | Sequence[str]
"""A form field: one text, or several for checkboxes."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer was not taken. `code` is one of: choose_one, choose_some, choose_none_or_some, empty, too_long, number, date,
    too_low, too_high, pattern. `limit` is the bound that was broken, or the example to follow."""

    code: str
    limit: str = ""


def read_value(step: Step, raw: Raw, facts: Mapping[str, Fact], today: date) -> Value | Problem | None:
    """What was sent for a step, as its value. None: an optional field left empty."""
    texts = [raw] if isinstance(raw, str) else list(raw)
    one = texts[0].strip() if len(texts) == 1 else ""
    match step:
        case Choice(many=True):
            return _read_many(step, texts)
        case Choice():
            return one if one in step.answers else Problem("choose_one")
        case Instruction():
            return one if one in HELPED else Problem("choose_one")
        case Information():
            return GO_ON
        case Check() | Lookup():
            return one if one in step.results else Problem("choose_one")
        case Paste():
            if not one:
                return Problem("empty", step.example)
            return one if len(one) <= MAX_PASTE else Problem("too_long", str(MAX_PASTE))
        case Input():
            return read_input(step, one, facts[step.fact].values if step.fact and step.fact in facts else {}, today)
    return Problem("choose_one")


def fits(step: Step, value: Value | None, today: date) -> bool:
    """Whether a recorded reply is (still) an answer to this step."""
    if type(step) is Choice:  # asked on every step of every walk, and mostly of these
        return isinstance(value, frozenset) and value <= {a for a in step.answers if not step.answers[a].none} if step.many else value in step.answers
    match step:
        case Instruction():
            return value in HELPED
        case Information():
            return value == GO_ON
        case Check() | Lookup():
            return isinstance(value, str) and value in step.results
        case Paste():
            return isinstance(value, str)
        case Input():
            if value is None:
                return step.optional
            if step.kind == "code":
                return isinstance(value, str) and any(fill_mask(mask, value) == value for mask in step.pattern)
            return isinstance(value, _TYPES.get(step.kind, str)) and bounded(step, value, today) is None
    return False


def _read_many(step: Choice, texts: Sequence[str]) -> frozenset[str] | Problem:
    chosen = frozenset(texts)
    if not chosen or not chosen <= step.answers.keys():
        return Problem("choose_some")
    alone = {a for a in chosen if step.answers[a].none or step.answers[a].unknown}
    if alone and len(chosen) > 1:
        return Problem("choose_none_or_some")
    return frozenset(a for a in chosen if not step.answers[a].none)


def read_input(step: Input, text: str, values: Mapping[str, str], today: date) -> Value | Problem | None:
    """The typed value, None for an optional field left empty, or the problem. `values` are those of an `input: choice`."""
    if not text:
        return None if step.optional else Problem("empty", step.example)
    value: Value
    if step.kind in ("number", "money"):
        number = _digits(text, step.kind == "money")
        if len(number) > MAX_NUMBER:
            return Problem("number")
        try:
            value = Decimal(number)
        except InvalidOperation:
            return Problem("number")
        if not value.is_finite() or abs(value.adjusted()) > 15:
            return Problem("number")
    elif step.kind == "date":
        try:
            value = date.fromisoformat(text)
        except ValueError:
            return Problem("date")
    elif step.kind == "code":
        code = next((c for mask in step.pattern if (c := fill_mask(mask, text))), None)
        return code or Problem("pattern", step.example)
    elif step.kind == "choice":
        return text if text in values else Problem("choose_one")
    else:
        value = text
    return bounded(step, value, today) or value


def _digits(text: str, money: bool) -> str:
    """A typed number with a point before its decimals and nothing between its thousands, whichever way the customer's country writes it."""
    number = re.sub(r"[\s\u00a0\u202f'\u2019]", "", text).replace("\u2212", "-")
    if money:
        number = "".join(c for c in number if category(c) != "Sc")
    grouped = _GROUPED.fullmatch(number)
    if grouped and (money or grouped["mark"] == "," or not _ONE_POINT.fullmatch(number)):
        number = number.replace(grouped["mark"], "")
    return number.replace(",", ".")


def bounded(step: Input, value: Value, today: date) -> Problem | None:
    """The bound of the step that a value breaks, if any."""
    if isinstance(value, str):
        limit = int(step.high or MAX_TEXT) if step.kind == "text" else MAX_TEXT
        return Problem("too_long", str(limit)) if len(value) > limit else None
    if isinstance(value, Decimal):
        if step.low is not None and value < Decimal(step.low):
            return Problem("too_low", step.low)
        return Problem("too_high", step.high) if step.high is not None and value > Decimal(step.high) else None
    if isinstance(value, date):
        low, high = (_day(bound, today) for bound in (step.low, step.high))
        if low and value < low:
            return Problem("too_low", low.isoformat())
        return Problem("too_high", high.isoformat()) if high and value > high else None
    return None


def _day(bound: str | None, today: date) -> date | None:
    return today if bound == "today" else date.fromisoformat(bound) if bound else None


def fill_mask(mask: str, text: str) -> str | None:
    """The text in the mask's form (`9` digit, `A` letter, `X` either, anything else itself), or None where it does not fit.

    Case, spaces and hyphens in what was typed do not matter.
    """
    typed = [c for c in text.upper() if c not in " -\u2010\u2011\u2013"]
    filled = []
    for sign in mask:
        if sign in " -":
            filled.append(sign)
            continue
        char = typed.pop(0) if typed else ""
        tests = {"9": char.isascii() and char.isdigit(), "A": char.isascii() and char.isalpha(), "X": char.isascii() and char.isalnum()}
        if not char or not tests.get(sign, char == sign.upper()):
            return None
        filled.append(char)
    return None if typed else "".join(filled)


def best_match(matches: Sequence[Match], pasted: str) -> Match | None:
    """The match with the longest literal text found anywhere in what was pasted, whatever the case; the first of equals."""
    found = [m for m in matches if _occurs(m.text.casefold().split("*"), " ".join(pasted.casefold().split()))]
    return max(found, key=lambda m: len(m.text.replace("*", "")), default=None)


def _occurs(pieces: Sequence[str], text: str) -> bool:
    position = 0
    for piece in pieces:
        position = text.find(piece, position)
        if position < 0:
            return False
        position += len(piece)
    return True


def read_fact(name: str, fact: Fact, text: str, today: date) -> Value | None:
    """A fact's value from a text that no person typed (an address, a browser, a scenario): None where it does not fit."""
    if fact.kind == "set":
        items = frozenset(item for item in text.split(",") if item)
        return items if items <= fact.values.keys() else None
    kind = "choice" if fact.values else fact.kind
    value = read_input(Input(id=name, heading="", kind=kind, fact=name, next=""), text.strip(), fact.values, today)
    return None if isinstance(value, Problem) else value
