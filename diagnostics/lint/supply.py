"""A program to the values that its facts can have at all: what its answers, inputs, checks and computations give, in all trees that it calls.

For a tree that customers start nothing else can set a fact, but the profile and the address where a fact allows them.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from diagnostics.analysis.environment import TODAY
from diagnostics.analysis.states import EXTERNAL
from diagnostics.lint.subject import Subject
from diagnostics.program.types import Choice, Compute, Input, Program, Step

_TYPED: Mapping[str, Callable[[str], Any]] = {"number": Decimal, "money": Decimal, "date": date.fromisoformat}


class Given(NamedTuple):
    """What a fact can be. `values`: all that it can be, None where they are not listed; `bounds`: between which numbers or days it lies,
    both included, None for no bound, `today` for the day of the visit."""

    values: frozenset[str] | None
    bounds: tuple[Any, Any] = (None, None)


ANY = Given(None)
NOTHING = Given(frozenset())

Supply = Mapping[str, Given]


def supply_of(subject: Subject) -> Supply | None:
    """Fact → what it can be; None where that cannot be told: the tree has errors, or its callers set facts as well."""
    program = subject.program
    if program is None or program.root.returns:
        return None
    given: dict[str, list[Given]] = {name: [ANY] if fact.sources & EXTERNAL else [] for name, fact in program.facts.items()}
    for tree in program.trees.values():
        for step in tree.steps.values():
            for name, what in _gives(step, program):
                given[name].append(what)
    return {name: _together(some) for name, some in given.items()}


def _gives(step: Step, program: Program) -> list[tuple[str, Given]]:
    match step:
        case Choice(fact=str(fact), many=False):
            return [(fact, Given(frozenset(a.value for a in step.answers.values() if a.value)))]
        case Input(fact=str(fact)):
            read = _TYPED.get(step.kind)
            bounds = tuple(b if b == TODAY else read(b) if b else None for b in (step.low, step.high)) if read else (None, None)
            return [(fact, Given(None, bounds))]  # type: ignore[arg-type]  # of two
        case Compute():
            return [(fact, Given(frozenset((e[1],))) if e[0] == "text" else ANY) for fact, e in step.sets]
    facts = [*getattr(step, "keep", ()), *filter(None, [getattr(step, "fact", None)])]
    return [(fact, ANY) for fact in facts]


def _together(given: list[Given]) -> Given:
    if not given:
        return NOTHING
    lows, highs = [g.bounds[0] for g in given], [g.bounds[1] for g in given]
    values = None if any(g.values is None for g in given) else frozenset().union(*(g.values or () for g in given))
    return Given(values, (_outermost(lows, min), _outermost(highs, max)))


def _outermost(bounds: list[Any], pick: Any) -> Any:
    """The bound that holds for all: none where one of them has none, or where `today` stands beside a day."""
    if None in bounds or (TODAY in bounds and len(set(bounds)) > 1):
        return None
    return TODAY if TODAY in bounds else pick(bounds)
