"""The whole fold on worked examples: a call that comes late, a dead feed, an audit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from diagnostics.deflection.clocks import week_of
from diagnostics.deflection.counts import Counts
from diagnostics.deflection.derive import Derived
from diagnostics.deflection.feeds import silent_days
from diagnostics.deflection.records import Problem
from diagnostics.deflection.rolls import cells, problem_counts
from diagnostics.deflection.states import state
from tests.deflection.folds import CHICAGO, HOUR, MONDAY, audit, call, days, ledger, visit

LATE = days(8)
"""How late the weekly file may come."""


def the_state(problem: Problem, now: int, silent: frozenset[date] = frozenset(), window: int = 7) -> str:
    return state(problem, now, window, LATE, silent, CHICAGO)


def sums(found: Derived) -> Counts:
    return sum((problem_counts(problem) for problem in found.problems), Counts())


def test_a_late_call() -> None:
    """On day 9 the weekly file brings a call of day 5: one problem less is verified, and it has called within seven days."""
    visits = [visit("v", known="tag=t", fixed=True), visit("w", MONDAY + HOUR, known="tag=u", fixed=True)]
    now = MONDAY + days(15) + HOUR
    before = ledger(visits)
    assert [the_state(p, now) for p in before.problems] == ["verified", "verified"]
    weekly = [call("1", MONDAY + days(5), "tag=t", source="crm", received_at=MONDAY + days(9))]
    after = ledger(visits, weekly)
    assert [the_state(p, now) for p in after.problems] == ["reopened", "verified"]
    names = ("claimed", "claimed_called_7", "called_7", "called_3", "reopened", "problems")
    changed = {name: (sums(before)[name], sums(after)[name]) for name in names}
    assert changed == {"claimed": (2, 2), "claimed_called_7": (0, 1), "called_7": (0, 1), "called_3": (0, 0), "reopened": (0, 1), "problems": (2, 2)}
    assert before.problems[1] == after.problems[1]
    again = ledger(visits, [*weekly, replace(weekly[0], received_at=MONDAY + days(16))])
    assert cells((p, problem_counts(p)) for p in again.problems) == cells((p, problem_counts(p)) for p in after.problems)


def test_a_dead_feed() -> None:
    """Silent from day 3 to day 5 of their windows: whether these 200 called is not known, whatever they said."""
    start = date(2026, 11, 2)
    calls = {"acd": {start + timedelta(days=n): 30 + n % 7 for n in range(-28, 40) if not 3 <= n <= 5}}
    silent = silent_days(calls, {}, {}, start - timedelta(days=28), start + timedelta(days=40))["acd"]
    assert silent == {start + timedelta(days=n) for n in (3, 4, 5)}
    problems = ledger([visit(str(n), MONDAY + n, fixed=n % 3 == 0) for n in range(200)]).problems
    now = MONDAY + days(40)
    assert [the_state(p, now, silent) for p in problems] == ["unknown"] * 200
    assert {the_state(p, now, silent, window=1) for p in problems} == {"verified", "silent_no_call"}
    healed = silent_days({"acd": calls["acd"] | {day: 20 for day in silent}}, {}, {}, start - timedelta(days=28), start + timedelta(days=40))["acd"]
    assert {the_state(p, now, healed) for p in problems} == {"verified", "silent_no_call"}


def test_a_wrong_clock_is_put_right_before_matching() -> None:
    """Written six hours early, the call would have preceded its visit."""
    calls = [call("1", MONDAY + HOUR - 6 * HOUR, "code=V")]
    assert ledger([visit("v", known="code=V")], calls).matching.early == {("acd", "1")}
    found = ledger([visit("v", known="code=V")], calls, shifts={("acd", week_of(MONDAY)): (6, 30)})
    assert [m.started_at for m in found.problems[0].calls] == [MONDAY + HOUR]


AUDITS = [
    ("found", "v", 1, {"audited_1": 1, "found_1": 1, "audited_30": 1, "found_30": 1, "stray_30": 0}),
    ("of the second visit, the same problem", "v2", 1, {"audited_1": 1, "found_1": 1}),
    ("missed: matched to another problem", "other", 1, {"audited_1": 1, "found_1": 0, "stray_1": 1}),
    ("about nothing here", None, 1, {"audited_30": 0, "found_30": 0, "stray_1": 1, "stray_30": 1}),
    ("truly later than the window", "v", 40, {"audited_30": 0, "found_30": 0}),
    ("truly in the next window", "v", 2, {"audited_1": 0, "found_1": 0, "audited_3": 1, "found_3": 1}),
    ("about an unknown visit", "nobody", 1, {"audited_30": 0, "stray_30": 0}),
]


@pytest.mark.parametrize(("case", "about", "after", "expected"), AUDITS, ids=[case[0] for case in AUDITS])
def test_audits(case: str, about: str | None, after: float, expected: dict[str, int]) -> None:
    """A call truly about a problem counts for it; it was found where its match is to the same one, both within the window."""
    visits = [visit("v", known="visitor=1 tag=t"), visit("v2", MONDAY + HOUR, "visitor=1"), visit("other", MONDAY, "phone=p")]
    found = ledger(visits, [call("1", MONDAY + 2 * HOUR, "tag=t")], [audit("1", about, MONDAY + days(after) - HOUR)])
    assert {name: sums(found)[name] for name in expected} == expected


def test_an_audited_call_that_two_sources_told_of() -> None:
    """It was audited once, under whichever name."""
    visits = [visit("v", known="tag=t")]
    calls = [call("1", MONDAY + HOUR, "tag=t"), call("9", MONDAY + HOUR + 20, "tag=t", source="crm", received_at=MONDAY + days(5))]
    both = [audit("1", "v", MONDAY + HOUR), audit("9", "v", MONDAY + HOUR, source="crm")]
    for audits in (both, both[:1], both[1:]):
        found = ledger(visits, calls, audits)
        assert (sums(found)["audited_7"], sums(found)["found_7"], sums(found)["calls_7"]) == (1, 1, 1)


def test_an_audited_call_that_never_came_in() -> None:
    """It was missed, and that is what an audit is for."""
    found = sums(ledger([visit("v")], (), [audit("1", "v", MONDAY + HOUR)]))
    assert (found["audited_7"], found["found_7"]) == (1, 0)


def test_what_a_problem_is_known_by() -> None:
    """Its first visit: id, arm, version, local day; the product as soon as any visit knows it."""
    night = MONDAY + 14 * HOUR + HOUR // 2  # half past eleven in the evening in Chicago, the next day in UTC
    visits = [
        visit("b", night + HOUR, "visitor=1", product="printer", arm="holdout", structure="s2"),
        visit("a", night, "visitor=1", arm="tree", last_at=night + 3 * HOUR),
    ]
    (problem,) = ledger(visits).problems
    assert (problem.problem_id, problem.arm, problem.structure, problem.product) == ("a", "tree", "s1", "printer")
    assert (problem.local_day, problem.first_at, problem.last_at) == (date(2026, 11, 2), night, night + 3 * HOUR)


def test_the_next_problem_of_the_same_person() -> None:
    """With the same tree; another tree or another person is none of it."""
    visits = [
        visit("a", MONDAY, "visitor=1"), visit("b", MONDAY + days(20), "visitor=1"), visit("c", MONDAY + days(3), "visitor=1", tree="router"),
        visit("d", MONDAY + days(4)), visit("e", MONDAY + days(50), "visitor=1"),
    ]  # fmt: skip
    found = {p.problem_id: p.returned_at for p in ledger(visits).problems}
    assert found == {"a": MONDAY + days(20), "b": MONDAY + days(50), "c": None, "d": None, "e": None}
