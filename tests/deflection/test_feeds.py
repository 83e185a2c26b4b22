"""Calls by day to silent days: a closed Sunday and the end of a history are none, a dead feed is."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from diagnostics.deflection.feeds import silent_days

START = date(2026, 8, 3)  # a Monday
WEEK = {"busy": (40, 38, 36, 35, 34, 12, 10), "office": (30, 28, 28, 27, 25, 0, 0), "small": (3, 3, 2, 3, 2, 1, 1), "rare": (1, 0, 0, 1, 0, 0, 0)}


def history(kind: str, weeks: int = 14, dead: Sequence[int] = ()) -> dict[date, int]:
    """Calls by day, without those of the dead days."""
    days = {START + timedelta(days=n): WEEK[kind][n % 7] for n in range(7 * weeks) if n not in dead}
    return {day: count for day, count in days.items() if count}


def silent(calls: dict[date, int], schedule: dict[str, Any] | None = None, beats: Sequence[int] = (), today: int = 98, first: int = 0) -> list[int]:
    """The silent days as numbers since the start."""
    found = silent_days({"acd": calls}, {"acd": [START + timedelta(days=n) for n in beats]}, {"acd": schedule or {}},
                        START + timedelta(days=first), START + timedelta(days=today))  # fmt: skip
    return sorted((day - START).days for day in found["acd"])


LEARNED = [
    ("a busy one lives", "busy", (), []),
    ("an office closes at weekends", "office", (), []),
    ("a small one lives", "small", (), []),
    ("a rare one lives", "rare", (), []),
    ("three dead days of a busy one", "busy", (43, 44, 45), [43, 44, 45]),
    ("one dead day of a busy one", "busy", (43,), [43]),
    ("one dead Saturday of a busy one", "busy", (47,), [47]),
    ("a dead day beside a weekend", "office", (46,), [46, 47, 48]),
    ("one quiet day of a small one", "small", (43,), []),
    ("a quiet week of a small one", "small", tuple(range(42, 49)), list(range(42, 49))),
    ("a quiet week of a rare one", "rare", tuple(range(42, 49)), []),
    ("two quiet months of a rare one", "rare", tuple(range(35, 91)), []),
    ("two months dead", "busy", tuple(range(28, 84)), list(range(28, 84))),
    ("dead for weeks, then for a day", "busy", (*range(28, 56), 58), [*range(28, 56), 58]),
    ("dead every second week", "busy", tuple(n for n in range(98) if n // 7 % 2), [n for n in range(98) if n // 7 % 2]),
]


@pytest.mark.parametrize(("case", "kind", "dead", "expected"), LEARNED, ids=[case[0] for case in LEARNED])
def test_learned_silence(case: str, kind: str, dead: tuple[int, ...], expected: list[int]) -> None:
    """Silent is what the same weekdays around make too unlikely; the weekend beside a silence belongs to it or not, without harm."""
    found = silent(history(kind, dead=dead))
    assert found == expected if case != "two quiet months of a rare one" else not found or found[0] >= 31


def test_sundays_that_are_closed_but_once() -> None:
    """One Sunday of a campaign does not make the others silent."""
    calls = history("office") | {START + timedelta(days=48): 40}
    assert silent(calls) == []


def test_an_end_that_fades_out() -> None:
    """Visits have ended, and calls about them become fewer: the record is over, the feed is not dead."""
    dice = Random(4)
    for first_day in (40, 12, 4):
        fading = {START + timedelta(days=n): count for n in range(70, 116) if (count := round(first_day * 0.85 ** (n - 70) * dice.uniform(0.5, 1.5)))}
        assert silent(history("busy", 10) | fading, today=300) == []


def test_an_end_that_breaks_off() -> None:
    """From one day to the next nothing comes in any more: all of it is silent, until yesterday."""
    assert silent(history("busy", 10), today=75) == [70, 71, 72, 73, 74]
    assert silent(history("small", 10), today=73) == []
    assert silent(history("small", 10), today=80) == list(range(70, 80))


def test_a_stray_call_does_not_end_a_silence() -> None:
    """One call between two silences: both are some."""
    assert silent(history("busy", 10) | {START + timedelta(days=80): 1}, today=98) == [*range(70, 80), *range(81, 98)]


def test_a_stray_call_counts_where_hours_are_declared_or_the_source_beats() -> None:
    """Then it was life."""
    stray = history("busy", 10) | {START + timedelta(days=72): 1}
    assert silent(stray, {"silence_hours": 60}, today=75) == []
    assert silent(stray, beats=(72,), today=73) == [70, 71]


def test_a_source_that_became_small() -> None:
    """From forty calls a day to five on Mondays: it lives."""
    mondays = {START + timedelta(days=n): 5 for n in range(70, 140, 7)}
    assert silent(history("busy", 10) | mondays, today=136) == []


def test_a_rare_source_that_ended() -> None:
    """Two calls a week are too few to tell a fault from an end, however long ago that was."""
    assert silent(history("rare", 10), today=300) == []


def test_a_beginning_is_no_silence() -> None:
    """Before its first call a source did not live, and at first it had little to say."""
    calls = {day: count for day, count in history("busy").items() if (day - START).days >= 50}
    growing = {START + timedelta(days=n): 1 for n in (30, 33, 38, 44, 47)}
    assert silent(calls) == silent(calls | growing) == []


def test_today_is_not_over() -> None:
    """A day without calls yet says nothing."""
    assert silent(history("busy", 10), today=70) == []


def test_a_heartbeat_is_life() -> None:
    """Nobody called, and the source says so."""
    assert silent(history("busy", dead=(43, 44, 45)), beats=(43, 44)) == [45]
    assert silent({}, beats=range(98)) == []


DECLARED = [
    ({"silence_hours": 26}, (43,), []),
    ({"silence_hours": 26}, (43, 44), [43, 44]),
    ({"silence_hours": 100}, (43, 44, 45), []),
    ({"silence_hours": 12}, (43,), [43]),
    ({"closed": ["tue", "wed"]}, (43, 44, 50, 51), []),
    ({"closed": ["tue", "wed"]}, (43, 44, 45), [45]),
    ({"closed": ["wed"], "silence_hours": 26}, (43, 44, 45), [43, 45]),
    ({"closed": ["wed"], "silence_hours": 26}, (43, 44), []),
    ({"closed": "mon", "silence_hours": "long"}, (43,), [43]),
    ({"closed": ["someday", 3], "silence_hours": None}, (43,), [43]),
]


@pytest.mark.parametrize(("schedule", "dead", "expected"), DECLARED)
def test_declared_silence(schedule: dict[str, Any], dead: tuple[int, ...], expected: list[int]) -> None:
    """What is declared wins over what could be learned; what cannot be read counts as not declared."""
    assert silent(history("busy", dead=dead), schedule) == expected


def test_a_weekly_file_is_late_and_not_silent() -> None:
    """The days for which it has not come yet are not judged."""
    calls = history("busy", 10)
    assert silent(calls, {"lateness_s": 8 * 86_400}, today=77) == []
    assert silent(calls, {"lateness_s": 8 * 86_400}, today=80) == [70, 71]


def test_backfilled_days_heal() -> None:
    """Once the calls have come in, nothing is remembered of the silence."""
    calls = history("busy", dead=(43, 44, 45))
    for day in (43, 44, 45):
        calls[START + timedelta(days=day)] = 5
    assert silent(calls) == []


def test_only_days_of_the_ledger() -> None:
    """What lies before its first day is not told."""
    assert silent(history("busy", dead=(43, 44, 45)), first=44) == [44, 45]


def test_every_source_has_its_answer() -> None:
    """Also one that has only been declared."""
    found = silent_days({"acd": history("busy")}, {"chat": [START]}, {"new": {}}, START, START + timedelta(days=98))
    assert set(found) == {"acd", "chat", "new"}
    assert found["new"] == frozenset()


@pytest.mark.parametrize("rate", [0.3, 1.0, 4.0, 30.0])
def test_chance_alone_is_hardly_ever_silence(rate: float) -> None:
    """Ten sources of 200 days each, with calls at random."""
    dice = Random(11)
    lost = 0
    for _ in range(10):
        calls = {START + timedelta(days=n): count for n in range(200) if (count := _poisson(dice, rate))}
        lost += len(silent(calls, today=200))
    assert lost <= 20


def _poisson(dice: Random, rate: float) -> int:
    at, count = dice.expovariate(rate), 0
    while at < 1:
        at, count = at + dice.expovariate(rate), count + 1
    return count
