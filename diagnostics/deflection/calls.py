"""Call records to calls: the revision that stands of each, and one call where two sources tell of the same one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from diagnostics.deflection.records import CallRecord, Key

TOGETHER = 180
"""Seconds within which two sources begin the same call, after their clocks were repaired."""

HOUR = 3_600

CallId = tuple[str, str]
"""Source, and the id there."""


@dataclass(frozen=True, slots=True)
class Merged:
    """`calls`: each call once. `names`: for every record that was given, the one under which it is counted."""

    calls: tuple[CallRecord, ...]
    names: Mapping[CallId, CallId]


def standing(revisions: Iterable[CallRecord]) -> list[CallRecord]:
    """Of the revisions of each call the last received, ties broken by what they say; in order of time."""
    last: dict[CallId, CallRecord] = {}
    for call in revisions:
        name = (call.source, call.call_id)
        other = last.get(name)
        if other is None or other.received_at < call.received_at or (other.received_at == call.received_at and _said(other) < _said(call)):
            last[name] = call
    return sorted(last.values(), key=_when)


def merged(calls: Iterable[CallRecord]) -> list[CallRecord]:
    """Each call once, in order of time: see `merge`."""
    return list(merge(calls).calls)


def merge(calls: Iterable[CallRecord]) -> Merged:
    """Joins what several sources tell of one call: one names the other's id in `ref`; or they share a key, last equally long to the
    second, and begin within `TOGETHER` of each other. The latter also an hour apart, because a repaired clock is an hour off in the
    weeks around a change of summer time. Calls are standing and repaired; each stands once.
    """
    records = sorted({(call.source, call.call_id): call for call in calls}.values(), key=_when)
    parent = list(range(len(records)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, b in (*_referred(records), *_alike(records)):
        a, b = root(a), root(b)
        parent[max(a, b)] = min(a, b)
    told: dict[int, list[CallRecord]] = defaultdict(list)
    for n, call in enumerate(records):
        told[root(n)].append(call)
    joined = {n: _joined(same) for n, same in told.items()}
    names = {(c.source, c.call_id): (joined[n].source, joined[n].call_id) for n, same in told.items() for c in same}
    return Merged(tuple(sorted(joined.values(), key=_when)), names)


def _referred(records: Sequence[CallRecord]) -> Iterable[tuple[int, int]]:
    """Pairs by `ref`, which names a call of another source; of several with that id, the one nearest in time."""
    by_id: dict[str, list[int]] = defaultdict(list)
    wanted = {call.ref for call in records if call.ref}
    for n, call in enumerate(records):
        if call.call_id in wanted:
            by_id[call.call_id].append(n)
    for n, call in enumerate(records):
        others = [m for m in by_id.get(call.ref, ()) if records[m].source != call.source]
        if others:
            yield n, min(others, key=lambda m: (abs(records[m].started_at - call.started_at), records[m].source))


def _alike(records: Sequence[CallRecord]) -> Iterable[tuple[int, int]]:
    """Pairs of different sources that share a key and begin together."""
    shared: dict[tuple[Key, int], list[int]] = defaultdict(list)
    for n, call in enumerate(records):
        for key in call.keys:
            shared[key, call.handle_s].append(n)
    for same in shared.values():
        for place, a in enumerate(same):
            for b in same[place + 1 :]:
                apart = records[b].started_at - records[a].started_at
                if apart > HOUR + TOGETHER:
                    break
                if (apart <= TOGETHER or apart >= HOUR - TOGETHER) and records[a].source != records[b].source:
                    yield a, b


def _joined(same: Sequence[CallRecord]) -> CallRecord:
    """The record that was there first and refers to no other, with what only the others know."""
    if len(same) == 1:
        return same[0]
    ordered = sorted(same, key=lambda c: (c.ref != "", c.received_at, c.source, c.call_id))


    def known(texts: Iterable[str]) -> str:
        return next((text for text in texts if text), "")

    return replace(
        ordered[0], keys=tuple(sorted({key for c in same for key in c.keys})), product=known(c.product for c in ordered),
        reason=known(c.reason for c in ordered), disposition=known(c.disposition for c in ordered), channel=known(c.channel for c in ordered),
    )  # fmt: skip


def _when(call: CallRecord) -> tuple[int, str, str]:
    return call.started_at, call.source, call.call_id


def _said(call: CallRecord) -> tuple[object, ...]:
    return (call.started_at, call.handle_s, call.product, call.reason, call.disposition, call.channel, call.ref, tuple(sorted(call.keys)))
