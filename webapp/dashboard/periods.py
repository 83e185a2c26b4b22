"""Weeks and months to the 6-12 chart: six weeks at the left, twelve months at the right, last year behind, and a box of sums to date."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from diagnostics.deflection.figures import Figure, PeriodFigure, Tier
from webapp.dashboard import measures, numbers
from webapp.dashboard.charts.trend import Panel, Period, panel
from webapp.dashboard.charts.trend import reach as reach_of
from webapp.dashboard.tables import Cell, Table, columns

WEEKS, MONTHS = 6, 12


@dataclass(frozen=True, slots=True)
class ToDate:
    """A line of the box: so far in this week, month, quarter or year, and the same days a year before."""

    label: str
    value: str
    bounds: str
    last: str
    change: str


@dataclass(frozen=True, slots=True)
class SixTwelve:
    """`says` is the chart in one sentence, for those who do not see it."""

    title: str
    weeks: Panel
    months: Panel
    box: tuple[ToDate, ...]
    table: Table
    says: str
    has_last: bool


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn: this year's periods, and the figures of the same periods a year before where there are any."""

    now: Sequence[PeriodFigure]
    last: Sequence[PeriodFigure]


def six_twelve(weeks: Series, months: Series, to_date: Sequence[tuple[str, Figure, Figure | None]], tier: Tier) -> SixTwelve:
    """All of one tier, so that a change of method is not read as a change of the world."""
    by_week = _periods(weeks, tier, numbers.day, _week_end)
    by_month = _periods(months, tier, numbers.month, _month_end)
    wide_weeks, wide_months = panel(by_week, reach_of(by_week), 330.0), panel(by_month, reach_of(by_month), 470.0)
    known = [period.value for period in by_week if period.value is not None and not period.is_open]
    says = _("%(what)s: %(n)s in the last closed week.", what=measures.name(tier), n=numbers.whole(known[-1])) if known else ""
    has_last = any(period.last is not None for period in (*by_week, *by_month))
    box = tuple(_to_date(label, now, last, tier) for label, now, last in to_date)
    return SixTwelve(measures.name(tier), wide_weeks, wide_months, box, _table(weeks, months, tier), says, has_last)


def _periods(series: Series, tier: Tier, label: Callable[[date], str], end: Callable[[date], date]) -> list[Period]:
    """A period that is not over, or not all of which was asked for, is open like one whose calls may yet come."""
    return [_period(period, _value(before, tier), tier, label(period.first), period.last < end(period.first))
            for period, before in zip(series.now, _aligned(series), strict=True)]  # fmt: skip


def _week_end(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _aligned(series: Series) -> list[Figure | None]:
    """Last year's figures, one for each period of this one: both lists end together."""
    last = [period.figure for period in series.last][-len(series.now) :]
    return [*[None] * (len(series.now) - len(last)), *last]


def _value(figure: Figure | None, tier: Tier) -> float | None:
    told = measures.told(figure, tier) if figure is not None and figure.counts["problems"] else None
    return told.interval.estimate if told else None


def _period(period: PeriodFigure, last: float | None, tier: Tier, label: str, cut: bool) -> Period:
    told = measures.told(period.figure, tier) if period.figure.counts["problems"] else None
    if told is None:
        return Period(label, None, last=last)
    interval = told.interval
    return Period(label, interval.estimate, interval.low, interval.high, last, cut or bool(period.figure.open))


def _to_date(label: str, now: Figure, last: Figure | None, tier: Tier) -> ToDate:
    told, before = measures.told(now, tier), _value(last, tier)
    if told is None:
        return ToDate(label, numbers.NONE, "", numbers.whole(before), "")
    then = measures.told(last, tier) if last is not None else None
    is_clear = told.interval.beyond_zero and then is not None and then.interval.beyond_zero
    change = (told.interval.estimate - before) / before if is_clear and before and before > 0 else None
    return ToDate(label, numbers.whole(told.interval.estimate), numbers.bounds(told.interval), numbers.whole(before),
                  ("" if before is None else _("not clear")) if change is None else numbers.signed(numbers.percent(change, 0), change))  # fmt: skip


def _table(weeks: Series, months: Series, tier: Tier) -> Table:
    headings = columns(
        ("period", _("Period")), ("first", _("From")), ("last", _("To")), ("value", measures.name(tier)), ("low", _("Low")), ("high", _("High")),
        ("problems", _("Problems")), ("open", _("Still open")), ("last_year", _("Year before")), text=("period", "first", "last"),
    )  # fmt: skip
    rows = [_row(_("Week"), period, last, tier) for period, last in zip(weeks.now, _aligned(weeks), strict=True)]
    rows += [_row(_("Month"), period, last, tier) for period, last in zip(months.now, _aligned(months), strict=True)]
    return Table("periods", _("Weeks and months"), headings, rows)


def _row(kind: str, period: PeriodFigure, last: Figure | None, tier: Tier) -> list[Cell]:
    told, before = measures.told(period.figure, tier), _value(last, tier)
    values = [told.interval.estimate, told.interval.low, told.interval.high] if told else [None, None, None]
    days = [Cell(day.isoformat(), numbers.day(day, long=True)) for day in (period.first, period.last)]
    counts = [Cell(n, numbers.whole(n)) for n in (period.figure.counts["problems"], period.figure.open)]
    told_cells = [Cell(None if value is None else round(value, 3), numbers.whole(value)) for value in values]
    return [Cell(kind, kind), *days, *told_cells, *counts, Cell(None if before is None else round(before, 3), numbers.whole(before))]


def starts(day: date) -> list[tuple[str, date]]:
    """The first days of the week, month, quarter and year of a day, with what the box calls them."""
    monday = date.fromordinal(day.toordinal() - day.weekday())
    quarter = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return [
        (_("Week from %(day)s", day=numbers.day(monday)), monday),
        (_("Month from %(day)s", day=numbers.day(day.replace(day=1))), day.replace(day=1)),
        (_("Quarter from %(day)s", day=numbers.day(quarter)), quarter),
        (_("Year from %(day)s", day=numbers.day(date(day.year, 1, 1))), date(day.year, 1, 1)),
    ]
