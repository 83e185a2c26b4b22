"""What holds for the fold whatever comes in: order and repetition do nothing, parts that share nothing add, and no row is lost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.deflection.clocks import Pair, pairs, shifts, week_of
from diagnostics.deflection.counts import Counts
from diagnostics.deflection.derive import Derived, derive
from diagnostics.deflection.records import DAY, WINDOWS, Audit, CallRecord, Key, Passed, VisitSummary
from diagnostics.deflection.rolls import RollKey, call_days, cells, flows, problem_counts, steps, visit_days
from diagnostics.deflection.visits import summary
from tests.deflection.folds import CHICAGO, HOUR, MONDAY, told

KINDS = ("code", "tag", "customer", "phone", "email", "visitor", "link")
KEYS = [Key(kind, str(n)) for kind in KINDS for n in range(3)]  # type: ignore[arg-type]  # a kind
SOURCES = ("acd", "crm", "desk")
some_keys = st.lists(st.sampled_from(KEYS), max_size=3, unique=True).map(lambda found: tuple(sorted(found)))
moments = st.integers(0, 70 * 24 * 4).map(lambda n: MONDAY + n * 900)
shift_tables = st.dictionaries(st.tuples(st.sampled_from(SOURCES), st.integers(0, 9).map(lambda n: week_of(MONDAY + n * 7 * DAY))),
                               st.tuples(st.integers(-2, 7), st.just(30)), max_size=4)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What came in."""

    visits: Sequence[VisitSummary]
    calls: Sequence[CallRecord]
    audits: Sequence[Audit]

    def __add__(self, other: "Told") -> "Told":
        return Told([*self.visits, *other.visits], [*self.calls, *other.calls], [*self.audits, *other.audits])


@st.composite
def worlds(draw: st.DrawFn) -> Told:
    """A few visits and calls that share keys, references and audits in any way."""
    visits = [_visit(draw, f"v{n}") for n in range(draw(st.integers(1, 7)))]
    calls = []
    for n in range(draw(st.integers(0, 6))):
        at = draw(moments)
        calls.append(CallRecord(draw(st.sampled_from(SOURCES)), str(n % 4), at, at + draw(st.integers(0, 3)) * HOUR, draw(st.sampled_from((60, 300))),
                                product=draw(st.sampled_from(("", "printer"))), ref=draw(st.sampled_from(("", "", "0", "1"))),
                                keys=draw(some_keys)))  # fmt: skip
    audits = [Audit(call.source, call.call_id, draw(st.sampled_from([None, *(v.visit_id for v in visits)])), call.started_at) for call in calls[::2]]
    return Told(visits, calls, audits)


def _visit(draw: st.DrawFn, name: str) -> VisitSummary:
    at = draw(moments)
    fixed = draw(st.sampled_from((None, True, False)))
    path = tuple(Passed(*row) for row in draw(st.lists(st.sampled_from((("a", "x", "b", 5, False), ("b", "", "", None, False))), max_size=2)))
    return VisitSummary(
        name, draw(st.sampled_from(("t", "u"))), "s", draw(st.sampled_from(("", "printer", "router"))), "main", "en", "phone", at, at + 600,
        arm=draw(st.sampled_from(("tree", "holdout", "none"))), excluded=draw(st.sampled_from(("", "", "", "bot"))), fixed=fixed,
        claimed_at=at + 600 if fixed else None, path=path, keys=draw(some_keys),
    )  # fmt: skip


def fold(world: Told, table: Any = None) -> Derived:
    return derive(world.visits, world.calls, world.audits, table or {}, CHICAGO)


def sums(found: Derived) -> dict[RollKey, Counts]:
    return cells((problem, problem_counts(problem)) for problem in found.problems)


@given(worlds(), shift_tables, st.randoms(use_true_random=False))
def test_order_and_repetition_do_nothing(world: Told, table: Any, dice: Any) -> None:
    """Any permutation of what came in, some of it twice."""
    given_twice = Told(*(_shuffled(dice, [*part, *part[::2]]) for part in (world.visits, world.calls, world.audits)))
    assert fold(given_twice, table) == fold(world, table)


def _shuffled(dice: Any, things: list[Any]) -> list[Any]:
    dice.shuffle(things)
    return things


@given(worlds(), shift_tables)
def test_each_closed_part_gives_what_the_whole_gives(world: Told, table: Any) -> None:
    """Problems, matches and calls of the parts that share nothing are those of the whole."""
    whole, parts = fold(world, table), [fold(part, table) for part in _parts(world)]
    assert sorted((p for part in parts for p in part.problems), key=lambda p: (p.first_at, p.problem_id)) == list(whole.problems)
    assert {m for part in parts for m in part.matching.matches} == set(whole.matching.matches)
    assert frozenset().union(*(part.matching.refused for part in parts)) == whole.matching.refused
    assert frozenset().union(*(part.matching.early for part in parts)) == whole.matching.early
    assert {c for part in parts for c in part.calls} == set(whole.calls)


def _parts(world: Told) -> list[Told]:
    """The connected components of visits, calls and audits under shared keys, references and names."""
    things: list[tuple[Any, set[Any]]] = [(visit, {*visit.keys, visit.visit_id}) for visit in world.visits]
    things += [(call, {*call.keys, (call.source, call.call_id), ("id", call.call_id), ("id", call.ref or call.call_id)}) for call in world.calls]
    things += [(audit, {(audit.source, audit.call_id), *([audit.visit_id] if audit.visit_id else [])}) for audit in world.audits]
    parts: list[tuple[list[Any], set[Any]]] = []
    for thing, marks in things:
        joined, all_marks = [thing], set(marks)
        for other in [part for part in parts if part[1] & marks]:
            parts.remove(other)
            joined, all_marks = [*other[0], *joined], all_marks | other[1]
        parts.append((joined, all_marks))
    return [Told(*([x for x in part if isinstance(x, kind)] for kind in (VisitSummary, CallRecord, Audit))) for part, _ in parts]


@given(worlds(), worlds())
def test_sums_of_strangers_add(a: Told, b: Told) -> None:
    """Of two sets that share nothing: rollup(a + b) = rollup(a) + rollup(b)."""
    other = _renamed(b)
    together, apart = sums(fold(a + other)), sums(fold(a))
    for key, counted in sums(fold(other)).items():
        apart[key] = apart.get(key, Counts()) + counted
    assert together == apart


def _renamed(world: Told) -> Told:
    def keys(known: Sequence[Key]) -> tuple[Key, ...]:
        return tuple(Key(key.kind, "b" + key.value) for key in known)

    visits = [replace(v, visit_id="b" + v.visit_id, keys=keys(v.keys)) for v in world.visits]
    calls = [replace(c, call_id="b" + c.call_id, ref="b" + c.ref if c.ref else "", keys=keys(c.keys)) for c in world.calls]
    return Told(visits, calls, [replace(x, call_id="b" + x.call_id, visit_id="b" + x.visit_id if x.visit_id else None) for x in world.audits])


@given(worlds(), shift_tables)
def test_the_books_balance(world: Told, table: Any) -> None:
    """Every customer's visit is in one problem, every call is matched at most once, and sums are what a recount gives."""
    found = fold(world, table)
    assert sorted(v.visit_id for p in found.problems for v in p.visits) == sorted(v.visit_id for v in world.visits if not v.excluded)
    names = [(m.source, m.call_id) for p in found.problems for m in p.calls]
    assert len(names) == len(set(names)) <= len(found.calls) <= len({(c.source, c.call_id) for c in world.calls})
    total = sum((counted for key, counted in sums(found).items() if not key.dimension), Counts())
    assert total["problems"] == len(found.problems)
    assert total["visits"] == sum(len(p.visits) for p in found.problems)
    for window in WINDOWS:
        in_time = [m for p in found.problems for m in p.calls if m.started_at - p.first_at <= window * DAY]
        assert (total.within("calls", window), total.within("handle", window)) == (len(in_time), sum(m.handle_s for m in in_time))
        assert total.within("once", window) <= total.within("called", window) <= total.within("calls", window)
        assert total.within("claimed_called", window) >= total.within("would_called", window)
        assert total.within("found", window) <= total.within("audited", window)
        assert total.within("found", window) + total.within("stray", window) <= total.within("calls", window)
        assert total.within("both", window) <= total.within("keyed", window) <= total.within("calls", window)
    assert total["bounced"] + total["completed"] + total["abandoned"] <= total["problems"]


@given(worlds(), worlds())
def test_rows_add(a: Told, b: Told) -> None:
    """Steps, flows and visit days of two sets of visits are the sums of each set's."""
    for rows in (steps, flows, visit_days):
        assert _added(rows([*a.visits, *b.visits], CHICAGO)) == _added([*rows(a.visits, CHICAGO), *rows(b.visits, CHICAGO)])


def _added(rows: Sequence[dict[str, Any]]) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = {}
    for row in rows:
        key = tuple(value for value in row.values() if not isinstance(value, int))
        values = [value for value in row.values() if isinstance(value, int)]
        found[key] = [x + y for x, y in zip(found.get(key, [0] * len(values)), values, strict=True)]
    return found


@given(worlds())
def test_every_call_is_in_one_day(world: Told) -> None:
    """Calls, seconds and matches of the rows are those of the fold."""
    found = fold(world)
    rows = call_days(found.calls, found.matching, CHICAGO)
    assert sum(row["calls"] for row in rows) == len(found.calls)
    assert sum(row["handle"] for row in rows) == sum(call.handle_s for call in found.calls)
    assert sum(row["after_visit"] for row in rows) == sum(row[f"tier_{n}"] for row in rows for n in range(1, 6)) == len(found.matching.matches)


@given(st.lists(st.tuples(st.integers(0, 70), st.integers(-30, 200)), max_size=80), st.randoms(use_true_random=False))
def test_shifts_do_not_depend_on_order(seen: list[tuple[int, int]], dice: Any) -> None:
    """Nor on repetition; and each is a whole number of hours within a day."""
    told_pairs = [Pair("acd", week_of(MONDAY + day * DAY), MONDAY + day * DAY + wait * 600, MONDAY + day * DAY) for day, wait in seen]
    found = shifts(told_pairs)
    assert shifts(_shuffled(dice, told_pairs * 2)) == found
    assert all(-24 <= hours <= 24 for hours, _ in found.values())


@given(worlds(), st.randoms(use_true_random=False))
def test_pairs_do_not_depend_on_order(world: Told, dice: Any) -> None:
    """The same pairs in another order."""
    assert sorted(pairs(world.calls, world.visits), key=repr) == sorted(pairs(_shuffled(dice, list(world.calls)), world.visits), key=repr)


LINES = ("viewed a", "answered a x", "answered b y", "viewed b", "returned l z", "reached e resolved claimed", "reached e handoff", "reported fixed",
         "reported not_fixed", "handoff a asked", "optin", "contact", "viewed e", "thought.read")  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=12), st.sampled_from(("f1", "imported")), st.randoms(use_true_random=False))
def test_any_events_have_a_summary(lines: list[str], fingerprint: str, dice: Any) -> None:
    """In whatever order they happened; and read in whatever order, some twice, it is the same one."""
    events = told(*lines, fingerprint=fingerprint)
    found = summary(events)
    assert summary(_shuffled(dice, [*events, *events[::3]])) == found
    assert found.completed or not found.outcome
    assert (found.claimed_at is not None) == (found.fixed is True)
    assert steps([found], CHICAGO) or not found.path


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3), lambda x: st.lists(x, max_size=2) | st.dictionaries(st.text(max_size=3), x),
    max_leaves=3,
)  # fmt: skip
NAMES = ("arm", "p_holdout", "alloc_id", "excluded", "device", "fixed", "would_have_called", "claimed", "outcome", "asked")


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), ANYTHING) | ANYTHING, min_size=6, max_size=6))
def test_odd_bodies_never_raise(bodies: list[Any]) -> None:
    """Whatever an imported line holds."""
    events = told("viewed a", "viewed b", "reached b resolved", "reported fixed", "handoff b", fingerprint="imported")
    found = summary([replace(event, body=body) for event, body in zip(events, bodies, strict=True)])
    assert found.arm in ("tree", "holdout", "none") and isinstance(found.device, str) and 0 <= found.p_ppm <= 1_000_000


@given(st.lists(st.integers(0, 400 * 24).map(lambda n: MONDAY + n * HOUR), max_size=50), st.sampled_from(("America/Chicago", "Europe/Berlin", "UTC")))
def test_no_visit_falls_between_two_days(moments: list[int], zone: str) -> None:
    """Whatever the length of the days: as many stand in the rows as came, on days that a clock on the wall would show."""
    visits = [VisitSummary(str(n), "t", "s", "", "main", "en", "", at, at) for n, at in enumerate(moments)]
    rows = visit_days(visits, ZoneInfo(zone))
    assert sum(row["visits"] for row in rows) == len(visits)
    assert all(date(2026, 11, 2) <= row["local_day"] <= date(2027, 12, 9) for row in rows)
