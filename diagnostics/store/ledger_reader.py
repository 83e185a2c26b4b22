"""The sums of the ledger as pages ask for them: rows of days × trees added up by the database."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, Row, and_, func, select

from diagnostics.deflection.counts import Cell
from diagnostics.deflection.intake import FeedLife
from diagnostics.deflection.rows import By, CallCount, Dimension, FeedRow, Flow, Restatement, Shift, Slice, StepCount, Verbatim
from diagnostics.store import ledger_cells
from diagnostics.store import ledger_schema as l
from diagnostics.store import schema as s
from diagnostics.store.database import reading
from diagnostics.store.feeds import SqlFeedStore
from diagnostics.visits.log import StoreError

COMMENT = "comment.added"
NEVER = datetime(3000, 1, 1, tzinfo=UTC)
"""A now for which no call is recent."""

PAGE = 500
"""Comments that are read at once while a text is looked for in them."""


class SqlLedger:
    """`service.ledger_ports.LedgerReader` on a database. `zone` is the installation's, for days of what is kept as moments."""

    def __init__(self, engine: Engine, zone: ZoneInfo) -> None:
        self._engine, self._zone = engine, zone

    def cells(self, chosen: Slice, by: Collection[By] = ()) -> list[Cell]:
        """Sums by arm and allocation stratum, and by tree, day or the dimension's value where asked."""
        with reading(self._engine) as connection:
            return ledger_cells.cells(connection, chosen, by)

    def values(self, dimension: Dimension) -> list[str]:
        """The values that a dimension has had, sorted. The index is skipped along: one look for each value, however many days there are."""
        found: list[str] = []
        r = l.rollup.c
        with reading(self._engine) as connection:
            value = connection.scalar(select(func.min(r.value)).where(r.dimension == dimension))
            while value is not None:
                found.append(value)
                value = connection.scalar(select(func.min(r.value)).where(r.dimension == dimension, r.value > value))
        return sorted(found)

    def first_day(self) -> date | None:
        """The first local day of any problem; None for an empty ledger."""
        found: date | None = self._one(select(func.min(l.rollup.c.local_day)).where(l.rollup.c.dimension == "", l.rollup.c.value == ""))
        return found

    def steps(self, tree: str, structure: str, first: date, last: date) -> list[StepCount]:
        t = l.step_rollup.c
        sums = [func.sum(t[name]) for name in ("entered", "left_here", "back", "fixed_here", "person_here", *l.DWELL)]
        query = select(t.step, *sums).where(t.tree == tree, t.structure == structure, t.local_day.between(first, last))
        rows = self._all(query.group_by(t.step).order_by(t.step))
        return [StepCount(row[0], int(row[1]), int(row[2]), int(row[3]), int(row[4]), int(row[5]), tuple(map(int, row[6:]))) for row in rows]

    def flows(self, tree: str, structure: str, first: date, last: date) -> list[Flow]:
        t = l.flow_rollup.c
        which = (t.step, t.answer, t.onto)
        query = select(*which, func.sum(t.visits)).where(t.tree == tree, t.structure == structure, t.local_day.between(first, last))
        return [Flow(row[0], row[1], row[2], int(row[3])) for row in self._all(query.group_by(*which).order_by(*which))]

    def call_counts(self, first: date, last: date) -> list[CallCount]:
        t = l.call_rollup.c
        names = ("local_day", "source", "product", "reason", "calls", "handle", "after_visit", "refused", "early")
        tiers = [t[f"tier_{tier}"] for tier in range(1, 6)]
        query = select(*(t[name] for name in names), *tiers).where(t.local_day.between(first, last))
        rows = self._all(query.order_by(t.local_day, t.source, t.product, t.reason))
        return [CallCount(**{name: row[place] for place, name in enumerate(names) if place}, day=row[0], tiers=tuple(row[9:])) for row in rows]

    def call_days(self) -> list[tuple[str, date, int]]:
        """Calls by source and local day, over all time."""
        t = l.call_rollup.c
        rows = self._all(select(t.source, t.local_day, func.sum(t.calls)).group_by(t.source, t.local_day).order_by(t.source, t.local_day))
        return [(row[0], row[1], int(row[2])) for row in rows]

    def visits_by_rule(self, first: date, last: date) -> dict[str, int]:
        """Visits by why they are not counted as customers', "" for customers'."""
        t = l.visit_day.c
        query = select(t.rule, func.sum(t.visits)).where(t.local_day.between(first, last)).group_by(t.rule).order_by(t.rule)
        return {row[0]: int(row[1]) for row in self._all(query)}

    def feeds(self) -> list[FeedRow]:
        """One row for each source that was declared or has told of a call, by name."""
        lives = {life.source: life for life in SqlFeedStore(self._engine).lives(NEVER)}
        with reading(self._engine) as connection:
            declared = {row.source: row for row in connection.execute(select(l.feed).where(l.feed.c.retired_at.is_(None)))}
            retired = set(connection.scalars(select(l.feed.c.source).where(l.feed.c.retired_at.is_not(None))))
            totals = {row[0]: int(row[1]) for row in connection.execute(
                select(l.call_rollup.c.source, func.sum(l.call_rollup.c.calls)).group_by(l.call_rollup.c.source))}  # fmt: skip
        return [self._feed(declared.get(name), life, totals.get(name, 0)) for name, life in sorted(lives.items()) if name not in retired]

    def _feed(self, declared: Row[Any] | None, life: FeedLife, calls: int) -> FeedRow:
        zone, schedule = (declared.zone, dict(declared.schedule)) if declared else ("", {})
        seen = (life.last_call_at, life.last_received_at, life.last_heartbeat_at, life.lateness_s)
        return FeedRow(life.source, zone or self._zone.key, schedule, *seen, calls)

    def heartbeat_days(self, first: date, last: date) -> list[tuple[str, date]]:
        """(source, local day) on which a source said that it lives."""
        since = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(days=1)
        until = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=2)
        rows = self._all(select(l.heartbeat.c.source, l.heartbeat.c.at).where(l.heartbeat.c.at.between(since, until)))
        days = {(source, at.astimezone(self._zone).date()) for source, at in rows}
        return sorted(pair for pair in days if first <= pair[1] <= last)

    def shifts(self) -> list[Shift]:
        t = l.clock_shift.c
        return [Shift(*row) for row in self._all(select(t.source, t.week, t.hours, t.pairs).order_by(t.week, t.source))]

    def verbatims(self, *, tree: str = "", step: str = "", containing: str = "", limit: int = 50) -> list[Verbatim]:
        """The newest first. `containing` is looked for in the words, in any case."""
        found: list[Verbatim] = []
        with reading(self._engine) as connection:
            for verbatim in _comments(connection, tree, step):
                if containing.casefold() in verbatim.text.casefold():
                    found.append(verbatim)
                if len(found) >= limit:
                    break
        return found

    def restatements(self, limit: int = 50) -> Sequence[Restatement]:
        """The newest first."""
        t = l.restatement
        rows = self._all(select(*(t.c[f.name] for f in fields(Restatement))).order_by(t.c.at.desc(), t.c.id.desc()).limit(limit))
        return [Restatement(*row) for row in rows]

    def as_of(self) -> datetime | None:
        """When the sums were last brought up to date; None: never."""
        text = self._one(select(l.cursor.c.value).where(l.cursor.c.name == "as_of"))
        try:
            return datetime.fromisoformat(text) if text else None
        except ValueError as error:
            raise StoreError("the database holds a time of the ledger that cannot be read: restore it from a backup") from error

    def _one(self, query: Any) -> Any:
        with reading(self._engine) as connection:
            return connection.scalar(query)

    def _all(self, query: Any) -> Sequence[Any]:
        with reading(self._engine) as connection:
            return connection.execute(query).all()


def _comments(connection: Connection, tree: str, step: str) -> Iterator[Verbatim]:
    e, said = s.event.c, l.visit_summary.c.said
    joined = s.event.join(s.personal, and_(s.personal.c.visit_id == e.visit_id, s.personal.c.seq == e.seq)).outerjoin(
        l.visit_summary, l.visit_summary.c.visit_id == e.visit_id)  # fmt: skip
    query = select(e.visit_id, e.occurred_at, e.tree, e.step, s.personal.c.body, said).select_from(joined).where(e.type == COMMENT)
    if tree:
        query = query.where(e.tree == tree)
    if step:
        query = query.where(e.step == step)
    ordered = query.order_by(e.occurred_at.desc(), e.visit_id, e.seq.desc())
    for row in connection.execution_options(yield_per=PAGE).execute(ordered):
        text = row[4].get("text") if isinstance(row[4], dict) else None
        if isinstance(text, str) and text:
            yield Verbatim(row[0], row[1], row[2], row[3] or "", text, (row[5] or {}).get("fixed"))
