"""Audited calls to match sensitivity, and effects corrected by it.

A call that finds no visit makes the effect too small. For a random sample of calls an agent finds out which visit each was truly about;
the share q of these that had been matched says what was missed. Where q differs between the arms (a hand-off page that shows its code more
plainly), the difference alone can make an effect or hide one, so that each arm has its own q. How far apart they are is told by the audits
of both arms and by all calls that were found without their code: how many of these quoted it all the same, in each arm. With little of
either, the arms are drawn together.

Some calls that find a visit are about something else: a stray call of the same person. Audits tell how many. They come to both arms alike,
hide a little of the effect, and never quote a code, so that they are taken out first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from diagnostics.deflection.counts import Counts
from diagnostics.deflection.effects import Arms, Measure, Stratum
from diagnostics.deflection.intervals import Interval, Share, Z, difference, product, ratio, wilson

FEWEST_AUDITED = 20
"""With fewer audited calls no correction is made, and the figure is "at least"."""

USUAL = 0.15
"""How far apart the arms' sensitivities are taken to be before any audit says so: one standard deviation, as a part of q."""


MOST_STRAY = 0.25
"""Stray calls per problem beyond which the matching is wrong, and no correction makes up for it."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """`tree`, `holdout`: calls found of calls audited, by arm. `level`: q of all audited calls. `quoted_tree`, `quoted_holdout`: calls
    that quoted their code, of those found by another key. `apart`: by which part of it the comparison group's q is above the tree's.
    `strays`: calls per problem, of either arm, that were matched to it and are about something else."""

    tree: Share
    holdout: Share
    level: Interval
    quoted_tree: Share
    quoted_holdout: Share
    apart: Interval
    strays: float = 0.0

    @property
    def of_tree(self) -> float:
        return self._of_tree(self.apart.estimate)

    @property
    def of_holdout(self) -> float:
        return self.of_tree * self.times(self.apart.estimate)

    def times(self, apart: float) -> float:
        """How many times the tree's q the comparison group's is, were they so far apart; q is at most 1."""
        tree = self._of_tree(apart)
        return min(max(tree + self.level.estimate * apart, 0.05), 1.0) / tree

    def _of_tree(self, apart: float) -> float:
        """Both arms' q have the audited level between them, each by its audited calls."""
        part = self.holdout.of / max(self.tree.of + self.holdout.of, 1)
        return min(self.level.estimate * (1 - apart * part), 1.0)


def sensitivity(chosen: Sequence[Stratum], window: int) -> Sensitivity | None:
    """From the audited calls of these strata; None where they are too few, or none was found."""
    strays = _strays(chosen, window)
    audits, quoted = _shares(chosen, window, strays)
    found, audited = sum(share.count for share in audits), sum(share.of for share in audits)
    if audited < FEWEST_AUDITED or not found:
        return None
    together = _together(chosen, window)
    apart = _apart(_seen(audits, quoted, together), 0.0, USUAL**2)
    return Sensitivity(audits[0], audits[1], _level(found, audited, together), quoted[0], quoted[1], apart, strays)


def of_one_tree(chosen: Sequence[Stratum], window: int, all_trees: Sensitivity, size: float) -> Sensitivity:
    """A tree's own sensitivity, drawn toward that of all trees as if `size` more of its calls had been audited with that result."""
    audits, quoted = _shares(chosen, window, all_trees.strays)
    found, audited = sum(share.count for share in audits), sum(share.of for share in audits)
    size = min(size, all_trees.tree.of + all_trees.holdout.of)  # nobody knows more than all audits together
    of, together = round(audited + size), _together(chosen, window)
    level = _level(min(round(found + size * all_trees.level.estimate), of), of, together)
    doubt = ((all_trees.apart.high - all_trees.apart.low) / (2 * Z)) ** 2 + (USUAL / 2) ** 2
    apart = _apart(_seen(audits, quoted, together), all_trees.apart.estimate, doubt)
    return Sensitivity(audits[0], audits[1], level, quoted[0], quoted[1], apart, all_trees.strays)


def corrected(compared: Arms, measure: Measure, chosen: Sequence[Stratum], window: int, sensed: Sensitivity) -> Interval:
    """The effect had every call been matched, and to what it is about: H / q_H - T / q_T without strays, with the doubt about both q.

    Calls and minutes are divided by the q of calls. A problem is found if any of its calls is, so what is missed of problems is about
    the number found by exactly one call times (1 - q) / q.
    """
    compared = _without_strays(compared, measure, chosen, window, sensed.strays)
    once = _once(chosen, window) if measure == "problems" else 1.0
    tree = _of_measure(sensed.of_tree, once)

    def relative(apart: float) -> float:
        """What the comparison group's figure is to be multiplied by before both arms are divided by the tree's q."""
        return tree / _of_measure(sensed.of_tree * sensed.times(apart), once)

    apart = sensed.apart
    factor = Interval(relative(apart.estimate), relative(apart.high), relative(apart.low))
    scale = sensed.of_tree / sensed.level.estimate
    level = Interval(tree, *(_of_measure(min(bound * scale, 1.0), once) for bound in (sensed.level.low, sensed.level.high)))
    return ratio(difference(product(compared.holdout, factor), compared.tree), level)


def _of_measure(q: float, once: float) -> float:
    """Problems found of problems with a call, where q of the calls are found and `once` of the problems are found by one call only."""
    return 1 / (1 + once * (1 / q - 1))


def _once(chosen: Sequence[Stratum], window: int) -> float:
    both = sum((stratum.tree + stratum.holdout for stratum in chosen), Counts())
    called = both.within("called", window)
    return both.within("once", window) / called if called else 1.0


def _strays(chosen: Sequence[Stratum], window: int) -> float:
    """Stray calls per problem: what audits say of the matched calls that they looked at, for all matched calls."""
    both = sum((stratum.tree + stratum.holdout for stratum in chosen), Counts())
    looked = both.within("found", window) + both.within("stray", window)
    return min(both.within("stray", window) / looked * both.within("calls", window) / both["problems"], MOST_STRAY) if looked else 0.0


def _without_strays(compared: Arms, measure: Measure, chosen: Sequence[Stratum], window: int, strays: float) -> Arms:
    """Both arms less the stray calls. A problem that had a call of its own anyway is no more called by a stray one: of the others the share
    s is, so that p + (1 - p) s were seen to call where p did."""
    if measure == "problems":
        return Arms(*(arm.plus(-strays).times(1 / (1 - strays)) for arm in (compared.tree, compared.holdout)))
    both = sum((stratum.tree + stratum.holdout for stratum in chosen), Counts())
    each = 1.0 if measure == "calls" else both.within("handle", window) / 60 / max(both.within("calls", window), 1)
    return Arms(*(arm.plus(-strays * each) for arm in (compared.tree, compared.holdout)))


def _shares(chosen: Sequence[Stratum], window: int, strays: float) -> tuple[list[Share], list[Share]]:
    """Of tree and comparison group: calls found of those audited; calls that quoted their code of those found by another key, less strays."""
    arms = [sum((s.tree for s in chosen), Counts()), sum((s.holdout for s in chosen), Counts())]
    audits = [Share(arm.within("found", window), arm.within("audited", window)) for arm in arms]
    keyed = [round(arm.within("keyed", window) - strays * arm["problems"]) for arm in arms]
    return audits, [Share(arm.within("both", window), max(own, arm.within("both", window))) for arm, own in zip(arms, keyed, strict=True)]


def _together(chosen: Sequence[Stratum], window: int) -> float:
    """By how much variances grow because the calls of one caller are found or missed together (Kish's design effect, at its most):
    the mean number of calls of a call's own caller."""
    both = sum((stratum.tree + stratum.holdout for stratum in chosen), Counts())
    calls = both.within("calls", window)
    return max(both.within("calls_sq", window) / calls, 1.0) if calls else 1.0


def _level(found: int, audited: int, together: float) -> Interval:
    plain = wilson(found, audited)
    q, wider = plain.estimate, sqrt(together)
    return Interval(q, max(q - wider * (q - plain.low), 0.01), min(q + wider * (plain.high - q), 1.0))


def _seen(audits: Sequence[Share], quoted: Sequence[Share], together: float) -> list[tuple[float, float]]:
    """How far apart the arms' q are, as parts of q, with variances: by the audits, and by the codes that were quoted.

    q = 1 - (1 - c)(1 - k), with c the share of calls that quote their code and k the share that another key finds. Where k is the same
    in both arms, a difference of c is one of q times (1 - k) = (1 - q) / (1 - c).
    """
    q, c = _common(*audits), _common(*quoted)
    seen = [_between(audits[0], audits[1], 1 / q), _between(quoted[0], quoted[1], (1 - q) / q / (1 - c))]
    return [(value, together * variance) for value, variance in seen]


def _common(tree: Share, holdout: Share) -> float:
    return (tree.count + holdout.count + 1) / (tree.of + holdout.of + 2)


def _between(tree: Share, holdout: Share, unit: float) -> tuple[float, float]:
    """The difference of two shares, comparison group minus tree, in `unit`s, and its variance were both the same."""
    if not tree.of or not holdout.of:
        return 0.0, float("inf")
    common = _common(tree, holdout)
    return unit * (holdout.share - tree.share), unit**2 * common * (1 - common) * (1 / tree.of + 1 / holdout.of)


def _apart(seen: Iterable[tuple[float, float]], usual: float, doubt: float) -> Interval:
    """Each (difference, variance) by its precision, with `usual` and its variance as one more of them: the normal posterior."""
    precision, towards = 1 / doubt, usual / doubt
    for value, variance in seen:
        precision += 1 / max(variance, 1e-9)
        towards += value / max(variance, 1e-9)
    mean, half = towards / precision, Z / sqrt(precision)
    return Interval(mean, mean - half, mean + half)
