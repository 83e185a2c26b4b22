"""Calls by day to the days on which a source was silent beyond what it is known for: a dead feed looks like nobody calling.

A source may declare when silence is no fault: `{"closed": ["sat", "sun"]}`, or `{"silence_hours": 26}`, how long it may last. Without
`silence_hours` that is learned. For a day without a call so many are expected as there were on the same weekday in the weeks around;
a run of such days is silent where chance explains it with less than `CHANCE`. The chance of none where λ are expected is e^-λ, the
Poisson distribution's at 0 (S. D. Poisson, Recherches sur la probabilité des jugements, 1837), so that a run is silent from λ = 9.2 on.
Days on which calls turn up later heal by themselves: nothing is remembered.
"""

from collections.abc import Collection, Mapping, Sequence, Set
from datetime import date, timedelta
from math import ceil, log
from statistics import median
from typing import Any

CHANCE = 1e-4

AROUND = 4
"""Weeks on each side in which the same weekday is looked at."""

FADING = 14
"""Days of a silence that is still lasting which count. Of a source with fewer than five calls a week an end is no more a fault than not."""

STRAY = 0.1
"""The part of a day's usual calls up to which single ones do not show that a source lives."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def silent_days(calls_by_day: Mapping[str, Mapping[date, int]], heartbeats: Mapping[str, Collection[date]],
                schedules: Mapping[str, dict[str, Any]], first: date, today: date) -> dict[str, frozenset[date]]:  # fmt: skip
    """For each source the local days from `first` until yesterday on which it was silent beyond its schedule.

    A source lives from its first call or heartbeat on. Besides its declaration, a schedule may hold `lateness_s`, how late its calls come
    in: the last days within that are not judged yet.
    """
    found = {}
    for source in sorted({*calls_by_day, *heartbeats, *schedules}):
        calls = {day: count for day, count in calls_by_day.get(source, {}).items() if count > 0}
        beats = set(heartbeats.get(source, ()))
        found[source] = _silent(calls, beats, schedules.get(source, {}), first, today) if calls or beats else frozenset[date]()
    return found


def _silent(calls: Mapping[date, int], beats: Set[date], schedule: Mapping[str, Any], first: date, today: date) -> frozenset[date]:
    alive = calls.keys() | beats
    late = schedule.get("lateness_s", 0)
    last = today - timedelta(days=1 + ceil(late / 86_400 if isinstance(late, int | float) else 0))
    closed = schedule.get("closed", ())
    shut = {WEEKDAYS.index(day) for day in closed if day in WEEKDAYS} if isinstance(closed, list | tuple) else set()
    hours = schedule.get("silence_hours")
    declared = float(hours) if isinstance(hours, int | float) and not isinstance(hours, bool) else None
    strays = set() if declared is not None else _strays(calls, alive, min(alive), last) - beats
    runs = [([day for day in run if day.weekday() not in shut], run[-1] == last) for run in _runs(alive - strays, min(alive), last)]
    if declared is not None:
        found = {day for run, _ in runs if 24 * len(run) > declared for day in run}
    else:
        found = _unlikely(calls, runs, frozenset(), min(alive), last)
        found = _unlikely(calls, runs, found, min(alive), last)  # the weeks around a silence do not learn from other ones
    return frozenset(day for day in found if day >= first and day not in strays)


def _unlikely(calls: Mapping[date, int], runs: Sequence[tuple[Sequence[date], bool]], known: Collection[date], first: date, last: date) -> set[date]:
    """The days of the runs that chance does not explain; each comes with whether it still lasts. `known` days are known to be silent."""
    found: set[date] = set()
    for run, lasts in runs:
        missing = {*known, *run}
        if lasts:
            expected = sum(_going_on(calls, run[0], day, missing, first) for day in run[:FADING])
        else:
            expected = sum(_between(calls, run[0], day, missing, first, last) for day in run)
        if expected > -log(CHANCE):
            found.update(run)
    return found


def _strays(calls: Mapping[date, int], alive: Collection[date], first: date, last: date) -> set[date]:
    """Days with a call or two of a source that else has many, alone among days without any: they do not end a silence."""
    lonely = [day for day in calls if not any(day + timedelta(days=n) in alive for n in (-3, -2, -1, 1, 2, 3)) and first < day < last]
    return {day for day in lonely if calls[day] <= STRAY * _level(_same_weekday(calls, day, -7, (), first, last))}


def _runs(alive: Collection[date], first: date, last: date) -> list[list[date]]:
    """The days without a sign of life, in runs."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    runs: list[list[date]] = []
    before = True
    for day in days:
        if day not in alive:
            if before:
                runs.append([])
            runs[-1].append(day)
        before = day in alive
    return runs


def _between(calls: Mapping[date, int], begun: date, day: date, missing: Collection[date], first: date, last: date) -> float:
    """Calls expected on a day of a silence that is over: the lower one of what the weeks before and the weeks after say, so that a source
    that is new, or comes to its end, is not expected to be what it was not. In its first week nothing is expected of a source."""
    after = _same_weekday(calls, day, 7, missing, first, last)
    if not after:
        return _going_on(calls, begun, day, missing, first)
    return min(_level(_same_weekday(calls, day, -7, missing, first, last)), _level(after))


def _going_on(calls: Mapping[date, int], begun: date, day: date, missing: Collection[date], first: date) -> float:
    """Calls expected on a day of a silence that still lasts. There is no after; a source that fell from one week to the next before the
    silence is expected to go on falling by as much in every week of it."""
    before = _same_weekday(calls, day, -7, missing, first, day)
    last_week, week_before = (sum(calls.get(begun - timedelta(days=n), 0) for n in range(start, start + 7)) for start in (1, 8))
    fall = min(1.0, last_week / week_before) if week_before else 1.0
    return float(min(_level(before), _level(before[:2])) * fall ** (1 + (day - begun).days // 7))


def _same_weekday(calls: Mapping[date, int], day: date, step: int, missing: Collection[date], first: date, last: date) -> list[int]:
    """Calls on this weekday in the nearest weeks in one direction, the nearest first."""
    seen: list[int] = []
    at = day + timedelta(days=step)
    while first <= at <= last and len(seen) < AROUND:
        if at not in missing:
            seen.append(calls.get(at, 0))
        at += timedelta(days=step)
    return seen


def _level(seen: Sequence[int]) -> float:
    """The median; of sources with hardly a call a week, where that is 0, the mean without the largest. 0 where nothing was seen."""
    return float(median(seen)) or (sum(seen) - max(seen)) / len(seen) if seen else 0.0
