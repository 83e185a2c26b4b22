"""Which days may be spoken of: by the window, the lateness of the slowest feed, and the silence of any."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from diagnostics.deflection.maturity import maturity

DAY = 86_400

CLOSED = [
    pytest.param("2026-03-20T00:00", 7, [], "UTC", "2026-03-11", id="a day of lateness at least"),
    pytest.param("2026-03-20T00:00", 7, [60, 8 * DAY], "UTC", "2026-03-04", id="the slowest feed counts"),
    pytest.param("2026-03-19T23:59", 7, [], "UTC", "2026-03-10", id="a minute before the day has ended"),
    pytest.param("2026-03-20T00:00", 30, [], "UTC", "2026-02-16", id="a longer window"),
    pytest.param("2026-03-20T05:00", 7, [], "America/Chicago", "2026-03-11", id="midnight there, after the change of clocks"),
    pytest.param("2026-03-16T05:00", 7, [], "America/Chicago", "2026-03-06", id="and before it, which is an hour later"),
]


@pytest.mark.parametrize(("now", "window", "lateness", "zone", "closed"), CLOSED)
def test_last_closed_day(now: str, window: int, lateness: list[int], zone: str, closed: str) -> None:
    """now >= end + N + L, on the clocks of the zone."""
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    found = maturity(window, at, ZoneInfo(zone), lateness, {"acd": frozenset()})
    assert found.last_closed == date.fromisoformat(closed)
    assert found.is_known(found.last_closed) and not found.is_open(found.last_closed)


def test_silence_of_any_feed_makes_the_days_before_it_unknown() -> None:
    """As many as the window has days, and the day itself."""
    silent = {"acd": frozenset[date](), "crm": frozenset({date(2026, 2, 20)})}
    found = maturity(3, datetime(2026, 4, 1, tzinfo=UTC), ZoneInfo("UTC"), [], silent)
    unknown = [day for day in range(1, 29) if found.is_unknown(date(2026, 2, day))]
    assert unknown == [17, 18, 19, 20]


def test_without_feeds_nothing_is_known() -> None:
    """A ledger that hears of no call can say nothing about calls."""
    assert not maturity(7, datetime(2026, 4, 1, tzinfo=UTC), ZoneInfo("UTC"), [], {}).is_known(date(2026, 1, 1))
