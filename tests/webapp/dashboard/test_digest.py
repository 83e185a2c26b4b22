"""The Monday letter of a week."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from diagnostics.deflection.letters import Letter, last_week, monday_of, week_of
from diagnostics.service.figures import Figures
from diagnostics.service.services import Services
from diagnostics.settings import Settings
from tests.webapp.dashboard import ledger as made
from webapp import create_app
from webapp.dashboard.digest import letter

WEEK = "2026-W46"
Written = Callable[..., Letter]


@pytest.fixture
def written(services: Services) -> Written:
    """Writes the letter of a week from a ledger in memory."""

    def write(week: str = WEEK, demo: bool = False, priced: bool = True, **kind: object) -> Letter:
        ledger = made.ledger(**kind)
        figures = Figures(ledger, made.book() if priced else made.Book(()), lambda: made.NOW, ZoneInfo("UTC"))
        mine = replace(services, figures=figures, ledger=ledger, demo=demo)
        with create_app(mine, Settings()).test_request_context():
            return letter(mine, week, made.NOW)

    return write


def test_it_tells_the_week_in_five_sentences(written: Written):
    """Traffic, what customers say, what is measured, what to fix first, and whether to believe it."""
    text = written().text
    sentences = [line for line in text[: text.index("Figures of")].splitlines()[2:] if line]
    assert len(sentences) == 5
    assert "problems to the guides" in sentences[0] and "the same week last year" in sentences[0]
    assert "that is what people report" in sentences[1]
    assert "In the last week that no call can change" in sentences[2] and "measured" in sentences[2] and "worth" in sentences[2]
    assert sentences[3].startswith("Look first at “Order status”")
    assert "call logs spoke" in sentences[4]


def test_what_is_measured_is_of_a_closed_week(written: Written):
    """The week before the letter is open for seven days more: its figure is not the headline."""
    subject = written().subject
    assert re.fullmatch(r"Guides, .*: calls avoided [\d,]+", subject)
    assert "Nov 9" not in subject  # the first day of week 46, whose calls may yet come


def test_three_movers_are_named_with_whether_it_is_clear(written: Written):
    """By fixes won or lost since the week before."""
    text = written().text
    movers = text[text.index("Biggest movers") :].splitlines()[2:5]
    assert all(re.search(r": \d+% → \d+% \([+−]?\d+ points, (not )?clear, n \d+\)$", line) for line in movers), movers


def test_without_calls_nothing_is_measured(written: Written):
    """Day one: the letter says what is reported, and that nothing is verified."""
    text = written(calls=False, comparison=False).text
    assert "No call log is connected, so nothing here is verified." in text and "No week is closed yet" in text


def test_without_a_cost_there_is_no_money(written: Written):
    """No silent default cost."""
    text = written(priced=False).text
    assert "worth" not in text and "€" not in text


def test_a_silent_call_log_is_told(written: Written):
    """Silence looks like success."""
    silent = [date(2026, 11, day) for day in range(9, 14)]
    assert "was silent on some days of this week" in written(silent=silent).text


def test_demo_data_are_called_so(written: Written):
    """In both forms, at the top."""
    letter = written(demo=True)
    assert "demo data" in letter.text[:300] and "demo data" in letter.html
    assert "demo data" not in written().html


def test_the_html_holds_no_script_and_loads_nothing(written: Written):
    """A mail program shows it without asking anybody."""
    html = written().html
    assert "<script" not in html and "src=" not in html and "http" not in html
    assert html.count("<tr") == html.count("</tr>") and html.count("<td") == html.count("</td>")


def test_an_empty_ledger_has_a_letter_too(written: Written):
    """Before the first visit."""
    assert "Nobody used the guides" in written(week="2020-W10").text


@pytest.mark.parametrize("week", ["", "2026", "2026-47", "2026-W00", "2026-W54", "2025-W53", "2026-W7", "٢٠٢٦-W47", "2026-W47\n", "0001-W01",
                                  "1989-W52"])  # fmt: skip
def test_what_is_no_week_is_refused(week: str):
    """2025 has 52 weeks, 2026 has 53; and no week has others before it without end."""
    with pytest.raises(ValueError):
        monday_of(week)


def test_weeks_are_iso_weeks():
    """The last days of December may belong to the first week of the next year."""
    assert (week_of(date(2024, 12, 30)), week_of(date(2026, 11, 22)), last_week(date(2026, 11, 23))) == ("2025-W01", "2026-W47", "2026-W47")
    assert all(week_of(monday_of(week_of(day))) == week_of(day) for day in (date(2020, 1, 1) + timedelta(days=n) for n in range(3000)))
