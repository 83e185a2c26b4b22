"""Everything that came in to the problems of the ledger: the whole fold, pure, whatever the order and however often a thing was said."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from diagnostics.deflection.calls import CallId, merge, standing
from diagnostics.deflection.clocks import Shifts, repaired
from diagnostics.deflection.matching import Matching, match_people
from diagnostics.deflection.problems import Group, People, people
from diagnostics.deflection.records import Audit, CallRecord, Match, Problem, VisitSummary


@dataclass(frozen=True, slots=True)
class Derived:
    """`problems` in order of their first visits; `calls` standing, repaired and each once. `names`: for each record of a call the
    (source, id) under which it is counted, which is another one's where two sources told of it."""

    problems: tuple[Problem, ...]
    matching: Matching
    calls: tuple[CallRecord, ...]
    names: Mapping[CallId, CallId]


class _Looked(NamedTuple):
    """`audited` and `strays` as a `Problem` has them, in any order."""

    audited: list[tuple[int, int | None]]
    strays: list[int]


def derive(visits: Iterable[VisitSummary], revisions: Iterable[CallRecord], audits: Iterable[Audit], shifts: Shifts, zone: ZoneInfo) -> Derived:
    """Folds visits, revisions of calls and audits into problems with their calls.

    Of a part of the whole it makes the same problems as of the whole, where the part is closed: with a visit or a call it holds all
    that share a key with it, with a call those that `ref` joins to it, and with an audit the call and the visit that it joins.
    """
    merged = merge(repaired(call, shifts) for call in standing(revisions))
    known = people(visits)
    matching = match_people(merged.calls, known)
    return Derived(_problems(known, matching, _by_call(audits, merged.names), zone), matching, merged.calls, merged.names)


def local_day(at: int, zone: ZoneInfo) -> date:
    """The day of a moment on the clocks of a zone."""
    return datetime.fromtimestamp(at, zone).date()


def _by_call(audits: Iterable[Audit], names: Mapping[CallId, CallId]) -> dict[CallId, Audit]:
    """One audit of each call, of several the first by content. Of calls that never came in too: those were missed."""
    found: dict[CallId, Audit] = {}
    for audit in sorted(set(audits), key=lambda a: (a.source, a.call_id, a.visit_id is None, a.visit_id or "", a.started_at)):
        name = (audit.source, audit.call_id)
        found.setdefault(names.get(name, name), audit)
    return found


def _problems(known: People, matching: Matching, audits: Mapping[CallId, Audit], zone: ZoneInfo) -> tuple[Problem, ...]:
    holder = {visit.visit_id: n for n, group in enumerate(known.groups) for visit in group}
    matched: dict[int, list[Match]] = defaultdict(list)
    for match in matching.matches:
        matched[holder[match.visit_id]].append(match)
    looked = _looked_up(known, holder, matching, audits)
    returns = _returns(known)
    return tuple(_problem(group, matched.get(n, ()), looked[n], returns.get(n), zone) for n, group in enumerate(known.groups))


def _looked_up(known: People, holder: Mapping[str, int], matching: Matching, audits: Mapping[CallId, Audit]) -> dict[int, _Looked]:
    """What audits say, by problem. Of a call about an excluded or unknown visit they say nothing: it may be the same person's."""
    found = {(match.source, match.call_id): match for match in matching.matches}
    looked: dict[int, _Looked] = defaultdict(lambda: _Looked([], []))
    for name, audit in audits.items():
        truly, hit = holder.get(audit.visit_id or ""), found.get(name)
        if truly is None and audit.visit_id is not None:
            continue
        by_match = None if hit is None else holder[hit.visit_id]
        seen = None if hit is None or by_match is None else hit.started_at - known.groups[by_match][0].started_at
        if truly is not None:
            looked[truly].audited.append((audit.started_at - known.groups[truly][0].started_at, seen if by_match == truly else None))
        if by_match is not None and seen is not None and by_match != truly:
            looked[by_match].strays.append(seen)
    return looked


def _returns(known: People) -> dict[int, int]:
    """For the problems after which the same person came with another one to the same tree: when that began."""
    starts: dict[tuple[str, str], list[int]] = defaultdict(list)
    whose = [(known.person[group[0].visit_id], group[0].tree) for group in known.groups]
    for who, group in zip(whose, known.groups, strict=True):
        starts[who].append(group[0].started_at)
    found: dict[int, int] = {}
    for n, (who, group) in enumerate(zip(whose, known.groups, strict=True)):
        later = starts[who][bisect_right(starts[who], group[0].started_at) :]
        if later:
            found[n] = later[0]
    return found


def _problem(group: Group, calls: Sequence[Match], looked: _Looked, returned_at: int | None, zone: ZoneInfo) -> Problem:
    first = group[0]
    product = next((visit.product for visit in group if visit.product), "")
    return Problem(
        first.visit_id, first.tree, first.structure, product, first.portal, first.locale, first.device, local_day(first.started_at, zone),
        first.started_at, max(visit.last_at for visit in group), first.arm, first.p_ppm, first.alloc_id, group, tuple(calls),
        tuple(sorted(looked.audited, key=lambda a: (a[0], a[1] is None, a[1] or 0))), returned_at, tuple(sorted(looked.strays)),
    )  # fmt: skip
