"""What an exploration is made of: the states of a visit, the ways between them, and what is found there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from diagnostics.analysis.certainty import Environment

if TYPE_CHECKING:  # only broken trees are sketched
    from diagnostics.compiler.sketch import Hole

EXTERNAL = frozenset(("profile", "address"))
COMPUTED = frozenset(("computed",))

Holes = Mapping[str, "Hole"]
"""Steps of the root tree that stand for what could not be read."""
NO_HOLES: Holes = {}

Frames = tuple[tuple[str, str | None], ...]
"""The trees that a state stands in, outermost first, each with the step that its `return` leads to."""


class State(NamedTuple):
    """Where a visit can stand. `known` are the entries of an environment; `rounds` the arrivals at (depth of the calls, step)."""

    frames: Frames
    step: str
    known: frozenset[tuple[Any, Any]]
    rounds: frozenset[tuple[tuple[int, str], int]]


class Way(NamedTuple):
    """One way on from a state: an answer that takes it, where it leads (None: the visit ends), whether a page was shown, and how many
    answers take it."""

    label: str
    target: State | None
    asked: bool
    answers: int


class Move(NamedTuple):
    """One way on from a step, before its state is made. So many `answers` take it; 0 for changing what had been skipped."""

    label: str
    next: str | None
    env: Environment
    asked: bool
    answers: int = 1


class Finding(NamedTuple):
    """A mistake at a step of a tree. `detail` by code: PR001 the step that is the cause, if another; PR002 the circle, whose last
    route is the step's; PR003 the fact, PR004 the values without a case, PR007 the bound."""

    code: str
    tree: str
    step: str
    detail: str


@dataclass(slots=True)
class Graph:
    """What was explored. `ways` has every state; `complete` is False where the bound was reached."""

    start: State
    ways: dict[State, list[Way]] = field(default_factory=dict)
    findings: dict[Finding, State] = field(default_factory=dict)
    came_from: dict[State, tuple[State, str]] = field(default_factory=dict)
    assumed: set[tuple[str, str]] = field(default_factory=set)
    complete: bool = True
