"""Keys of people to links that say nothing of anyone: what was found with the keys still holds when they are gone.

A visit keeps a link to the person (the first visit of the same person), a matched call one to its visit, with the tier. So the same
problems with the same calls come out of the facts, now and at any rebuild, and no count changes.
"""

from collections.abc import Collection, Mapping
from zoneinfo import ZoneInfo

from diagnostics.deflection.clocks import Shifts, week_of
from diagnostics.deflection.derive import derive
from diagnostics.deflection.matching import MOST_PEOPLE, REFUSED, TOO_EARLY
from diagnostics.deflection.problems import people
from diagnostics.deflection.projection import CallId, Erasure
from diagnostics.deflection.records import Key, Match
from diagnostics.service.ledger_book import LedgerBook
from diagnostics.service.ledger_closure import Closed, closed

OTHER_TIER = 5
"""Stands for the other key than the code by which a call would have been found, too."""


def erasure(book: LedgerBook, visits: Collection[str], calls: Collection[CallId], shifts: Shifts, zone: ZoneInfo) -> Erasure:
    """What has to be written so that the keys of these visits and calls may go."""
    found = closed(book, visits, calls)
    keys = {visit_id: [key for key in own if key not in found.hubs] for visit_id, own in found.visits.items()}
    summaries = book.summaries(found.visits.keys(), keys)
    derived = derive(summaries, found.revisions, found.audits, shifts, zone)
    person = people(summaries).person
    gone = {person[visit] for visit in visits if visit in person}
    visit_links = {(visit, Key("link", first)) for visit, first in person.items() if first in gone}
    visit_links |= {(visit, Key("link", visit)) for visit in visits}  # also of robots: it says that keys have been erased here
    told = _told(derived.names)
    standing = {derived.names.get(name, name) for name in calls}
    call_links = {(twin, Key("link", "call:" + ":".join(name))) for name in standing if len(told.get(name, ())) > 1 for twin in told[name]}
    for match in derived.matching.matches:
        name = (match.source, match.call_id)
        if match.visit_id in visits or name in standing:
            links = _links(match)
            visit_links |= {(match.visit_id, link) for link in links}
            call_links |= {(twin, link) for link in links for twin in told.get(name, [name])}
    unsaid = _unsaid(found, visits, person)
    going = set(calls) | {name for name, _ in unsaid}
    call_links |= {(name, REFUSED) for name in going if derived.names.get(name, name) in derived.matching.refused}
    codes = {key for visit in visits for key in found.visits.get(visit, ()) if key.kind == "code"}
    quoting = {(record.source, record.call_id) for record in found.revisions if not codes.isdisjoint(record.keys)}
    call_links |= {(name, TOO_EARLY) for name in set(calls) | quoting if derived.names.get(name, name) in derived.matching.early}
    weeks = {(record.source, week_of(record.started_at)) for record in found.revisions
             if (record.source, record.call_id) in quoting.union(calls)}  # fmt: skip
    return Erasure(frozenset(visits), frozenset(calls), frozenset(visit_links), frozenset(call_links), frozenset(unsaid), frozenset(weeks))


def _told(names: Mapping[CallId, CallId]) -> dict[CallId, list[CallId]]:
    """All the records of each call, where several sources told of it."""
    found: dict[CallId, list[CallId]] = {}
    for record, call in names.items():
        found.setdefault(call, []).append(record)
    return found


def _links(match: Match) -> list[Key]:
    """By its tier; and where another key than the code would have found the visit too, a second one that says so."""
    tiers = [match.tier, OTHER_TIER] if match.tier == 1 and match.keyed else [match.tier]
    return [Key("link", f"{tier}:{match.visit_id}") for tier in tiers]


def _unsaid(found: Closed, visits: Collection[str], person: Mapping[str, str]) -> set[tuple[CallId, Key]]:
    """Calls with a key of the erased visits that too many people share."""
    holders: dict[Key, set[str]] = {}
    for visit, own in found.visits.items():
        for key in own:
            if key.kind not in ("code", "link", "visitor") and visit in person:
                holders.setdefault(key, set()).add(person[visit])
    erased = {key for visit in visits for key in found.visits.get(visit, ())}
    crowded = {key for key, persons in holders.items() if len(persons) > MOST_PEOPLE and key in erased}
    return {((record.source, record.call_id), key) for record in found.revisions for key in record.keys if key in crowded}
