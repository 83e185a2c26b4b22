"""Times as sources write them: one moment in UTC, or a reason why there is none."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.service.moments import FORMATS, MomentError, read_moment

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

READ = [
    ("2026-11-20T09:14:00+01:00", "", "iso", "2026-11-20T08:14:00"),
    ("2026-11-20 09:14Z", "", "iso", "2026-11-20T09:14:00"),
    ("2026-11-20T09:14:07.999-0530", "", "iso", "2026-11-20T14:44:07"),
    ("2026-11-20 09:14:00", "America/New_York", "iso", "2026-11-20T14:14:00"),
    ("20.11.2026 9:14", "Europe/Berlin", "d.m.y", "2026-11-20T08:14:00"),
    ("20/11/2026, 09:14", "UTC", "d/m/y", "2026-11-20T09:14:00"),
    ("11/20/2026 12:05 AM", "UTC", "m/d/y", "2026-11-20T00:05:00"),
    ("11/20/2026 12:05 p.m.", "UTC", "m/d/y", "2026-11-20T12:05:00"),
    ("2026/11/20 09:14", "UTC", "y/m/d", "2026-11-20T09:14:00"),
    ("1763629200", "", "seconds", "2025-11-20T09:00:00"),
    ("2026-02-28T24:00:00Z", "", "iso", None),
    ("2026-03-08 02:30", "America/New_York", "iso", None),
    ("20.11.2026 13:05 PM", "UTC", "d.m.y", None),
    ("2026-11-20 09:14:60", "UTC", "iso", None),
    ("٢٠٢٦-11-20 09:14", "UTC", "iso", None),
    ("9999-12-31T23:59:59-12:00", "", "iso", None),
    ("0001-01-01T00:00:00+12:00", "", "iso", None),
    ("99999999999999", "", "seconds", None),
    ("nan", "", "seconds", None),
    ("", "UTC", "iso", None),
]


@pytest.mark.parametrize(("text", "zone", "written", "utc"), READ)
def test_a_time_is_read(text: str, zone: str, written: str, utc: str | None) -> None:
    """As its format says; what never was is refused."""
    if utc is None:
        with pytest.raises(MomentError):
            read_moment(text, zone, NOW, written)
    else:
        assert read_moment(text, zone, NOW, written).at == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_the_first_of_two_equal_hours_is_taken_and_told() -> None:
    """In the night in which clocks go back."""
    moment = read_moment("2026-10-25 02:30", "Europe/Berlin", NOW)
    assert moment.twice and moment.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_another_format_that_would_do_is_named() -> None:
    """Whoever chose the wrong one sees the right one."""
    with pytest.raises(MomentError, match="the date format m/d/y would read it"):
        read_moment("11/20/2026 09:14 AM", "UTC", NOW)


@given(st.datetimes(datetime(2000, 1, 2), datetime(2026, 11, 21)), st.sampled_from(["Europe/Berlin", "America/Chicago", "Asia/Kathmandu", "UTC"]))
def test_a_written_wall_clock_is_read_back(wall: datetime, zone: str) -> None:
    """Every wall-clock time that was is read as that moment; those that never were are refused."""
    wall = wall.replace(microsecond=0)
    meant = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    was = meant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall
    if was:
        assert read_moment(wall.isoformat(), zone, NOW).at == meant
    else:
        with pytest.raises(MomentError):
            read_moment(wall.isoformat(), zone, NOW)


@given(st.text(max_size=40), st.sampled_from(sorted(FORMATS)))
def test_no_text_breaks_it(text: str, written: str) -> None:
    """Whatever stands in a cell, there is a moment or a reason."""
    try:
        moment = read_moment(text, "Europe/Berlin", NOW, written)
    except MomentError:
        return
    assert datetime(2000, 1, 1, tzinfo=UTC) <= moment.at <= NOW + timedelta(hours=26)
