"""Cells of both arms to the effect of showing the tree: problems with a call, calls, and minutes of handling that it avoids.

By intention to treat: each problem counts in the arm of its first visit, whatever was done afterwards. Strata are the allocations, since
shares change over time and so do problems; a stratum weighs as many problems as it has (n_s / n). Positive is avoided.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from diagnostics.deflection.counts import Cell, Counts
from diagnostics.deflection.intervals import Interval, difference, positive_mean, product, weighted, wilson

Measure = Literal["problems", "calls", "minutes"]
MEASURES: tuple[Measure, ...] = ("problems", "calls", "minutes")

FEWEST = 5
"""A stratum with fewer problems in an arm than this says too little, and joins the one whose share is nearest."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """Both arms of one allocation."""

    alloc_id: str
    p_ppm: int
    tree: Counts
    holdout: Counts

    @property
    def problems(self) -> int:
        return self.tree["problems"] + self.holdout["problems"]


@dataclass(frozen=True, slots=True)
class Arms:
    """What a problem comes to in each arm, over all strata: a share, a number of calls, or minutes."""

    tree: Interval
    holdout: Interval


@dataclass(frozen=True, slots=True)
class Effect:
    """What showing the tree avoids of one measure. `per_problem`, corrected for calls that were not matched where an audit says how
    many, else as `uncorrected`. `total`: over the problems that got the tree; `total_if_all`: had all got it. In calls or minutes."""

    per_problem: Interval
    total: Interval
    total_if_all: Interval
    uncorrected: Interval
    uncorrected_total: Interval
    uncorrected_total_if_all: Interval


def strata(cells: Iterable[Cell]) -> tuple[Stratum, ...]:
    """The allocations that had a comparison group, summed over everything else, in order of share; too small ones joined."""
    sums: dict[tuple[int, str], list[Counts]] = {}
    for cell in cells:
        if cell.p_ppm > 0 and cell.arm != "none":
            arms = sums.setdefault((cell.p_ppm, cell.alloc_id), [Counts(), Counts()])
            arms[cell.arm == "holdout"] += cell.counts
    found = [Stratum(alloc_id, p_ppm, *sums[p_ppm, alloc_id]) for p_ppm, alloc_id in sorted(sums)]
    while len(found) > 1 and (small := next((s for s in found if _small(s)), None)):
        found.remove(small)
        nearest = min(found, key=lambda other: (abs(other.p_ppm - small.p_ppm), other.alloc_id))
        found[found.index(nearest)] = _joined(small, nearest)
    return tuple(found)


def comparable(chosen: Iterable[Stratum]) -> bool:
    """Whether there are two arms to compare."""
    return all(stratum.tree["problems"] and stratum.holdout["problems"] for stratum in chosen)


def arms(chosen: Iterable[Stratum], measure: Measure, window: int) -> Arms:
    """Each arm by the weights of all problems, so that the arms differ in nothing but the tree. Strata are combined by MOVER; the
    difference of shares is then Newcombe's, stratified."""
    known = list(chosen)
    whole = sum(stratum.problems for stratum in known)
    parts = [(stratum.problems / whole, _stratum_arms(stratum, measure, window)) for stratum in known]
    return Arms(weighted((w, part.tree) for w, part in parts), weighted((w, part.holdout) for w, part in parts))


def uncorrected(compared: Arms) -> Interval:
    """The plain effect: comparison group minus tree."""
    return difference(compared.holdout, compared.tree)


def effect(plain: Interval, corrected: Interval, problems_tree: int, problems: int) -> Effect:
    """An effect per problem with its totals."""
    return Effect(
        corrected, corrected.times(problems_tree), corrected.times(problems),
        plain, plain.times(problems_tree), plain.times(problems),
    )  # fmt: skip


def _small(stratum: Stratum) -> bool:
    return min(stratum.tree["problems"], stratum.holdout["problems"]) < FEWEST


def _joined(small: Stratum, large: Stratum) -> Stratum:
    return Stratum(large.alloc_id, large.p_ppm, large.tree + small.tree, large.holdout + small.holdout)


def _stratum_arms(stratum: Stratum, measure: Measure, window: int) -> Arms:
    if measure == "problems":
        return Arms(*(wilson(arm.within("called", window), arm["problems"]) for arm in (stratum.tree, stratum.holdout)))
    both = stratum.tree + stratum.holdout
    return Arms(*(_per_problem(arm, both, measure, window) for arm in (stratum.tree, stratum.holdout)))


_COLUMN: dict[Measure, tuple[str, str, float]] = {"calls": ("calls", "calls_sq", 1.0), "minutes": ("handle", "handle_sq", 60.0)}


def _per_problem(arm: Counts, both: Counts, measure: Measure, window: int) -> Interval:
    """The mean of all problems: the share that called, by Wilson, times what one caller comes to.

    Most problems have none, so that the plain mean is far from normal where callers are few; its two parts are not. With fewer callers
    than `FEWEST`, what one comes to is taken from both arms.
    """
    callers = arm.within("called", window)
    each = _per_caller(arm if callers >= FEWEST else both, max(callers, 1), measure, window)
    found = product(wilson(callers, arm["problems"]), each)
    column, _, unit = _COLUMN[measure]
    own = arm.within(column, window) / unit / arm["problems"]
    return Interval(own, min(found.low, own), max(found.high, own))


def _per_caller(arm: Counts, callers: int, measure: Measure, window: int) -> Interval:
    """What a caller comes to, known from so many of them: Student's interval of the mean on the scale of logarithms, since times are
    skewed and cannot be negative."""
    column, squares, unit = _COLUMN[measure]
    known = arm.within("called", window)
    if not known:
        return Interval(1.0, 1.0, 1.0) if measure == "calls" else Interval(0.0, 0.0, 0.0)
    mean = arm.within(column, window) / unit / known
    variance = (arm.within(squares, window) / unit**2 - known * mean**2) / (known - 1) if known > 1 else mean**2
    return positive_mean(mean, sqrt(max(variance, 0.0) / callers), max(callers - 1, 1))
