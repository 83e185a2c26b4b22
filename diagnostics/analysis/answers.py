"""The answers of a question as the proofs take them: together where nothing tells them apart, and with what is certain of their value."""

from datetime import date
from decimal import Decimal
from typing import Any

from diagnostics.analysis.environment import TODAY
from diagnostics.program.types import Choice, Input, Paste


def grouped(step: Choice) -> list[tuple[str | None, frozenset[str], frozenset[str]]]:
    """(target, values of the fact, answer ids): answers that lead to one step are taken together, unless both their value and
    their id are looked at later, which would lose that they belong together."""
    groups: dict[Any, tuple[str | None, set[str], set[str]]] = {}
    for name, answer in step.answers.items():
        key = (answer.next, answer.value is None, name if step.remember and step.fact else "")
        _, values, names = groups.setdefault(key, (answer.next, set(), set()))
        names.add(name)
        if answer.value:
            values.add(answer.value)
    return [(target, frozenset(values), frozenset(names)) for target, values, names in groups.values()]


def one_of(names: frozenset[str]) -> str:
    return min(names)


def typed_routes(step: Choice | Input | Paste) -> list[tuple[str, str]]:
    if isinstance(step, Paste):
        return [*((match.text, match.next) for match in step.matches), ("anything else", step.next)]
    return [("answered", step.next or "")]


def bounds_of(step: Choice | Input | Paste) -> dict[Any, Any]:
    if not isinstance(step, Input) or step.kind not in ("number", "money", "date"):
        return {}
    read = date.fromisoformat if step.kind == "date" else Decimal
    low, high = (read(b) if b and b != TODAY else b or None for b in (step.low, step.high))
    return {("bounds", step.fact): (low, high)} if (low, high) != (None, None) else {}
