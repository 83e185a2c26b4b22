"""Visits to people, and to problems: one person and one tree, until a gap of 14 days.

People are the connected components of visits under the keys in `LINKING`. A phone number or an e-mail address does not make two
visits one person's: offices and households share them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from diagnostics.deflection.records import GAP, Key, VisitSummary

LINKING = frozenset({"visitor", "tag", "customer", "link"})
"""Kinds of keys by which two visits are the same person's."""

Group = tuple[VisitSummary, ...]
"""The visits of one problem in order of time."""


@dataclass(frozen=True, slots=True)
class People:
    """`groups` in order of their first visits; `person` names the person of each visit by that person's first visit."""

    groups: tuple[Group, ...]
    person: Mapping[str, str]


def groups(visits: Iterable[VisitSummary]) -> list[Group]:
    """The visits of each problem, in any order given and some of them twice; excluded visits are left out."""
    return list(people(visits).groups)


def people(visits: Iterable[VisitSummary]) -> People:
    """Who came, and with which problems."""
    ordered = _customers(visits)
    person = _persons(ordered)
    found: list[Group] = []
    for _, same in groupby(sorted(ordered, key=lambda v: (person[v.visit_id], v.tree)), key=lambda v: (person[v.visit_id], v.tree)):
        found.extend(_split(list(same)))
    return People(tuple(sorted(found, key=lambda g: _when(g[0]))), person)


def _customers(visits: Iterable[VisitSummary]) -> list[VisitSummary]:
    """Each customer's visit once, in order of time. Of two that claim the same id one stands, whichever came first."""
    by_id: dict[str, VisitSummary] = {}
    for visit in visits:
        if visit.excluded:
            continue
        other = by_id.setdefault(visit.visit_id, visit)
        if other is not visit and other != visit:
            by_id[visit.visit_id] = min(other, visit, key=repr)
    return sorted(by_id.values(), key=_when)


def _when(visit: VisitSummary) -> tuple[int, str]:
    return visit.started_at, visit.visit_id


def _persons(visits: Sequence[VisitSummary]) -> dict[str, str]:
    """Union-find: the root of a set is its earliest visit, so that names do not depend on the order of joining."""
    parent = list(range(len(visits)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    first_with: dict[Key, int] = {}
    for n, visit in enumerate(visits):
        for key in visit.keys:
            if key.kind in LINKING:
                a, b = root(first_with.setdefault(key, n)), root(n)
                parent[max(a, b)] = min(a, b)
    return {visit.visit_id: visits[root(n)].visit_id for n, visit in enumerate(visits)}


def _split(visits: Sequence[VisitSummary]) -> list[Group]:
    """One person's visits to one tree, in order of time, where 14 days pass between the end of all before and the next start."""
    parts: list[list[VisitSummary]] = [[visits[0]]]
    last_at = visits[0].last_at
    for visit in visits[1:]:
        if visit.started_at - last_at >= GAP:
            parts.append([])
        parts[-1].append(visit)
        last_at = max(last_at, visit.last_at)
    return [tuple(part) for part in parts]
