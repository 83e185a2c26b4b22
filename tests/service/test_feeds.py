"""Sources are agreed, keyed and watched: a silent one raises an alert, a closed Sunday does not."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from diagnostics.deflection.records import CallRecord
from diagnostics.service.feeds import FeedError
from tests.service.conftest import World

FRIDAY = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
CALL = {"source_call_id": "c1", "started_at": "2026-11-20T16:50:00Z", "handle_s": 60}


@pytest.mark.parametrize(("later", "closed", "hours", "silent"), [
    (25, (), None, False), (27, (), None, True), (27, ("sat",), None, False), (60, ("sat", "sun"), None, False),
    (34 + 48, ("sat", "sun"), None, True),
    (9, (), 8, True), (7, (), 8, False),
])  # fmt: skip
def test_silence_counts_on_open_days(world: World, later: int, closed: tuple[str, ...], hours: int | None, silent: bool) -> None:
    """Beyond the agreed hours, or 26; days on which the source is closed do not count."""
    world.now = FRIDAY
    feed = world.feeds.add("acd", "UTC", hours, closed)
    world.calls.receive(feed, [CALL])
    world.now = FRIDAY + timedelta(hours=later)
    assert bool(world.feeds.states()[0].alert) == silent


@pytest.mark.parametrize(("later", "silent"), [(6, False), (8, False), (11, True)])
def test_a_weekly_file_is_not_silent_from_one_week_to_the_next(world: World, later: int, silent: bool) -> None:
    """Its calls are hours apart and come together; half as much again as a week is too long."""
    feed = world.feeds.add("crm")
    for week in range(3):
        world.now = FRIDAY + timedelta(weeks=week)
        calls = [{**CALL, "source_call_id": f"{week}-{n}", "started_at": (world.now - timedelta(hours=8 * n + 1)).isoformat()} for n in range(20)]
        world.calls.receive(feed, calls)
    world.now += timedelta(days=later)
    assert bool(world.feeds.states()[0].alert) == silent


def test_a_silent_source_is_logged_by_name(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """A sign of life ends the alert."""
    world.feeds.add("acd")
    world.later(hours=30)
    with caplog.at_level(logging.WARNING):
        assert world.feeds.states()[0].alert.startswith("acd has been silent for 30 hours")
    assert "acd has been silent for 30 hours" in caplog.text
    world.feeds.beat("acd")
    assert world.feeds.states()[0].alert == ""


def test_a_source_of_a_history_writes_no_lines_of_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Its name may hold what it likes."""
    world.calls.store.add([CallRecord("acd\n\x1b[2Jall is well", "c1", int(FRIDAY.timestamp()), int(FRIDAY.timestamp()), 60)])
    world.now = FRIDAY + timedelta(days=30)
    with caplog.at_level(logging.WARNING):
        world.feeds.states()
    assert [record.getMessage().partition(" has been")[0] for record in caplog.records] == ["acd\ufffd\ufffd[2Jall is well"]


def test_a_retired_source_may_be_silent(world: World) -> None:
    """It is not shown; added again, it is back with its key."""
    world.feeds.add("acd")
    key = world.feeds.key("acd")
    world.feeds.retire("acd")
    assert world.feeds.states() == []
    with pytest.raises(FeedError, match="retired"):
        world.feeds.key("acd")
    world.feeds.add("acd")
    assert world.feeds.key("acd") == key


@pytest.mark.parametrize(("arguments", "says"), [
    (("Acd Eu",), "cannot be the name"), (("acd", "Berlin"), "no time zone"), (("acd", "", 0), "between 1 and 744"),
    (("acd", "", None, ("someday",)), "no day"),
    (("acd", "", None, ("mon", "tue", "wed", "thu", "fri", "sat", "sun")), "closed on all days"), (("acd", "", None, (), "Germany"), "no country"),
])  # fmt: skip
def test_what_cannot_be_agreed_is_refused(world: World, arguments: tuple[object, ...], says: str) -> None:
    """With what it may be."""
    with pytest.raises(FeedError, match=says):
        world.feeds.add(*arguments)  # type: ignore[arg-type]  # each is wrong on purpose
