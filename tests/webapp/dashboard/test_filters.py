"""What an address asks for."""

from datetime import date

import pytest

from webapp.dashboard.filters import Chosen, chosen, days_of

TODAY = date(2026, 11, 22)
TREES, VALUES = {"no-sound"}, {"language": ["de", "en"]}


def asked(**args: str) -> Chosen:
    return chosen(args, TODAY, date(2025, 9, 29), TREES, VALUES)


@pytest.mark.parametrize(("preset", "first", "last"), [
    ("last-week", "2026-11-09", "2026-11-15"), ("last-6-weeks", "2026-10-05", "2026-11-15"), ("last-month", "2026-10-01", "2026-10-31"),
    ("last-quarter", "2026-07-01", "2026-09-30"), ("last-12-months", "2025-11-17", "2026-11-15"), ("all", "2025-09-29", "2026-11-22"),
])  # fmt: skip
def test_periods_are_whole_weeks_months_and_quarters(preset: str, first: str, last: str) -> None:
    """The one that is running is in none of them: a Sunday's page does not show six and a half weeks."""
    found = asked(period=preset)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


def test_the_first_quarter_looks_at_the_last_year() -> None:
    """In January."""
    assert days_of("last-quarter", date(2026, 1, 5)) == (date(2025, 10, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("args", "unread"),
    [
        ({"period": "yesterday"}, ("period",)),
        ({"from": "2026-02-30", "to": "2026-03-01"}, ("from", "to")),
        ({"from": "2026-10-01"}, ("from",)),
        ({"from": "2026-10-02", "to": "2026-10-01"}, ("from",)),
        ({"window": "8"}, ("window",)),
        ({"tree": "../etc"}, ("tree",)),
        ({"part": "language:xx"}, ("part",)),
        ({"part": "salary:high"}, ("part",)),
        ({"part": "language:\0"}, ("part",)),
        ({"compare": "'--"}, ("compare",)),
        ({"from": "0001-01-01", "to": "0001-01-02"}, ("from", "to")),
        ({"from": "1990-01-01", "to": "2199-01-01"}, ("from",)),
        ({"period": "last-week", "window": "30", "tree": "no-sound", "part": "language:de", "compare": "previous"}, ()),
    ],
)
def test_what_cannot_be_read_is_named_and_left_aside(args: dict[str, str], unread: tuple[str, ...]) -> None:
    """The page opens all the same, with what is usual in its place."""
    found = asked(**args)
    assert tuple(dict.fromkeys(found.unread)) == unread
    assert found.first <= found.last


def test_an_address_says_what_was_chosen_and_reads_back_the_same() -> None:
    """What is usual is left out of it."""
    found = asked(**{"from": "2026-10-01", "to": "2026-10-31", "window": "14", "part": "language:de"})
    assert found.query() == {"from": "2026-10-01", "to": "2026-10-31", "window": "14", "part": "language:de"}
    assert asked(**found.query()) == found
    assert asked().query() == {}


def test_the_link_to_these_days_stays_with_them() -> None:
    """A link to the last six weeks is another period next Monday; this one is not."""
    assert asked(period="last-week").fixed() == {"from": "2026-11-09", "to": "2026-11-15"}


@pytest.mark.parametrize(("compare", "before"), [
    ("year", (date(2025, 10, 6), date(2025, 11, 16))), ("previous", (date(2026, 8, 24), date(2026, 10, 4))), ("none", None),
])  # fmt: skip
def test_a_monday_is_compared_with_a_monday(compare: str, before: tuple[date, date] | None) -> None:
    """A year before is 364 days before."""
    assert asked(compare=compare).before == before
