"""Counts and sums to intervals: a share, a difference, a stratified sum, a ratio, a product. All are 95 % intervals.

SciPy has Wilson's interval. What it lacks is written out: Newcombe's method 10 (Statistics in Medicine 17, 1998, 873-890) and the method
of variance estimates recovery, MOVER, in its forms for sums, products and ratios (Zou and Donner, Statistics in Medicine 27, 2008,
1693-1702; Donner and Zou, Statistical Methods in Medical Research 21, 2012, 347-359).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import exp, sqrt

from scipy.special import ndtri, stdtrit

CONFIDENCE = 0.95
Z = float(ndtri(0.5 + CONFIDENCE / 2))


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and the bounds within which the truth lies in 95 of 100 such cases."""

    estimate: float
    low: float
    high: float

    @property
    def beyond_zero(self) -> bool:
        """Whether it says on which side of zero the truth lies."""
        return self.low > 0 or self.high < 0

    def times(self, factor: float) -> "Interval":
        """The same figure in another unit; a negative factor turns the bounds round."""
        ends = sorted((self.low * factor, self.high * factor))
        return Interval(self.estimate * factor, ends[0], ends[1])

    def plus(self, shift: float) -> "Interval":
        return Interval(self.estimate + shift, self.low + shift, self.high + shift)


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of`, with Wilson's interval; of nothing at all every share is possible."""

    count: int
    of: int

    @property
    def interval(self) -> Interval:
        return wilson(self.count, self.of)

    @property
    def share(self) -> float:
        return self.count / self.of if self.of else 0.0


@lru_cache(maxsize=65_536)
def wilson(count: int, of: int) -> Interval:
    """Wilson's score interval of a share. `0 of 0` is 0 [0, 1].

    Raises:
        ValueError: a count outside 0..of.
    """
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no share")
    if not of:
        return Interval(0.0, 0.0, 1.0)
    # Loaded here, because it takes half a second and most commands have no use for it. The result is made by itself, as SciPy documents
    # it: `binomtest` would add a p-value that nobody asked for and takes a hundred times as long.
    from scipy.stats._result_classes import BinomTestResult

    result = BinomTestResult(k=count, n=of, alternative="two-sided", statistic=count / of, pvalue=1.0)
    bounds = result.proportion_ci(CONFIDENCE, method="wilson")
    return Interval(count / of, float(bounds.low), float(bounds.high))


def positive_mean(mean: float, error: float, degrees: int) -> Interval:
    """The mean of something positive and skewed, from its standard error: Student's interval of its logarithm."""
    if mean <= 0:
        return Interval(mean, mean, mean)
    factor = exp(float(stdtrit(degrees, 0.5 + CONFIDENCE / 2)) * error / mean)
    return Interval(mean, mean / factor, mean * factor)


def difference(left: Interval, right: Interval) -> Interval:
    """`left` minus `right`, independent of each other. Of two Wilson intervals it is Newcombe's method 10."""
    estimate = left.estimate - right.estimate
    below = sqrt((left.estimate - left.low) ** 2 + (right.high - right.estimate) ** 2)
    above = sqrt((left.high - left.estimate) ** 2 + (right.estimate - right.low) ** 2)
    return Interval(estimate, estimate - below, estimate + above)


def newcombe(left: tuple[int, int], right: tuple[int, int]) -> Interval:
    """The difference of two shares, each `(count, of)`."""
    return difference(wilson(*left), wilson(*right))


def weighted(parts: Iterable[tuple[float, Interval]]) -> Interval:
    """The sum of independent figures times their weights (which are not negative): MOVER for strata."""
    estimate = below = above = 0.0
    for weight, part in parts:
        estimate += weight * part.estimate
        below += (weight * (part.estimate - part.low)) ** 2
        above += (weight * (part.high - part.estimate)) ** 2
    return Interval(estimate, estimate - sqrt(below), estimate + sqrt(above))


def product(left: Interval, right: Interval) -> Interval:
    """`left` times `right`, independent, `right` positive: MOVER on the linear approximation of the product around the estimates."""
    estimate = left.estimate * right.estimate
    down, up = left.estimate - left.low, left.high - left.estimate
    cheap, dear = right.estimate - right.low, right.high - right.estimate
    if left.estimate < 0:  # a dearer call makes a negative figure more negative
        cheap, dear = dear, cheap
    below = sqrt((right.estimate * down) ** 2 + (left.estimate * cheap) ** 2)
    above = sqrt((right.estimate * up) ** 2 + (left.estimate * dear) ** 2)
    return Interval(estimate, estimate - below, estimate + above)


def ratio(over: Interval, under: Interval) -> Interval:
    """`over` divided by `under`, independent, `under` positive: MOVER-R of Donner and Zou, equations (9) and (10).

    Raises:
        ValueError: `under` may be zero, so that the ratio has no bounds.
    """
    if under.low <= 0:
        raise ValueError("what is divided by must be clear of zero")
    return Interval(over.estimate / under.estimate, _bound(over, under, -1), _bound(over, under, +1))


def _bound(over: Interval, under: Interval, side: int) -> float:
    top, bottom = over.estimate, under.estimate
    own, other = (over.low, under.high) if side < 0 else (over.high, under.low)
    other = min(other, 1.99 * bottom)  # where a few of many were found: beyond twice the estimate the equations have no such root
    spread = own * other * (2 * top - own) * (2 * bottom - other)
    return (top * bottom + side * sqrt(max((top * bottom) ** 2 - spread, 0.0))) / (other * (2 * bottom - other))
