"""The weekly digest as it was made: a letter, which stays what it was once it has been made."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

EARLIEST = 1990
"""The first year that a history may tell of."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One digest. `week` reads `2026-W47`; `sent_at` is None until a mail server has taken it."""

    week: str
    subject: str
    text: str
    html: str
    made_at: datetime
    sent_at: datetime | None = None


def week_of(day: date) -> str:
    """The ISO week of a day, as `2026-W47`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def monday_of(week: str) -> date:
    """The first day of `2026-W47`.

    Raises:
        ValueError: there is no such week.
    """
    if not re.fullmatch(r"[0-9]{4}-W[0-9]{2}", week):
        raise ValueError(f"{week!r} is no week; one reads like 2026-W47")
    if int(week[:4]) < EARLIEST:
        raise ValueError(f"the week {week} is too long ago: nothing is told of any before {EARLIEST}")
    try:
        return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    except ValueError:
        raise ValueError(f"there is no week {week}") from None


def last_week(today: date) -> str:
    """The last week that was over when this day began."""
    return week_of(today - timedelta(days=7))
