"""Cells of closed days to the comparison of both arms: effects, corrected, with what withholds them."""

from collections.abc import Iterable, Mapping, Sequence

from diagnostics.deflection.allocation import SampleRatio, needed_from, sample_ratio
from diagnostics.deflection.anytime import live
from diagnostics.deflection.bayes import Belief, drawn_together, posterior, shrinkage, stratified
from diagnostics.deflection.correction import Sensitivity, corrected, of_one_tree, sensitivity
from diagnostics.deflection.counts import Cell, Counts
from diagnostics.deflection.effects import MEASURES, Effect, Measure, Stratum, arms, comparable, effect, strata, uncorrected
from diagnostics.deflection.figures import Comparison, Standing
from diagnostics.deflection.intervals import Interval, Share, Z

NO_EFFECT_KNOWN = Interval(0.0, -1.0, 1.0)


def compare(cells: Sequence[Cell], window: int, sensed: Sensitivity | None = None) -> Comparison | None:
    """The arms of these cells; None where no visitor of theirs could have come into a comparison group.

    `sensed` is the match sensitivity where it is known from more than these cells (that of one tree); else these tell it.
    """
    chosen = strata(cells)
    if not chosen:
        return None
    ratios = sample_ratios(cells)
    tree, holdout = _whole(chosen)
    shares = [Share(arm.within("called", window), arm["problems"]) for arm in (tree, holdout)]
    sensed = sensed or sensitivity(chosen, window)
    effects = _effects(chosen, window, sensed) if comparable(chosen) else {}
    needed = needed_from(shares[1].share, holdout["problems"] / (tree["problems"] + holdout["problems"]), holdout["problems"])
    measured = effects["problems"].per_problem if effects else NO_EFFECT_KNOWN
    problems = tree["problems"] + holdout["problems"]
    planned = round((needed or problems) * problems / max(holdout["problems"], 1))
    return Comparison(
        standing=_standing(ratios, measured), called_tree=shares[0], called_holdout=shares[1], effects=effects,
        live=live(measured.estimate, (measured.high - measured.low) / (2 * Z), problems, planned), needed=needed, ratios=ratios,
        sensitivity=sensed, induces_calls=bool(effects) and measured.high < 0 and not any(ratio.broken for ratio in ratios),
        plain_belief=_belief(chosen, window) if effects else None, opted_in=Share(holdout["opted_in"], holdout["problems"]),
    )  # fmt: skip


def sample_ratios(cells: Iterable[Cell]) -> tuple[SampleRatio, ...]:
    """One for each allocation, before small ones are joined."""
    sums: dict[tuple[int, str], list[int]] = {}
    for cell in cells:
        if cell.p_ppm > 0 and cell.arm != "none":
            sums.setdefault((cell.p_ppm, cell.alloc_id), [0, 0])[cell.arm == "holdout"] += cell.counts["problems"]
    return tuple(sample_ratio(holdout, tree, p_ppm, alloc_id, len(sums)) for (p_ppm, alloc_id), (tree, holdout) in sorted(sums.items()))


def compare_trees(cells: Mapping[str, Sequence[Cell]], window: int, together: Comparison | None) -> dict[str, Comparison | None]:
    """Each tree for itself, corrected by its own sensitivity drawn toward that of all, before any ranking."""
    sensed = together.sensitivity if together else None
    if not sensed:
        return {tree: compare(own, window) for tree, own in cells.items()}
    audits = [(_sum(own, f"found_{window}"), _sum(own, f"audited_{window}")) for own in cells.values()]
    size = shrinkage(audits, sensed.level.estimate)
    return {tree: compare(own, window, of_one_tree(strata(own), window, sensed, size)) for tree, own in cells.items()}


def beliefs(comparisons: Mapping[str, Comparison | None]) -> dict[str, Belief]:
    """What trees are ranked by: the effect of each on problems, drawn toward what all have in common."""
    own = {tree: found.effects["problems"].per_problem for tree, found in comparisons.items() if found and found.effects}
    return dict(zip(own, drawn_together(list(own.values())), strict=True))


def _effects(chosen: Sequence[Stratum], window: int, sensed: Sensitivity | None) -> dict[Measure, Effect]:
    tree, holdout = _whole(chosen)
    effects: dict[Measure, Effect] = {}
    for measure in MEASURES:
        compared = arms(chosen, measure, window)
        plain = uncorrected(compared)
        better = corrected(compared, measure, chosen, window, sensed) if sensed else plain
        effects[measure] = effect(plain, better, tree["problems"], tree["problems"] + holdout["problems"])
    return effects


def _belief(chosen: Sequence[Stratum], window: int) -> Belief:
    whole = sum(stratum.problems for stratum in chosen)
    return stratified([(s.problems / whole, posterior(_called(s.holdout, window), _called(s.tree, window))) for s in chosen])


def _called(arm: Counts, window: int) -> tuple[int, int]:
    return arm.within("called", window), arm["problems"]


def _standing(ratios: Iterable[SampleRatio], measured: Interval) -> Standing:
    if any(ratio.broken for ratio in ratios):
        return "withheld"
    return "measured" if measured.beyond_zero else "not_yet"


def _whole(chosen: Iterable[Stratum]) -> tuple[Counts, Counts]:
    known = list(chosen)
    return sum((s.tree for s in known), Counts()), sum((s.holdout for s in known), Counts())


def _sum(cells: Iterable[Cell], column: str) -> int:
    return sum(cell.counts[column] for cell in cells if cell.p_ppm > 0 and cell.arm != "none")
