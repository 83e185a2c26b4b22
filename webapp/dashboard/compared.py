"""The two arms over the days since the visit to their chart and table, and the money to its sensitivity."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from diagnostics.deflection.figures import ArmPoint, Comparison
from diagnostics.deflection.intervals import Share
from diagnostics.deflection.savings import Savings, claim
from webapp.dashboard import numbers
from webapp.dashboard.charts.arms import Arms, Rate, arms
from webapp.dashboard.tables import Cell, Table, columns

FEW = 10
"""With fewer problems a rate jumps from one end of the chart to the other; it stands in the table only."""


@dataclass(frozen=True, slots=True)
class Compared:
    """`names` are those of the curves; `chart` is None where no arm has enough problems."""

    chart: Arms | None
    names: dict[str, str]
    says: str
    table: Table


def compared(points: Sequence[ArmPoint], window: int, comparison: Comparison | None = None) -> Compared:
    """Each arm where it has problems. Nothing is drawn of a comparison that is withheld: the eye would draw the conclusion all the same."""
    if comparison is not None and comparison.standing == "withheld":
        return Compared(None, {}, _("Withheld: the assignment to the comparison group looks broken."), _arm_table(()))
    rates = {kind: [(point.window, getattr(point, kind)) for point in points] for kind in ("holdout", "tree")}
    curves = [(kind, [_rate(window, share) for window, share in several if share.of >= FEW]) for kind, several in rates.items()]
    known = [(kind, several) for kind, several in curves if several]
    names = {"holdout": _("Contact details first"), "tree": _("Guide first")}
    return Compared(arms(known) if known else None, names, _sentence(points, window), _arm_table(points))


def _rate(window: int, share: Share) -> Rate:
    return Rate(window, share.share, share.interval.low, share.interval.high)


def _sentence(points: Sequence[ArmPoint], window: int) -> str:
    point = next((p for p in points if p.window == window and p.tree.of), None)
    if point is None:
        return ""
    tree = numbers.percent(point.tree.share)
    if not point.holdout.of:
        return _("Within %(n)s days, %(tree)s of those who saw the guide called.", n=window, tree=tree)
    return _("Within %(n)s days, %(tree)s called after the guide and %(holdout)s after the contact details.", n=window, tree=tree,
             holdout=numbers.percent(point.holdout.share))  # fmt: skip


def _arm_table(points: Sequence[ArmPoint]) -> Table:
    headings = columns(
        ("window_days", _("Days")), ("tree", _("Guide first")), ("tree_low", _("Low")), ("tree_high", _("High")), ("tree_of", _("Problems")),
        ("holdout", _("Contact details first")), ("holdout_low", _("Low")), ("holdout_high", _("High")), ("holdout_of", _("Problems")),
        ("effect", _("Calls avoided per 100")), ("effect_low", _("Low")), ("effect_high", _("High")),
    )  # fmt: skip
    return Table("arms", _("Called within so many days since the visit"), headings, [_arm_row(point) for point in points])


def _arm_row(point: ArmPoint) -> list[Cell]:
    cells = [Cell(point.window, numbers.whole(point.window))]
    for share in (point.tree, point.holdout):
        rates = (share.share, share.interval.low, share.interval.high) if share.of else (None, None, None)
        cells += [Cell(None if rate is None else round(rate, 6), numbers.percent(rate)) for rate in rates]
        cells.append(Cell(share.of, numbers.whole(share.of)))
    effect = point.effect.per_problem if point.effect else None
    bounds = (effect.estimate, effect.low, effect.high) if effect else (None, None, None)
    return [*cells, *(Cell(None if value is None else round(value, 6), numbers.per_hundred(value)) for value in bounds)]


@dataclass(frozen=True, slots=True)
class Money:
    """`rows` of the sensitivity strip: (heading, three amounts). `says`: break-even, changes of the cost, and the plausibility check."""

    heads: tuple[str, str, str]
    rows: tuple[tuple[str, tuple[str, str, str]], ...]
    says: tuple[str, ...]
    table: Table


def money(saved: Savings | None, comparison: Comparison | None, visits_per_call: float | None) -> Money | None:
    """None where there is no money to be shown."""
    if saved is None:
        return None
    heads = (_("low effect"), _("likely effect"), _("high effect"))
    costs = zip((_("low cost"), _("entered cost"), _("high cost")), (saved.cost.low, saved.cost.amount, saved.cost.high), saved.strip, strict=True)
    named = [(f"{name}, {numbers.money(cost, saved.currency, exact=True)}", amounts) for name, cost, amounts in costs]
    rows = tuple((name, _three(amounts, saved.currency)) for name, amounts in named)
    headings = columns(("cost", _("Cost")), ("effect_low", heads[0]), ("effect", heads[1]), ("effect_high", heads[2]), text=("cost",))
    cells = [[Cell(name, name), *(Cell(round(amount), numbers.money(amount, saved.currency)) for amount in amounts)] for name, amounts in named]
    table = Table("sensitivity", _("Savings after cost to serve, in minor units of %(currency)s", currency=saved.currency), headings, cells)
    return Money(heads, rows, tuple(_said(saved, comparison, visits_per_call)), table)


def _three(amounts: tuple[float, float, float], currency: str) -> tuple[str, str, str]:
    return numbers.money(amounts[0], currency), numbers.money(amounts[1], currency), numbers.money(amounts[2], currency)


def _said(saved: Savings, comparison: Comparison | None, visits_per_call: float | None) -> list[str]:
    said = []
    unit = _("minutes") if saved.cost.per == "minute" else _("calls")
    if saved.to_serve is not None:
        said.append(
            _("Break-even: %(n)s %(unit)s avoided per 100 problems pay for serving them.", n=numbers.decimal(saved.break_even * 100, 2), unit=unit)
        )
    for changed in saved.cost.changed:
        said.append(_("The cost per call changed on %(day)s; days before it keep the old one.", day=numbers.day(changed, long=True)))
    if saved.cost.covered < 1:
        said.append(_("A cost was in force for %(share)s of the problems; the mean is theirs.", share=numbers.percent(saved.cost.covered, 0)))
    if comparison is not None and visits_per_call and saved.cost.per == "call" and saved.per_visit.estimate > 0:
        taken = claim(visits_per_call, saved.per_visit.estimate, saved.cost.amount)
        said.append(
            _(
                "Can it be true? With %(ratio)s visits per call, %(each)s a visit means %(n)s calls avoided for each call taken: without the "
                "guides %(from_)s calls per 100 visits, with them %(to)s.",
                ratio=numbers.decimal(visits_per_call),
                each=numbers.money(saved.per_visit.estimate, saved.currency, exact=True),
                n=numbers.decimal(taken.avoided_per_call, 2),
                from_=numbers.per_hundred(taken.rate_without),
                to=numbers.per_hundred(taken.rate_with),
            )
        )
    return said
