"""The state of a problem at a moment: every row of the table, at its edges."""

from datetime import date
from typing import Any

import pytest

from diagnostics.deflection.records import DAY
from diagnostics.deflection.states import state
from tests.deflection.folds import CHICAGO, HOUR, MINUTE, MONDAY, call, days, ledger, visit

LATE = DAY
CLOSED = days(7) + LATE
SAID = {"fixed": True}

CASES: list[tuple[str, dict[str, Any], list[int], int, set[date], str]] = [
    ("nothing yet", {}, [], 0, set(), "open"),
    ("still within lateness", {}, [], CLOSED - 1, set(), "open"),
    ("closed", {}, [], CLOSED, set(), "silent_no_call"),
    ("not fixed, and no call", {"fixed": False}, [], CLOSED, set(), "silent_no_call"),
    ("claimed, may still call", SAID, [], CLOSED - 1, set(), "claimed"),
    ("claimed and closed", SAID, [], CLOSED, set(), "verified"),
    ("a silent first day", SAID, [], CLOSED, {date(2026, 11, 2)}, "unknown"),
    ("a silent last day", {}, [], CLOSED, {date(2026, 11, 9)}, "unknown"),
    ("silent before and after", SAID, [], CLOSED, {date(2026, 11, 1), date(2026, 11, 10)}, "verified"),
    ("silent, but open", {}, [], 0, {date(2026, 11, 2)}, "open"),
    ("called at once", {}, [HOUR], HOUR, set(), "called"),
    ("called, whatever the feeds do", {}, [HOUR], CLOSED, {date(2026, 11, 3)}, "called"),
    ("called five minutes before", {}, [-5 * MINUTE], 0, set(), "called"),
    ("called on the last second", {}, [days(7)], CLOSED, set(), "called"),
    ("called a second later", {}, [days(7) + 1], CLOSED, set(), "silent_no_call"),
    ("called, then claimed", SAID, [MINUTE], CLOSED, set(), "called"),
    ("called the very second", SAID, [10 * MINUTE], CLOSED, set(), "called"),
    ("claimed, then called", SAID, [HOUR], CLOSED, set(), "reopened"),
    ("claimed, then called after the window", SAID, [days(12)], CLOSED, set(), "reopened"),
    ("claimed, then called too late", SAID, [10 * MINUTE + days(30) + 1], CLOSED, set(), "verified"),
    ("claimed, and still called on day 30", SAID, [10 * MINUTE + days(30)], CLOSED, set(), "reopened"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "said", "calls", "after", "silent", "expected"), CASES, ids=[case[0] for case in CASES])
def test_states(case: str, said: dict[str, Any], calls: list[int], after: int, silent: set[date], expected: str) -> None:
    """By what was said, the seconds of calls, the moment, and the silent days."""
    found = ledger([visit("v", known="tag=t", **said)], [call(str(at), MONDAY + at, "tag=t") for at in calls])
    assert state(found.problems[0], MONDAY + after, 7, LATE, silent, CHICAGO) == expected


VISITS = [
    ("back within the problem", days(2), {}, "reopened"),
    ("back, and claimed again", days(2), {"fixed": True}, "reopened"),
    ("back with a new problem", days(20), {}, "reopened"),
    ("back after 30 days", days(31), {}, "verified"),
    ("back to another tree", days(2), {"tree": "router"}, "verified"),
    ("another person", days(2), {"known": "visitor=2"}, "verified"),
]


@pytest.mark.parametrize(("case", "after", "other", "expected"), VISITS, ids=[case[0] for case in VISITS])
def test_a_new_visit_reopens(case: str, after: int, other: dict[str, Any], expected: str) -> None:
    """Who says that it is fixed and comes back to the tree within 30 days did not have it fixed."""
    visits = [visit("v", known="visitor=1", fixed=True), visit("w", MONDAY + after, **({"known": "visitor=1"} | other))]
    problem = next(p for p in ledger(visits).problems if p.problem_id == "v")
    assert state(problem, MONDAY + days(60), 7, LATE, (), CHICAGO) == expected


def test_the_window_counts_seconds_and_silence_counts_local_days() -> None:
    """Seven days from half past midnight of the day on which summer time ends are over before midnight, so that they touch no eighth."""
    half_past_midnight = MONDAY - days(1) - 9 * HOUR - 30 * MINUTE
    problem = ledger([visit("v", half_past_midnight)]).problems[0]
    assert problem.local_day == date(2026, 11, 1)
    for day, expected in ((date(2026, 10, 31), "silent_no_call"), (date(2026, 11, 7), "unknown"), (date(2026, 11, 8), "silent_no_call")):
        assert state(problem, MONDAY + days(30), 7, LATE, {day}, CHICAGO) == expected
