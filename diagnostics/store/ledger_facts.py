"""The facts that the ledger folds: what was touched, visits with their keys, revisions of calls, and who shares a key with whom."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, func, insert, literal, select, union, union_all

from diagnostics.deflection.projection import CallId, Ticket
from diagnostics.deflection.records import Audit, CallRecord, Key
from diagnostics.deflection.visits import IMPORTED
from diagnostics.store import ledger_schema as l
from diagnostics.store import schema as s
from diagnostics.store.listed import among
from diagnostics.visits.events import Event

AT_ONCE = 20_000
"""Texts of one statement."""

_EVENT = tuple(f.name for f in fields(Event) if f.name != "personal")
_RECORD = tuple(f.name for f in fields(CallRecord) if f.name not in ("started_at", "received_at", "keys"))


def parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """In bounded lists, sorted, so that statements are the same whatever the order of a set."""
    ordered = sorted(values)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]


def stale_visits(connection: Connection, types: Sequence[str], since: datetime, until: datetime) -> dict[str, int]:
    """Live visits whose last event came in that time (until is not in it) and is not folded yet, by its seq. One range of an index for each
    type. Imported ones have tickets."""
    e, v, later = s.event.c, l.visit_summary.c, s.event.alias("later")
    recent = select(e.visit_id, func.max(e.seq).label("seq")).where(e.type.in_(types), e.occurred_at >= since, e.occurred_at < until)
    found = recent.where(e.fingerprint != IMPORTED).group_by(e.visit_id).subquery()
    query = select(found.c.visit_id, found.c.seq).select_from(found.outerjoin(l.visit_summary, v.visit_id == found.c.visit_id))
    goes_on = exists().where(later.c.visit_id == found.c.visit_id, later.c.seq == found.c.seq + 1)
    rows = connection.execute(query.where(v.seq.is_(None) | (v.seq < found.c.seq), ~goes_on)).all()
    return {row[0]: int(row[1]) for row in rows}


def events_between(connection: Connection, types: Sequence[str], since: datetime, until: datetime) -> int:
    """How many there are, counted in an index."""
    e = s.event.c
    return int(connection.scalar(select(func.count()).where(e.type.in_(types), e.occurred_at >= since, e.occurred_at < until)) or 0)


def oldest_event(connection: Connection, types: Sequence[str]) -> datetime | None:
    first = [connection.scalar(select(func.min(s.event.c.occurred_at)).where(s.event.c.type == type)) for type in types]
    return min((at for at in first if at is not None), default=None)


def tickets(connection: Connection, kinds: Collection[str], limit: int) -> list[Ticket]:
    """Of these kinds, those about one thing beside each other."""
    t = l.touched.c
    rows = connection.execute(select(t.id, t.kind, t.source, t.ref).where(t.kind.in_(sorted(kinds))).order_by(t.kind, t.source, t.ref).limit(limit))
    return [Ticket(*row) for row in rows]


def ticket_all(connection: Connection) -> None:
    """A ticket for every visit and every call that came in or of which something is kept. Those that were there are no longer needed."""
    connection.execute(delete(l.touched))
    visits = union(select(s.event.c.visit_id).where(s.event.c.seq == 0), select(l.visit_summary.c.visit_id)).subquery()
    calls = union(select(l.call_record.c.source, l.call_record.c.call_id), select(l.call_standing.c.source, l.call_standing.c.call_id)).subquery()
    names = ["kind", "source", "ref"]
    connection.execute(insert(l.touched).from_select(names, select(literal("events"), literal(""), visits.c.visit_id).order_by(visits.c.visit_id)))
    connection.execute(insert(l.touched).from_select(names, select(literal("call"), calls.c.source, calls.c.call_id)))


def events(connection: Connection, visit_ids: Collection[str]) -> dict[str, list[Event]]:
    """The events of visits in order, without personal values."""
    found: dict[str, list[Event]] = {}
    columns = [s.event.c[name] for name in _EVENT]
    for some in parts(visit_ids):
        for row in connection.execute(select(*columns).where(among(s.event.c.visit_id, some)).order_by(s.event.c.visit_id, s.event.c.seq)).all():
            found.setdefault(row[0], []).append(Event(*row))
    return found


def visit_keys(connection: Connection, visit_ids: Collection[str]) -> dict[str, list[Key]]:
    """The keys of visits, sorted; the code of a live visit is one."""
    k, c = l.visit_key.c, s.visit_code.c
    found: dict[str, list[Key]] = {}
    for some in parts(visit_ids):
        own = select(k.visit_id, k.kind, k.value).where(among(k.visit_id, some))
        codes = select(c.visit_id, literal("code"), c.code).where(among(c.visit_id, some))
        for visit_id, kind, value in connection.execute(union_all(own, codes)).all():
            found.setdefault(visit_id, []).append(Key(kind, value))
    return {visit_id: sorted(keys) for visit_id, keys in found.items()}


def crowds(connection: Connection, keys: Collection[Key], above: int) -> set[Key]:
    """Those of the keys that more visits than this have."""
    k = l.visit_key.c
    found: set[Key] = set()
    for kind, values in _by_kind(keys):
        for some in parts(values if kind != "code" else ()):
            query = select(k.value).where(k.kind == kind, among(k.value, some)).group_by(k.value).having(func.count() > above)
            found.update(Key(kind, value) for value in connection.scalars(query))
    return found


def linked(connection: Connection, key: Key) -> int:
    """How many visits with this key belong to a problem by now."""
    k, v = l.visit_key.c, l.visit_summary.c
    joined = l.visit_key.join(l.visit_summary, v.visit_id == k.visit_id)
    query = select(func.count()).select_from(joined).where(k.kind == key.kind, k.value == key.value, v.problem_id.is_not(None))
    return int(connection.scalar(query) or 0)


def visits_with(connection: Connection, keys: Collection[Key]) -> dict[Key, set[str]]:
    """Which visits have these keys."""
    k, c = l.visit_key.c, s.issued_code.c
    found: dict[Key, set[str]] = {}
    for kind, values in _by_kind(keys):
        for some in parts(values):
            for value, visit_id in connection.execute(select(k.value, k.visit_id).where(k.kind == kind, among(k.value, some))).all():
                found.setdefault(Key(kind, value), set()).add(visit_id)
            if kind == "code":
                for value, visit_id in connection.execute(select(c.code, c.visit_id).where(among(c.code, some))).all():
                    found.setdefault(Key(kind, value), set()).add(visit_id)
    return found


def calls_with(connection: Connection, keys: Collection[Key]) -> dict[Key, set[CallId]]:
    """Which calls quote these keys in any revision."""
    k = l.call_key.c
    found: dict[Key, set[CallId]] = {}
    for kind, values in _by_kind(keys):
        for some in parts(values):
            for value, source, call_id in connection.execute(select(k.value, k.source, k.call_id).where(k.kind == kind, among(k.value, some))).all():
                found.setdefault(Key(kind, value), set()).add((source, call_id))
    return found


def revisions(connection: Connection, calls: Collection[CallId]) -> list[CallRecord]:
    """Every revision of these calls with its keys."""
    found: list[CallRecord] = []
    r, k = l.call_record.c, l.call_key.c
    columns = [r.content, r.started_at, r.received_at, *(r[name] for name in _RECORD)]
    for source, ids in _by_source(calls):
        for some in parts(ids):
            keys: dict[tuple[str, str], list[Key]] = {}
            for row in connection.execute(select(k.call_id, k.content, k.kind, k.value).where(k.source == source, among(k.call_id, some))).all():
                keys.setdefault((row[0], row[1]), []).append(Key(row[2], row[3]))
            for row in connection.execute(select(*columns).where(r.source == source, among(r.call_id, some))).all():
                own = tuple(sorted(keys.get((row.call_id, row.content), ())))
                told = dict(zip(_RECORD, row[3:], strict=True))
                found.append(CallRecord(started_at=_seconds(row[1]), received_at=_seconds(row[2]), keys=own, **told))
    return found


def coded_calls(connection: Connection, source: str, since: datetime, until: datetime) -> set[CallId]:
    """Calls of a source that quote a code, by when a revision of them says that they began."""
    r, k = l.call_record.c, l.call_key.c
    joined = l.call_record.join(l.call_key, (k.source == r.source) & (k.call_id == r.call_id) & (k.content == r.content))
    query = select(r.call_id).select_from(joined).where(r.source == source, r.started_at >= since, r.started_at < until, k.kind == "code")
    return {(source, call_id) for call_id in connection.scalars(query)}


def coded_weeks(connection: Connection, visit_ids: Collection[str], calls: Collection[CallId]) -> set[tuple[str, datetime]]:
    """(source, when it began) of every revision that quotes a code: of these calls, or the code of one of these visits."""
    r, k, v, c = l.call_record.c, l.call_key.c, l.visit_key.c, s.visit_code.c
    joined = l.call_record.join(l.call_key, (k.source == r.source) & (k.call_id == r.call_id) & (k.content == r.content))
    quoting = select(r.source, r.started_at).select_from(joined).where(k.kind == "code").distinct()
    found: set[tuple[str, datetime]] = set()
    for source, ids in _by_source(calls):
        for some in parts(ids):
            found.update((row[0], row[1]) for row in connection.execute(quoting.where(r.source == source, among(r.call_id, some))).all())
    for some in parts(visit_ids):
        for codes in (select(v.value).where(v.kind == "code", among(v.visit_id, some)), select(c.code).where(among(c.visit_id, some))):
            found.update((row[0], row[1]) for row in connection.execute(quoting.where(k.value.in_(codes))).all())
    return found


def told(connection: Connection, calls: Collection[CallId]) -> set[CallId]:
    """Those of the calls of which any word is there."""
    r = l.call_record.c
    found: set[CallId] = set()
    for source, ids in _by_source(calls):
        for some in parts(ids):
            found.update((source, call_id) for call_id in connection.scalars(select(r.call_id).where(r.source == source, among(r.call_id, some))))
    return found


def calls_between(connection: Connection, source: str, since: datetime, until: datetime) -> set[CallId]:
    r = l.call_record.c
    query = select(r.call_id).where(r.source == source, r.started_at >= since, r.started_at < until)
    return {(source, call_id) for call_id in connection.scalars(query)}


def span(connection: Connection, source: str) -> tuple[datetime, datetime] | None:
    """When the first and the last call of a source began."""
    r = l.call_record.c
    first = connection.scalar(select(func.min(r.started_at)).where(r.source == source))
    last = connection.scalar(select(func.max(r.started_at)).where(r.source == source))
    return (first, last) if first is not None and last is not None else None


def starts(connection: Connection, visit_ids: Collection[str]) -> dict[str, int]:
    """When customers' visits began."""
    v = l.visit_summary.c
    found: dict[str, int] = {}
    for some in parts(visit_ids):
        query = select(v.visit_id, v.started_at).where(among(v.visit_id, some), v.excluded == "")
        found.update((row[0], int(row[1])) for row in connection.execute(query).all())
    return found


def seqs(connection: Connection, visit_ids: Collection[str]) -> dict[str, int]:
    """The last event that is folded into these visits."""
    v = l.visit_summary.c
    found: dict[str, int] = {}
    for some in parts(visit_ids):
        found.update((row[0], int(row[1])) for row in connection.execute(select(v.visit_id, v.seq).where(among(v.visit_id, some))).all())
    return found


def kin(connection: Connection, visit_ids: Collection[str], calls: Collection[CallId]) -> tuple[set[str], set[CallId]]:
    """Visits and calls that belong to the problems of these by now, whether or not they still share a key."""
    v, m = l.visit_summary.c, l.call_match.c
    problems: set[str] = set()
    for some in parts(visit_ids):
        problems.update(connection.scalars(select(v.problem_id).where(among(v.visit_id, some), v.problem_id.is_not(None))))
    for source, ids in _by_source(calls):
        for some in parts(ids):
            problems.update(connection.scalars(select(m.problem_id).where(m.source == source, among(m.call_id, some))))
    visits: set[str] = set()
    matched: set[CallId] = set()
    for some in parts(problems):
        visits.update(connection.scalars(select(v.visit_id).where(among(v.problem_id, some))))
        matched.update((row[0], row[1]) for row in connection.execute(select(m.source, m.call_id).where(among(m.problem_id, some))).all())
    return visits, matched


def told_twice(connection: Connection, calls: Collection[CallId]) -> set[CallId]:
    """Calls that other sources told of under the id of one of these, or whose id one of these refers to."""
    r = l.call_record.c
    found: set[CallId] = set()
    for some in parts({call_id for _, call_id in calls}):
        found.update((row[0], row[1]) for row in connection.execute(select(r.source, r.call_id).where(among(r.ref, some))).all())
    refs: set[str] = set()
    for source, ids in _by_source(calls):
        for some in parts(ids):
            refs.update(connection.scalars(select(r.ref).where(r.source == source, among(r.call_id, some), r.ref != "")))
    for source in sources(connection):
        for some in parts(refs):
            found.update((source, call_id) for call_id in connection.scalars(select(r.call_id).where(r.source == source, among(r.call_id, some))))
    return found


def sources(connection: Connection) -> list[str]:
    """The sources of calls, skipping along an index: one look for each."""
    found: list[str] = []
    r = l.call_record.c
    source = connection.scalar(select(func.min(r.source)))
    while source is not None:
        found.append(source)
        source = connection.scalar(select(func.min(r.source)).where(r.source > source))
    return found


def audits(connection: Connection, calls: Collection[CallId], visit_ids: Collection[str]) -> list[Audit]:
    """What audits say of these calls, or of others about these visits."""
    a = l.call_audit.c
    found: set[Audit] = set()
    columns = select(a.source, a.call_id, a.visit_id, a.started_at)
    for some in parts(visit_ids):
        found.update(Audit(*row[:3], _seconds(row[3])) for row in connection.execute(columns.where(among(a.visit_id, some))).all())
    for source, ids in _by_source(calls):
        for some in parts(ids):
            query = columns.where(a.source == source, among(a.call_id, some))
            found.update(Audit(*row[:3], _seconds(row[3])) for row in connection.execute(query).all())
    return sorted(found, key=lambda audit: (audit.source, audit.call_id))


def _by_kind(keys: Collection[Key]) -> list[tuple[Any, list[str]]]:
    """`Any`: one of the kinds."""
    found: dict[str, list[str]] = {}
    for kind, value in keys:
        found.setdefault(kind, []).append(value)
    return sorted(found.items())


def _by_source(calls: Collection[CallId]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for source, call_id in calls:
        found.setdefault(source, []).append(call_id)
    return sorted(found.items())


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
