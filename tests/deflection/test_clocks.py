"""Calls that quote a code to the hours by which a clock is wrong: faulty clocks are found, right ones are left alone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from diagnostics.deflection.clocks import Pair, near, pairs, repaired, shifts, week_of
from tests.deflection.folds import CHICAGO, HOUR, MINUTE, MONDAY, call, days, visit

BERLIN = ZoneInfo("Europe/Berlin")
SPRING = int(datetime(2026, 2, 2, 12, tzinfo=UTC).timestamp())
AUTUMN = int(datetime(2026, 9, 7, 12, tzinfo=UTC).timestamp())


def offset(zone: ZoneInfo, at: int) -> int:
    found = datetime.fromtimestamp(at, zone).utcoffset()
    assert found is not None
    return int(found.total_seconds())


CLOCKS = {
    "right": lambda at: at,
    "Chicago's time as if it were UTC": lambda at: at + offset(CHICAGO, at),
    "Berlin's winter time all year": lambda at: at + offset(BERLIN, at) - HOUR,
    "eight hours ahead": lambda at: at + 8 * HOUR,
    "half an hour behind": lambda at: at - HOUR // 2,
    "days without their times": lambda at: at - at % days(1),
}


def calls(clock: str, weeks: int, a_week: int, start: int = SPRING, seed: int = 1, soon: float = 0.45) -> Iterator[Pair]:
    """Visits spread over the days, and their calls: `soon` of them within an hour, the others hours and days later."""
    dice = Random(seed)
    for n in range(weeks * a_week):
        at = start + n * days(7) // a_week + dice.randrange(HOUR)
        wait = dice.expovariate(1 / (15 * MINUTE)) if dice.random() < soon else dice.lognormvariate(11, 1.4)
        written = CLOCKS[clock](at + int(wait))
        yield Pair(clock, week_of(written), written, at)


def hours(found: dict[tuple[str, date], tuple[int, int]]) -> list[int]:
    """The shift of each week, without the last ones, in which only late calls come in."""
    return [found[key][0] for key in sorted(found)]


@pytest.mark.parametrize("a_week", [12, 60])
@pytest.mark.parametrize("seed", range(3))
def test_a_right_clock_stays(a_week: int, seed: int) -> None:
    """However many or few call within the hour."""
    for soon in (0.45, 0.1, 0.0):
        assert set(hours(shifts(calls("right", 12, a_week, seed=seed, soon=soon)))) <= {0}


@pytest.mark.parametrize("a_week", [12, 60])
def test_wall_time_without_its_offset(a_week: int) -> None:
    """Six hours in winter; from 8 March on five would do, and while the weeks before are borrowed from, six is harmless."""
    found = shifts(calls("Chicago's time as if it were UTC", 15, a_week))
    by_week = {week: at for (_, week), (at, _) in found.items()}
    assert {at for week, at in by_week.items() if week < date(2026, 3, 9)} == {6}
    assert {at for week, at in by_week.items() if week >= date(2026, 4, 6)} == {5}
    assert all(at in (5, 6) for at in by_week.values())


@pytest.mark.parametrize("a_week", [12, 60])
def test_winter_comes_on_a_sunday(a_week: int) -> None:
    """In autumn the larger shift is the later one: the weeks from 2 November on never get the smaller one of the week before."""
    found = shifts(calls("Chicago's time as if it were UTC", 15, a_week, AUTUMN))
    by_week = {week: at for (_, week), (at, _) in found.items()}
    assert {at for week, at in by_week.items() if week >= date(2026, 11, 2)} == {6}
    assert {at for week, at in by_week.items() if week < date(2026, 10, 5)} == {5}


def test_a_thin_week_at_the_edge_of_summer_time() -> None:
    """Forty calls of the next week would carry the two around it; looking only back, six hours are found."""
    edge = date(2026, 3, 2)
    made = [(edge, 5 * HOUR), (edge - timedelta(weeks=1), MINUTE)] + [(edge - timedelta(weeks=n), n * MINUTE) for n in range(2, 9) for _ in range(4)]
    winter = [(week, wait - 6 * HOUR, n) for n, (week, wait) in enumerate(made)]
    summer = [(edge + timedelta(weeks=1), n * MINUTE - 5 * HOUR, n) for n in range(1, 41)]
    found = shifts(Pair("crm", week, MONDAY + 1000 * n + wait, MONDAY + 1000 * n) for week, wait, n in winter + summer)
    assert (found["crm", edge][0], found["crm", edge + timedelta(weeks=1)][0]) == (6, 5)


def test_few_calls_of_a_clock_that_is_ahead() -> None:
    """The last weeks look only so far back as they must: in winter it was right."""
    found = shifts(calls("Berlin's winter time all year", 13, 16, seed=1))
    assert {found[name][0] for name in sorted(found) if date(2026, 4, 20) <= name[1] < date(2026, 5, 11)} == {-1}


@pytest.mark.parametrize("a_week", [40, 100])
def test_a_clock_that_is_ahead(a_week: int) -> None:
    """Nobody precedes a visit, but nobody calls within the hour either, and then many do at once."""
    found = shifts(calls("Berlin's winter time all year", 17, a_week))
    by_week = {week: at for (_, week), (at, _) in found.items()}
    assert {at for week, at in by_week.items() if week < date(2026, 3, 30)} == {0}
    assert {at for week, at in by_week.items() if date(2026, 4, 13) <= week < date(2026, 5, 25)} == {-1}
    assert set(hours(shifts(calls("eight hours ahead", 6, a_week)))) <= {-8, 0}


def test_an_hour_that_is_not_whole() -> None:
    """The next whole hour loses nothing."""
    assert set(hours(shifts(calls("half an hour behind", 6, 60)))) == {1}


def test_days_without_times() -> None:
    """Midnight is up to a day early: nearly all of it is added, so that calls of the same day stay behind their visits."""
    found = shifts(calls("days without their times", 8, 60, soon=0.9))
    assert all(12 <= at <= 24 for at in hours(found))


def test_a_handful_of_wrong_codes_moves_no_clock() -> None:
    """Four calls of forty quote the code of a visit some hours later."""
    right = list(calls("right", 4, 40))
    wrong = [Pair("right", p.week, p.call_at - n * HOUR, p.call_at + HOUR) for n, p in enumerate(right[::40])]
    assert set(hours(shifts(right + wrong))) == {0}
    alone = [Pair("few", week_of(MONDAY), MONDAY, MONDAY + 3 * HOUR + n) for n in range(9)]
    assert shifts(alone) == {("few", date(2026, 11, 2)): (0, 9)}


def test_an_agent_who_opens_the_guide_during_the_call() -> None:
    """Visits that begin some minutes into the call whose code they give are no fault of a clock."""
    right = list(calls("right", 6, 40))
    during = [Pair("right", p.week, p.visit_at - 4 * MINUTE, p.visit_at) for p in right[::8]]
    assert set(hours(shifts(right + during))) == {0}


def test_order_and_repetition_do_not_matter() -> None:
    """The same shifts from the same pairs."""
    given = [*calls("Chicago's time as if it were UTC", 8, 20), *calls("right", 8, 20)]
    shuffled = given * 2
    Random(3).shuffle(shuffled)
    assert shifts(shuffled) == shifts(given)


def test_sources_do_not_borrow_from_each_other() -> None:
    """One has enough, the other three pairs."""
    thin = [Pair("thin", p.week, p.call_at - 6 * HOUR, p.visit_at) for p in list(calls("right", 1, 3))]
    found = shifts([*calls("Chicago's time as if it were UTC", 4, 60), *thin])
    assert {at for (source, _), (at, _) in found.items() if source == "thin"} == {0}


def test_a_week_without_pairs_takes_the_nearest() -> None:
    """The nearest of its source counts, of two the larger."""
    monday = date(2026, 11, 2)
    known = {("crm", monday): (6, 30), ("crm", monday + timedelta(weeks=4)): (5, 30), ("acd", monday): (0, 30)}
    at = {"crm": [(-30, 6), (0, 6), (7, 6), (14, 6), (21, 5), (28, 5), (90, 5), (900, 0)], "acd": [(0, 0)], "new": [(0, 0)]}
    for source, rows in at.items():
        for after, expected in rows:
            there = call("1", MONDAY + days(after), source=source)
            assert repaired(there, known).started_at - there.started_at == expected * HOUR, (source, after)


def test_a_week_depends_on_its_neighbours_only() -> None:
    """What lies farther away changes nothing, so that shifts can be made anew for some weeks alone."""
    every = [*calls("Chicago's time as if it were UTC", 40, 3), *calls("Berlin's winter time all year", 40, 3)]
    whole = shifts(every)
    for week in sorted({pair.week for pair in every})[::7]:
        around = near([week])
        part = shifts(pair for pair in every if pair.week in near(around))
        assert {name: shift for name, shift in part.items() if name[1] in around} == {name: s for name, s in whole.items() if name[1] in around}


def test_pairs_are_calls_with_the_visits_whose_codes_they_quote() -> None:
    """Not those with unknown codes, nor those with the code of an excluded visit."""
    visits = [visit("a", known="code=A"), visit("b", known="code=B", excluded="staff")]
    quoting = [call("1", MONDAY + HOUR, "code=A tag=t"), call("2", MONDAY, "code=B"), call("3", MONDAY, "code=C")]
    assert pairs(quoting, visits) == [Pair("acd", date(2026, 11, 2), MONDAY + HOUR, MONDAY)]
