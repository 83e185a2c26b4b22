"""Problems, visits and calls to the rows of the rollups: integers that add, whatever they are summed over."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from operator import add
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from diagnostics.deflection.counts import Counts, counts
from diagnostics.deflection.derive import local_day
from diagnostics.deflection.matching import Matching
from diagnostics.deflection.records import DAY, EARLY, WINDOWS, Arm, CallRecord, Passed, Problem, VisitSummary
from diagnostics.deflection.states import reopened

DWELLS = 16
"""Buckets of seconds until an answer: the n-th holds those above 2^(n-1) and up to 2^n, the last all that took longer."""

DIMENSIONS = ("structure", "locale", "device", "product", "portal")

Row = dict[str, Any]
"""One row of a table of rollups by the names of its columns."""


class RollKey(NamedTuple):
    """Which sum. Dimension "" with value "" holds everything; the others the same problems by one of `DIMENSIONS`."""

    dimension: str
    value: str
    local_day: date
    tree: str
    arm: Arm
    alloc_id: str
    p_ppm: int


class Rolled(Protocol):
    """What of a problem says in which sums it stands: a `Problem`, or a row that was kept of one."""

    @property
    def local_day(self) -> date: ...
    @property
    def tree(self) -> str: ...
    @property
    def arm(self) -> Arm: ...
    @property
    def alloc_id(self) -> str: ...
    @property
    def p_ppm(self) -> int: ...
    @property
    def structure(self) -> str: ...
    @property
    def locale(self) -> str: ...
    @property
    def device(self) -> str: ...
    @property
    def product(self) -> str: ...
    @property
    def portal(self) -> str: ...


def problem_counts(problem: Problem) -> Counts:
    """What one problem adds to each column of `counts.COLUMNS`. No clock: a problem whose window is open counts what is known so far."""
    visits = problem.visits
    claimed = any(v.fixed for v in visits)
    not_fixed = not claimed and any(v.fixed is False for v in visits)
    engaged, completed = any(v.engaged for v in visits), any(v.completed for v in visits)
    handed_off = any(v.handed_off for v in visits)
    would = next((v.would_have_called for v in reversed(visits) if v.would_have_called is not None), None)
    plain = {
        "visits": len(visits), "problems": 1, "engaged": engaged, "completed": completed, "bounced": not engaged and not completed,
        "abandoned": engaged and not completed and not handed_off, "handed_off": handed_off,
        "silent_end": completed and not claimed and not not_fixed and not handed_off, "said_not_fixed": not_fixed, "claimed": claimed,
        "reopened": reopened(problem), "opted_in": any(v.opted_in for v in visits), "would_yes": claimed and would is True,
        "would_no": claimed and would is False,
    }  # fmt: skip
    windowed = _windowed(problem, claimed, claimed and would is True) if problem.calls or problem.audited else {}
    return counts(**{name: int(value) for name, value in plain.items()}, **windowed)


def _windowed(problem: Problem, claimed: bool, would: bool) -> dict[str, int]:
    found: dict[str, int] = {}
    for window in WINDOWS:
        calls = [call for call in problem.calls if _within(call.started_at - problem.first_at, window)]
        audited = [seen for true, seen in problem.audited if _within(true, window)]
        count, handle = len(calls), sum(call.handle_s for call in calls)
        row = {
            "called": count > 0, "once": count == 1, "calls": count, "calls_sq": count**2, "handle": handle, "handle_sq": handle**2,
            "claimed_called": claimed and count > 0, "would_called": would and count > 0, "audited": len(audited),
            "found": sum(seen is not None and _within(seen, window) for seen in audited),
            "keyed": sum(call.keyed for call in calls), "both": sum(call.keyed and call.tier == 1 for call in calls),
            "stray": sum(_within(seen, window) for seen in problem.strays),
        }  # fmt: skip
        found.update((f"{name}_{window}", int(value)) for name, value in row.items())
    return found


def _within(seconds: int, window: int) -> bool:
    """Seconds after a problem's first visit."""
    return -EARLY <= seconds <= window * DAY


def cells(problems: Iterable[tuple[Rolled, Counts]]) -> dict[RollKey, Counts]:
    """The sums of the table `rollup`: each problem once in dimension "" and once in each of `DIMENSIONS`."""
    fine: dict[tuple[Any, ...], list[int]] = {}
    for p, counted in problems:
        place = (p.local_day, p.tree, p.arm, p.alloc_id, p.p_ppm, p.structure, p.locale, p.device, p.product, p.portal)
        _add(fine, place, counted.values)
    sums: dict[RollKey, list[int]] = {}
    for place, values in fine.items():
        where, by = place[:5], place[5:]
        _add(sums, RollKey("", "", *where), values)
        for dimension, value in zip(DIMENSIONS, by, strict=True):
            _add(sums, RollKey(dimension, value, *where), values)
    return {key: Counts(tuple(sums[key])) for key in sorted(sums)}


def _add(sums: dict[Any, list[int]], key: Any, values: Iterable[int]) -> None:
    into = sums.get(key)
    sums[key] = list(map(add, into, values)) if into is not None else list(values)


def steps(visits: Iterable[VisitSummary], zone: ZoneInfo) -> list[Row]:
    """Rows of `step_rollup`, of customers' visits on their own day. Each visit counts once for a step, however often it came there.

    `back`: answered anew. `left_here`: the last step of a visit that reached no end. `fixed_here` and `person_here`: the last step
    before an end with which it was said to be fixed, and the one from which a person was asked for or led to.
    """
    sums: dict[tuple[date, str, str, str], Counter[str]] = defaultdict(Counter)
    for visit in visits:
        if visit.excluded or not visit.path:
            continue
        day = local_day(visit.started_at, zone)
        for step, marks in _marks(visit).items():
            sums[day, visit.tree, visit.structure, step].update(marks)
    names = ("entered", "left_here", "back", "fixed_here", "person_here", *(f"dwell_{n}" for n in range(DWELLS)))
    return [dict(zip(("local_day", "tree", "structure", "step"), key, strict=True)) | {name: sums[key][name] for name in names}
            for key in sorted(sums)]  # fmt: skip


def _marks(visit: VisitSummary) -> dict[str, set[str]]:
    """For each step of a visit the columns to which it adds one."""
    marks: dict[str, set[str]] = {}
    timed: set[str] = set()
    for passed in visit.path:
        own = marks.setdefault(passed.place, set())
        own.add("entered")
        if passed.again:
            own.add("back")
        if passed.person:
            own.add("person_here")
        if passed.seconds is not None and passed.place not in timed:
            timed.add(passed.place)
            own.add(f"dwell_{_bucket(passed.seconds)}")
    if not visit.completed:
        marks[visit.path[-1].place].add("left_here")
    if visit.fixed and (fixing := _before_end(visit.path)):
        marks[fixing].add("fixed_here")
    return marks


def _before_end(path: tuple[Passed, ...]) -> str:
    """The place from which the last end was reached; of paths that show no end, their last one."""
    ends = [n for n, passed in enumerate(path) if passed.end]
    upto = path[: ends[-1]] if ends else path
    return next((passed.place for passed in reversed(upto) if not passed.end), "")


def _bucket(seconds: int) -> int:
    return min((seconds - 1).bit_length() if seconds > 0 else 0, DWELLS - 1)


def flows(visits: Iterable[VisitSummary], zone: ZoneInfo) -> list[Row]:
    """Rows of `flow_rollup`: customers' visits that went from a step, by an answer, onto the next one; each visit once for each."""
    sums: Counter[tuple[date, str, str, str, str, str]] = Counter()
    for visit in visits:
        if visit.excluded or not visit.path:
            continue
        day = local_day(visit.started_at, zone)
        for passed in {(p.place, p.answer, p.onto) for p in visit.path if p.onto}:
            sums[day, visit.tree, visit.structure, *passed] += 1
    names = ("local_day", "tree", "structure", "step", "answer", "onto")
    return [dict(zip(names, key, strict=True)) | {"visits": sums[key]} for key in sorted(sums)]


def call_days(calls: Iterable[CallRecord], matching: Matching, zone: ZoneInfo) -> list[Row]:
    """Rows of `call_rollup`, by the local day on which a call, merged and repaired, began."""
    tiers: Mapping[tuple[str, str], int] = {(m.source, m.call_id): m.tier for m in matching.matches}
    sums: dict[tuple[date, str, str, str], Counter[str]] = defaultdict(Counter)
    for call in calls:
        name = (call.source, call.call_id)
        own = sums[local_day(call.started_at, zone), call.source, call.product, call.reason]
        own["calls"] += 1
        own["handle"] += call.handle_s
        own["refused"] += name in matching.refused
        own["early"] += name in matching.early
        if name in tiers:
            own["after_visit"] += 1
            own[f"tier_{tiers[name]}"] += 1
    names = ("calls", "handle", "after_visit", "refused", "early", *(f"tier_{tier}" for tier in range(1, 6)))
    return [dict(zip(("local_day", "source", "product", "reason"), key, strict=True)) | {name: sums[key][name] for name in names}
            for key in sorted(sums)]  # fmt: skip


def visit_days(visits: Iterable[VisitSummary], zone: ZoneInfo) -> list[Row]:
    """Rows of `visit_day`: visits on their own local day, by the rule that excludes them."""
    sums = Counter((local_day(visit.started_at, zone), visit.tree, visit.excluded) for visit in visits)
    return [dict(zip(("local_day", "tree", "rule"), key, strict=True)) | {"visits": sums[key]} for key in sorted(sums)]
