"""Comparisons in one form, so that two that say the same are one: a term against a constant.

`a < b` of two numbers is `a - b` against 0, of two days `days_between` of them against 0, always with the two in the same order:
`rent > cap` and `cap >= rent` then split one range, and so do `ends < leave` and `days_between(leave, ends) < 90`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from diagnostics.conditions.evaluate import Tables
from diagnostics.conditions.expression import COMPARISONS, Expression
from diagnostics.program.types import Choice, Input, Program

_FLIP = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
_NUMBERS = ("number", "+", "-", "*", "/", "neg", "round", "days_between")


@dataclass(frozen=True, slots=True)
class Typing:
    """The types of facts and of remembered answers (as `tree/step`), all values of those that have a list of them, and the tables."""

    kinds: Mapping[str, str]
    values: Mapping[str, frozenset[str]]
    tables: Tables

    def threshold(self, e: Expression) -> tuple[str, Expression, Any] | None:
        """(sign, term, constant) of a comparison of numbers or days; None for any other expression."""
        if len(e) != 3 or e[0] not in COMPARISONS or e[0] in ("in", "not in"):
            return None
        sign, left, right = e
        kind = self._kind(left)
        if kind not in ("number", "day") or kind != self._kind(right):
            return None
        if _constant(left) is not None:
            sign, left, right = _FLIP[sign], right, left
        constant = _constant(right)
        if constant is None:
            return _ordered(sign, ("days_between", right, left) if kind == "day" else ("-", left, right), Decimal(0))
        return _ordered(sign, left, constant) if isinstance(constant, Decimal) else (sign, left, constant)

    def _kind(self, e: Expression) -> str:
        if e[0] in _NUMBERS:
            return "number"
        if e[0] in ("date", "today"):
            return "day"
        if e[0] == "table":
            return "text" if any(isinstance(entry, str) for entry in self.tables[e[1]].values()) else "number"
        return {"number": "number", "money": "number", "date": "day"}.get(self.kinds.get(e[1], ""), "text") if e[0] == "fact" else "text"

    def texts(self, e: Expression) -> frozenset[str] | None:
        """All texts that an expression can be, as a table is asked for them; None where they are not listed."""
        match e[0]:
            case "text":
                return frozenset((e[1],))
            case "number":
                return frozenset((format(Decimal(e[1]).normalize(), "f"),))
            case "fact":
                return self.values.get(e[1])
            case "table":
                return frozenset(map(str, self.tables[e[1]].values()))
        return None


def typing_of(program: Program) -> Typing:
    kinds = {name: fact.kind for name, fact in program.facts.items()}
    values = {name: frozenset(fact.values) for name, fact in program.facts.items() if fact.kind in ("choice", "yes_no")}
    for tree in program.trees.values():
        for step in tree.steps.values():
            name = f"{tree.id}/{step.id}"
            if isinstance(step, Input):
                kinds[name] = step.kind
                if step.kind == "choice" and step.fact in values:
                    values[name] = values[step.fact]
            elif isinstance(step, Choice) and not step.many and not step.fact:
                values[name] = frozenset(step.answers)
    return Typing(kinds, values, program.tables)


def _constant(e: Expression) -> Decimal | date | None:
    if e[0] == "neg" and e[1][0] == "number":
        return -Decimal(e[1][1])
    return Decimal(e[1]) if e[0] == "number" else date.fromisoformat(e[1]) if e[0] == "date" else None


def _ordered(sign: str, term: Expression, constant: Decimal) -> tuple[str, Expression, Decimal]:
    """The two parts of a difference in a fixed order, whichever way it was written."""
    if term[0] in ("-", "days_between") and repr(term[1]) > repr(term[2]):
        return _FLIP[sign], (term[0], term[2], term[1]), -constant
    return sign, term, constant
