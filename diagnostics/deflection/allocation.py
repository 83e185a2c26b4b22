"""The comparison group itself: is its share what it should be, how large must it be, and what of those who opted out of it."""

from dataclasses import dataclass
from math import ceil

from scipy.special import chdtrc, ndtri

BROKEN = 0.001
"""Below this probability of the sample ratio the assignment counts as broken, and the figure is withheld."""

DETECT = 1 / 6
"""The fall of the call rate, as a part of it, that a comparison group should be able to show: from 30 to 25 of 100."""

_POWER = float(ndtri(0.975) + ndtri(0.8)) ** 2


@dataclass(frozen=True, slots=True)
class SampleRatio:
    """How the visitors of one allocation fell into the arms, against its share of the comparison group."""

    alloc_id: str
    p_ppm: int
    tree: int
    holdout: int
    chi2: float
    probability: float

    @property
    def broken(self) -> bool:
        return self.probability < BROKEN


def sample_ratio(holdout: int, tree: int, p_ppm: int, alloc_id: str = "", among: int = 1) -> SampleRatio:
    """The chi-square test, one degree of freedom, of the numbers against the share (Fabijan et al., KDD 2019). With several allocations
    the probability is that of any one of them (Bonferroni), so that a long history is not withheld for its length."""
    whole, share = holdout + tree, p_ppm / 1_000_000
    if not whole or not 0 < share < 1:
        return SampleRatio(alloc_id, p_ppm, tree, holdout, 0.0, 1.0)
    chi2 = (holdout - whole * share) ** 2 / (whole * share) + (tree - whole * (1 - share)) ** 2 / (whole * (1 - share))
    return SampleRatio(alloc_id, p_ppm, tree, holdout, chi2, min(among * float(chdtrc(1, chi2)), 1.0))


def needed(holdout_rate: float, tree_rate: float, share: float) -> int:
    """Problems of the comparison group that show this difference of rates with 95 % confidence and 80 % power, at a share of it."""
    spread = holdout_rate * (1 - holdout_rate) + tree_rate * (1 - tree_rate) * share / (1 - share)
    return ceil(_POWER * spread / (holdout_rate - tree_rate) ** 2)


def needed_from(holdout_rate: float, share: float, have: int) -> int | None:
    """How large the comparison group must grow: to show a fall by a sixth, and where it is that large already, by half as much, and
    so on. None where nobody calls."""
    if not 0 < holdout_rate <= 1 or not 0 < share < 1:
        return None
    fall = DETECT
    while (size := needed(holdout_rate, holdout_rate * (1 - fall), share)) <= have:
        fall /= 2
    return size


def complier_effect(effect: float, opted_in: float) -> float:
    """The effect on those who keep to their arm (CACE): the share `opted_in` of the comparison group took the tree all the same, so
    that the plain difference is smaller by as much (Angrist, Imbens and Rubin, JASA 91, 1996, 444-455)."""
    return effect / (1 - opted_in)
