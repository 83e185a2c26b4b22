"""Calls in SQL: revisions in, each once; imports that can be undone; audits.

A revision is known by a hash of what it says, so that whoever sends it again adds nothing. Nothing is ever changed but the moment of
receipt, where a source goes back to what it said before.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, insert, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from diagnostics.deflection.intake import Added, CallImport, Stored, content_of
from diagnostics.deflection.records import Audit, CallRecord
from diagnostics.store import ledger_schema as t
from diagnostics.store import schema as s
from diagnostics.store.database import alone, count_rows, reading, unhurried, writing
from diagnostics.store.ledger_touch import touch_calls

AT_ONCE = 400
"""Records of one statement: databases bound the number of values in it."""

COUNTED = (4, 16, 64, 256)
"""The parts of a large import before which the database counts its rows anew."""

_Id = tuple[str, str]


class SqlCallStore:
    """`service.call_ports.CallStore` on a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, records: Iterable[CallRecord], import_id: int | None = None) -> Added:
        """Stores what is new of these records, all or none, in the order of receipt: any order of the same records gives the same.

        Raises:
            StoreError: the database cannot be used; nothing was stored.
        """
        numbered = sorted(enumerate(records), key=lambda pair: (pair[1].received_at, content_of(pair[1])))
        with writing(self._engine) as connection:
            unhurried(connection)
            for source in sorted({record.source for _, record in numbered}):
                alone(connection, f"calls {source}")
            states = list(_add(connection, (record for _, record in numbered), import_id))
        placed = sorted(zip((place for place, _ in numbered), states, strict=True))
        return Added(tuple(state for _, state in placed))

    def bring(self, records: Iterable[CallRecord], made: CallImport) -> tuple[int, Added]:
        """Stores a whole import, all or none, under a fresh number in place of `made.id`. Records are taken one by one, so that a file
        of any size is never in memory. A record that was ever told before is `repeated`, whatever was said after it."""
        with writing(self._engine) as connection:
            unhurried(connection)
            alone(connection, f"calls {made.source}")
            values = {name: value for name, value in asdict(made).items() if name != "id"}
            import_id = int(connection.execute(insert(t.call_import).values(**values).returning(t.call_import.c.id)).scalar_one())
            added = Added(tuple(_add(connection, records, import_id)))
        return import_id, added

    def imports(self, limit: int = 50) -> list[CallImport]:
        """The newest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(t.call_import).order_by(t.call_import.c.id.desc()).limit(limit)).mappings().all()
        return [CallImport(**row) for row in rows]

    def undo(self, import_id: int, at: datetime) -> int | None:
        """Takes back what an import added; gives how many records. None: no such import, or it is undone already."""
        with writing(self._engine) as connection:
            unhurried(connection)
            standing = (t.call_import.c.id == import_id) & t.call_import.c.undone_at.is_(None)
            if not connection.execute(update(t.call_import).where(standing).values(undone_at=at)).rowcount:
                return None
            mine = select(t.call_record.c.source, t.call_record.c.call_id, t.call_record.c.content).where(t.call_record.c.import_id == import_id)
            touch_calls(connection, [(row[0], row[1]) for row in connection.execute(mine)])
            connection.execute(delete(t.call_key).where(tuple_(t.call_key.c.source, t.call_key.c.call_id, t.call_key.c.content).in_(mine)))
            return connection.execute(delete(t.call_record).where(t.call_record.c.import_id == import_id)).rowcount

    def audit(self, audits: Sequence[Audit], at: datetime) -> None:
        """Keeps what audits found. The last word about a call stands."""
        last = {(audit.source, audit.call_id): audit for audit in audits}
        rows = [{**_audit_row(audit), "at": at} for audit in last.values()]
        with writing(self._engine) as connection:
            for some in _parts(rows):
                words = _insert(connection, t.call_audit).values(some)
                change = {"visit_id": words.excluded.visit_id, "started_at": words.excluded.started_at, "at": words.excluded.at}
                connection.execute(words.on_conflict_do_update(index_elements=["source", "call_id"], set_=change))
            touch_calls(connection, last)

    def known(self, source: str, call_ids: Sequence[str]) -> set[str]:
        """Which of these calls a source has told of."""
        found: set[str] = set()
        with reading(self._engine) as connection:
            for some in _parts(call_ids):
                of = (t.call_record.c.source == source) & t.call_record.c.call_id.in_(some)
                found.update(connection.scalars(select(t.call_record.c.call_id).where(of)))
        return found

    def started(self, source: str, call_id: str) -> datetime | None:
        """When a call began, as its source says now."""
        of = (t.call_record.c.source == source) & (t.call_record.c.call_id == call_id)
        newest = (t.call_record.c.received_at.desc(), t.call_record.c.content.desc())
        with reading(self._engine) as connection:
            found: datetime | None = connection.scalar(select(t.call_record.c.started_at).where(of).order_by(*newest).limit(1))
        return found

    def code_of(self, source: str, call_id: str) -> str | None:
        """The visit code that a call quotes."""
        of = (t.call_key.c.source == source) & (t.call_key.c.call_id == call_id) & (t.call_key.c.kind == "code")
        with reading(self._engine) as connection:
            found: str | None = connection.scalar(select(t.call_key.c.value).where(of).limit(1))
        return found

    def reachable(self, keys: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        """Which of these (kind, value) some visit has, too. A code counts where it was issued or came with a history."""
        found: set[tuple[str, str]] = set()
        with reading(self._engine) as connection:
            for some in _parts(sorted(set(keys))):
                both = tuple_(t.visit_key.c.kind, t.visit_key.c.value).in_(some)
                found.update((kind, value) for kind, value in connection.execute(select(t.visit_key.c.kind, t.visit_key.c.value).where(both)))
                codes = [value for kind, value in some if kind == "code"]
                found.update(("code", code) for code in connection.scalars(select(_CODES.c.code).where(_CODES.c.code.in_(codes))))
        return found


_CODES = s.issued_code


def _add(connection: Connection, records: Iterable[CallRecord], import_id: int | None) -> Iterator[Stored]:
    """What becomes of each record. Those of one part are looked up together; inside it a call may come several times."""
    source = iter(records)
    part = 0
    while some := list(islice(source, AT_ONCE)):
        part += 1
        if part in COUNTED:
            count_rows(connection, "call_record")
        standing = _standing(connection, {(record.source, record.call_id) for record in some})
        rows: list[dict[str, Any]] = []
        keys: list[dict[str, Any]] = []
        for record in some:
            content = content_of(record)
            told = standing.setdefault((record.source, record.call_id), {})
            if content not in told:
                yield "revised" if told else "new"
                rows.append(_row(record, content, import_id))
                keys.extend(_key_rows(record, content))
                told[content] = record.received_at
            elif import_id is None and max(told, key=lambda c: (told[c], c)) != content and record.received_at > max(told.values()):
                yield "revised"
                _flush(connection, rows, keys)
                _again(connection, record, content)
                told[content] = record.received_at
            else:
                yield "repeated"
        _flush(connection, rows, keys)


def _standing(connection: Connection, ids: set[_Id]) -> dict[_Id, dict[str, int]]:
    """All revisions of these calls: the moment of receipt by content."""
    found: dict[_Id, dict[str, int]] = {}
    r = t.call_record.c
    for source in sorted({source for source, _ in ids}):
        wanted = [call_id for of, call_id in ids if of == source]
        query = select(r.call_id, r.content, r.received_at).where((r.source == source) & r.call_id.in_(wanted))
        for call_id, content, received_at in connection.execute(query):
            found.setdefault((source, call_id), {})[content] = int(received_at.timestamp())
    return found


def _flush(connection: Connection, rows: list[dict[str, Any]], keys: list[dict[str, Any]]) -> None:
    """Stores what has gathered, and forgets it."""
    if rows:
        connection.execute(_insert(connection, t.call_record).on_conflict_do_nothing(), rows)
        touch_calls(connection, ((row["source"], row["call_id"]) for row in rows))
    if keys:
        connection.execute(_insert(connection, t.call_key).on_conflict_do_nothing(), keys)
    rows.clear()
    keys.clear()


def _again(connection: Connection, record: CallRecord, content: str) -> None:
    """A source says what it said before its last word: that stands again, as received now."""
    r = t.call_record.c
    which = (r.source == record.source) & (r.call_id == record.call_id) & (r.content == content)
    connection.execute(update(t.call_record).where(which).values(received_at=_moment(record.received_at)))
    touch_calls(connection, [(record.source, record.call_id)])


def _row(record: CallRecord, content: str, import_id: int | None) -> dict[str, Any]:
    return {
        "source": record.source, "call_id": record.call_id, "content": content, "started_at": _moment(record.started_at),
        "received_at": _moment(record.received_at), "handle_s": record.handle_s, "product": record.product, "reason": record.reason,
        "disposition": record.disposition, "channel": record.channel, "ref": record.ref, "import_id": import_id,
    }  # fmt: skip


def _key_rows(record: CallRecord, content: str) -> list[dict[str, Any]]:
    about = {"source": record.source, "call_id": record.call_id, "content": content}
    return [{**about, "kind": key.kind, "value": key.value} for key in set(record.keys)]


def _audit_row(audit: Audit) -> dict[str, Any]:
    return {"source": audit.source, "call_id": audit.call_id, "visit_id": audit.visit_id, "started_at": _moment(audit.started_at)}


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _insert(connection: Connection, table: Table) -> Any:
    """An insert that can say what happens where the row is there already: both databases can, each by its own class."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
