"""What the ledger folds: visits as their events tell them, calls as their sources wrote them, and the problems that both belong to.

All moments are whole seconds since 1970, UTC; days are local days of the installation's zone. Identifiers of people appear only as
keyed hashes, and only in `keys`, which are stored apart and can be erased.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

Arm = Literal["tree", "holdout", "none"]
"""`none`: outside the experiment (no cookie, or the comparison group is off), so never compared."""

WINDOWS = (1, 3, 7, 14, 30)
"""Days after a problem's first visit within which a call counts as a call about it."""

HEADLINE = 7
"""The window of the figures that stand alone."""

DAY = 86_400
EARLY = 300
"""Seconds that a call may precede the visit that it belongs to: clocks differ by that much."""

GAP = 14 * DAY
"""Silence of the same person on the same tree after which a visit is a new problem."""

KEYS_LIVE = 45 * DAY
"""How long after a visit its code and keys find calls; then the keys are erased."""


class Key(NamedTuple):
    """Something that a visit and a call can have in common. `value` is a keyed hash; of a `code` the code itself; of a `link` the
    problem that was found before its keys were erased."""

    kind: Literal["code", "tag", "customer", "phone", "email", "visitor", "link"]
    value: str


class Passed(NamedTuple):
    """One step of a visit's path. `seconds` until the answer, None where there was none; `onto` the place that was shown next, ""
    where the visit ended or was left here; `again` where the customer came back and answered anew; `end` where the step is an
    outcome; `person` where the customer asked for a person here, or the answer given here led to one."""

    place: str
    answer: str
    onto: str
    seconds: int | None
    again: bool
    end: bool = False
    person: bool = False


@dataclass(frozen=True, slots=True)
class VisitSummary:
    """One visit, folded from its events in the order of `seq`. `excluded` names the rule by which it is no customer's visit: `bot`,
    `datacentre`, `staff`, `assisted`, "" for none. `fixed` and `would_have_called` are the customer's words, None where not said;
    `claimed_at` is when the yes of `fixed` was said.
    `p_ppm` is the share of the comparison group in force when this visitor was assigned, in parts per million."""

    visit_id: str
    tree: str
    structure: str
    product: str
    portal: str
    locale: str
    device: str
    started_at: int
    last_at: int
    arm: Arm = "tree"
    p_ppm: int = 0
    alloc_id: str = ""
    excluded: str = ""
    engaged: bool = False
    completed: bool = False
    fixed: bool | None = None
    would_have_called: bool | None = None
    handed_off: bool = False
    opted_in: bool = False
    outcome: str = ""
    path: tuple[Passed, ...] = ()
    keys: tuple[Key, ...] = ()
    claimed_at: int | None = None


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One revision of a call as its source wrote it. `started_at` is the source's word, not yet repaired; `ref` the id that another
    source gave to the same call. Of revisions of one `(source, call_id)` the last received stands, ties broken by content."""

    source: str
    call_id: str
    started_at: int
    received_at: int
    handle_s: int
    product: str = ""
    reason: str = ""
    disposition: str = ""
    channel: str = ""
    ref: str = ""
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """What an agent found out about a randomly chosen call: the visit that it was truly about, None for none of them."""

    source: str
    call_id: str
    visit_id: str | None
    started_at: int


@dataclass(frozen=True, slots=True)
class Match:
    """A call and the visit that it is about. `started_at` is repaired. `tier` 1 code, 2 service tag, 3 customer, 4 phone, 5 e-mail;
    `evidence` says in words what was compared, without any identifier. `keyed`: another key than the code would have found it too, which
    of tiers 2 to 5 is always so."""

    source: str
    call_id: str
    visit_id: str
    tier: int
    started_at: int
    handle_s: int
    evidence: str = ""
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """One person and one tree until a gap of 14 days, on the local day of its first visit, in the arm of its first visit. `calls`
    are the matched ones in order. `audited`, for calls that an audit says were about it: (seconds after the first visit, the same by
    its match to this problem, None where it was not matched so). `returned_at`: when this person's next problem with the tree began.
    `strays`, for calls that were matched to it and that an audit says were about something else: seconds after the first visit."""

    problem_id: str
    tree: str
    structure: str
    product: str
    portal: str
    locale: str
    device: str
    local_day: date
    first_at: int
    last_at: int
    arm: Arm
    p_ppm: int
    alloc_id: str
    visits: tuple[VisitSummary, ...]
    calls: tuple[Match, ...] = ()
    audited: tuple[tuple[int, int | None], ...] = ()
    returned_at: int | None = None
    strays: tuple[int, ...] = ()
