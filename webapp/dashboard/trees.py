"""The trees' figures to the table with the forest column: where to work next, with the uncertainty drawn beside each effect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _

from diagnostics.deflection.figures import Figure, TreeFigure
from diagnostics.deflection.intervals import Interval
from webapp.dashboard import numbers, rungs
from webapp.dashboard.charts.forest import Effect, Forest, Mark, forest
from webapp.dashboard.places import worded
from webapp.dashboard.tables import Cell, Table, columns

Flag = Literal["", "unclear", "induces", "none"]


@dataclass(frozen=True, slots=True)
class Row:
    """`tree` is "" in the row of all. `flag` is told in words."""

    tree: str
    title: str
    problems: str
    completed: str
    claimed: str
    verified: str
    mark: Mark
    effect: str
    bounds: str
    savings: str
    flag: Flag
    says: str


@dataclass(frozen=True, slots=True)
class Trees:
    """`measured`: there is a comparison group, so the column is drawn."""

    rows: tuple[Row, ...]
    all: Row
    forest: Forest
    ticks: tuple[tuple[float, str], ...]
    measured: bool
    table: Table


def trees(figures: Sequence[TreeFigure], everything: Figure, titles: Mapping[str, str]) -> Trees:
    """By what they are worth, the most first; without a comparison group by their problems."""
    shown = [tree for tree in figures if tree.figure.counts["problems"]]
    shown.sort(key=_worth, reverse=True)
    effects = [_effect(tree.figure, shrunk(tree), tree.induces_calls) for tree in shown]
    whole = rungs.measured(everything)
    induces = bool(everything.comparison and everything.comparison.induces_calls)
    drawn = forest([*effects, Effect(whole.estimate if whole else None, whole.low if whole else None, whole.high if whole else None,
                                     max((effect.weight for effect in effects), default=1.0), induces)])  # fmt: skip
    rows = tuple(_row(tree, titles.get(tree.tree, worded(tree.tree)), mark) for tree, mark in zip(shown, drawn.marks, strict=False))
    every = _words("", _("All trees"), everything, whole, induces, drawn.marks[-1])
    marked = tuple((place, numbers.signed(numbers.whole(value * 100), value)) for place, value in drawn.ticks)
    return Trees(rows, every, drawn, marked, any(mark.shape != "none" for mark in drawn.marks), _table(shown, everything, titles))


def shrunk(tree: TreeFigure) -> Interval | None:
    """The effect by which trees are ranked: drawn toward that of all, so that luck of a small tree does not win."""
    if tree.belief is None or rungs.measured(tree.figure) is None:
        return None
    return tree.belief.effect


def _worth(tree: TreeFigure) -> tuple[float, int]:
    effect = shrunk(tree)
    return (effect.estimate * tree.figure.counts["problems"] if effect else 0.0, tree.figure.counts["problems"])


def _effect(figure: Figure, interval: Interval | None, harm: bool) -> Effect:
    if interval is None:
        return Effect(None, None, None, figure.counts["problems"], False)
    return Effect(interval.estimate, interval.low, interval.high, figure.counts["problems"], harm)


def _row(tree: TreeFigure, title: str, mark: Mark) -> Row:
    return _words(tree.tree, title, tree.figure, shrunk(tree), tree.induces_calls, mark)


def _words(tree: str, title: str, figure: Figure, effect: Interval | None, induces: bool, mark: Mark) -> Row:
    problems = figure.counts["problems"]
    completed = figure.counts["completed"] / problems if problems else None
    flag: Flag = "none" if effect is None else "induces" if induces else "" if effect.beyond_zero else "unclear"
    bounds = "" if effect is None else numbers.between(numbers.per_hundred(effect.low), numbers.per_hundred(effect.high))
    saved = figure.savings if effect is not None or figure.tier != "incremental" else None
    return Row(
        tree, title, numbers.whole(problems), numbers.percent(completed, 0), numbers.percent(figure.claimed.share if problems else None),
        numbers.percent(figure.verified.share if figure.verified and figure.verified.of else None), mark,
        numbers.per_hundred(effect.estimate if effect else None), bounds,
        numbers.money(saved.net.estimate, saved.currency) if saved and flag != "unclear" else numbers.NONE, flag, _flag(flag, figure),
    )  # fmt: skip


def _flag(flag: Flag, figure: Figure) -> str:
    match flag:
        case "induces":
            return _("induces calls")
        case "unclear":
            return _("not clear yet")
        case "none" if figure.comparison and figure.comparison.standing == "withheld":
            return _("withheld")
    return ""


def _table(shown: Sequence[TreeFigure], everything: Figure, titles: Mapping[str, str]) -> Table:
    headings = columns(
        ("title", _("Tree")),
        ("tree", _("Id")),
        ("problems", _("Problems")),
        ("visits", _("Visits")),
        ("completed", _("Completed")),
        ("claimed", _("Claimed")),
        ("claimed_low", _("Low")),
        ("claimed_high", _("High")),
        ("verified", _("Verified")),
        ("verified_of", _("of")),
        ("effect", _("Problems with a call less, per problem")),
        ("effect_low", _("Low")),
        ("effect_high", _("High")),
        ("calls_avoided", _("Calls avoided")),
        ("savings_minor", _("Savings (minor units)")),
        ("currency", _("Currency")),
        ("cost_ids", _("Cost")),
        ("induces_calls", _("Induces calls")),
        ("tier", _("Tier")),
        text=("title", "tree", "currency", "cost_ids", "tier", "induces_calls"),
    )
    rows = [_cells(titles.get(tree.tree, worded(tree.tree)), tree.tree, tree.figure, shrunk(tree), tree.induces_calls) for tree in shown]
    rows.append(
        _cells(_("All trees"), "", everything, rungs.measured(everything), bool(everything.comparison and everything.comparison.induces_calls))
    )
    return Table("trees", _("Trees"), headings, rows)


def _cells(title: str, tree: str, figure: Figure, effect: Interval | None, induces: bool) -> list[Cell]:
    counts, saved = figure.counts, figure.savings
    shares = [figure.claimed.share, figure.claimed.interval.low, figure.claimed.interval.high, figure.verified.share if figure.verified else None]
    effects = [effect.estimate, effect.low, effect.high] if effect else [None, None, None]
    calls = figure.comparison.effects["calls"].total.estimate if effect and figure.comparison else None
    return [
        Cell(title, title), Cell(tree, tree), *(Cell(n, numbers.whole(n)) for n in (counts["problems"], counts["visits"], counts["completed"])),
        *(Cell(_rounded(share), numbers.percent(share)) for share in shares),
        Cell(figure.verified.of if figure.verified else None, numbers.whole(figure.verified.of if figure.verified else None)),
        *(Cell(_rounded(value), numbers.decimal(value, 3)) for value in effects), Cell(_rounded(calls), numbers.whole(calls)),
        Cell(round(saved.net.estimate) if saved else None, numbers.money(saved.net.estimate, saved.currency) if saved else numbers.NONE),
        Cell(saved.currency if saved else None, saved.currency if saved else ""),
        Cell(" ".join(map(str, saved.cost.ids)) if saved else None, " ".join(map(str, saved.cost.ids)) if saved else ""),
        Cell(induces, _("yes") if induces else _("no")), Cell(figure.tier, figure.tier),
    ]  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
