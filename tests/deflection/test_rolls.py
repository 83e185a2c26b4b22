"""Problems, visits and calls to rows: what each adds to which column."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from diagnostics.deflection.counts import COLUMNS, Counts, counts
from diagnostics.deflection.matching import match
from diagnostics.deflection.records import WINDOWS, Passed, VisitSummary
from diagnostics.deflection.rolls import RollKey, call_days, cells, flows, problem_counts, steps, visit_days
from diagnostics.deflection.visits import summary
from diagnostics.store import ledger_schema
from tests.deflection.folds import CHICAGO, HOUR, MINUTE, MONDAY, audit, call, days, ledger, told, visit

DAY = date(2026, 11, 2)


def counted(*visits: VisitSummary, calls: Any = (), audits: Any = ()) -> Counts:
    """What the one problem of these visits adds."""
    (problem,) = ledger(visits, calls, audits).problems
    return problem_counts(problem)


def added(found: Counts, *names: str) -> set[str]:
    """Which of these columns are 1; the others are 0."""
    assert {found[name] for name in names} <= {0, 1}
    return {name for name in names if found[name]}


FATES = ("engaged", "completed", "bounced", "abandoned", "handed_off", "silent_end", "said_not_fixed", "claimed", "opted_in", "would_yes", "would_no")
ONE = [
    ({"engaged": False}, {"bounced"}),
    ({}, {"engaged", "abandoned"}),
    ({"handed_off": True}, {"engaged", "handed_off"}),
    ({"completed": True}, {"engaged", "completed", "silent_end"}),
    ({"engaged": False, "completed": True}, {"completed", "silent_end"}),
    ({"completed": True, "handed_off": True}, {"engaged", "completed", "handed_off"}),
    ({"completed": True, "fixed": False}, {"engaged", "completed", "said_not_fixed"}),
    ({"completed": True, "fixed": True}, {"engaged", "completed", "claimed"}),
    ({"completed": True, "fixed": True, "would_have_called": True}, {"engaged", "completed", "claimed", "would_yes"}),
    ({"completed": True, "fixed": True, "would_have_called": False}, {"engaged", "completed", "claimed", "would_no"}),
    ({"completed": True, "would_have_called": True}, {"engaged", "completed", "silent_end"}),
    ({"opted_in": True, "arm": "holdout"}, {"engaged", "abandoned", "opted_in"}),
]


@pytest.mark.parametrize(("said", "expected"), ONE)
def test_what_became_of_a_problem(said: dict[str, Any], expected: set[str]) -> None:
    """Of one visit."""
    found = counted(visit("v", **said))
    assert added(found, *FATES) == expected
    assert (found["problems"], found["visits"]) == (1, 1)


def test_a_problem_of_several_visits() -> None:
    """What any of them said counts, the later one's word on calling; all of it once."""
    visits = [
        visit("a", MONDAY, "visitor=1", completed=True, fixed=False), visit("b", MONDAY + HOUR, "visitor=1", engaged=False),
        visit("c", MONDAY + days(1), "visitor=1", fixed=True, completed=True, would_have_called=False),
        visit("d", MONDAY + days(2), "visitor=1", would_have_called=True),
    ]  # fmt: skip
    found = counted(*visits)
    assert (found["visits"], found["problems"], found["reopened"]) == (4, 1, 1)
    assert added(found, *FATES) == {"engaged", "completed", "claimed", "would_yes"}


def test_calls_by_window() -> None:
    """Calls, seconds, and their squares, cumulated by the days since the first visit."""
    at = [MONDAY - 4 * MINUTE, MONDAY + days(2), MONDAY + days(2.5), MONDAY + days(7), MONDAY + days(7) + 1, MONDAY + days(31)]
    calls = [call(str(n), when, "tag=t", handle_s=100) for n, when in enumerate(at)]
    found = counted(visit("v", known="tag=t", fixed=True, would_have_called=True), calls=calls)
    expected = {1: 1, 3: 3, 7: 4, 14: 5, 30: 5}
    for window, count in expected.items():
        names = ("called", "once", "calls", "calls_sq", "handle", "handle_sq", "claimed_called", "would_called")
        values = (1, int(count == 1), count, count**2, 100 * count, (100 * count) ** 2, 1, 1)
        assert [found.within(name, window) for name in names] == list(values), window
    assert found["reopened"] == 1


def test_calls_by_their_keys() -> None:
    """Those that another key than the code found or would have found, and of them those that quoted the code as well."""
    calls = [call("1", MONDAY + HOUR, "code=V"), call("2", MONDAY + 2 * HOUR, "code=V phone=p"), call("3", MONDAY + 3 * HOUR, "phone=p")]
    found = counted(visit("v", known="code=V phone=p"), calls=calls)
    assert [found[name] for name in ("calls_1", "keyed_1", "both_1")] == [3, 2, 1]


def test_audits_by_window() -> None:
    """A call truly within the window, and found within it."""
    calls = [call("1", MONDAY + days(1) + HOUR, "tag=t"), call("2", MONDAY + HOUR, "")]
    audits = [audit("1", "v", MONDAY + days(1) - HOUR), audit("2", "v", MONDAY + HOUR)]
    found = counted(visit("v", known="tag=t"), calls=calls, audits=audits)
    assert [(found.within("audited", window), found.within("found", window)) for window in WINDOWS] == [(2, 0), (2, 1), (2, 1), (2, 1), (2, 1)]


def test_strays_by_window() -> None:
    """A matched call that an audit says was about something else is a stray one from the window on in which it was matched."""
    calls = [call("1", MONDAY + days(2), "tag=t"), call("2", MONDAY + days(2), "")]
    found = counted(visit("v", known="tag=t"), calls=calls, audits=[audit(name, None, MONDAY + days(2)) for name in ("1", "2", "never came in")])
    assert [found.within("stray", window) for window in WINDOWS] == [0, 1, 1, 1, 1]


def test_a_problem_is_summed_in_every_dimension() -> None:
    """Once under nothing, and once for each thing that it can be told by."""
    problem = ledger([visit("v", product="printer", locale="de")]).problems[0]
    where = (DAY, "printer", "tree", "a", 100_000)
    keys = [("", ""), ("structure", "s1"), ("locale", "de"), ("device", "phone"), ("product", "printer"), ("portal", "main")]
    one = problem_counts(problem)
    assert cells([(problem, one)]) == {RollKey(dimension, value, *where): one for dimension, value in keys}
    assert cells([(problem, one), (replace(problem, portal="shop"), one)])[RollKey("", "", *where)] == one + one
    assert cells([]) == {}


def test_days_are_local_days() -> None:
    """Also those of 23 and of 25 hours."""
    moments = {
        datetime(2026, 11, 1, 4, 59, 59, tzinfo=UTC): date(2026, 10, 31), datetime(2026, 11, 1, 5, tzinfo=UTC): date(2026, 11, 1),
        datetime(2026, 11, 2, 5, 59, 59, tzinfo=UTC): date(2026, 11, 1), datetime(2026, 11, 2, 6, tzinfo=UTC): date(2026, 11, 2),
        datetime(2026, 3, 8, 6, tzinfo=UTC): date(2026, 3, 8), datetime(2026, 3, 9, 4, 59, 59, tzinfo=UTC): date(2026, 3, 8),
        datetime(2026, 3, 9, 5, tzinfo=UTC): date(2026, 3, 9),
    }  # fmt: skip
    for moment, day in moments.items():
        at = int(moment.timestamp())
        assert ledger([visit("v", at)]).problems[0].local_day == day
        assert visit_days([visit("v", at)], CHICAGO)[0]["local_day"] == day
        assert call_days([call("1", at)], match([], []), CHICAGO)[0]["local_day"] == day


def test_the_days_around_a_change_have_their_own_length() -> None:
    """One visit an hour, for the three days around each change."""
    for first, lengths in ((datetime(2026, 3, 7, 6, tzinfo=UTC), [24, 23, 24]), (datetime(2026, 10, 31, 5, tzinfo=UTC), [24, 25, 24])):
        visits = [visit(str(n), int(first.timestamp()) + n * HOUR) for n in range(sum(lengths))]
        assert [row["visits"] for row in visit_days(visits, CHICAGO)] == lengths


def step_row(step: str, **given: int) -> dict[str, Any]:
    names = ("entered", "left_here", "back", "fixed_here", "person_here", *(f"dwell_{n}" for n in range(16)))
    return {"local_day": DAY, "tree": "printer", "structure": "s1", "step": step} | dict.fromkeys(names, 0) | given


def test_steps_of_a_visit_that_fixed_it() -> None:
    """The claim counts for the step before the end."""
    lines = ("viewed a", "answered a yes", "viewed b", "answered b fixed", "viewed good", "reached good resolved claimed")
    assert steps([summary(told(*lines))], CHICAGO) == [
        step_row("a", entered=1, dwell_4=1), step_row("b", entered=1, fixed_here=1, dwell_4=1), step_row("good", entered=1),
    ]  # fmt: skip


def test_steps_of_a_visit_that_went_back() -> None:
    """It counts once for each step, and by the time of the first answer."""
    lines = ("viewed a", "answered a yes", "viewed b", "answered a no", "viewed c", "answered a yes", "viewed b", "handoff b asked")
    assert steps([summary(told(*lines))], CHICAGO) == [
        step_row("a", entered=1, back=1, dwell_4=1), step_row("b", entered=1, left_here=1, person_here=1), step_row("c", entered=1),
    ]  # fmt: skip


def test_steps_of_an_imported_visit() -> None:
    """The yes came at its last step."""
    events = told("viewed s1", "viewed s2", "handoff", "reported fixed", fingerprint="imported")
    assert steps([summary(events)], CHICAGO) == [
        step_row("s1", entered=1, dwell_4=1), step_row("s2", entered=1, fixed_here=1, person_here=1, dwell_4=1),
    ]  # fmt: skip


BUCKETS = [(0, 0), (1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (8, 3), (9, 4), (60, 6), (16_384, 14), (16_385, 15), (32_768, 15), (10**9, 15)]


@pytest.mark.parametrize(("seconds", "bucket"), BUCKETS)
def test_dwell(seconds: int, bucket: int) -> None:
    """The n-th bucket holds what took at most 2^n seconds and more than the one before; the last holds all the rest."""
    (row,) = steps([visit("v", path=(Passed("a", "x", "", seconds, False),))], CHICAGO)
    assert [n for n in range(16) if row[f"dwell_{n}"]] == [bucket]


def test_dwell_of_a_step_that_was_answered_twice() -> None:
    """The time of its first answer."""
    (row,) = steps([visit("v", path=(Passed("a", "x", "", None, False), Passed("a", "x", "", 5, False), Passed("a", "y", "", 500, False)))], CHICAGO)
    assert (row["entered"], [n for n in range(16) if row[f"dwell_{n}"]]) == (1, [3])


def test_flows() -> None:
    """From a step, by an answer, onto the next one: each once for each visit, and only where something was shown next."""
    back = ("viewed a", "answered a yes", "viewed b", "answered a yes", "viewed b", "answered a no", "viewed c")
    visits = [summary(told(*back)), replace(summary(told("viewed a", "answered a yes", "viewed b")), visit_id="w")]
    found = [(row["step"], row["answer"], row["onto"], row["visits"]) for row in flows(visits, CHICAGO)]
    assert found == [("a", "no", "c", 1), ("a", "yes", "b", 2)]


def test_excluded_visits_are_only_counted() -> None:
    """By the rule that excludes them, and nowhere else."""
    visits = [visit("v"), *(visit(str(n), excluded="bot", path=(Passed("a", "", "b", 1, False),)) for n in range(3))]
    assert visit_days(visits, CHICAGO) == [
        {"local_day": DAY, "tree": "printer", "rule": "", "visits": 1}, {"local_day": DAY, "tree": "printer", "rule": "bot", "visits": 3},
    ]  # fmt: skip
    assert steps(visits, CHICAGO) == flows(visits, CHICAGO) == []


def test_calls_of_a_day() -> None:
    """By source, product and reason, with what became of them."""
    visits = [visit("v", known="code=V tag=t"), visit("late", MONDAY + days(1), "code=L")]
    visits += [visit(str(n), known=f"phone=s visitor={n}") for n in range(9)]
    calls = [call(str(n), MONDAY + HOUR, known) for n, known in enumerate(("code=V", "tag=t", "phone=s", "code=L"))]
    calls += [call("5", MONDAY + HOUR, "", reason="paper", handle_s=60), call("6", MONDAY + HOUR, "", source="crm")]
    rows = call_days(calls, match(calls, visits), CHICAGO)
    none = {"local_day": DAY, "source": "acd", "product": "", "reason": ""}
    none |= dict.fromkeys(("after_visit", "refused", "early", *(f"tier_{n}" for n in range(1, 6))), 0)
    assert rows == [
        none | {"calls": 4, "handle": 1200, "after_visit": 2, "refused": 1, "early": 1, "tier_1": 1, "tier_2": 1},
        none | {"calls": 1, "handle": 60, "reason": "paper"},
        none | {"calls": 1, "handle": 300, "source": "crm"},
    ]


def test_rows_fit_their_tables() -> None:
    """By name, each column once."""
    visits = [summary(told("viewed a", "answered a yes", "viewed b"))]
    made = {
        "step_rollup": steps(visits, CHICAGO), "flow_rollup": flows(visits, CHICAGO), "visit_day": visit_days(visits, CHICAGO),
        "call_rollup": call_days([call("1", MONDAY)], match([], []), CHICAGO),
    }  # fmt: skip
    for name, rows in made.items():
        assert set(rows[0]) == set(ledger_schema.metadata.tables[name].columns.keys()), name
    assert {*RollKey._fields, *COLUMNS} == set(ledger_schema.rollup.columns.keys())


def test_counts_add() -> None:
    """Column by column."""
    assert counts(problems=1, calls_7=2) + counts(problems=1, calls_7=3) == counts(problems=2, calls_7=5)
