"""The Bayesian view: how probable is it that a tree avoids calls, and what is it worth ranking by when few problems have met it.

Rates have Beta posteriors. What one tree shows is drawn toward the figure of all trees, by how much the trees differ beyond chance (found
by the method of moments), so that a league table does not crown the smallest tree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, sqrt

from scipy.special import betainc, betaincinv, ndtr, roots_legendre

from diagnostics.deflection.intervals import Interval, Z

SHRINK = 20.0
"""m where there are too few trees to say how much they differ."""

WIDEST, STEPS = 0.5, 100
"""Effects on problems are differences of shares: their standard deviation among trees is looked for up to this, in so many steps."""

USUAL = 0.1
"""The scale of the half-normal prior of that deviation (Gelman, Bayesian Analysis 1, 2006, 515-533): a few trees say little about it, and
trees that help a fifth more or less than the mean are rare."""

_NODES, _WEIGHTS = roots_legendre(400)


@dataclass(frozen=True, slots=True)
class Belief:
    """A posterior: its median or mean with the central 95 %, and the probability that calls are avoided at all."""

    effect: Interval
    positive: float


@dataclass(frozen=True, slots=True)
class Posterior:
    """The rates of both arms, independent Betas (a, b); the effect is the comparison group's minus the tree's."""

    holdout: tuple[float, float]
    tree: tuple[float, float]

    @property
    def mean(self) -> float:
        return _mean(self.holdout) - _mean(self.tree)

    @property
    def deviation(self) -> float:
        return sqrt(_variance(self.holdout) + _variance(self.tree))

    def above(self, effect: float) -> float:
        """The probability that the effect is greater, by Gauss-Legendre quadrature over the quantiles of the comparison group."""
        return _above(self.holdout, self.tree, effect)

    def belief(self) -> Belief:
        """Median, central 95 % and P(effect > 0), found by bisection of `above`."""
        return Belief(Interval(self._quantile(0.5), self._quantile(0.025), self._quantile(0.975)), self.above(0.0))

    def _quantile(self, share: float) -> float:
        low, high = -1.0, 1.0
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (low, middle) if 1 - self.above(middle) > share else (middle, high)
        return (low + high) / 2


def posterior(holdout: tuple[int, int], tree: tuple[int, int]) -> Posterior:
    """From (problems with a call, problems) of each arm, after uniform priors."""
    return Posterior(_updated(*holdout), _updated(*tree))


def stratified(parts: Sequence[tuple[float, Posterior]]) -> Belief:
    """Of several strata, by (weight, posterior), the normal with their mean and variance; quick enough for a page."""
    mean = sum(weight * part.mean for weight, part in parts)
    deviation = sqrt(sum((weight * part.deviation) ** 2 for weight, part in parts))
    return Belief(Interval(mean, mean - Z * deviation, mean + Z * deviation), float(ndtr(mean / deviation)))


def shrinkage(groups: Sequence[tuple[int, int]], share: float) -> float:
    """m of the prior Beta(m p, m (1 - p)) by the method of moments: how many cases the pooled share counts for in each tree
    (Morris, JASA 78, 1983, 47-55).

    From (count, of) of each tree around the pooled `share`. Trees that differ by no more than chance give a large m, capped at a hundred
    times the mean size; fewer than three trees say nothing, and `SHRINK` holds.
    """
    sizes = [of for _, of in groups if of]
    if len(sizes) < 3 or not 0 < share < 1:
        return SHRINK
    whole = sum(sizes)
    between = sum((count / of - share) ** 2 * of for count, of in groups if of)
    by_chance = share * (1 - share)
    spread = (between - (len(sizes) - 1) * by_chance) / (whole - sum(n * n for n in sizes) / whole)
    return min(max(by_chance / spread - 1, 1.0), _most(sizes)) if spread > 0 else _most(sizes)


def drawn_together(own: Sequence[Interval]) -> list[Belief]:
    """The effects of trees, each drawn toward what they have in common by how little it has shown itself.

    The normal hierarchical model with the spread of the true effects unknown: every spread up to `WIDEST` is weighed by its prior and by
    how well it explains all trees, and what they have in common is as uncertain as it is (Gelman et al., Bayesian Data Analysis, 3rd edition, 5.4).
    So trees that differ by no more than chance are much alike, and still as doubtful as their mean.
    """
    if not own:
        return []
    variances = [max(((each.high - each.low) / (2 * Z)) ** 2, 1e-12) for each in own]
    estimates = [each.estimate for each in own]
    models = [_given(estimates, variances, WIDEST * step / STEPS) for step in range(STEPS + 1)]
    best = max(model.weight for model in models)
    weights = [exp(model.weight - best) for model in models]
    whole = sum(weights)
    beliefs = []
    for place in range(len(own)):
        mean = sum(w * model.means[place] for w, model in zip(weights, models, strict=True)) / whole
        square = sum(w * (model.variances[place] + model.means[place] ** 2) for w, model in zip(weights, models, strict=True)) / whole
        deviation = sqrt(max(square - mean**2, 1e-12))
        beliefs.append(Belief(Interval(mean, mean - Z * deviation, mean + Z * deviation), float(ndtr(mean / deviation))))
    return beliefs


@dataclass(frozen=True, slots=True)
class _Model:
    """What trees are like if their true effects spread so much; `weight` is the logarithm of how well that explains them."""

    weight: float
    means: list[float]
    variances: list[float]


def _given(estimates: Sequence[float], variances: Sequence[float], spread: float) -> _Model:
    precisions = [1 / (variance + spread**2) for variance in variances]
    doubt = 1 / sum(precisions)
    common = doubt * sum(p * estimate for p, estimate in zip(precisions, estimates, strict=True))
    explains = (log(doubt) + sum(log(p) - p * (estimate - common) ** 2 for p, estimate in zip(precisions, estimates, strict=True))) / 2
    drawn = [variance / (variance + spread**2) for variance in variances]
    means = [d * common + (1 - d) * estimate for d, estimate in zip(drawn, estimates, strict=True)]
    return _Model(explains - (spread / USUAL) ** 2 / 2, means, [(1 - d) * v + d * d * doubt for d, v in zip(drawn, variances, strict=True)])


def _updated(count: int, of: int) -> tuple[float, float]:
    return 1.0 + count, 1.0 + of - count


def _most(sizes: Sequence[int]) -> float:
    return 100 * sum(sizes) / len(sizes)


def _mean(beta: tuple[float, float]) -> float:
    return beta[0] / sum(beta)


def _variance(beta: tuple[float, float]) -> float:
    whole = sum(beta)
    return beta[0] * beta[1] / (whole**2 * (whole + 1))


@lru_cache(maxsize=1024)
def _above(holdout: tuple[float, float], tree: tuple[float, float], effect: float) -> float:
    rates = betaincinv(*holdout, (_NODES + 1) / 2)
    below = betainc(*tree, (rates - effect).clip(0.0, 1.0))
    return float((below * _WEIGHTS).sum() / 2)
