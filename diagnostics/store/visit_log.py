"""The visit log in SQL: events of one visit in, all or none; events of one visit out, personal values joined in."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Engine, Insert, Select, and_, delete, insert, select
from sqlalchemy.exc import IntegrityError

from diagnostics.deflection.records import Key
from diagnostics.store import schema as s
from diagnostics.store.database import reading, writing
from diagnostics.store.ledger_schema import visit_key
from diagnostics.visits.events import Event
from diagnostics.visits.log import CodeTaken, Conflict, StoreError

_COLUMNS = tuple(f.name for f in fields(Event) if f.name != "personal")

_READ = (
    select(s.event, s.personal.c.body.label("personal"))
    .select_from(s.event.outerjoin(s.personal, and_(s.event.c.visit_id == s.personal.c.visit_id, s.event.c.seq == s.personal.c.seq)))
    .order_by(s.event.c.seq)
)


class SqlVisitLog:
    """`service.ports.VisitLog` on a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, events: Sequence[Event], code: str | None = None, keys: Sequence[Key] = ()) -> None:
        """Stores events of one visit, all or none, with the first ones its code, and keys by which calls find it. A key that the visit has
        already is no error.

        Raises:
            Conflict: one of the `(visit_id, seq)` is taken, or the visit has a code already.
            CodeTaken: another visit has the code.
            StoreError: the database cannot be used; nothing was stored.
            ValueError: no events, or events of several visits.
        """
        if len({event.visit_id for event in events}) != 1:
            raise ValueError("an append holds events of one visit")
        rows = [{name: getattr(event, name) for name in _COLUMNS} for event in events]
        hidden = [{"visit_id": event.visit_id, "seq": event.seq, "body": event.personal} for event in events if event.personal]
        with writing(self._engine) as connection:
            _insert(connection, insert(s.event), rows, Conflict)
            if hidden:
                connection.execute(insert(s.personal), hidden)
            if code is not None:
                self._keep_code(connection, code, events[0])
            if keys:
                _keep_keys(connection, events[0], keys)

    def _keep_code(self, connection: Connection, code: str, first: Event) -> None:
        row = {"visit_id": first.visit_id, "code": code}
        _insert(connection, insert(s.visit_code), [{**row, "issued_at": first.occurred_at}], Conflict)
        _insert(connection, insert(s.issued_code), [row], CodeTaken)

    def read(self, visit_id: str) -> list[Event]:
        """All events of a visit in order, personal values joined in; empty where there is no such visit."""
        try:
            with reading(self._engine) as connection:
                rows = connection.execute(_READ.where(s.event.c.visit_id == visit_id)).mappings().all()
        except ValueError as error:  # SQLite keeps any text as a time
            raise StoreError("the database holds an event whose time cannot be read: restore it from a backup") from error
        return [Event(**{name: row[name] for name in _COLUMNS}, personal=row["personal"] or {}) for row in rows]

    def code_of(self, visit_id: str) -> str | None:
        return self._scalar(select(s.visit_code.c.code).where(s.visit_code.c.visit_id == visit_id))

    def visit_of(self, code: str) -> str | None:
        return self._scalar(select(s.issued_code.c.visit_id).where(s.issued_code.c.code == code))

    def erase_personal(self, visit_id: str) -> int:
        """Erases the personal values of a visit; gives how many events had any. The events stay."""
        with writing(self._engine) as connection:
            return connection.execute(delete(s.personal).where(s.personal.c.visit_id == visit_id)).rowcount

    def _scalar(self, query: Select[Any]) -> str | None:
        with reading(self._engine) as connection:
            found: str | None = connection.scalar(query)
        return found


def _keep_keys(connection: Connection, first: Event, keys: Iterable[Key]) -> None:
    """What the visit has is seen here: the keys of one visit come one append after the other, because its events do."""
    held = {Key(*row) for row in connection.execute(select(visit_key.c.kind, visit_key.c.value).where(visit_key.c.visit_id == first.visit_id))}
    fresh = [key for key in dict.fromkeys(keys) if key not in held]
    rows = [{"visit_id": first.visit_id, "kind": key.kind, "value": key.value, "at": first.occurred_at} for key in fresh]
    if rows:
        connection.execute(insert(visit_key), rows)


def _insert(connection: Connection, statement: Insert, rows: Sequence[dict[str, Any]], taken: type[Exception]) -> None:
    """Inserts rows whose keys may be taken: the only thing that the database can refuse about them."""
    try:
        connection.execute(statement, rows)
    except IntegrityError as error:
        raise taken(str(next(iter(rows[0].values())))) from error
