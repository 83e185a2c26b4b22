"""Figures to the JSON that machines read: documented, stable keys, rounded, the same bytes for the same ledger.

Rounded to six decimals per problem and two in totals: far below what any interval leaves open, and above what summing in another order
could change.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from diagnostics.deflection.effects import MEASURES, Measure
from diagnostics.deflection.figures import Comparison, Figure, TreeFigure
from diagnostics.deflection.intervals import Interval, Share
from diagnostics.deflection.savings import Savings

Json = dict[str, Any]


def report(figure: Figure, trees: Iterable[TreeFigure] | None, first: date, last: date, as_of: datetime) -> Json:
    """The report of a period. `by_tree` is empty where trees were not asked for. What is not known is null, never 0."""
    comparison = figure.comparison
    return {
        "as_of": as_of.astimezone(UTC).isoformat(timespec="seconds"),
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "window_days": figure.window,
        "tier": figure.tier,
        "label": figure.label,
        "standing": comparison.standing if comparison else "none",
        "problems": _problems(figure),
        "visits": figure.counts["visits"],
        "visits_per_call": _rounded(figure.visits_per_call, 4),
        "measures": _measures(comparison),
        "probability_positive": _probability(comparison),
        "claimed": _share(figure.claimed),
        "verified": _share(figure.verified),
        "would_have_called": _share(figure.would_have_called),
        "sensitivity": _sensitivity(comparison),
        "savings": _savings(figure.savings),
        "by_tree": {tree.tree: _tree(tree) for tree in trees or ()},
        "warnings": [{"code": note.code, "text": note.text} for note in figure.notes],
    }


def _problems(figure: Figure) -> Json:
    comparison = figure.comparison
    return {
        "served": figure.counts["problems"], "known": figure.known, "open": figure.open, "unknown": figure.unknown,
        "tree": comparison.called_tree.of if comparison else 0, "holdout": comparison.called_holdout.of if comparison else 0,
        "holdout_needed": comparison.needed if comparison else None,
    }  # fmt: skip


def _measures(comparison: Comparison | None) -> Json:
    return {measure: _measure(comparison, measure) for measure in MEASURES}


def _measure(comparison: Comparison | None, measure: Measure) -> Json:
    """A withheld figure is null throughout: nothing of a broken assignment is worth printing."""
    effect = comparison.effects.get(measure) if comparison and comparison.standing != "withheld" else None
    plain = _interval(effect.uncorrected if effect else None, 6)
    return {
        "per_problem": _interval(effect.per_problem if effect else None, 6),
        "total": _interval(effect.total if effect else None, 2),
        "total_if_all": _interval(effect.total_if_all if effect else None, 2),
        "uncorrected": {
            **plain,
            "total": _interval(effect.uncorrected_total if effect else None, 2),
            "total_if_all": _interval(effect.uncorrected_total_if_all if effect else None, 2),
        },
    }


def _probability(comparison: Comparison | None) -> float | None:
    if not comparison or comparison.standing == "withheld" or not comparison.plain_belief:
        return None
    return _rounded(comparison.plain_belief.positive, 4)


def _tree(tree: TreeFigure) -> Json:
    figure, belief = tree.figure, tree.belief
    return {
        "standing": figure.comparison.standing if figure.comparison else "none",
        "problems": _problems(figure),
        "measures": _measures(figure.comparison),
        "claimed": _share(figure.claimed),
        "verified": _share(figure.verified),
        "induces_calls": tree.induces_calls,
        "shrunk": {**_interval(belief.effect if belief else None, 6), "probability_positive": _rounded(belief.positive if belief else None, 4)},
        "savings": _savings(figure.savings),
    }


def _share(share: Share | None) -> Json:
    if share is None:
        return {"count": None, "of": None, "share": None, "low": None, "high": None}
    interval = share.interval
    return {
        "count": share.count, "of": share.of, "share": _rounded(share.share, 6), "low": _rounded(interval.low, 6),
        "high": _rounded(interval.high, 6),
    }  # fmt: skip


def _sensitivity(comparison: Comparison | None) -> Json:
    sensed = comparison.sensitivity if comparison else None
    if not sensed:
        return {"audited": 0, "found": 0, "share": None, "low": None, "high": None, "tree": None, "holdout": None}
    return {
        "audited": sensed.tree.of + sensed.holdout.of, "found": sensed.tree.count + sensed.holdout.count,
        "share": _rounded(sensed.level.estimate, 6), "low": _rounded(sensed.level.low, 6), "high": _rounded(sensed.level.high, 6),
        "tree": _rounded(sensed.of_tree, 6), "holdout": _rounded(sensed.of_holdout, 6),
    }  # fmt: skip


def _savings(money: Savings | None) -> Json | None:
    """In minor units (cents); null without a cost, or where the tier has no money."""
    if not money:
        return None
    return {
        "currency": money.currency, "gross": _interval(money.gross, 2), "to_serve": _rounded(money.serve, 2), "net": _interval(money.net, 2),
        "net_per_problem": _interval(money.per_problem, 4), "net_per_visit": _interval(money.per_visit, 4),
        "cost_ids": sorted({*money.cost.ids, *(money.to_serve.ids if money.to_serve else ())}),
    }  # fmt: skip


def _interval(interval: Interval | None, digits: int) -> Json:
    if interval is None:
        return {"estimate": None, "low": None, "high": None}
    return {name: _rounded(value, digits) for name, value in (
        ("estimate", interval.estimate), ("low", interval.low), ("high", interval.high))}  # fmt: skip


def _rounded(value: float | None, digits: int) -> float | None:
    """Without a negative zero, which would be another text for the same number."""
    return None if value is None else round(value, digits) + 0.0
