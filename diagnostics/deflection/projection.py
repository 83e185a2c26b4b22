"""What the ledger keeps of its folds between facts and sums: one row for each problem, matched call and call as it stands."""

from dataclasses import dataclass, field
from datetime import date

from diagnostics.deflection.counts import Counts
from diagnostics.deflection.records import Arm, Key, VisitSummary
from diagnostics.deflection.rolls import RollKey, Row

CallId = tuple[str, str]
"""Source, and the id there."""

Partition = tuple[date, str]
"""A local day and a tree: what is summed anew as a whole. Tree "": the calls of that day."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Something to look at again: `events` and `visit` by visit id (source ""), `call` by its source and id."""

    id: int
    kind: str
    source: str
    ref: str


@dataclass(frozen=True, slots=True)
class Folded:
    """A visit's summary, its local day, and the seq of the last event in it."""

    summary: VisitSummary
    day: date
    seq: int


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem and what it counts for."""

    problem_id: str
    local_day: date
    tree: str
    structure: str
    product: str
    portal: str
    locale: str
    device: str
    arm: Arm
    alloc_id: str
    p_ppm: int
    first_at: int
    last_at: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class Matched:
    """A call, the visit and the problem that it is about."""

    source: str
    call_id: str
    visit_id: str
    problem_id: str
    tier: int
    started_at: int
    handle_s: int
    evidence: str
    keyed: int


@dataclass(frozen=True, slots=True)
class CallStanding:
    """A call as it stands, its clock repaired, with the tier that matched it, 0 for none; `refused` and `early` are 0 or 1."""

    source: str
    call_id: str
    local_day: date
    started_at: int
    handle_s: int
    product: str
    reason: str
    tier: int
    refused: int
    early: int


@dataclass(frozen=True, slots=True)
class Projected:
    """The projections of a closed set of visits and calls. `problem_of`: visit → problem, None for excluded visits."""

    problem_of: dict[str, str | None] = field(default_factory=dict)
    problems: dict[str, ProblemRow] = field(default_factory=dict)
    matched: dict[CallId, Matched] = field(default_factory=dict)
    standing: dict[CallId, CallStanding] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sums:
    """Rows of the rollups of some partitions, by the names of their columns."""

    cells: dict[RollKey, Counts]
    steps: list[Row]
    flows: list[Row]
    visit_days: list[Row]
    call_days: list[Row]


@dataclass(frozen=True, slots=True)
class Summands:
    """What some partitions are summed from."""

    problems: list[ProblemRow]
    visits: list[VisitSummary]
    calls: list[CallStanding]


@dataclass(frozen=True, slots=True)
class ClockShift:
    """Whole hours added to what a source wrote in the week of this Monday. `closed`: keys have been erased, so it stays as it was found."""

    source: str
    week: date
    hours: int
    pairs: int
    closed: int = 0


@dataclass(frozen=True, slots=True)
class Erasure:
    """Whose keys go, and the links that stand in for them, so that everything is still found to belong together. `unsaid`: keys of calls
    that said nothing because too many people share them; with some of these gone they would begin to."""

    visits: frozenset[str] = frozenset()
    calls: frozenset[CallId] = frozenset()
    visit_links: frozenset[tuple[str, Key]] = frozenset()
    call_links: frozenset[tuple[CallId, Key]] = frozenset()
    unsaid: frozenset[tuple[CallId, Key]] = frozenset()
    closed_weeks: frozenset[tuple[str, date]] = frozenset()


@dataclass(frozen=True, slots=True)
class Published:
    """A figure of a closed period as it was last told."""

    period: str
    metric: str
    scope: str
    estimate: float
    low: float | None
    high: float | None
    n: int
