"""From something that was touched to all that must be derived with it: whoever shares a key, directly or through others."""

from collections.abc import Collection
from dataclasses import dataclass, field

from diagnostics.deflection.projection import CallId
from diagnostics.deflection.records import Audit, CallRecord, Key
from diagnostics.service.ledger_book import LedgerBook

HUB = 200
"""Visits with one key, above which it is a kiosk's or a robot's: it joins nobody, so that a closed set stays small."""


@dataclass(slots=True)
class Closed:
    """Visits by their keys, calls with all revisions, and the audits of both. `hubs`: keys that are left out of account."""

    visits: dict[str, list[Key]] = field(default_factory=dict)
    calls: set[CallId] = field(default_factory=set)
    revisions: list[CallRecord] = field(default_factory=list)
    audits: set[Audit] = field(default_factory=set)
    hubs: set[Key] = field(default_factory=set)


def closed(book: LedgerBook, visit_ids: Collection[str], calls: Collection[CallId]) -> Closed:
    """Goes from visits and calls to those that share a key, an audit, a reference or, by now, a problem with them, until there are no more."""
    found = Closed()
    seen: set[Key] = set()
    new_visits, new_calls = set(visit_ids), set(calls)
    while new_visits or new_calls:
        keys = book.visit_keys(new_visits)
        revisions = book.revisions(new_calls)
        audits = book.audits(new_calls, new_visits)
        found.visits.update((visit_id, keys.get(visit_id, [])) for visit_id in new_visits)
        found.calls |= new_calls
        found.revisions += revisions
        found.audits.update(audits)
        told = {key for record in revisions for key in record.keys}
        near_visits, near_calls = _sharing(book, found, {key for own in keys.values() for key in own} - seen, told - seen)
        seen |= {key for own in keys.values() for key in own} | told
        kin_visits, kin_calls = book.kin(new_visits, new_calls)
        referred = book.told_twice(new_calls)
        new_visits = (near_visits | kin_visits | {audit.visit_id for audit in audits if audit.visit_id is not None}) - found.visits.keys()
        new_calls = (near_calls | kin_calls | referred | {(audit.source, audit.call_id) for audit in audits}) - found.calls
    return found


def _sharing(book: LedgerBook, found: Closed, of_visits: set[Key], of_calls: set[Key]) -> tuple[set[str], set[CallId]]:
    """Who else has these keys. A code is one visit's alone, and a call never has a browser's cookie: those are not looked for."""
    hubs = book.crowds(of_visits | of_calls, HUB)
    found.hubs |= hubs
    shut = {key for key in hubs if book.linked(key) > HUB}  # one that has just grown so large is gone through once more, to part its visits
    visits = book.visits_with({key for key in of_visits if key.kind != "code"} | of_calls - shut) if of_visits or of_calls else {}
    calls = book.calls_with({key for key in of_visits | of_calls if key.kind != "visitor"} - shut)
    return {v for key, own in visits.items() if key not in shut for v in own}, {call for own in calls.values() for call in own}
