"""A figure to the ladder: claimed, verified and incremental per 100 problems, three separate bars on one scale, and their table."""

from dataclasses import dataclass

from flask_babel import gettext as _

from diagnostics.deflection.figures import Figure
from diagnostics.deflection.intervals import Interval, Share
from webapp.dashboard import measures, numbers
from webapp.dashboard.charts.ladder import Bar, Rung, ladder
from webapp.dashboard.tables import Cell, Table, columns


@dataclass(frozen=True, slots=True)
class Step:
    """A bar and its words. `value` is per 100 problems; `more` is the interval for those who look every day."""

    bar: Bar
    name: str
    means: str
    value: str
    says: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    steps: tuple[Step, ...]
    table: Table


def rungs(figure: Figure) -> Ladder:
    """The incremental bar counts problems with at least one call less, so that all three have one denominator."""
    tiers = [("claimed", figure.claimed), ("verified", figure.verified), ("would", figure.would_have_called)]
    known = [(kind, share.interval, share) for kind, share in tiers if share is not None and share.of]
    effect = measured(figure)
    rows: list[tuple[str, Interval, Share | None]] = [*known, *([("incremental", effect, None)] if effect else [])]
    shown = [Rung(kind, interval.estimate, interval.low, interval.high) for kind, interval, _share in rows]
    missing = [Rung(kind, None) for kind in ("claimed", "verified", "incremental") if kind not in {rung.kind for rung in shown}]
    order = ("claimed", "verified", "would", "incremental")
    bars = ladder(sorted([*shown, *missing], key=lambda rung: order.index(rung.kind)))
    by_kind = {kind: (interval, share) for kind, interval, share in rows}
    return Ladder(tuple(_step(bar, figure, *by_kind.get(bar.kind, (None, None))) for bar in bars), _table(figure, by_kind))


def measured(figure: Figure) -> Interval | None:
    """The effect per problem, where the comparison may be shown."""
    comparison = figure.comparison
    if comparison is None or comparison.standing == "withheld" or "problems" not in comparison.effects:
        return None
    return comparison.effects["problems"].per_problem


def _step(bar: Bar, figure: Figure, interval: Interval | None, share: Share | None) -> Step:
    name, means = _words(bar.kind, figure.window)
    if interval is None:
        return Step(bar, name, means, numbers.NONE, _missing(bar.kind, figure))
    between = numbers.between(numbers.per_hundred(interval.low), numbers.per_hundred(interval.high))
    if share is not None:
        says = _("%(n)s of %(all)s problems, %(range)s", n=numbers.whole(share.count), all=numbers.whole(share.of), range=between)
    elif interval.beyond_zero:
        says = _("95%% interval %(range)s, of %(all)s problems", range=between, all=numbers.whole(figure.known))
    else:
        says = _("not yet measurable: from %(range)s, so chance alone could make it", range=between)
    return Step(bar, name, means, numbers.per_hundred(interval.estimate), says, _every_day(figure) if share is None else "")


def _every_day(figure: Figure) -> str:
    """Who looks each day and stops at the first good news needs a wider interval than who looks once (docs/explanation/estimators.md)."""
    if figure.comparison is None:
        return ""
    live = figure.comparison.live
    return _("If you look at it every day: %(range)s", range=numbers.between(numbers.per_hundred(live.low), numbers.per_hundred(live.high)))


def _words(kind: str, window: int) -> tuple[str, str]:
    match kind:
        case "claimed":
            return _("Claimed"), _("said that it is fixed")
        case "verified":
            return _("Verified"), _("and did not call within %(n)s days", n=window)
        case "would":
            return _("Would have called"), _("verified, and said so when asked")
    return _("Incremental"), _("fewer problems with a call than in the comparison group")


def _missing(kind: str, figure: Figure) -> str:
    if kind == "claimed" or not figure.counts["problems"]:
        return _("no problems in these days yet")
    if measures.waits(figure):
        return _("not known yet: calls about these days may still come") if figure.open else _("not known: the call log was silent on these days")
    if kind == "verified":
        return _("not known: no call log covers these days")
    if figure.comparison and figure.comparison.standing == "withheld":
        return _("withheld: the assignment looks broken")
    return _("not measured: there is no comparison group")


def _table(figure: Figure, by_kind: dict[str, tuple[Interval, Share | None]]) -> Table:
    headings = columns(
        ("tier", _("Tier")),
        ("share", _("Per 100 problems")),
        ("low", _("From")),
        ("high", _("To")),
        ("count", _("Problems")),
        ("of", _("Of")),
        text=("tier",),
    )
    rows = []
    for kind, (interval, share) in by_kind.items():
        count, of = (share.count, share.of) if share else (round(interval.estimate * figure.known), figure.known)
        shares = [Cell(round(value, 6), numbers.per_hundred(value)) for value in (interval.estimate, interval.low, interval.high)]
        rows.append([Cell(kind, _words(kind, figure.window)[0]), *shares, Cell(count, numbers.whole(count)), Cell(of, numbers.whole(of))])
    return Table("tiers", _("The tiers, never added up"), headings, rows)
