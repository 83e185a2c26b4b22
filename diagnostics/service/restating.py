"""What was told of closed weeks, against what is so now: a figure that has moved is told again, with the reason.

A week is closed when the window of its last day is. Its figures are kept when it closes; whatever moves one of them by more than half a
percent, or turns its sign, writes a line.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from diagnostics.deflection.figures import Figure, PeriodFigure
from diagnostics.deflection.projection import Projected, Published
from diagnostics.deflection.rows import Restatement
from diagnostics.service.figures import Figures
from diagnostics.service.ledger_book import LedgerBook
from diagnostics.service.pricing import Query

MOVED = 0.005
"""By how much of itself a figure may move before that is told."""

WEEK = timedelta(weeks=1)

Causes = dict[date, Counter[str]]
"""What came late, in words, by the Monday of the week whose figures it moves."""


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def causes(before: Projected, after: Projected) -> Causes:
    """What a new derivation found: calls and visits that came, and calls that went."""
    found: Causes = {}
    for name, match in after.matched.items():
        if name not in before.matched and match.problem_id in before.problems:
            _count(found, after.problems[match.problem_id].local_day, f"late call|late calls|from {match.source}")
    for name, match in before.matched.items():
        if name not in after.matched and match.problem_id in before.problems:
            _count(found, before.problems[match.problem_id].local_day, f"call|calls|withdrawn or moved by {match.source}")
    for problem_id, problem in after.problems.items():
        if problem_id not in before.problems:
            _count(found, problem.local_day, "late problem|late problems|")
    return found


def _count(found: Causes, day: date, words: str) -> None:
    found.setdefault(monday(day), Counter())[words] += 1


def restated(book: LedgerBook, figures: Figures, weeks: Collection[date], why: Causes, now: datetime) -> tuple[list[Published], list[Restatement]]:
    """What is told of these weeks from now on, where it is closed, and the lines about what had been told otherwise."""
    told: list[Published] = []
    lines: list[Restatement] = []
    for first, last in _runs(weeks):
        for week in figures.weeks(Query(first, last + WEEK - timedelta(days=1))):
            if not _is_closed(week, now):
                continue
            period = f"{week.first:%G-W%V}"
            before = {one.metric: one for one in book.published([period])}
            for one in _figures(period, week.figure):
                other = before.get(one.metric)
                if other == one:
                    continue
                if other is not None and _has_moved(other.estimate, one.estimate):
                    because = _words(why.get(monday(week.first), Counter()))
                    lines.append(Restatement(now, period, one.metric, one.scope, other.estimate, one.estimate, because))
                if other is None or _has_moved(other.estimate, one.estimate):
                    told.append(one)
    return told, lines


def _runs(weeks: Iterable[date]) -> list[tuple[date, date]]:
    """Weeks that follow each other, as (first, last) Monday: one reading for each run."""
    found: list[tuple[date, date]] = []
    for week in sorted(set(weeks)):
        if found and week - found[-1][1] == WEEK:
            found[-1] = (found[-1][0], week)
        else:
            found.append((week, week))
    return found


def _is_closed(week: PeriodFigure, now: datetime) -> bool:
    return week.figure.open == 0 and week.last + timedelta(days=week.figure.window + 1) < now.date() and week.figure.counts["problems"] > 0


def _figures(period: str, figure: Figure) -> list[Published]:
    """The tiers of a week: problems that were claimed and verified, and problems avoided where a comparison group measured it."""
    found = [Published(period, "claimed", "", float(figure.claimed.count), None, None, figure.claimed.of)]
    if figure.verified is not None:
        found.append(Published(period, "verified", "", float(figure.verified.count), None, None, figure.verified.of))
    effect = figure.comparison.effects.get("problems") if figure.comparison and figure.comparison.standing != "withheld" else None
    if effect is not None and effect.total is not None:
        total = effect.total
        found.append(Published(period, "incremental", "", round(total.estimate, 2), round(total.low, 2), round(total.high, 2), figure.known))
    return found


def _has_moved(before: float, after: float) -> bool:
    return abs(after - before) > MOVED * abs(before) or before * after < 0


def _words(why: Mapping[str, int]) -> str:
    """`5 late calls from crm_csv, 3 late problems`."""
    said = []
    for words, count in sorted(why.items(), key=lambda item: (-item[1], item[0])):
        one, many, rest = words.split("|")
        said.append(f"{count} {one if count == 1 else many} {rest}".strip())
    return ", ".join(said) or "facts that came late"
