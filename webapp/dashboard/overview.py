"""What was asked to the first page: the answers, the tiles, the ladder, the 6-12 chart, the arms, the trees, the money."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from diagnostics.deflection.figures import Figure, PeriodFigure, Tier, Trust
from diagnostics.service.figures import Figures, Query
from webapp.dashboard import answers, compared, periods, rungs, tiles, trees
from webapp.dashboard.filters import DAY, YEAR, Chosen


@dataclass(frozen=True, slots=True)
class Overview:
    """`tier` is the one that all of the page's charts are drawn in."""

    now: Figure
    trust: Trust
    answers: list[answers.Answer]
    tiles: list[tiles.Tile]
    ladder: rungs.Ladder
    trend: periods.SixTwelve
    arms: compared.Compared
    trees: trees.Trees
    money: compared.Money | None
    tier: Tier


def query_of(chosen: Chosen) -> Query:
    return Query(chosen.first, chosen.last, chosen.tree, chosen.dimension, chosen.value, chosen.window)


def overview(figures: Figures, chosen: Chosen, titles: Mapping[str, str], first_day: date | None) -> Overview:
    """A dozen readings of sums, whatever the number of visits. `figures` are those of `now()`."""
    query = query_of(chosen)
    figures.ahead(replace(query, first=_earliest(chosen, query)))
    now, trust = figures.headline(query), figures.trust(query)
    before = compared_with(figures, chosen, query, trust, first_day)
    by_tree = figures.trees(query)
    trend, weeks = _trend(figures, query, now.tier, trust, first_day)
    said = answers.answers(now, before, weeks.now, by_tree, titles, chosen, _longer(figures, query, now))
    return Overview(
        now, trust, said, tiles.tiles(now, before), rungs.rungs(now), trend,
        compared.compared(figures.arms(query), chosen.window, now.comparison), trees.trees(by_tree, now, titles),
        compared.money(now.savings, now.comparison, now.visits_per_call), now.tier,
    )  # fmt: skip


def _earliest(chosen: Chosen, query: Query) -> date:
    """The first day of all that the page tells of: what is compared with, and the months of the year before."""
    before = chosen.before or (query.first, query.last)
    return min(query.first, before[0], _months_year_before(_by_month(query)).first)


def _longer(figures: Figures, query: Query, now: Figure) -> Figure | None:
    """Twelve months up to the same day, where these days alone do not measure anything yet."""
    if now.comparison is None or now.comparison.standing != "not_yet":
        return None
    return figures.headline(replace(query, first=query.last - YEAR + DAY))


def compared_with(figures: Figures, chosen: Chosen, query: Query, trust: Trust, first_day: date | None) -> Figure | None:
    """The period before, cut to as many days as are closed in this one; None where the ledger has no days of it."""
    days = chosen.before
    if days is None or first_day is None:
        return None
    open_days = max(0, (query.last - trust.closed).days) if trust.closed and trust.closed >= query.first else 0
    first, last = days[0], days[1] - timedelta(days=open_days)
    return figures.headline(replace(query, first=first, last=last)) if first_day <= first <= last else None


def _trend(figures: Figures, query: Query, tier: Tier, trust: Trust, first_day: date | None) -> tuple[periods.SixTwelve, periods.Series]:
    """Six weeks and twelve months that end where the period ends, of this year and the one before."""
    end = query.last
    monday = end - timedelta(days=end.weekday())
    weeks = replace(query, first=monday - timedelta(weeks=periods.WEEKS - 1))
    months = _by_month(query)
    drawn = periods.Series(figures.weeks(weeks), _known(figures.weeks, _year_before(weeks), first_day))
    by_month = periods.Series(figures.months(months), _known(figures.months, _months_year_before(months), first_day))
    closed = min(end, trust.closed) if trust.closed else end
    to_date = []
    for label, first in periods.starts(closed):
        part = replace(query, first=first, last=closed)
        old = _year_before(part)
        last = figures.headline(old) if first_day and old.first >= first_day else None
        to_date.append((label, figures.headline(part), last))
    return periods.six_twelve(drawn, by_month, to_date, tier), drawn


def _known(read: Callable[[Query], list[PeriodFigure]], query: Query, first_day: date | None) -> list[PeriodFigure]:
    return [period for period in read(query) if first_day is not None and period.first >= first_day]


def _by_month(query: Query) -> Query:
    return replace(query, first=_months_before(query.last, periods.MONTHS - 1))


def _year_before(query: Query) -> Query:
    return replace(query, first=query.first - YEAR, last=query.last - YEAR)


def _months_year_before(query: Query) -> Query:
    """Months are compared with the same months, whatever weekdays they have."""
    end = query.last
    last = date(end.year - 1, end.month, min(end.day, 28)) if end.month == 2 else end.replace(year=end.year - 1)
    return replace(query, first=query.first.replace(year=query.first.year - 1), last=last)


def _months_before(day: date, months: int) -> date:
    """The first of the month so many months before."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
