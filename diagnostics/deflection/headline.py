"""Sums and prices to the figure that stands on a page: the best tier that the data supports, named for what it is (the day-one rule).

| data that exists | tier |
|---|---|
| visits only | `claimed` |
| and a call feed that spoke through closed days | `verified` |
| and answers to "would you have called us otherwise?" | `would_have_called` |
| and a comparison group whose interval leaves out zero | `incremental` |

The tiers are never added up. Money is that of the named tier alone, and there is none before a cost is entered.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnostics.deflection.comparing import compare
from diagnostics.deflection.costs import Price
from diagnostics.deflection.counts import Cell, Counts
from diagnostics.deflection.figures import Comparison, Figure, Note, Tier
from diagnostics.deflection.intervals import Share
from diagnostics.deflection.savings import Savings, savings


@dataclass(frozen=True, slots=True)
class Prices:
    """What a call costs and what serving a problem costs, None where nobody entered it; `missing` says why there is none although
    somebody did."""

    cost: Price | None = None
    to_serve: Price | None = None
    missing: Note | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """What one figure is made from. `served`: cells of all days asked for; `known`: of the closed days on which each feed spoke.
    `open`, `unknown`: problems of the other days. `feeds`: whether any call feed exists. `calls`: unique calls on the days asked for,
    None where they cannot be told apart for this choice. `compared`: the comparison of the known ones, where it has been made."""

    served: Sequence[Cell]
    known: Sequence[Cell]
    open: int = 0
    unknown: int = 0
    feeds: bool = False
    calls: int | None = None
    prices: Prices = Prices()
    compared: Comparison | None = None


def headline(material: Material, window: int) -> Figure:
    """One figure. Problems that got the tree are the denominator of every tier; those of the comparison group only stand against them."""
    served, known = _got_tree(material.served), _got_tree(material.known)
    comparison = material.compared or compare(material.known, window)
    tier = _tier(material, known, comparison)
    verifiable = material.feeds and known["problems"] > 0
    verified = Share(known["claimed"] - known.within("claimed_called", window), known["problems"]) if verifiable else None
    asked = known["would_yes"] + known["would_no"]
    would = Share(known["would_yes"] - known.within("would_called", window), known["problems"]) if verifiable and asked else None
    claimed = Share(served["claimed"], served["problems"])
    money = _money(material, window, tier, comparison, {"claimed": claimed, "verified": verified, "would_have_called": would})
    visits = sum(cell.counts["visits"] for cell in material.served)
    return Figure(
        window=window, counts=served, known=known["problems"], open=material.open, unknown=material.unknown, claimed=claimed,
        verified=verified, would_have_called=would, reopened=Share(served["reopened"], served["claimed"]), comparison=comparison,
        tier=tier, savings=money, visits_per_call=visits / material.calls if material.calls else None,
        notes=tuple(_notes(material, window, tier, comparison)),
    )  # fmt: skip


def _got_tree(cells: Sequence[Cell]) -> Counts:
    return sum((cell.counts for cell in cells if cell.arm != "holdout"), Counts())


def _tier(material: Material, known: Counts, comparison: Comparison | None) -> Tier:
    if comparison and comparison.standing == "measured" and material.feeds:
        return "incremental"
    if not material.feeds or not known["problems"]:
        return "claimed"
    return "would_have_called" if known["would_yes"] + known["would_no"] else "verified"


def _money(
    material: Material, window: int, tier: Tier, comparison: Comparison | None, shares: dict[str, Share | None]
) -> Savings | None:
    """Of the named tier: an effect is priced per call or per minute; a reported problem counts as one call that was not made. Only the
    part of the problems on whose days a cost was in force is priced."""
    cost, to_serve = material.prices.cost, material.prices.to_serve
    if not cost:
        return None
    if tier == "incremental" and comparison:
        compared = [cell.counts for cell in material.known if cell.arm == "tree" and cell.p_ppm > 0]
        avoided = comparison.effects["minutes" if cost.per == "minute" else "calls"].per_problem
        problems, visits = sum(c["problems"] for c in compared), sum(c["visits"] for c in compared)
        return savings(avoided, problems * cost.covered, visits * cost.covered, cost, to_serve) if avoided.beyond_zero else None
    share = shares[tier]
    minutes = _minutes_per_call(material.known, window) if cost.per == "minute" else 1.0
    if not share or not share.of or not minutes:
        return None
    visits = _got_tree(material.served if tier == "claimed" else material.known)["visits"]
    return savings(share.interval.times(minutes), share.of * cost.covered, visits * cost.covered, cost, to_serve)


def _minutes_per_call(cells: Sequence[Cell], window: int) -> float | None:
    calls = sum(cell.counts.within("calls", window) for cell in cells)
    return sum(cell.counts.within("handle", window) for cell in cells) / 60 / calls if calls else None


def _notes(material: Material, window: int, tier: Tier, comparison: Comparison | None) -> list[Note]:
    """What stands beside the figure, the weightiest first."""
    notes = _about_comparison(comparison) if material.feeds else [Note("no_calls", "No call log is connected: nothing here is verified.")]
    if material.feeds and not comparison:
        notes.append(Note("no_comparison", "No comparison group: nobody knows how many of these customers would have called at all."))
    if material.open:
        notes.append(Note("open_days", f"{material.open:,} problems are of days whose {window} days to call are not over; they are left out."))
    if material.unknown:
        notes.append(Note("unknown_days", f"{material.unknown:,} problems are of days on which a call feed was silent; they are left out."))
    return notes + _about_money(material.prices)


def _about_money(prices: Prices) -> list[Note]:
    if prices.missing:
        return [prices.missing]
    cost = prices.cost
    if not cost:
        return [Note("no_cost", "Enter your cost per call to see money.")]
    notes = [] if prices.to_serve else [Note("no_serve_cost", "No cost to serve is entered: savings are before it.")]
    if cost.covered < 1:
        notes.append(Note("cost_later", f"A cost was in force for {cost.covered:.0%} of the problems; only these are priced."))
    return notes + [Note("cost_changed", f"The cost changed on {day.isoformat()}; each day is priced at its own.") for day in cost.changed]


def _about_comparison(comparison: Comparison | None) -> list[Note]:
    if not comparison:
        return []
    if comparison.standing == "withheld":
        worst = min(comparison.ratios, key=lambda ratio: ratio.probability)
        numbers = f"{worst.holdout:,} to {worst.tree:,} at {worst.p_ppm / 10_000:g} % (p = {worst.probability:.2g})"
        return [Note("sample_ratio", f"The assignment looks broken: {numbers}. The measured figures are withheld.")]
    notes = []
    if comparison.induces_calls:
        notes.append(Note("induces_calls", "These guides make customers call who would not have: the interval lies below zero."))
    if comparison.standing == "not_yet":
        notes.append(Note("not_yet", f"Not yet measurable: {comparison.progress}."))
    if comparison.effects and not comparison.sensitivity:
        notes.append(Note("at_least", "Without an audit of calls, those that found no visit are missing: the effect is at least this."))
    return notes
