"""Small ledgers for tests: lines of a history in, everything that is kept of them out."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from diagnostics.service.figures import Figures
from diagnostics.service.interchange import FileReport, Interchange
from diagnostics.service.ledger import Ledger
from diagnostics.store import ledger_schema as l
from diagnostics.store.calls import SqlCallStore
from diagnostics.store.costs import SqlCosts
from diagnostics.store.histories import SqlHistories
from diagnostics.store.ledger_book import SqlLedgerBook
from diagnostics.store.ledger_reader import SqlLedger

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""Long after everything that the histories of the tests tell."""

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)

SUMS = (l.rollup, l.week_rollup, l.step_rollup, l.flow_rollup, l.call_rollup, l.visit_day)
KEPT = (*SUMS, l.problem, l.visit_summary, l.call_match, l.call_standing, l.clock_shift)

Line = dict[str, Any]


def at(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def visit(name: str, started: datetime = MONDAY, **given: Any) -> Line:
    """A visit of a browser of its own, in the arm of those who get the tree."""
    return {"visit_id": name, "code": f"C{name}", "started_at": at(started), "cookie": f"k-{name}", "tree": "lamp", "tree_version": 1,
            "product": "lamp", "arm": "tree", "p_holdout": 0.1, "ua": "browser", "ip": "isp"} | given  # fmt: skip


def event(name: str, seq: int, type: str = "step.viewed", when: datetime | None = None, **given: Any) -> Line:
    """An event of a visit that started on `MONDAY`, ten seconds after the one before."""
    own = {"step": f"s{seq}"} if type == "step.viewed" else {}
    return {"visit_id": name, "seq": seq, "type": type, "occurred_at": at(when or MONDAY + timedelta(seconds=10 * seq))} | own | given


def call(name: str, started: datetime, source: str = "acd", **given: Any) -> Line:
    """A call of five minutes that was received when it was over."""
    received = started + timedelta(seconds=300)
    return {"call_id": name, "source": source, "started_at": at(started), "received_at": at(received), "handle_s": 300, "product": "lamp"} | given


class World:
    """A ledger on a database, with a clock that stands still until it is set."""

    def __init__(self, engine: Engine, folder: Path, zone: str = "UTC") -> None:
        self.engine, self._folder, self.now = engine, folder, NOW
        self.zone = ZoneInfo(zone)
        self.book, self.reader = SqlLedgerBook(engine), SqlLedger(engine, self.zone)
        self.figures = Figures(self.reader, SqlCosts(engine), lambda: self.now, self.zone)
        self.ledger = Ledger(self.book, self.zone, self.figures)
        self.history = Interchange(SqlHistories(engine), SqlCallStore(engine), lambda: self.now)

    def bring(self, **files: Iterable[Mapping[str, Any] | str]) -> list[FileReport]:
        """Imports lines by the name of their file, without a refresh."""
        for old in self._folder.glob("*.jsonl"):
            old.unlink()
        for name, lines in files.items():
            text = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
            (self._folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
        return self.history.bring(self._folder)

    def tell(self, **files: Iterable[Mapping[str, Any] | str]) -> "World":
        """Imports and refreshes."""
        self.bring(**files)
        self.ledger.refresh(self.now)
        return self

    def kept(self, *tables: Any) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of the projections and the sums, or of some tables, in an order that does not depend on how they came."""
        with self.engine.connect() as connection:
            return {table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr) for table in tables or KEPT}

    def count(self, name: str, window: int = 0) -> int:
        """A column of all sums together."""
        column = l.rollup.c[f"{name}_{window}" if window else name]
        with self.engine.connect() as connection:
            return sum(connection.scalars(select(column).where(l.rollup.c.dimension == "", l.rollup.c.tree != "")))
