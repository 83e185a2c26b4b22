"""Calls that quote codes to the clock shifts of their sources, week by week, wherever something new may have changed one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from diagnostics.deflection import clocks
from diagnostics.deflection.calls import standing
from diagnostics.deflection.clocks import Pair, week_of
from diagnostics.deflection.projection import CallId, ClockShift
from diagnostics.deflection.records import CallRecord
from diagnostics.service.ledger_book import LedgerBook

WEEK = timedelta(weeks=1)

Shifts = dict[tuple[str, date], tuple[int, int]]


def known(shifts: Iterable[ClockShift]) -> Shifts:
    return {(shift.source, shift.week): (shift.hours, shift.pairs) for shift in shifts}


@dataclass(frozen=True, slots=True)
class Change:
    """Shifts that are new or other than before, (source, week) of those that rest on nothing any more, and the calls that this moves."""

    fresh: tuple[ClockShift, ...] = ()
    gone: frozenset[tuple[str, date]] = frozenset()
    moved: frozenset[CallId] = frozenset()


def changed(book: LedgerBook, visit_ids: Collection[str], calls: Collection[CallId]) -> Change:
    """What the clocks of the touched weeks say now, where that is new."""
    stored = {(shift.source, shift.week): shift for shift in book.shifts()}
    fresh: list[ClockShift] = []
    gone: set[tuple[str, date]] = set()
    for source, weeks in sorted(_touched(book, visit_ids, calls, stored).items()):
        around = clocks.near(weeks)  # a week borrows from its neighbours
        made = {name: shift for name, shift in clocks.shifts(_pairs_around(book, source, around)).items() if name[1] in around}
        fresh += [ClockShift(source, week, hours, pairs) for (_, week), (hours, pairs) in made.items()
                  if not _stands(stored.get((source, week)), hours, pairs)]  # fmt: skip
        gone |= {(source, week) for week in around if (source, week) not in made and (source, week) in stored and not stored[source, week].closed}
    before = known(stored.values())
    after = {name: shift for name, shift in (before | known(fresh)).items() if name not in gone}
    moved: set[CallId] = set()
    for source in sorted({shift.source for shift in fresh} | {source for source, _ in gone}):
        moved |= _moved(book, source, before, after)
    return Change(tuple(fresh), frozenset(gone), frozenset(moved))


def _stands(kept: ClockShift | None, hours: int, pairs: int) -> bool:
    return kept is not None and (bool(kept.closed) or (kept.hours, kept.pairs) == (hours, pairs))


def _touched(book: LedgerBook, visit_ids: Collection[str], calls: Collection[CallId], stored: Collection[tuple[str, date]]) -> dict[str, set[date]]:
    """The weeks, by source, in which calls that quote a code may have come or gone: of calls that are gone altogether, any week."""
    found: dict[str, set[date]] = {}
    for source, at in book.coded_weeks(visit_ids, calls):
        found.setdefault(source, set()).add(week_of(int(at.timestamp())))
    for source in {source for source, _ in set(calls) - book.told(calls)}:
        found.setdefault(source, set()).update(week for of, week in stored if of == source)
    return {source: weeks for source, weeks in found.items() if weeks}


def _pairs_around(book: LedgerBook, source: str, weeks: Collection[date]) -> list[Pair]:
    """The pairs of these weeks and of all from which they borrow."""
    whole = book.span(source)
    if whole is None:
        return []
    around = clocks.near(weeks)
    since, until = max(week_of(int(whole[0].timestamp())), min(around)), min(week_of(int(whole[1].timestamp())), max(around))
    return _pairs(book, source, since, until)


def _pairs(book: LedgerBook, source: str, since: date, until: date) -> list[Pair]:
    """The pairs of the weeks from one Monday to another, both in it."""
    revisions = book.revisions(book.coded_calls(source, _midnight(since), _midnight(until + WEEK)))
    codes = {key for record in revisions for key in record.keys if key.kind == "code"}
    holders = book.visits_with(codes)
    starts = book.starts({visit for own in holders.values() for visit in own})
    return [Pair(source, week_of(record.started_at), record.started_at, starts[visit])
            for record in standing(revisions) if since <= week_of(record.started_at) <= until
            for key in record.keys if key.kind == "code" for visit in sorted(holders.get(key, ())) if visit in starts]  # fmt: skip


def _moved(book: LedgerBook, source: str, before: Shifts, after: Shifts) -> set[CallId]:
    """The calls of the weeks for which another number of hours is added now, be it by a shift of their own or by the nearest one."""
    whole = book.span(source)
    if whole is None:
        return set()
    moved: set[CallId] = set()
    week = week_of(int(whole[0].timestamp()))
    while week <= week_of(int(whole[1].timestamp())):
        if _hours(source, week, before) != _hours(source, week, after):
            moved |= book.calls_between(source, _midnight(week), _midnight(week + WEEK))
        week += WEEK
    return moved


def _hours(source: str, week: date, shifts: Mapping[tuple[str, date], tuple[int, int]]) -> int:
    at = int(_midnight(week).timestamp())
    return clocks.repaired(CallRecord(source, "", at, at, 0), shifts).started_at - at


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


