"""Calls to the visits that they are about: five kinds of keys, the surest first, and for each call at most one visit."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from diagnostics.deflection.calls import CallId
from diagnostics.deflection.problems import People, people
from diagnostics.deflection.records import EARLY, KEYS_LIVE, CallRecord, Key, Match, VisitSummary

TIERS: Mapping[str, int] = {"code": 1, "tag": 2, "customer": 3, "phone": 4, "email": 5}

EVIDENCE: Mapping[int, str] = {1: "visit code", 2: "service tag", 3: "customer number", 4: "phone number", 5: "e-mail address"}

REFUSED, TOO_EARLY = Key("link", "refused"), Key("link", "early")
"""Stand for keys of a call that have been erased, and by which it was refused or early."""

MOST_PEOPLE = 5
"""A key of more people than this is a switchboard's, or a shared mailbox: it says nothing."""


@dataclass(frozen=True, slots=True)
class Matching:
    """`refused`: unmatched calls with a key that too many people share. `early`: calls that quote the code of a visit that began more
    than five minutes after them, so that their clock is wrong or the code is."""

    matches: tuple[Match, ...] = ()
    refused: frozenset[CallId] = frozenset()
    early: frozenset[CallId] = frozenset()


class Seen(NamedTuple):
    """A visit as one of its keys leads to it."""

    started_at: int
    visit_id: str
    problem_id: str
    problem_at: int
    product: str


@dataclass(slots=True)
class _Index:
    """`visits`: by key, in order of time. `crowded`: whether a key is that of too many people, as far as somebody asked."""

    visits: dict[Key, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    crowded: dict[Key, bool] = field(default_factory=dict)


def match(calls: Iterable[CallRecord], visits: Iterable[VisitSummary]) -> Matching:
    """Finds for each call the latest visit before it that shares its key, the first kind of key that finds one winning.

    A visit is before a call when it began at most five minutes after it, and its problem at most 45 days before. By the code alone the
    product does not matter; otherwise both name the same one, or one of them none. Calls are merged and repaired. A `link` key keeps a
    match whose other keys have been erased; a value such as `4:…` begins with its tier.
    """
    return match_people(calls, people(visits))


def match_people(calls: Iterable[CallRecord], known: People) -> Matching:
    index = _index(known)
    matches: list[Match] = []
    refused: set[CallId] = set()
    early: set[CallId] = set()
    for call in calls:
        name = (call.source, call.call_id)
        if TOO_EARLY in call.keys or _is_early(call, index):
            early.add(name)
        found = _found(call, index, known)
        if found is not None:
            matches.append(found)
        elif REFUSED in call.keys or any(_is_crowded(key, index, known) for key in call.keys):
            refused.add(name)
    return Matching(tuple(sorted(matches, key=lambda m: (m.started_at, m.source, m.call_id))), frozenset(refused), frozenset(early))


def _index(known: People) -> _Index:
    index = _Index()
    for group in known.groups:
        first = group[0]
        for visit in group:
            seen = Seen(visit.started_at, visit.visit_id, first.visit_id, first.started_at, visit.product)
            for key in visit.keys:
                if key.kind != "visitor":
                    index.visits[key].append(seen)
    for same in index.visits.values():
        same.sort()
    return index


def _found(call: CallRecord, index: _Index, known: People) -> Match | None:
    """The hit of the first tier that has one; whether a key other than the code leads to the same problem is told beside it."""
    hits: dict[int, Seen] = {}
    for key in call.keys:
        same = index.visits.get(key)
        if not same or _is_crowded(key, index, known):
            continue
        tier = _tier(key)
        hit = _latest(same, call, any_product=tier == 1 or key.kind == "link")
        if hit is not None and (tier not in hits or hits[tier] < hit):
            hits[tier] = hit
    if not hits:
        return None
    tier = min(hits)
    best = hits[tier]
    keyed = any(hit.problem_id == best.problem_id for other, hit in hits.items() if other > 1)
    return Match(call.source, call.call_id, best.visit_id, tier, call.started_at, call.handle_s, _evidence(tier, call.product, best.product), keyed)


def _tier(key: Key) -> int:
    if key.kind == "link":
        tier, _, rest = key.value.partition(":")
        return int(tier) if rest and tier in ("1", "2", "3", "4", "5") else 1
    return TIERS[key.kind]


def _latest(visits: list[Seen], call: CallRecord, *, any_product: bool) -> Seen | None:
    earliest = call.started_at - KEYS_LIVE
    place = bisect_right(visits, call.started_at + EARLY, key=lambda seen: seen.started_at)
    while place and visits[place - 1].started_at >= earliest:
        place -= 1
        seen = visits[place]
        if seen.problem_at >= earliest and (any_product or not call.product or not seen.product or call.product == seen.product):
            return seen
    return None


def _is_crowded(key: Key, index: _Index, known: People) -> bool:
    if key.kind in ("code", "link"):
        return False
    if key not in index.crowded:
        index.crowded[key] = len({known.person[seen.visit_id] for seen in index.visits.get(key, ())}) > MOST_PEOPLE
    return index.crowded[key]


def _is_early(call: CallRecord, index: _Index) -> bool:
    codes = [index.visits[key] for key in call.keys if key.kind == "code" and key in index.visits]
    return any(seen.started_at - EARLY > call.started_at for same in codes for seen in same)


def _evidence(tier: int, called: str, visited: str) -> str:
    if tier == 1:
        return EVIDENCE[1]
    return f"{EVIDENCE[tier]}, {'same product' if called and visited else 'product not known'}"
