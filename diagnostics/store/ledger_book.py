"""The ledger's own work in SQL: facts out, projections in and out, and a turn that only one writer can take.

Every write takes the turn that its reading began with. Who finds it taken has decided on what is no longer so, and nothing is stored: so
several processes may keep one ledger, and one that was killed leaves nothing that another would have to wait for.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, bindparam, delete, insert, select, update

from diagnostics.deflection.projection import (
    CallId,
    CallStanding,
    ClockShift,
    Erasure,
    Folded,
    Matched,
    Partition,
    ProblemRow,
    Projected,
    Published,
    Summands,
    Sums,
    Ticket,
)
from diagnostics.deflection.records import Audit, CallRecord, Key, VisitSummary
from diagnostics.deflection.rows import Restatement
from diagnostics.store import ledger_erasing as erasing
from diagnostics.store import ledger_facts as facts
from diagnostics.store import ledger_rows as rows
from diagnostics.store import ledger_schema as l
from diagnostics.store import ledger_sums as sums
from diagnostics.store.database import alone, reading, unhurried, writing
from diagnostics.store.ledger_touch import touch
from diagnostics.store.listed import among
from diagnostics.visits.events import Event

TURN, WATERMARK, AS_OF = "turn", "events_until", "as_of"

Found = TypeVar("Found")


class SqlLedgerBook:
    """`service.ledger_ports.LedgerBook` on a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def turn(self) -> int:
        return int(self.cursor(TURN) or 0)

    def cursor(self, name: str) -> str:
        """A note of the ledger to itself, "" where there is none."""
        found: str | None = self._read(lambda c: c.scalar(select(l.cursor.c.value).where(l.cursor.c.name == name)))
        return found or ""

    def stale_visits(self, types: Sequence[str], since: datetime, until: datetime) -> dict[str, int]:
        return self._read(lambda c: facts.stale_visits(c, types, since, until))

    def events_between(self, types: Sequence[str], since: datetime, until: datetime) -> int:
        return self._read(lambda c: facts.events_between(c, types, since, until))

    def oldest_event(self, types: Sequence[str]) -> datetime | None:
        return self._read(lambda c: facts.oldest_event(c, types))

    def tickets(self, kinds: Collection[str], limit: int) -> list[Ticket]:
        return self._read(lambda c: facts.tickets(c, kinds, limit))

    def events(self, visit_ids: Collection[str]) -> dict[str, list[Event]]:
        return self._read(lambda c: facts.events(c, visit_ids))

    def visit_keys(self, visit_ids: Collection[str]) -> dict[str, list[Key]]:
        return self._read(lambda c: facts.visit_keys(c, visit_ids))

    def visits_with(self, keys: Collection[Key]) -> dict[Key, set[str]]:
        return self._read(lambda c: facts.visits_with(c, keys))

    def calls_with(self, keys: Collection[Key]) -> dict[Key, set[CallId]]:
        return self._read(lambda c: facts.calls_with(c, keys))

    def revisions(self, calls: Collection[CallId]) -> list[CallRecord]:
        return self._read(lambda c: facts.revisions(c, calls))

    def told_twice(self, calls: Collection[CallId]) -> set[CallId]:
        return self._read(lambda c: facts.told_twice(c, calls))

    def audits(self, calls: Collection[CallId], visit_ids: Collection[str]) -> list[Audit]:
        return self._read(lambda c: facts.audits(c, calls, visit_ids))

    def crowds(self, keys: Collection[Key], above: int) -> set[Key]:
        return self._read(lambda c: facts.crowds(c, keys, above))

    def linked(self, key: Key) -> int:
        return self._read(lambda c: facts.linked(c, key))

    def kin(self, visit_ids: Collection[str], calls: Collection[CallId]) -> tuple[set[str], set[CallId]]:
        """Visits and calls that belong to the problems of these by now, whether or not they still share a key."""
        return self._read(lambda c: facts.kin(c, visit_ids, calls))

    def coded_calls(self, source: str, since: datetime, until: datetime) -> set[CallId]:
        return self._read(lambda c: facts.coded_calls(c, source, since, until))

    def coded_weeks(self, visit_ids: Collection[str], calls: Collection[CallId]) -> set[tuple[str, datetime]]:
        return self._read(lambda c: facts.coded_weeks(c, visit_ids, calls))

    def told(self, calls: Collection[CallId]) -> set[CallId]:
        return self._read(lambda c: facts.told(c, calls))

    def calls_between(self, source: str, since: datetime, until: datetime) -> set[CallId]:
        return self._read(lambda c: facts.calls_between(c, source, since, until))

    def span(self, source: str) -> tuple[datetime, datetime] | None:
        return self._read(lambda c: facts.span(c, source))

    def starts(self, visit_ids: Collection[str]) -> dict[str, int]:
        return self._read(lambda c: facts.starts(c, visit_ids))

    def summaries(self, visit_ids: Collection[str], keys: Mapping[str, Sequence[Key]]) -> list[VisitSummary]:
        """The folded ones of these visits, with the keys given, and without their paths."""
        return self._read(lambda c: [
            rows.summary_of(row, keys.get(row.visit_id, ())) for some in facts.parts(visit_ids)
            for row in c.execute(select(*rows.PATHLESS).where(among(l.visit_summary.c.visit_id, some))).all()])  # fmt: skip

    def whole(self, visit_ids: Collection[str]) -> list[VisitSummary]:
        """The folded ones of these visits, with their paths and without keys."""
        return self._read(lambda c: [
            rows.summary_of(row, ()) for some in facts.parts(visit_ids)
            for row in c.execute(select(*rows.SUMMARY).where(among(l.visit_summary.c.visit_id, some))).all()])  # fmt: skip

    def seqs(self, visit_ids: Collection[str]) -> dict[str, int]:
        """The last event that is folded into these visits."""
        return self._read(lambda c: facts.seqs(c, visit_ids))

    def projected(self, visit_ids: Collection[str], calls: Collection[CallId]) -> Projected:
        """What is kept of these visits and calls by now."""
        return self._read(lambda c: _projected(c, visit_ids, calls))

    def fold(self, turn: int, folded: Sequence[Folded], done: Collection[int], at: datetime, until: datetime | None = None) -> bool:
        """Keeps summaries, and a ticket for each so that it is linked; `until`: all events before have been looked at. False: not our turn."""

        def write(connection: Connection) -> None:
            before = _kept(connection, [f.summary.visit_id for f in folded])
            _remove(connection, l.visit_summary, ("visit_id",), before)
            fresh = [rows.summary_row(f.summary, f.day, f.seq) | {"problem_id": before.get(f.summary.visit_id, (None,))[0]} for f in folded]
            if fresh:
                connection.execute(insert(l.visit_summary), fresh)
            _mark(connection, {(f.day, f.summary.tree) for f in folded} | {(day, tree) for _, day, tree in before.values()}, at)
            touch(connection, "visit", (("", f.summary.visit_id) for f in folded))
            _done(connection, done)
            if until is not None:
                _note(connection, WATERMARK, until.astimezone(UTC).isoformat())

        return self._write(turn, write)

    def keep(self, turn: int, before: Projected, after: Projected, dirty: Iterable[Partition], done: Collection[int], at: datetime) -> bool:
        """Replaces what was projected of a closed set, where it differs. False: not our turn, nothing was stored."""

        def write(connection: Connection) -> None:
            _swap(connection, l.problem, ("problem_id",), before.problems, after.problems, rows.problem_row)
            _swap(connection, l.call_match, ("source", "call_id"), before.matched, after.matched, rows.matched_row)
            _swap(connection, l.call_standing, ("source", "call_id"), before.standing, after.standing, rows.standing_row)
            moved = [{"b_visit": v, "b_problem": p} for v, p in sorted(after.problem_of.items()) if before.problem_of.get(v) != p]
            if moved:
                _set_problems(connection, moved)
            _mark(connection, dirty, at)
            _done(connection, done)

        return self._write(turn, write)

    def shifts(self) -> list[ClockShift]:
        return self._read(lambda c: [ClockShift(*row) for row in c.execute(select(*(l.clock_shift.c[f.name] for f in fields(ClockShift))))])

    def set_shifts(self, turn: int, shifts: Sequence[ClockShift], gone: Collection[tuple[str, date]], moved: Collection[CallId]) -> bool:
        """Keeps the shifts of some weeks, and a ticket for each call that they move. False: not our turn."""

        def write(connection: Connection) -> None:
            c = l.clock_shift.c
            for source, week in [*gone, *((shift.source, shift.week) for shift in shifts)]:
                connection.execute(delete(l.clock_shift).where(c.source == source, c.week == week))
            if shifts:
                connection.execute(insert(l.clock_shift), [asdict(shift) for shift in shifts])
            touch(connection, "call", sorted(moved))

        return self._write(turn, write)

    def dirty(self, limit: int) -> list[Partition]:
        return self._read(lambda c: sums.dirty(c, limit))

    def summands(self, partitions: Collection[Partition]) -> Summands:
        """What these partitions are summed from."""
        return self._read(lambda c: Summands(sums.problems(c, partitions), sums.visits(c, partitions), sums.calls(c, partitions)))

    def put_sums(self, turn: int, partitions: Collection[Partition], made: Sums, notes: Mapping[str, str]) -> bool:
        """Replaces the sums of these partitions, which are then no longer dirty. False: not our turn."""

        def write(connection: Connection) -> None:
            sums.replace(connection, partitions, made)
            for name, value in notes.items():
                _note(connection, name, value)

        return self._write(turn, write)

    def all_anew(self, turn: int, notes: Mapping[str, str], at: datetime) -> bool:
        """A ticket for every visit and call, and every partition dirty. False: not our turn."""

        def write(connection: Connection) -> None:
            facts.ticket_all(connection)
            connection.execute(delete(l.clock_shift).where(l.clock_shift.c.closed == 0))
            _mark(connection, sums.everything(connection), at)
            for name, value in notes.items():
                _note(connection, name, value)

        return self._write(turn, write)

    def old_visits(self, before: datetime, limit: int) -> set[str]:
        """Visits whose keys came in before a moment, and are still there."""
        return self._read(lambda c: erasing.old_visits(c, before, limit))

    def old_calls(self, before: datetime, limit: int) -> set[CallId]:
        """Calls whose keys came in before a moment, and are still there."""
        return self._read(lambda c: erasing.old_calls(c, before, limit))

    def erase(self, turn: int, erasure: Erasure, *, words: bool) -> bool:
        """Replaces keys by links; `words`: personal values of the visits go, too. False: not our turn."""
        return self._write(turn, lambda connection: erasing.erase(connection, erasure, words=words))

    def published(self, periods: Collection[str]) -> list[Published]:
        """What was last told of these periods."""
        p = l.published.c
        query = select(*(p[f.name] for f in fields(Published))).where(p.period.in_(sorted(periods)))
        return self._read(lambda c: [Published(*row) for row in c.execute(query)])

    def publish(self, turn: int, told: Sequence[Published], restated: Sequence[Restatement], at: datetime, notes: Mapping[str, str]) -> bool:
        """Keeps what is told of closed periods from now on, and a line for each of which something else was told. False: not our turn."""

        def write(connection: Connection) -> None:
            p = l.published.c
            for one in told:
                connection.execute(delete(l.published).where(p.period == one.period, p.metric == one.metric, p.scope == one.scope))
            if told:
                connection.execute(insert(l.published), [asdict(one) | {"as_of": at} for one in told])
            if restated:
                connection.execute(insert(l.restatement), [asdict(line) for line in restated])
            for name, value in notes.items():
                _note(connection, name, value)

        return self._write(turn, write)

    def note(self, turn: int, notes: Mapping[str, str]) -> bool:
        """Leaves notes of the ledger to itself. False: not our turn."""

        def write(connection: Connection) -> None:
            for name, value in notes.items():
                _note(connection, name, value)

        return self._write(turn, write)

    def _read(self, work: Callable[[Connection], Found]) -> Found:
        with reading(self._engine) as connection:
            return work(connection)

    def _write(self, turn: int, work: Callable[[Connection], None]) -> bool:
        with writing(self._engine) as connection:
            unhurried(connection)
            if not take_turn(connection, turn):
                return False
            work(connection)
        return True


def take_turn(connection: Connection, turn: int) -> bool:
    """Whether nobody has written to the ledger since this turn; if so the next turn begins with this transaction."""
    alone(connection, "ledger")
    standing = connection.scalar(select(l.cursor.c.value).where(l.cursor.c.name == TURN))
    if int(standing or 0) != turn:
        return False
    _note(connection, TURN, str(turn + 1))
    return True


def _note(connection: Connection, name: str, value: str) -> None:
    if not connection.execute(update(l.cursor).where(l.cursor.c.name == name).values(value=value)).rowcount:
        connection.execute(insert(l.cursor).values(name=name, value=value))


def _done(connection: Connection, tickets: Collection[int]) -> None:
    if tickets:
        connection.execute(delete(l.touched).where(l.touched.c.id == bindparam("b_id")), [{"b_id": ticket} for ticket in tickets])


def _mark(connection: Connection, dirty: Iterable[Partition], at: datetime) -> None:
    """Partitions whose sums are no longer true. One that is marked already stays so."""
    wanted = set(dirty)
    for day in sorted({day for day, _ in wanted}):
        marked = set(connection.scalars(select(l.dirty.c.tree).where(l.dirty.c.local_day == day)))
        fresh = [{"local_day": day, "tree": tree, "since": at} for of, tree in sorted(wanted) if of == day and tree not in marked]
        if fresh:
            connection.execute(insert(l.dirty), fresh)


def _swap(connection: Connection, table: Table, key: tuple[str, ...], before: dict[Any, Any], after: dict[Any, Any],
          row: Callable[[Any], dict[str, Any]]) -> None:  # fmt: skip
    """Deletes what is gone or changed and inserts what is new or changed."""
    _remove(connection, table, key, [name for name, one in before.items() if after.get(name) != one])
    fresh = [row(one) for name, one in sorted(after.items()) if before.get(name) != one]
    if fresh:
        connection.execute(insert(table), fresh)


def _remove(connection: Connection, table: Table, key: tuple[str, ...], names: Collection[Any]) -> None:
    if len(key) == 1:
        for some in facts.parts(names):
            connection.execute(delete(table).where(among(table.c[key[0]], some)))
        return
    for source in sorted({name[0] for name in names}):
        for some in facts.parts(name[1] for name in names if name[0] == source):
            connection.execute(delete(table).where(table.c[key[0]] == source, among(table.c[key[1]], some)))


def _kept(connection: Connection, visit_ids: Collection[str]) -> dict[str, tuple[str | None, date, str]]:
    """The problem, day and tree of the visits that are folded already."""
    v = l.visit_summary.c
    found: dict[str, tuple[str | None, date, str]] = {}
    for some in facts.parts(visit_ids):
        query = select(v.visit_id, v.problem_id, v.local_day, v.tree).where(among(v.visit_id, some))
        found.update((row[0], (row[1], row[2], row[3])) for row in connection.execute(query))
    return found


def _set_problems(connection: Connection, moved: list[dict[str, Any]]) -> None:
    v = l.visit_summary
    connection.execute(update(v).where(v.c.visit_id == bindparam("b_visit")).values(problem_id=bindparam("b_problem")), moved)


def _projected(connection: Connection, visit_ids: Collection[str], calls: Collection[CallId]) -> Projected:
    found = Projected(problem_of={visit: kept[0] for visit, kept in _kept(connection, visit_ids).items()})
    wanted = {problem for problem in found.problem_of.values() if problem is not None}
    for some in facts.parts(wanted):
        for row in connection.execute(select(*rows.PROBLEM).where(among(l.problem.c.problem_id, some))).all():
            problem: ProblemRow = rows.problem_of(row)
            found.problems[problem.problem_id] = problem
        for row in connection.execute(select(*rows.MATCHED).where(among(l.call_match.c.problem_id, some))).all():
            found.matched[row[0], row[1]] = Matched(*row)
    for source in sorted({source for source, _ in calls}):
        for some in facts.parts(call_id for of, call_id in calls if of == source):
            found_calls = connection.execute(select(*rows.STANDING).where(l.call_standing.c.source == source, among(l.call_standing.c.call_id, some)))
            found.standing.update(((row[0], row[1]), CallStanding(*row)) for row in found_calls)
            matches = connection.execute(select(*rows.MATCHED).where(l.call_match.c.source == source, among(l.call_match.c.call_id, some)))
            found.matched.update(((row[0], row[1]), Matched(*row)) for row in matches)
    return found

