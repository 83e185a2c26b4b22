"""What pages ask of the ledger, and the rows that answer: small frozen types, so that a page never sees a table."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from diagnostics.deflection.records import WINDOWS

Dimension = Literal["", "structure", "locale", "device", "product", "portal"]
By = Literal["tree", "day", "value"]


@dataclass(frozen=True, slots=True)
class Slice:
    """Which problems: of local days from `first` to `last` inclusive, but for `without`; of one tree, or of all for "";
    of one value of a dimension, or of all. Of two dimensions at once no sums are kept. `windows`: of the counts within a window those of
    these are asked for; the others are told as 0."""

    first: date
    last: date
    tree: str = ""
    dimension: Dimension = ""
    value: str = ""
    without: frozenset[date] = frozenset()
    windows: tuple[int, ...] = WINDOWS


@dataclass(frozen=True, slots=True)
class StepCount:
    """Visits that came to a step of one version of a tree. `dwell[n]` were answered within 2^n seconds (the last: or later)."""

    step: str
    entered: int
    left_here: int
    back: int
    fixed_here: int
    person_here: int
    dwell: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """Visits that went from a step, by an answer, onto the next one shown."""

    step: str
    answer: str
    onto: str
    visits: int


@dataclass(frozen=True, slots=True)
class CallCount:
    """Calls of one local day, source, product and reason. `tiers`: how many were matched by tier 1 to 5."""

    day: date
    source: str
    product: str
    reason: str
    calls: int
    handle: int
    after_visit: int
    refused: int
    early: int
    tiers: tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A source of calls and what is known of its life. `schedule`: `{}` where it is learned, else `{"silence_hours": 26}` or
    `{"closed": ["sat", "sun"]}` or both. `lateness_s`: the 99th percentile of receipt after the call began."""

    source: str
    zone: str
    schedule: dict[str, object]
    last_call_at: datetime | None
    last_received_at: datetime | None
    last_heartbeat_at: datetime | None
    lateness_s: int
    calls: int


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A customer's own words, on the step where the visit stood. `fixed` as said in that visit."""

    visit_id: str
    at: datetime
    tree: str
    step: str
    text: str
    fixed: bool | None


@dataclass(frozen=True, slots=True)
class Shift:
    """Whole hours added to what a source wrote in the week of this Monday, seen on so many code-matched pairs."""

    source: str
    week: date
    hours: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Restatement:
    """A closed period's figure that has changed since it was told."""

    at: datetime
    period: str
    metric: str
    scope: str
    before: float
    after: float
    because: str
