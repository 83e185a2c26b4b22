"""Rollups in SQL: what a partition is summed from, and its sums in place of those before."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Date, Table, delete, func, insert, literal, select, union

from diagnostics.deflection.counts import COLUMNS
from diagnostics.deflection.projection import CallStanding, Partition, ProblemRow, Sums
from diagnostics.deflection.records import VisitSummary
from diagnostics.store import ledger_rows as rows
from diagnostics.store import ledger_schema as l

_BY_TREE = (l.step_rollup, l.flow_rollup, l.visit_day)


def dirty(connection: Connection, limit: int) -> list[Partition]:
    """Partitions whose sums have to be made anew, by day."""
    found = connection.execute(select(l.dirty.c.local_day, l.dirty.c.tree).order_by(l.dirty.c.local_day, l.dirty.c.tree).limit(limit))
    return [(row[0], row[1]) for row in found]


def everything(connection: Connection) -> set[Partition]:
    """Every partition of which anything is kept, summed or to be summed."""
    both = [select(t.c.local_day, t.c.tree) for t in (l.problem, l.visit_summary, l.rollup, *_BY_TREE)]
    found = {(row[0], row[1]) for row in connection.execute(union(*both))}
    days = connection.scalars(union(select(l.call_standing.c.local_day), select(l.call_rollup.c.local_day)))
    return found | {(day, "") for day in days}


def problems(connection: Connection, partitions: Collection[Partition]) -> list[ProblemRow]:
    return [rows.problem_of(row) for day, trees in _days(partitions) if trees
            for row in connection.execute(select(*rows.PROBLEM).where(l.problem.c.local_day == day, l.problem.c.tree.in_(trees)))]  # fmt: skip


def visits(connection: Connection, partitions: Collection[Partition]) -> list[VisitSummary]:
    """Without keys."""
    v = l.visit_summary.c
    return [rows.summary_of(row, ()) for day, trees in _days(partitions) if trees
            for row in connection.execute(select(*rows.SUMMARY).where(v.local_day == day, v.tree.in_(trees)))]  # fmt: skip


def calls(connection: Connection, partitions: Collection[Partition]) -> list[CallStanding]:
    return [CallStanding(*row) for day, tree in sorted(partitions) if not tree
            for row in connection.execute(select(*rows.STANDING).where(l.call_standing.c.local_day == day))]  # fmt: skip


def replace(connection: Connection, partitions: Collection[Partition], sums: Sums) -> None:
    """The sums of these partitions are these and no others, and they are no longer dirty."""
    for day, trees in _days(partitions):
        if trees:
            connection.execute(delete(l.rollup).where(l.rollup.c.local_day == day, l.rollup.c.tree.in_([*trees, ""])))
            for table in _BY_TREE:
                connection.execute(delete(table).where(table.c.local_day == day, table.c.tree.in_(trees)))
        if (day, "") in partitions:
            connection.execute(delete(l.call_rollup).where(l.call_rollup.c.local_day == day))
        marked = [tree for of, tree in partitions if of == day]
        connection.execute(delete(l.dirty).where(l.dirty.c.local_day == day, l.dirty.c.tree.in_(marked)))
    _insert(connection, l.rollup, (dict(zip(COLUMNS, counts.values, strict=True)) | key._asdict() for key, counts in sums.cells.items()))
    _over_all_trees(connection, [day for day, trees in _days(partitions) if trees])
    _over_weeks(connection, partitions)
    _insert(connection, l.step_rollup, sums.steps)
    _insert(connection, l.flow_rollup, sums.flows)
    _insert(connection, l.visit_day, sums.visit_days)
    _insert(connection, l.call_rollup, sums.call_days)


def _over_all_trees(connection: Connection, days: Iterable[date]) -> None:
    """Most questions tell no tree apart: of a day they then read one row of each arm instead of one of each tree."""
    r = l.rollup.c
    keys = (r.dimension, r.value, r.local_day, r.arm, r.alloc_id, r.p_ppm)
    names = [*(key.name for key in keys), "tree", *COLUMNS]
    summed = select(*keys, literal("").label("tree"), *(func.sum(r[name]).label(name) for name in COLUMNS)).group_by(*keys)
    for day in days:
        connection.execute(insert(l.rollup).from_select(names, summed.where(r.local_day == day, r.tree != "")))


def _over_weeks(connection: Connection, partitions: Collection[Partition]) -> None:
    """What tells trees apart is mostly asked of long periods: of a week it then reads one row of each arm instead of seven."""
    r, w = l.rollup.c, l.week_rollup.c
    keys = (r.tree, r.arm, r.alloc_id, r.p_ppm)
    weeks: dict[date, set[str]] = {}
    for day, tree in partitions:
        if tree:
            weeks.setdefault(day - timedelta(days=day.weekday()), set()).add(tree)
    for week, trees in weeks.items():
        connection.execute(delete(l.week_rollup).where(w.week == week, w.tree.in_(trees)))
        summed = select(literal(week, Date).label("week"), *keys, *(func.sum(r[name]).label(name) for name in COLUMNS)).group_by(*keys)
        mine = summed.where(r.dimension == "", r.value == "", r.local_day.between(week, week + timedelta(days=6)), r.tree.in_(trees))
        connection.execute(insert(l.week_rollup).from_select(["week", *(key.name for key in keys), *COLUMNS], mine))


def _days(partitions: Collection[Partition]) -> Iterator[tuple[date, list[str]]]:
    """Each day with its trees; the calls of a day are no tree."""
    by_day: dict[date, list[str]] = {}
    for day, tree in sorted(partitions):
        by_day.setdefault(day, []).extend([tree] if tree else [])
    yield from by_day.items()


def _insert(connection: Connection, table: Table, fresh: Iterable[dict[str, Any]]) -> None:
    wanted = list(fresh)
    if wanted:
        connection.execute(insert(table), wanted)
