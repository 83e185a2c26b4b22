"""Three hundred months whose truth is known: how often the intervals hold it, and what is said of no effect and of harm."""

from dataclasses import dataclass

import numpy as np
import pytest

from diagnostics.deflection.comparing import compare
from diagnostics.deflection.counts import Cell, counts
from diagnostics.deflection.effects import MEASURES, Effect, Measure
from diagnostics.deflection.figures import Comparison
from diagnostics.deflection.records import Arm

MONTHS = 300
TRUE_CALLS, TRUE_MINUTES = 1.25, 1.25 * 9
"""Per problem with a call: one, and a Poisson number of 0.25 more; nine minutes each."""


@dataclass(frozen=True)
class World:
    """Rates of calling by arm and stratum. `quoted`: the share of calls that quote their code, by arm; another key finds 0.6 of them."""

    holdout: tuple[float, float] = (0.35, 0.45)
    tree: tuple[float, float] = (0.25, 0.33)
    quoted: tuple[float, float] = (0.55, 0.55)
    audited: float = 0.15

    @property
    def effect(self) -> float:
        return float(np.mean(np.subtract(self.holdout, self.tree)))


def month(world: World, seed: int) -> Comparison:
    """3,000 problems, half of them at a share of 10 %, half at 5 %."""
    draw = np.random.default_rng(seed)
    cells = []
    for stratum, share in enumerate((0.10, 0.05)):
        holdouts = int(draw.binomial(1500, share))
        cells.append(arm(draw, "holdout", holdouts, world.holdout[stratum], world.quoted[0], world.audited, share))
        cells.append(arm(draw, "tree", 1500 - holdouts, world.tree[stratum], world.quoted[1], world.audited, share))
    found = compare(cells, 7)
    assert found
    return found


def arm(draw: np.random.Generator, name: Arm, problems: int, rate: float, quoted: float, audited: float, share: float) -> Cell:
    """One cell, call by call: who called how often, which calls were found, and which of them were audited."""
    calls = np.where(draw.random(problems) < rate, 1 + draw.poisson(0.25, problems), 0)
    whose = np.repeat(np.arange(problems), calls)
    code, key = draw.random(whose.size) < quoted, draw.random(whose.size) < 0.6
    seconds = draw.gamma(4, 135, whose.size).astype(int)
    found, looked = code | key, draw.random(whose.size) < audited
    by_problem = np.bincount(whose[found], minlength=problems)
    handled = np.bincount(whose[found], seconds[found], minlength=problems)
    own = {
        "problems": problems, "called_7": (by_problem > 0).sum(), "once_7": (by_problem == 1).sum(), "calls_7": by_problem.sum(),
        "calls_sq_7": (by_problem**2).sum(), "handle_7": handled.sum(), "handle_sq_7": (handled**2).sum(), "audited_7": looked.sum(),
        "found_7": (looked & found).sum(), "keyed_7": key.sum(), "both_7": (key & code).sum(),
    }  # fmt: skip
    return Cell("", None, name, "", round(share * 1e6), counts(**{column: int(value) for column, value in own.items()}))


def truth(world: World, measure: Measure) -> float:
    return world.effect * {"problems": 1.0, "calls": TRUE_CALLS, "minutes": TRUE_MINUTES}[measure]


@pytest.fixture(scope="module")
def usual() -> list[Comparison]:
    return [month(World(), seed) for seed in range(MONTHS)]


@pytest.fixture(scope="module")
def uneven() -> list[Comparison]:
    """The tree's hand-off makes half of its callers' silent ones quote their code too."""
    return [month(World(quoted=(0.55, 0.8)), seed) for seed in range(MONTHS)]


def covered(months: list[Comparison], world: World, measure: Measure) -> float:
    effects: list[Effect] = [found.effects[measure] for found in months]
    return float(np.mean([each.per_problem.low <= truth(world, measure) <= each.per_problem.high for each in effects]))


def told(months: list[Comparison], measure: Measure) -> float:
    return float(np.mean([found.effects[measure].per_problem.estimate for found in months]))


@pytest.mark.parametrize("measure", MEASURES)
def test_intervals_hold_the_truth(usual: list[Comparison], measure: Measure) -> None:
    """95 of 100 intervals, within what 300 months can tell; and the mean is right."""
    assert 0.925 <= covered(usual, World(), measure) <= 0.99
    assert told(usual, measure) == pytest.approx(truth(World(), measure), rel=0.04)


@pytest.mark.parametrize("measure", MEASURES)
def test_uneven_matching_is_corrected(uneven: list[Comparison], measure: Measure) -> None:
    """An arm whose calls are found more often makes no effect of its own, and hides none."""
    world = World(quoted=(0.55, 0.8))
    assert covered(uneven, world, measure) >= 0.925
    assert told(uneven, measure) == pytest.approx(truth(world, measure), rel=0.06)
    plain = np.mean([found.effects[measure].uncorrected.estimate for found in uneven])
    assert plain < 0.7 * truth(world, measure), "without the correction it would be far off"


@pytest.mark.parametrize("quoted", [(0.55, 0.55), (0.55, 0.8)])
def test_no_effect_is_seldom_called_one(quoted: tuple[float, float]) -> None:
    """Where the tree does nothing, the interval leaves out zero in about 5 of 100 months."""
    world = World(tree=(0.35, 0.45), quoted=quoted)
    months = [month(world, seed) for seed in range(MONTHS)]
    for measure in MEASURES:
        assert 1 - covered(months, world, measure) <= 0.075
    assert np.mean([found.standing == "measured" for found in months]) <= 0.075


def test_harm_is_negative_and_flagged() -> None:
    """A tree that makes one in six call who would not have is told apart from a good one."""
    world = World(tree=(0.52, 0.62))
    months = [month(world, seed) for seed in range(60)]
    assert np.mean([found.induces_calls for found in months]) > 0.9
    assert all(found.effects["problems"].per_problem.estimate < 0 for found in months)
    assert covered(months, world, "problems") >= 0.88


def test_a_good_tree_is_never_flagged(usual: list[Comparison]) -> None:
    """The flag stays away from trees that avoid calls."""
    assert not any(found.induces_calls for found in usual)
