"""A closed set of visits and calls to its projections: each visit in its problem, each problem with its counts, each call as it stands."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from diagnostics.deflection import rolls
from diagnostics.deflection.clocks import Shifts
from diagnostics.deflection.derive import Derived, derive, local_day
from diagnostics.deflection.matching import Matching
from diagnostics.deflection.projection import CallId, CallStanding, Matched, Partition, ProblemRow, Projected, Summands, Sums
from diagnostics.deflection.records import CallRecord, Key, Match, Problem
from diagnostics.service.ledger_book import LedgerBook
from diagnostics.service.ledger_closure import Closed


def projections(book: LedgerBook, found: Closed, shifts: Shifts, zone: ZoneInfo) -> Projected:
    """What the facts of a closed set say, whatever was projected of it before."""
    keys = {visit_id: [key for key in own if key not in found.hubs] for visit_id, own in found.visits.items()}
    visits = book.summaries(found.visits.keys(), keys)
    derived = derive(visits, _without(found.revisions, found.hubs), found.audits, shifts, zone)
    made = Projected(problem_of={visit.visit_id: None for visit in visits})
    for problem in derived.problems:
        made.problems[problem.problem_id] = _problem_row(problem)
        made.problem_of.update((visit.visit_id, problem.problem_id) for visit in problem.visits)
        made.matched.update(((call.source, call.call_id), _matched(call, problem.problem_id)) for call in problem.calls)
    crowded = {(record.source, record.call_id) for record in found.revisions if not found.hubs.isdisjoint(record.keys)}
    made.standing.update(_standing(derived, made, crowded, zone))
    return made


def moved(before: Projected, after: Projected) -> set[Partition]:
    """The partitions whose sums are no longer true: the old and the new one of whatever differs."""
    dirty: set[Partition] = set()
    for one, other in ((before, after), (after, before)):
        dirty |= {(problem.local_day, problem.tree) for name, problem in one.problems.items() if other.problems.get(name) != problem}
        dirty |= {(call.local_day, "") for name, call in one.standing.items() if other.standing.get(name) != call}
    return dirty


def in_parts(before: Projected, after: Projected, size: int) -> list[tuple[Projected, Projected]]:
    """What differs, in parts of so many rows of each kind, so that no transaction keeps others waiting for long. At least one part."""
    visits = [visit for visit, problem in after.problem_of.items() if before.problem_of.get(visit) != problem]
    kinds = [visits, *(_other(getattr(before, name), getattr(after, name)) for name in ("problems", "matched", "standing"))]
    count = max(1, *(-(-len(names) // size) for names in kinds))
    return [(_part(before, kinds, n * size, size), _part(after, kinds, n * size, size)) for n in range(count)]


def _other(before: dict[Any, Any], after: dict[Any, Any]) -> list[Any]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _part(of: Projected, kinds: list[list[Any]], start: int, size: int) -> Projected:
    """`kinds`: names of visits, problems, matched and standing calls."""
    whole: tuple[Mapping[Any, Any], ...] = (of.problem_of, of.problems, of.matched, of.standing)
    rows: list[Any] = [{name: own[name] for name in names[start : start + size] if name in own} for names, own in zip(kinds, whole, strict=True)]
    return Projected(*rows)


def sums(of: Summands, zone: ZoneInfo) -> Sums:
    """The rollups of some partitions, from what is kept of them."""
    calls = [CallRecord(c.source, c.call_id, c.started_at, 0, c.handle_s, c.product, c.reason) for c in of.calls]
    matching = Matching(
        tuple(Match(c.source, c.call_id, "", c.tier, c.started_at, c.handle_s) for c in of.calls if c.tier),
        frozenset((c.source, c.call_id) for c in of.calls if c.refused),
        frozenset((c.source, c.call_id) for c in of.calls if c.early),
    )
    return Sums(rolls.cells((problem, problem.counts) for problem in of.problems), rolls.steps(of.visits, zone), rolls.flows(of.visits, zone),
                rolls.visit_days(of.visits, zone), rolls.call_days(calls, matching, zone))  # fmt: skip


def _without(revisions: list[CallRecord], hubs: set[Key]) -> list[CallRecord]:
    if not hubs:
        return revisions
    return [replace(record, keys=tuple(key for key in record.keys if key not in hubs)) for record in revisions]


def _problem_row(problem: Problem) -> ProblemRow:
    p = problem
    return ProblemRow(p.problem_id, p.local_day, p.tree, p.structure, p.product, p.portal, p.locale, p.device, p.arm, p.alloc_id, p.p_ppm,
                      p.first_at, p.last_at, rolls.problem_counts(p))  # fmt: skip


def _matched(call: Match, problem_id: str) -> Matched:
    return Matched(call.source, call.call_id, call.visit_id, problem_id, call.tier, call.started_at, call.handle_s, call.evidence, int(call.keyed))


def _standing(derived: Derived, made: Projected, crowded: set[CallId], zone: ZoneInfo) -> dict[CallId, CallStanding]:
    found: dict[CallId, CallStanding] = {}
    for call in derived.calls:
        name = (call.source, call.call_id)
        match = made.matched.get(name)
        refused = match is None and (name in derived.matching.refused or name in crowded)
        found[name] = CallStanding(*name, local_day(call.started_at, zone), call.started_at, call.handle_s, call.product, call.reason,
                                   match.tier if match else 0, int(refused), int(name in derived.matching.early))  # fmt: skip
    return found
