"""The form that expressions run in and are stored in: nested tuples, as JSON arrays in a program.

    ("text", "windows")  ("number", "3.5")  ("date", "2026-11-22")  ("list", item, …)
    ("fact", name)       a fact, or `tree/step` for the latest answer to a step
    ("known", name)      whether it is known
    ("==", a, b) and != < <= > >= in, "not in";  ("and", a, b, …)  ("or", …)  ("not", a)
    ("+", a, b) - * /    ("neg", a)   ("round", a, digits)   ("today",)   ("days_between", a, b)   ("table", name, key)

A second interpreter (an offline player in the browser) needs to know no more than this list.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

Expression = tuple[Any, ...]
Value = str | Decimal | date | frozenset[str] | bool
"""A fact's value: text and choices are `str`, numbers and money `Decimal`, sets `frozenset`; `bool` only inside expressions."""

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in"})


@dataclass(frozen=True, slots=True)
class FactType:
    """What an expression needs to know of a fact: its type, and its values where they are listed."""

    kind: str
    values: frozenset[str] = frozenset()


def facts_in(expression: Expression) -> Iterator[str]:
    """The facts that an expression reads or asks about, in order, with repetitions."""
    if expression[0] in ("fact", "known"):
        yield expression[1]
        return
    for part in expression[1:]:
        if isinstance(part, tuple):
            yield from facts_in(part)


def from_json(data: Any) -> Expression:
    """The inverse of JSON encoding, in which tuples have become lists."""
    return tuple(from_json(part) if isinstance(part, list) else part for part in data)
