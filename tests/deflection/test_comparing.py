"""Strata, single trees and what they are ranked by."""

from math import sqrt

import pytest
from numpy.random import default_rng

from diagnostics.deflection.bayes import drawn_together
from diagnostics.deflection.comparing import beliefs, compare, compare_trees
from diagnostics.deflection.counts import Cell
from diagnostics.deflection.effects import MEASURES, strata
from diagnostics.deflection.intervals import Interval, ratio
from tests.deflection.cells import cell

AUDITED = {
    "router": [cell("holdout", 900, 360, audited_7=40, found_7=36), cell("tree", 8100, 2430, audited_7=360, found_7=324)],
    "laptop": [cell("holdout", 900, 360, audited_7=40, found_7=20), cell("tree", 8100, 2430, audited_7=360, found_7=180)],
    "tiny": [cell("holdout", 10, 6, audited_7=0, found_7=0), cell("tree", 90, 20, audited_7=1, found_7=1)],
    "harmful": [cell("holdout", 900, 180, audited_7=20, found_7=14), cell("tree", 8100, 2430, audited_7=360, found_7=252)],
}


def together() -> list[Cell]:
    return [each for cells in AUDITED.values() for each in cells]


def test_a_stratum_without_an_arm_joins_the_nearest_share() -> None:
    """Nobody in one arm of an allocation is no reason to lose its problems."""
    found = strata([
        cell("holdout", 100, 30, alloc="a", p_ppm=100_000), cell("tree", 900, 180, alloc="a", p_ppm=100_000),
        cell("holdout", 2, 1, alloc="b", p_ppm=50_000), cell("tree", 38, 8, alloc="b", p_ppm=50_000),
        cell("tree", 50, 8, alloc="c", p_ppm=10_000), cell("tree", 999, 8, alloc="off", p_ppm=0), cell("none", 999, 8),
    ])  # fmt: skip
    assert [(s.alloc_id, s.tree["problems"], s.holdout["problems"]) for s in found] == [("a", 988, 102)]


@pytest.mark.parametrize("cells", [[], [cell("tree", 10, 3, p_ppm=0)], [cell("none", 10, 3)]])
def test_without_a_comparison_group_nothing_is_compared(cells: list[Cell]) -> None:
    """Not even a zero."""
    assert compare(cells, 7) is None


def test_an_empty_arm_has_no_effects() -> None:
    """A comparison group that nobody fell into yet is "not yet"."""
    found = compare([cell("tree", 20, 3)], 7)
    assert found and (found.standing, found.effects, found.needed) == ("not_yet", {}, None)


def test_no_caller_at_all_leaves_doubt() -> None:
    """Of calls and minutes too: an arm without any has no variance of its own, and borrows the other's."""
    found = compare([cell("holdout", 40, 0, p_ppm=50_000), cell("tree", 760, 20, p_ppm=50_000)], 7)
    assert found and not found.induces_calls
    for measure in MEASURES:
        assert found.effects[measure].per_problem.low < 0 < found.effects[measure].per_problem.high


def test_totals_are_of_those_who_got_the_tree_and_of_all() -> None:
    """`total` × n of the tree, `total_if_all` × n of both."""
    found = compare([cell("holdout", 1000, 300), cell("tree", 9000, 1800)], 7)
    assert found
    effect = found.effects["calls"]
    assert effect.total == effect.per_problem.times(9000)
    assert effect.total_if_all == effect.per_problem.times(10_000)


def test_stray_calls_hide_nothing() -> None:
    """In each arm one problem of fifty has a matched call about something else, which makes 30 and 20 % of callers 31.4 and 21.6 %."""
    cells = [
        cell("holdout", 1000, 314, calls_7=320, audited_7=300, found_7=300, stray_7=20),
        cell("tree", 9000, 1944, calls_7=1980, audited_7=1800, found_7=1800, stray_7=180),
    ]
    found = compare(cells, 7)
    assert found and found.sensitivity
    assert found.sensitivity.strays == pytest.approx(0.02)
    assert found.effects["problems"].uncorrected.estimate == pytest.approx(0.098)
    assert found.effects["problems"].per_problem.estimate == pytest.approx(0.1)
    assert found.effects["calls"].per_problem.estimate == pytest.approx(0.1)


def test_strays_do_not_make_codes_look_uneven() -> None:
    """They quote no code and weigh more among the fewer calls of the arm with the tree; both arms' calls quote it equally often."""
    cells = [
        cell("holdout", 1000, 314, calls_7=320, audited_7=375, found_7=300, stray_7=20, keyed_7=320, both_7=165),
        cell("tree", 9000, 1944, calls_7=1980, audited_7=2250, found_7=1800, stray_7=180, keyed_7=1980, both_7=990),
    ]
    found = compare(cells, 7)
    assert found and found.sensitivity
    assert found.sensitivity.quoted_holdout.share == found.sensitivity.quoted_tree.share == 0.55, "of 300 and 1,800 calls"
    assert found.sensitivity.apart.estimate == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("found", [1, 2, 3, 20])
def test_few_found_calls_make_a_wide_interval(found: int) -> None:
    """Also where the audits leave it open whether twice as many are found."""
    cells = [cell("holdout", 1000, 30, audited_7=4, found_7=0), cell("tree", 9000, 180, audited_7=16 + found, found_7=found)]
    compared = compare(cells, 7)
    assert compared
    for effect in compared.effects.values():
        assert effect.per_problem.low < effect.per_problem.estimate < effect.per_problem.high


def test_trees_are_corrected_by_their_own_sensitivity() -> None:
    """Two trees with the same plain effect differ once the calls that were missed are counted; the tiny one borrows from all."""
    found = compare_trees(AUDITED, 7, compare(together(), 7))
    router, laptop, tiny = (found[name] for name in ("router", "laptop", "tiny"))
    assert router and laptop and tiny and router.sensitivity and laptop.sensitivity and tiny.sensitivity
    assert router.effects["problems"].uncorrected == laptop.effects["problems"].uncorrected
    assert laptop.effects["problems"].per_problem.estimate > 1.5 * router.effects["problems"].per_problem.estimate
    assert router.sensitivity.level.estimate == pytest.approx(0.9, abs=0.02)
    assert 0.6 < tiny.sensitivity.level.estimate < 0.85


def test_the_smallest_tree_is_not_crowned() -> None:
    """What is ranked is drawn toward all trees, the more so the less a tree has shown; a harmful one stays negative."""
    whole = compare(together(), 7)
    found = compare_trees(AUDITED, 7, whole)
    ranked = beliefs(found)
    plain = {tree: each.effects["problems"].per_problem.estimate for tree, each in found.items() if each}
    assert max(plain, key=plain.__getitem__) == "tiny"
    assert max(ranked, key=lambda tree: ranked[tree].effect.estimate) == "laptop"
    assert ranked["harmful"].effect.high < 0 and ranked["harmful"].positive < 0.01


def test_trees_that_do_not_differ_are_as_doubtful_as_their_mean() -> None:
    """Drawn wholly together, each is known as well as all of them are, and no better."""
    alike = drawn_together([Interval(0.1, 0.0, 0.2)] * 8)
    pooled = 0.1 / sqrt(8)
    assert all(belief.effect.estimate == pytest.approx(0.1) for belief in alike)
    assert all(pooled < (belief.effect.high - belief.effect.low) / 2 < 0.1 for belief in alike)


def test_one_tree_alone_is_what_it_shows() -> None:
    """There is nothing to be drawn toward; and of no tree there is nothing to say."""
    own = Interval(0.1, -0.1, 0.3)
    assert drawn_together([own])[0].effect.low == pytest.approx(own.low) and drawn_together([]) == []


def test_beliefs_cover_as_often_as_they_say() -> None:
    """Trees whose true effects scatter around a mean: 95 % of the intervals hold them, and they lie nearer than what was seen."""
    dice, held, nearer, of = default_rng(5), 0, 0.0, 0
    for _ in range(150):
        true = dice.normal(0.1, 0.06, 10)
        errors = dice.uniform(0.02, 0.15, 10)
        seen = dice.normal(true, errors)
        beliefs = drawn_together([Interval(s, s - 1.96 * e, s + 1.96 * e) for s, e in zip(seen, errors, strict=True)])
        for truth, saw, belief in zip(true, seen, beliefs, strict=True):
            held += belief.effect.low <= truth <= belief.effect.high
            nearer += (saw - truth) ** 2 - (belief.effect.estimate - truth) ** 2
            of += 1
    assert 0.93 <= held / of <= 0.97 and nearer > 0


def test_a_ratio_needs_a_denominator_clear_of_zero() -> None:
    """Division by what may be nothing has no bounds."""
    with pytest.raises(ValueError, match="clear of zero"):
        ratio(Interval(0.1, 0.0, 0.2), Interval(0.5, 0.0, 1.0))
