"""Keys out of the database, links in: in one transaction, so that nothing is ever found by neither."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, exists, insert, or_, select, update

from diagnostics.deflection.projection import CallId, Erasure
from diagnostics.store import ledger_facts as facts
from diagnostics.store import ledger_schema as l
from diagnostics.store import schema as s
from diagnostics.store.listed import among

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""The time of a link: it does not grow old."""


def old_visits(connection: Connection, before: datetime, limit: int) -> set[str]:
    """Visits whose keys came in before a moment, and are still there."""
    k = l.visit_key.c
    return set(connection.scalars(select(k.visit_id).where(k.at < before, k.kind != "link").order_by(k.at).limit(limit)))


def old_calls(connection: Connection, before: datetime, limit: int) -> set[CallId]:
    """Calls whose keys came in before a moment: with an import, or when the source sent them."""
    k, r, i = l.call_key.c, l.call_record.c, l.call_import.c
    joined = l.call_key.join(l.call_record, and_(r.source == k.source, r.call_id == k.call_id, r.content == k.content)).outerjoin(
        l.call_import, i.id == r.import_id)  # fmt: skip
    came = or_(and_(i.id.is_(None), r.received_at < before), i.at < before)
    rows = connection.execute(select(k.source, k.call_id).select_from(joined).where(k.kind != "link", came).limit(limit)).all()
    return {(row[0], row[1]) for row in rows}


def erase(connection: Connection, erasure: Erasure, *, words: bool) -> None:
    """Takes the keys of visits and calls away and puts the links in their place; `words`: personal values of the visits go, too."""
    k = l.visit_key.c
    for some in facts.parts(erasure.visits):
        connection.execute(delete(l.visit_key).where(among(k.visit_id, some), k.kind != "link"))
        if words:
            connection.execute(delete(s.personal).where(among(s.personal.c.visit_id, some)))
    _link(connection, l.visit_key, ({"visit_id": visit, "kind": key.kind, "value": key.value, "at": NEVER} for visit, key in erasure.visit_links))
    c = l.call_key.c
    for source in sorted({source for source, _ in erasure.calls}):
        for some in facts.parts(call_id for of, call_id in erasure.calls if of == source):
            connection.execute(delete(l.call_key).where(c.source == source, among(c.call_id, some), c.kind != "link"))
    for (source, call_id), key in sorted(erasure.unsaid):
        connection.execute(delete(l.call_key).where(c.source == source, c.call_id == call_id, c.kind == key.kind, c.value == key.value))
    _link_calls(connection, erasure)
    for source, week in sorted(erasure.closed_weeks):
        shift = and_(l.clock_shift.c.source == source, l.clock_shift.c.week == week)
        connection.execute(update(l.clock_shift).where(shift).values(closed=1))


def _link_calls(connection: Connection, erasure: Erasure) -> None:
    """Every revision of a call gets the link: whichever stands later finds the visit."""
    r = l.call_record.c
    rows: list[dict[str, Any]] = []
    for (source, call_id), key in sorted(erasure.call_links):
        for content in connection.scalars(select(r.content).where(r.source == source, r.call_id == call_id)).all():
            rows.append({"source": source, "call_id": call_id, "content": content, "kind": key.kind, "value": key.value})
    _link(connection, l.call_key, rows)


def _link(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Inserts those that are not there."""
    key = [column.name for column in table.primary_key]
    fresh: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        there = exists().where(*(table.c[name] == row[name] for name in key))
        if not connection.scalar(select(there)):
            fresh[tuple(row[name] for name in key)] = row
    if fresh:
        connection.execute(insert(table), [row for _, row in sorted(fresh.items())])
