"""What an agent may know of visits, from their events: which guide, when, how it ended. No answer and no personal value is read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from diagnostics.deflection.intake import Told
from diagnostics.store import ledger_schema as t
from diagnostics.store import schema as s
from diagnostics.store.database import reading
from diagnostics.visits import events as e

_TELLING = (e.STARTED, e.REACHED, e.REPORTED)


class SqlTold:
    """`service.call_ports.VisitTeller` on a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def by_codes(self, codes: Sequence[str]) -> dict[str, Told]:
        """The visits of these codes, by code."""
        with reading(self._engine) as connection:
            issued = select(s.issued_code.c.code, s.issued_code.c.visit_id).where(s.issued_code.c.code.in_(codes))
            found: dict[str, str] = {row[0]: row[1] for row in connection.execute(issued)}
            kept = (t.visit_key.c.kind == "code") & t.visit_key.c.value.in_(codes)
            found.update((row[0], row[1]) for row in connection.execute(select(t.visit_key.c.value, t.visit_key.c.visit_id).where(kept)))
            return {code: told for code, visit_id in found.items() if (told := _told(connection, visit_id))}

    def near(self, tree: str, first: datetime, last: datetime, limit: int) -> list[Told]:
        """Visits of a tree, or of all for "", that started in this time: the newest first."""
        started = (s.event.c.type == e.STARTED) & s.event.c.occurred_at.between(first, last)
        which = started & (s.event.c.tree == tree) if tree else started
        with reading(self._engine) as connection:
            ids = connection.scalars(select(s.event.c.visit_id).where(which).order_by(s.event.c.occurred_at.desc()).limit(limit)).all()
            return [told for visit_id in ids if (told := _told(connection, visit_id))]


def _told(connection: Connection, visit_id: str) -> Told | None:
    columns = (s.event.c.type, s.event.c.tree, s.event.c.occurred_at, s.event.c.answer, s.event.c.body)
    rows = connection.execute(select(*columns).where(s.event.c.visit_id == visit_id, s.event.c.type.in_(_TELLING)).order_by(s.event.c.seq)).all()
    if not rows or rows[0].type != e.STARTED:
        return None
    outcome = next((row.answer or "" for row in reversed(rows) if row.type == e.REACHED), "")
    fixed: Any = next((row.body.get("fixed") for row in reversed(rows) if row.type == e.REPORTED and "fixed" in row.body), None)
    return Told(visit_id, rows[0].tree, rows[0].occurred_at, rows[-1].occurred_at, str(rows[0].body.get("device", "")), outcome, fixed)
