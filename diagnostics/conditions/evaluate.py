"""The value of an expression. Total: an unknown fact, a division by zero or a missing table entry give `None`, never an error.

`None` is contagious, and a comparison with it is false. The proofs make sure that customers never meet that case.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, DecimalException
from typing import Any, NamedTuple

from diagnostics.conditions.expression import Expression, Value

Tables = Mapping[str, Mapping[str, Decimal | str]]


class Scope(NamedTuple):
    """What an expression can see: the known facts, the day on which the visit started, and the library's tables."""

    facts: Mapping[str, Value]
    today: date
    tables: Tables = {}


def evaluate(expression: Expression, scope: Scope) -> Any:
    """The expression's value (see `Value`), or None where it has none."""
    return _OPERATIONS[expression[0]](expression, scope)


def holds(expression: Expression, scope: Scope) -> bool:
    return evaluate(expression, scope) is True


def _fact(e: Expression, s: Scope) -> Any:
    return s.facts.get(e[1])


def _logic_and(e: Expression, s: Scope) -> bool:
    return all(evaluate(part, s) is True for part in e[1:])


def _logic_or(e: Expression, s: Scope) -> bool:
    return any(evaluate(part, s) is True for part in e[1:])


def _compare(test: Callable[[Any, Any], bool]) -> Callable[[Expression, Scope], bool]:
    def compare(e: Expression, s: Scope) -> bool:
        left, right = evaluate(e[1], s), evaluate(e[2], s)
        if left is None or right is None:
            return False
        return test(left, right)

    return compare


def _calculate(operation: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Expression, Scope], Any]:
    def calculate(e: Expression, s: Scope) -> Any:
        left, right = evaluate(e[1], s), evaluate(e[2], s)
        if left is None or right is None:
            return None
        try:
            return operation(left, right)
        except DecimalException:
            return None

    return calculate


def _days_between(e: Expression, s: Scope) -> Any:
    first, last = evaluate(e[1], s), evaluate(e[2], s)
    return None if first is None or last is None else Decimal((last - first).days)


def _round(e: Expression, s: Scope) -> Any:
    value = evaluate(e[1], s)
    try:
        return None if value is None else value.quantize(Decimal(1).scaleb(-e[2]), ROUND_HALF_UP)
    except DecimalException:  # more digits than are kept: so large a number has none left to round
        return value


def _table(e: Expression, s: Scope) -> Any:
    key = evaluate(e[2], s)
    if isinstance(key, Decimal):  # 2, 2.0 and 4 / 2 are one key
        key = format(key.normalize(), "f")
    return None if key is None else s.tables.get(e[1], {}).get(str(key))


def _list(e: Expression, s: Scope) -> Any:
    return tuple(evaluate(part, s) for part in e[1:])


def _negative(e: Expression, s: Scope) -> Any:
    value = evaluate(e[1], s)
    return None if value is None else -value


_OPERATIONS: dict[str, Callable[[Expression, Scope], Any]] = {
    "fact": _fact,
    "known": lambda e, s: e[1] in s.facts,
    "text": lambda e, s: e[1],
    "number": lambda e, s: Decimal(e[1]),
    "date": lambda e, s: date.fromisoformat(e[1]),
    "list": _list,
    "today": lambda e, s: s.today,
    "and": _logic_and,
    "or": _logic_or,
    "not": lambda e, s: evaluate(e[1], s) is not True,
    "==": _compare(lambda a, b: bool(a == b)),
    "!=": _compare(lambda a, b: bool(a != b)),
    "<": _compare(lambda a, b: bool(a < b)),
    "<=": _compare(lambda a, b: bool(a <= b)),
    ">": _compare(lambda a, b: bool(a > b)),
    ">=": _compare(lambda a, b: bool(a >= b)),
    "in": _compare(lambda a, b: a in b),
    "not in": _compare(lambda a, b: a not in b),
    "+": _calculate(lambda a, b: a + b),
    "-": _calculate(lambda a, b: a - b),
    "*": _calculate(lambda a, b: a * b),
    "/": _calculate(lambda a, b: a / b),
    "neg": _negative,
    "round": _round,
    "days_between": _days_between,
    "table": _table,
}
