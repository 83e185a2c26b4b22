"""A slice to its cells: by which of the kept sums it is answered with the fewest rows, and these added up by the database."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, Table, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from diagnostics.deflection.counts import PLAIN, WINDOWED, Cell, Counts
from diagnostics.deflection.records import WINDOWS
from diagnostics.deflection.rows import By, Slice
from diagnostics.store import ledger_schema as l

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
NOTHING = (0,) * len(WINDOWED)


def cells(connection: Connection, chosen: Slice, by: Collection[By]) -> list[Cell]:
    """In order of tree, day and value where asked for. By tree alone whole weeks are read as such, and only the other days one by one."""
    weeks = _weeks(chosen) if set(by) == {"tree"} and not chosen.tree and not _dimension(chosen, by) else []
    rest = replace(chosen, without=chosen.without.union(week + n * DAY for week in weeks for n in range(7)))
    days = [day for day in _days(rest) if day not in rest.without]
    names = PLAIN + tuple(f"{name}_{window}" for window in WINDOWS if window in chosen.windows for name in WINDOWED)
    found: list[Cell] = []
    if days:
        rows = connection.execute(_summed(l.rollup, [*_in(rest, by), _on(days, rest)], by, names, _is_kept(rest, by))).all()
        found = [_cell(row, chosen.windows) for row in rows]
    if weeks:
        rows = connection.execute(_summed(l.week_rollup, [_among(l.week_rollup.c.week, weeks, WEEK)], by, names)).all()
        found = _added(found, [_cell(row, chosen.windows) for row in rows])
    return found


def _cell(row: Sequence[Any], windows: Collection[int]) -> Cell:
    return Cell(row[0], row[2], row[3], row[4], row[5], _counts(tuple(map(int, row[6:])), windows), row[1])  # PostgreSQL adds up to decimals


def _is_kept(chosen: Slice, by: Collection[By]) -> bool:
    """Whether what is asked for is kept as it is, row by row."""
    return "day" in by and (not _dimension(chosen, by) or bool(chosen.value) or "value" in by)


def _summed(table: Table, where: Sequence[ColumnElement[bool]], by: Collection[By], names: Sequence[str], is_kept: bool = False) -> Select[Any]:
    """Tree, value, day, arm, alloc_id, p_ppm and the sums of these columns; or the rows themselves, where they are `is_kept`."""
    t = table.c
    kept: list[ColumnElement[Any]] = [t[column] for name, column in (("tree", "tree"), ("day", "local_day"), ("value", "value")) if name in by]
    told = [t[name].label(name) if name in by else literal("").label(name) for name in ("tree", "value")]
    told.append(t.local_day.label("day") if "day" in by else literal(None).label("day"))
    stratum = (t.arm, t.alloc_id, t.p_ppm)
    if is_kept:
        return select(*told, *stratum, *(t[name] for name in names)).where(*where).order_by(*kept, *stratum)
    query = select(*told, *stratum, *(func.sum(t[name]) for name in names)).where(*where)
    return query.group_by(*kept, *stratum).order_by(*kept, *stratum)


def _in(chosen: Slice, by: Collection[By]) -> Iterator[ColumnElement[bool]]:
    """The rows of a slice but for its days. Where a dimension's values are neither chosen nor told apart, the rows that hold everything say
    the same; and so do those over all trees, where these are not told apart."""
    r, dimension = l.rollup.c, _dimension(chosen, by)
    is_one = bool(chosen.tree) or "tree" not in by
    yield r.dimension == dimension
    yield r.tree == chosen.tree if is_one else r.tree != ""
    if not dimension or chosen.value:  # `coalesce` keeps SQLite from the primary key, along which it would read all other trees too
        yield (func.coalesce(r.value, "") if is_one else r.value) == chosen.value


def _dimension(chosen: Slice, by: Collection[By]) -> str:
    return chosen.dimension if chosen.value or "value" in by else ""


def _on(days: Sequence[date], chosen: Slice) -> ColumnElement[bool]:
    """These days, in the fewest words."""
    without = [day for day in chosen.without if days[0] < day < days[-1]]
    if len(without) < len(days):
        between = l.rollup.c.local_day.between(days[0], days[-1])
        return between & l.rollup.c.local_day.not_in(sorted(without)) if without else between
    return l.rollup.c.local_day.in_(days)


def _among(column: ColumnElement[Any], days: Sequence[date], step: timedelta) -> ColumnElement[bool]:
    return column.between(days[0], days[-1]) if days[-1] - days[0] == (len(days) - 1) * step else column.in_(days)


def _days(chosen: Slice) -> Iterator[date]:
    return (chosen.first + n * DAY for n in range((chosen.last - chosen.first).days + 1))


def _weeks(chosen: Slice) -> list[date]:
    """The Mondays of the weeks that lie within a slice as a whole."""
    monday = chosen.first + timedelta(days=-chosen.first.weekday() % 7)
    found = [monday + n * WEEK for n in range(max(0, (chosen.last - monday + DAY) // WEEK))]
    return [week for week in found if chosen.without.isdisjoint(week + n * DAY for n in range(7))]


def _added(some: Sequence[Cell], others: Sequence[Cell]) -> list[Cell]:
    """Cells by tree, each once."""
    found = {_key(cell): cell for cell in some}
    for cell in others:
        known = found.get(_key(cell))
        found[_key(cell)] = replace(cell, counts=cell.counts + known.counts) if known else cell
    return [found[key] for key in sorted(found)]


def _key(cell: Cell) -> tuple[str, str, str, int]:
    return cell.tree, cell.arm, cell.alloc_id, cell.p_ppm


def _counts(sums: tuple[int, ...], windows: Collection[int]) -> Counts:
    """From the plain columns and those of some windows, in their order, to counts with 0 for the other windows."""
    values, at = sums[: len(PLAIN)], len(PLAIN)
    for window in WINDOWS:
        asked = window in windows
        values += sums[at : at + len(WINDOWED)] if asked else NOTHING
        at += len(WINDOWED) * asked
    return Counts(values)
