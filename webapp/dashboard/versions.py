"""The versions of a tree to a before and after: how each did, and the weeks with a mark where one began."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from diagnostics.deflection.figures import PeriodFigure, VersionFigure
from diagnostics.deflection.intervals import Interval, difference
from webapp.dashboard import numbers
from webapp.dashboard.charts.trend import Panel, Period, panel
from webapp.dashboard.charts.trend import reach as reach_of
from webapp.dashboard.tables import Cell, Table, columns


@dataclass(frozen=True, slots=True)
class Versions:
    """`says` compares the last two. `marks` are what the release marks of the chart mean."""

    panel: Panel | None
    says: str
    marks: tuple[tuple[str, str], ...]
    table: Table


def versions(known: Sequence[VersionFigure], weeks: Sequence[PeriodFigure], names: Mapping[str, str]) -> Versions:
    """The share of problems that were said to be fixed, by week. `names`: structure → what people call the version."""
    ordered = sorted((v for v in known if v.figure.counts["problems"]), key=lambda v: v.first)
    letters = {version.structure: f"{number}" for number, version in enumerate(ordered, 1)}
    periods = [_week(week, ordered, letters) for week in weeks]
    drawn = panel(periods, reach_of(periods), 1140.0, 230.0) if any(period.value is not None for period in periods) else None
    marks = tuple((letters[v.structure], _("%(name)s, from %(day)s", name=names.get(v.structure, v.structure), day=numbers.day(v.first, long=True)))
                  for v in ordered)  # fmt: skip
    return Versions(drawn, _sentence(ordered, names), marks, _table(ordered, names))


def _week(week: PeriodFigure, ordered: Sequence[VersionFigure], letters: Mapping[str, str]) -> Period:
    began = [letters[version.structure] for version in ordered[1:] if week.first <= version.first <= week.last]
    label = numbers.day(week.first)
    share = week.figure.claimed
    if not share.of:
        return Period(label, None, note=", ".join(began))
    low_high = share.interval
    return Period(label, share.share * 100, low_high.low * 100, low_high.high * 100, None, bool(week.figure.open), ", ".join(began))


def _sentence(ordered: Sequence[VersionFigure], names: Mapping[str, str]) -> str:
    if len(ordered) < 2:
        return _("One version was in service in these days.")
    before, after = ordered[-2:]
    change: Interval = difference(after.figure.claimed.interval, before.figure.claimed.interval)
    points = numbers.signed(numbers.decimal(change.estimate * 100), change.estimate)
    between = numbers.between(numbers.decimal(change.low * 100), numbers.decimal(change.high * 100))
    said = _(
        "Since %(name)s, %(points)s points in said fixed (%(range)s).", name=names.get(after.structure, after.structure), points=points, range=between
    )
    return f"{said} {_('The change is larger than chance makes it.') if change.beyond_zero else _('That can be chance.')}"


def _table(ordered: Sequence[VersionFigure], names: Mapping[str, str]) -> Table:
    headings = columns(
        ("name", _("Version")),
        ("structure", _("Structure")),
        ("first", _("From")),
        ("last", _("To")),
        ("problems", _("Problems")),
        ("claimed", _("Said fixed")),
        ("claimed_low", _("Low")),
        ("claimed_high", _("High")),
        ("verified", _("Verified")),
        ("person", _("To a person")),
        text=("name", "structure", "first", "last"),
    )
    return Table("versions", _("Versions of this tree"), headings, [_row(version, names) for version in ordered])


def _row(version: VersionFigure, names: Mapping[str, str]) -> list[Cell]:
    figure, name = version.figure, names.get(version.structure, version.structure)
    problems = figure.counts["problems"]
    shares = [figure.claimed.share, figure.claimed.interval.low, figure.claimed.interval.high,
              figure.verified.share if figure.verified and figure.verified.of else None, figure.counts["handed_off"] / problems]  # fmt: skip
    return [Cell(name, name), Cell(version.structure, version.structure[:8]), _date(version.first), _date(version.last),
            Cell(problems, numbers.whole(problems)),
            *(Cell(None if share is None else round(share, 6), numbers.percent(share)) for share in shares)]  # fmt: skip


def _date(day: date) -> Cell:
    return Cell(day.isoformat(), numbers.day(day, long=True))
