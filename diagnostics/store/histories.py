"""Histories of visits in SQL: events that came from files, each once, whatever the order of the files and however often they come.

Of two lines that claim the same place in a visit the lesser stands, by what they say. Only events that were imported are ever replaced.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, delete, insert, select, update

from diagnostics.deflection.brought import Brought, Started, weight
from diagnostics.deflection.records import Key
from diagnostics.deflection.visits import IMPORTED
from diagnostics.store import ledger_facts as facts
from diagnostics.store import ledger_schema as l
from diagnostics.store import schema as s
from diagnostics.store.database import alone, unhurried, writing
from diagnostics.store.ledger_touch import touch
from diagnostics.store.listed import among
from diagnostics.visits.events import Event

_COLUMNS = tuple(f.name for f in fields(Event) if f.name != "personal")
_FROM_START = ("tree", "fingerprint", "structure", "portal", "locale", "product")

_EVENT = sa.table("event", *(sa.column(name, {"seq": sa.Integer, "occurred_at": s.UtcTime}.get(name, sa.Text)) for name in _COLUMNS))
"""The table `event` for very many rows: its texts are clean already (`service.interchange_lines`), so nothing looks at them once more."""

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Events to be inserted, those of them that replace one, and how many were repeated or contradict."""

    fresh: dict[Place, Event]
    replaced: list[Place]
    repeated: int
    contradicting: int


class SqlHistories:
    """`service.interchange.HistoryStore` on a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def bring_visits(self, visits: Sequence[Started], at: datetime) -> Brought:
        """Stores the starts of visits with their keys, all or none. Keys of a visit add up, unless they have been erased."""
        with writing(self._engine) as connection:
            _begin(connection)
            sorted_out = _sort(connection, [visit.event for visit in visits])
            _store(connection, sorted_out)
            keyed = _keep_keys(connection, visits, at)
            touch(connection, "events", sorted(("", visit) for visit in {visit for visit, _ in sorted_out.fresh} | keyed))
        return Brought(len(sorted_out.fresh) - len(sorted_out.replaced), sorted_out.repeated, sorted_out.contradicting)

    def bring_events(self, events: Sequence[Event]) -> Brought:
        """Stores events of visits whose starts are there, all or none. What belongs to the whole visit is taken from its start."""
        with writing(self._engine) as connection:
            _begin(connection)
            starts = _starts(connection, {event.visit_id for event in events})
            known = [_within(event, starts[event.visit_id]) for event in events if event.visit_id in starts]
            sorted_out = _sort(connection, known)
            _store(connection, sorted_out)
            touch(connection, "events", sorted(("", visit) for visit in {visit for visit, _ in sorted_out.fresh}))
        orphans = frozenset(event.visit_id for event in events if event.visit_id not in starts)
        return Brought(len(sorted_out.fresh) - len(sorted_out.replaced), sorted_out.repeated, sorted_out.contradicting, orphans)

    def numbered(self, file: str, at: datetime) -> int:
        """A fresh number for an import of calls."""
        values = {"source": IMPORTED, "file": file, "by": "history import", "at": at, "rows": 0}
        with writing(self._engine) as connection:
            return int(connection.execute(insert(l.call_import).values(**values).returning(l.call_import.c.id)).scalar_one())

    def counted(self, import_id: int, rows: int) -> None:
        """How many records an import has brought so far."""
        with writing(self._engine) as connection:
            connection.execute(update(l.call_import).where(l.call_import.c.id == import_id).values(rows=rows))


def _begin(connection: Connection) -> None:
    unhurried(connection)
    alone(connection, "history")


def _sort(connection: Connection, events: Sequence[Event]) -> _Sorted:
    """Against each other, and against what is stored."""
    standing = _standing(connection, events)
    fresh: dict[Place, Event] = {}
    replaced: set[Place] = set()
    repeated = contradicting = 0
    for event in events:
        place = (event.visit_id, event.seq)
        other = fresh.get(place) or standing.get(place)
        if other is None:
            fresh[place] = event
        elif weight(other) == weight(event):
            repeated += 1
        else:
            contradicting += 1
            if other.fingerprint == IMPORTED and weight(event) < weight(other):
                fresh[place] = event
                if place in standing:
                    replaced.add(place)
    return _Sorted(fresh, sorted(replaced), repeated, contradicting)


def _standing(connection: Connection, events: Sequence[Event]) -> dict[Place, Event]:
    """What is stored of these visits, from the first seq on that matters."""
    found: dict[Place, Event] = {}
    if not events:
        return found
    columns = [s.event.c[name] for name in _COLUMNS]
    lowest = min(event.seq for event in events)
    for some in facts.parts({event.visit_id for event in events}):
        for row in connection.execute(select(*columns).where(among(s.event.c.visit_id, some), s.event.c.seq >= lowest)).all():
            event = Event(*row)
            found[event.visit_id, event.seq] = event
    return found


def _store(connection: Connection, sorted_out: _Sorted) -> None:
    for visit_id, seq in sorted_out.replaced:
        connection.execute(delete(s.personal).where(s.personal.c.visit_id == visit_id, s.personal.c.seq == seq))
        connection.execute(delete(s.event).where(s.event.c.visit_id == visit_id, s.event.c.seq == seq))
    ordered = [event for _, event in sorted(sorted_out.fresh.items())]
    if ordered:
        connection.execute(insert(_EVENT), [_row(event) for event in ordered])
    hidden = [{"visit_id": event.visit_id, "seq": event.seq, "body": event.personal} for event in ordered if event.personal]
    if hidden:
        connection.execute(insert(s.personal), hidden)


def _row(event: Event) -> dict[str, Any]:
    e = event
    return {
        "visit_id": e.visit_id, "seq": e.seq, "type": e.type, "occurred_at": e.occurred_at, "tree": e.tree, "fingerprint": e.fingerprint,
        "structure": e.structure, "step": e.step, "answer": e.answer, "portal": e.portal, "locale": e.locale, "product": e.product,
        "body": json.dumps(e.body, separators=(",", ":")) if e.body else "{}",
    }  # fmt: skip


def _within(event: Event, start: tuple[Any, ...]) -> Event:
    """An event with what the start says of the whole visit."""
    e = event
    tree, fingerprint, structure, portal, locale, product = start
    return Event(e.visit_id, e.seq, e.type, e.occurred_at, tree, fingerprint, structure, e.step, e.answer,
                 portal, locale, product, e.body, e.personal)  # fmt: skip


def _starts(connection: Connection, visit_ids: Collection[str]) -> Mapping[str, tuple[Any, ...]]:
    """What the imported starts of visits say of the whole visit."""
    e = s.event.c
    found: dict[str, tuple[Any, ...]] = {}
    for some in facts.parts(visit_ids):
        query = select(e.visit_id, *(e[name] for name in _FROM_START)).where(among(e.visit_id, some), e.seq == 0, e.fingerprint == IMPORTED)
        for row in connection.execute(query).all():
            found[row[0]] = tuple(row[1:])
    return found


def _keep_keys(connection: Connection, visits: Sequence[Started], at: datetime) -> set[str]:
    """Stores the keys that visits do not have yet; gives the visits that got one. A visit with a `link` has had its keys erased."""
    held: dict[str, set[Key]] = {}
    k = l.visit_key.c
    for some in facts.parts({visit.event.visit_id for visit in visits}):
        for visit_id, kind, value in connection.execute(select(k.visit_id, k.kind, k.value).where(among(k.visit_id, some))).all():
            held.setdefault(visit_id, set()).add(Key(kind, value))
    rows: dict[tuple[str, Key], dict[str, Any]] = {}
    for visit in visits:
        visit_id = visit.event.visit_id
        own = held.get(visit_id, set())
        if not any(key.kind == "link" for key in own):
            rows.update({(visit_id, key): {"visit_id": visit_id, "kind": key.kind, "value": key.value, "at": at} for key in visit.keys - own})
    if rows:
        connection.execute(insert(l.visit_key), [row for _, row in sorted(rows.items())])
    return {visit_id for visit_id, _ in rows}
