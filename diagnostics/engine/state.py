"""What a visit is (its start and its replies) and what follows from it (its state).

A **place** is where a reply belongs: the steps of the calls it stands in and its own, with dots between them, and `~2` behind a
step that the path has reached for the second time: `line_test`, `drain.unplug`, `restart~2`.

What every step of every visit makes anew is a named tuple: as frozen as a dataclass, and made in a third of the time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from diagnostics.conditions.expression import Value
from diagnostics.program.types import Outcome

SOURCES = ("asked", "lookup", "check", "profile", "address", "computed")
"""Where a fact can come from, the most trusted first."""

RANK = {source: rank for rank, source in enumerate(SOURCES)}


@dataclass(frozen=True, slots=True)
class Given:
    """A fact that was known before the first page. `source` is `profile` or `address`."""

    fact: str
    value: Value
    source: str


@dataclass(frozen=True, slots=True)
class Start:
    """How the visit began. `day` is what `today()` says for all of it; `entry` is a step of the tree, None its start."""

    day: date
    entry: str | None = None
    facts: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for one place.

    `value` is an answer id, a set of them, a typed input, a check's or look-up's result; None where an optional field was left
    empty. `kept` are facts measured or fetched with it. `keys` are the key facts that a look-up was made with: it holds only
    while they are unchanged. `measured` tells a check's measurement from the customer's own word.
    """

    value: Value | None
    kept: tuple[tuple[str, Value], ...] = ()
    keys: tuple[tuple[str, Value | None], ...] = ()
    measured: bool = False


class Visited(NamedTuple):
    """A step on the path. `reply` is None where the step was skipped because its fact was known from `source`."""

    place: str
    tree: str
    step: str
    reply: Reply | None
    source: str = "asked"


class Origin(NamedTuple):
    """Where a fact's value came from: a source of `SOURCES`, and the place that set it (empty for the start)."""

    source: str
    place: str = ""


class Frame(NamedTuple):
    """A tree being walked: the prefix of its places, and the step of the caller that its `return` leads to."""

    tree: str
    prefix: str = ""
    next: str | None = None


class State(NamedTuple):
    """Where a visit stands. Made by `replay` and `advance` only.

    `step` and `place` name what is asked now; at the end `outcome` is set. `facts` also holds the latest answers that expressions
    read, as `tree/step`. `rounds` counts arrivals at the steps that lie on a loop.
    """

    start: Start
    replies: Mapping[str, Reply]
    path: tuple[Visited, ...]
    facts: Mapping[str, Value]
    origins: Mapping[str, Origin]
    frames: tuple[Frame, ...]
    rounds: Mapping[str, int]
    step: str
    place: str
    outcome: Outcome | None = None
