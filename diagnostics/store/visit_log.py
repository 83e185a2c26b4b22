"""The visit log in SQL: events of one visit in, all or none; events of one visit out, personal values joined in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, Insert, Select, and_, delete, func, insert, select, tuple_
from sqlalchemy.exc import IntegrityError

from diagnostics.deflection.records import Key
from diagnostics.store import schema as s
from diagnostics.store.database import reading, writing
from diagnostics.store.ledger_schema import visit_key
from diagnostics.store.listed import among
from diagnostics.visits.events import STARTED, Event
from diagnostics.visits.log import CodeTaken, Conflict, StoreError

_COLUMNS = tuple(f.name for f in fields(Event) if f.name != "personal")

_NO_TIME = "the database holds an event whose time cannot be read: restore it from a backup"

AT_ONCE = 500
"""Visits of one statement, where many are read one after the other."""

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
            raise StoreError(_NO_TIME) from error
        return [Event(**{name: row[name] for name in _COLUMNS}, personal=row["personal"] or {}) for row in rows]

    def begun(self, since: datetime, until: datetime, types: Sequence[str]) -> Iterator[list[Event]]:
        """The visits that began in that time (`until` is not in it), in the order in which they did, each with its events of these types.
        Some hundred are read at once, in a transaction of their own: the log may be as long as it likes, and others may write.

        Raises:
            StoreError: the database cannot be used.
        """
        try:
            yield from self._some_begun(since, until, types)
        except ValueError as error:  # SQLite keeps any text as a time
            raise StoreError(_NO_TIME) from error

    def _some_begun(self, since: datetime, until: datetime, types: Sequence[str]) -> Iterator[list[Event]]:
        after = (since, "")
        query = _begun(since, until).with_only_columns(s.event.c.occurred_at, s.event.c.visit_id).limit(AT_ONCE)
        query = query.order_by(s.event.c.occurred_at, s.event.c.visit_id)
        while True:
            with reading(self._engine) as connection:
                starts = connection.execute(query.where(tuple_(s.event.c.occurred_at, s.event.c.visit_id) > after)).all()
                ids = [row.visit_id for row in starts]
                of_some = _READ.where(among(s.event.c.visit_id, ids), s.event.c.type.in_(types)).order_by(None)
                rows = connection.execute(of_some.order_by(s.event.c.visit_id, s.event.c.seq)).all() if ids else []
            visits = {visit_id: [_event(row) for row in own] for visit_id, own in groupby(rows, lambda row: row.visit_id)}
            yield from (visits[visit_id] for visit_id in ids)
            if len(starts) < AT_ONCE:
                return
            after = (starts[-1].occurred_at, starts[-1].visit_id)

    def count_begun(self, since: datetime, until: datetime) -> int:
        """How many visits `begun` gives."""
        with reading(self._engine) as connection:
            return int(connection.scalar(_begun(since, until).with_only_columns(func.count())) or 0)

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


def _begun(since: datetime, until: datetime) -> Select[Any]:
    e = s.event.c
    return select(e.visit_id).where(e.type == STARTED, e.seq == 0, e.occurred_at >= since, e.occurred_at < until)


def _event(row: Sequence[Any]) -> Event:
    return Event(*(*row[: len(_COLUMNS)], row[-1] or {}))


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
