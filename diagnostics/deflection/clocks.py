"""Calls that quote a visit's code to the whole hours by which their source's clock is wrong, and calls to calls at the right time.

A call cannot precede the visit whose code it quotes. For each source and week the shift is the smallest whole number of hours with which
at most `TOLERATED` of the calls do. An hour too much loses nothing, since a call is looked for days after its visit; an hour too little
loses calls that follow a visit at once, which are mostly those of the comparison group. So in doubt the shift is the larger one.
But a source is only taken to be wrong at all where that is beyond chance (`SURE`): a few mistyped codes are not enough.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from math import comb

from diagnostics.deflection.records import EARLY, CallRecord, VisitSummary

HOUR = 3_600

FARTHEST = 24
"""Hours: the whole difference between two zones, or times of which only the day was written."""

BEFORE = 90
"""Seconds by which a call may begin before its visit without speaking for a wrong clock."""

TOLERATED = 0.03
"""The share of calls before their visits that mistyped codes explain."""

ENOUGH = 25
"""Pairs below which a week borrows from its neighbours."""

PLENTY = (25, 50, 100)
"""Pairs that are looked at, one number after the other, before a clock is said to be ahead: it shows only in calls that are missing."""

BORROWS = 8
"""Weeks before and after within which a week borrows: no pair outside of them changes its shift."""

FEWEST = 10
"""Pairs below which nothing is said against a clock."""

SURE = 1e-4
"""The chance with which a right clock may be taken for a wrong one."""

REACH = 52
"""Weeks from which a week without any pair takes its shift."""

_WAYS = ((-1, 1), (-1,), (1,))

Shifts = Mapping[tuple[str, date], tuple[int, int]]
"""By source and Monday: hours to add, and on how many pairs that rests."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A call that quotes a code, as its source wrote its time, and the start of that code's visit. `week` is `week_of(call_at)`."""

    source: str
    week: date
    call_at: int
    visit_at: int


def week_of(at: int) -> date:
    """The Monday (UTC) of a moment."""
    day = datetime.fromtimestamp(at, UTC).date()
    return day - timedelta(days=day.weekday())


def pairs(calls: Iterable[CallRecord], visits: Iterable[VisitSummary]) -> list[Pair]:
    """Standing calls, not yet repaired, with the visits whose codes they quote."""
    started = {key.value: visit.started_at for visit in visits if not visit.excluded for key in visit.keys if key.kind == "code"}
    return [Pair(call.source, week_of(call.started_at), call.started_at, started[key.value])
            for call in calls for key in call.keys if key.kind == "code" and key.value in started]  # fmt: skip


def shifts(pairs: Iterable[Pair]) -> dict[tuple[str, date], tuple[int, int]]:
    """The shift of each source for each week with pairs, in any order given and some of them twice.

    Only pairs that could speak for some shift are looked at. A call of days before its visit quotes a wrong code, and one of days after it
    says nothing about hours: where only such come in, as after the last visits of a history, the weeks before say more.
    """
    waits: dict[str, dict[date, list[int]]] = defaultdict(lambda: defaultdict(list))
    for pair in sorted(set(pairs), key=lambda p: (p.source, p.call_at, p.visit_at)):
        wait = pair.call_at - pair.visit_at
        if -BEFORE - FARTHEST * HOUR <= wait <= 2 * FARTHEST * HOUR:
            waits[pair.source][pair.week].append(wait)
    found: dict[tuple[str, date], tuple[int, int]] = {}
    for source, by_week in sorted(waits.items()):
        for week in sorted(by_week):
            found[source, week] = _hours(by_week, week)
    return found


def near(weeks: Iterable[date]) -> frozenset[date]:
    """The weeks whose shifts the pairs of these weeks can change; also those whose pairs can change the shifts of these."""
    return frozenset(week + timedelta(weeks=n) for week in weeks for n in range(-BORROWS, BORROWS + 1))


def repaired(call: CallRecord, shifts: Shifts) -> CallRecord:
    """The call at its true time: by its week, or by the nearest one of its source that is known, within a year."""
    week = week_of(call.started_at)
    known = shifts.get((call.source, week))
    for weeks in range(1, REACH + 1) if known is None else ():
        near = [shifts[at] for way in (-weeks, weeks) if (at := (call.source, week + timedelta(weeks=way))) in shifts]
        if near:
            known = max(near)
            break
    return replace(call, started_at=call.started_at + known[0] * HOUR) if known and known[0] else call


def _hours(by_week: Mapping[date, Sequence[int]], week: date) -> tuple[int, int]:
    """The shift of a week, and the pairs that it was found on.

    A source may change its clock at the edge of a week. Whichever side a thin week belongs to, looking around it and to each side and
    taking the largest shift never gives it the smaller one of a neighbour. For a clock that is ahead the pairs around must not speak
    against it, and many to one side or to both must speak for it.
    """
    around = _borrowed(by_week, week, _WAYS[0], ENOUGH)
    sides = [some for ways in _WAYS[1:] if len(some := _borrowed(by_week, week, ways, ENOUGH)) >= ENOUGH]
    behind = max(_behind(some) for some in (around, *sides))
    if behind or len(around) < FEWEST:
        return behind, len(around)
    wide = [_borrowed(by_week, week, ways, enough) for enough in PLENTY for ways in _WAYS]
    for hours in range(-FARTHEST, 0):
        if _fits(around, hours) and any(_fits(some, hours) and _sets_in_at(some, -hours * HOUR) for some in wide):
            return hours, len(around)
    return 0, len(around)


def _borrowed(by_week: Mapping[date, Sequence[int]], week: date, ways: Sequence[int], enough: int) -> list[int]:
    """The seconds from visit to call of a week, and while they are few of its neighbours in these directions, the nearest first; sorted."""
    found = list(by_week.get(week, ()))
    for weeks in range(1, BORROWS + 1):
        if len(found) >= enough:
            break
        for way in ways:
            found.extend(by_week.get(week + timedelta(weeks=way * weeks), ()))
    return sorted(found)


def _behind(waits: Sequence[int]) -> int:
    """Hours by which a clock is behind for certain, else 0."""
    if len(waits) < FEWEST or _at_least(_before(waits, -EARLY), len(waits), TOLERATED) >= SURE:
        return 0
    return next(hours for hours in range(FARTHEST + 1) if _fits(waits, hours))


def _fits(waits: Sequence[int], hours: int) -> bool:
    """Whether hardly any call precedes its visit with this shift."""
    return _before(waits, -BEFORE - hours * HOUR) <= TOLERATED * len(waits)


def _sets_in_at(waits: Sequence[int], edge: int) -> bool:
    """Whether calls set in at once at this many seconds, and hardly any came before. Of a right clock that is not so: in the first hour
    after a visit come at least as many calls as in any later one, so that a half of those in the two belong to the first."""
    first = _before(waits, HOUR - BEFORE) - _before(waits, -BEFORE)
    at_edge = _before(waits, edge + HOUR - BEFORE) - _before(waits, edge - BEFORE)
    return at_edge >= len(waits) / 8 and _at_least(at_edge, first + at_edge, 0.5) < SURE


def _before(waits: Sequence[int], seconds: int) -> int:
    return bisect_left(waits, seconds)


def _at_least(seen: int, of: int, share: float) -> float:
    """The chance of so many or more of so many, each with this chance: the upper tail of the binomial distribution."""
    return sum(comb(of, n) * share**n * (1 - share) ** (of - n) for n in range(seen, of + 1))
