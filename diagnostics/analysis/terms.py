"""Comparisons in one form, so that two that say the same are one: a term against a constant. And what is certain of a term's value.

`a < b` of two numbers is `a - b` against 0, of two days `days_between` of them against 0, always with the two in the same order:
`rent > cap` and `cap >= rent` then split one range, and so do `ends < leave` and `days_between(leave, ends) < 90`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from diagnostics.conditions.evaluate import Tables
from diagnostics.conditions.expression import COMPARISONS, Expression
from diagnostics.program.types import Choice, Input, Program

Environment = Mapping[Any, Any]

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
        if left[0] in ("number", "date"):
            sign, left, right = _FLIP[sign], right, left
        if right[0] not in ("number", "date"):
            return _ordered(sign, ("days_between", right, left) if kind == "day" else ("-", left, right), Decimal(0))
        constant = Decimal(right[1]) if right[0] == "number" else date.fromisoformat(right[1])
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

    def partial(self, e: Expression, env: Environment) -> bool:
        """Whether an expression may have no value although all its facts are known: a table without the entry, a division by nothing."""
        if not _fragile(e):
            return False
        if e[0] == "table" and not (self.texts(e[2]) or frozenset(("",))) <= self.tables[e[1]].keys():
            return True
        if e[0] == "/" and not self._nonzero(e[2], env):
            return True
        return any(self.partial(part, env) for part in e[1:] if isinstance(part, tuple))

    def _nonzero(self, e: Expression, env: Environment) -> bool:
        return (e[0] == "number" and bool(Decimal(e[1]))) or bool(self.least(e, env))

    def least(self, e: Expression, env: Environment) -> int | None:
        """1 where an expression is certainly above 0, 0 where it is certainly not below, None where it may be."""
        match e[0]:
            case "number":
                return _sign(Decimal(e[1]))
            case "fact":
                low = env.get(("bounds", e[1]), (None, None))[0]
                return env.get(("least", e[1]), _sign(low) if isinstance(low, Decimal) else None)
            case "round":
                return None if self.least(e[1], env) is None else 0
            case "table":
                entries = self.tables[e[1]].values()
                return min((_sign(n) if isinstance(n, Decimal) else -1 for n in entries), key=lambda s: -1 if s is None else s, default=None)
            case "+" | "*" | "/":
                left, right = self.least(e[1], env), self.least(e[2], env)
                return None if left is None or right is None else max(left, right) if e[0] == "+" else min(left, right)
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


def _ordered(sign: str, term: Expression, constant: Decimal) -> tuple[str, Expression, Decimal]:
    """The two parts of a difference in a fixed order, whichever way it was written."""
    if term[0] in ("-", "days_between") and repr(term[1]) > repr(term[2]):
        return _FLIP[sign], (term[0], term[2], term[1]), -constant
    return sign, term, constant


def _sign(number: Decimal) -> int | None:
    return 1 if number > 0 else 0 if number == 0 else None


@cache
def _fragile(e: Expression) -> bool:
    return e[0] in ("table", "/") or any(_fragile(part) for part in e[1:] if isinstance(part, tuple))
