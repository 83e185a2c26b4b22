"""The day-one rule: always a number, always named, the best tier that the data supports, and money of that tier alone."""

import pytest

from diagnostics.deflection.counts import Cell
from diagnostics.deflection.figures import Figure, Tier
from diagnostics.deflection.headline import Material, Prices, headline
from tests.deflection.cells import cell, dollars

VISITS = cell("tree", 1000, 24, p_ppm=0, claimed=300, claimed_called_7=24)
ANSWERS = cell("tree", 1000, 24, p_ppm=0, claimed=300, claimed_called_7=24, would_yes=150, would_no=90, would_called_7=10)
GOOD = [cell("holdout", 1000, 300), cell("tree", 9000, 1800, claimed=2700, claimed_called_7=270)]
SMALL = [cell("holdout", 100, 25), cell("tree", 900, 190, claimed=270, claimed_called_7=27)]
BROKEN = [cell("holdout", 900, 300), cell("tree", 9100, 1800, claimed=2700, claimed_called_7=270)]
HARM = [cell("holdout", 1000, 200), cell("tree", 9000, 2700, claimed=2700, claimed_called_7=270)]
PRICES = Prices(dollars(8), dollars(0.1))

DAY_ONE = [
    pytest.param([VISITS], False, "claimed", "reported by customers, not measured", 240_000, id="visits only"),
    pytest.param([VISITS], True, "verified", "reported, and no call within 7 days", 220_800, id="and a call feed"),
    pytest.param([ANSWERS], True, "would_have_called", "estimate", 112_000, id="and answers"),
    pytest.param(GOOD, True, "incremental", "measured", 720_000, id="and a comparison group"),
    pytest.param(SMALL, True, "verified", "reported, and no call within 7 days", 194_400, id="too small a one"),
    pytest.param(BROKEN, True, "verified", "reported, and no call within 7 days", 1_944_000, id="a broken one"),
    pytest.param(HARM, True, "incremental", "measured", -720_000, id="one that shows harm"),
]


def figure(cells: list[Cell], feeds: bool = True, prices: Prices = PRICES) -> Figure:
    return headline(Material(cells, cells if feeds else [], feeds=feeds, prices=prices), 7)


@pytest.mark.parametrize(("cells", "feeds", "tier", "label", "gross"), DAY_ONE)
def test_best_tier_is_named_and_priced(cells: list[Cell], feeds: bool, tier: Tier, label: str, gross: float) -> None:
    """Each row of the day-one table."""
    found = figure(cells, feeds)
    assert (found.tier, found.label) == (tier, label)
    assert found.savings and found.savings.gross.estimate == pytest.approx(gross)


def codes(found: Figure) -> set[str]:
    return {note.code for note in found.notes}


def test_each_tier_says_what_would_better_it() -> None:
    """The next step stands beside the label, until there is none."""
    assert figure([VISITS], False).next_step == "connect a call log to verify"
    assert figure([VISITS]).next_step.startswith("turn on a comparison group")
    assert figure(GOOD).next_step == ""


def test_no_cost_is_no_money() -> None:
    """There is no built-in cost."""
    found = figure(GOOD, prices=Prices())
    assert found.savings is None and "no_cost" in codes(found)


def test_small_comparison_names_its_progress() -> None:
    """Neither an effect nor its money, but how far it is."""
    found = figure(SMALL)
    assert found.comparison and found.comparison.standing == "not_yet"
    assert "Not yet measurable: 100 of about 931 comparison problems." in [note.text for note in found.notes]


def test_harm_is_flagged() -> None:
    """An interval below zero says that calls are induced."""
    found = figure(HARM)
    assert found.comparison and found.comparison.induces_calls and "induces_calls" in codes(found)


def test_broken_assignment_withholds_and_never_flags() -> None:
    """A sample ratio below 0.001 says nothing about the guides."""
    found = figure([cell("holdout", 900, 100), cell("tree", 9100, 2800)])
    assert "sample_ratio" in codes(found) and found.comparison and not found.comparison.induces_calls


def test_without_an_audit_it_is_at_least() -> None:
    """With audited calls the note goes, and the effect grows by what was missed."""
    audited = [cell("holdout", 1000, 300, audited_7=30, found_7=24), cell("tree", 9000, 1800, audited_7=170, found_7=136)]
    plain, corrected = figure(GOOD), figure(audited)
    assert "at_least" in codes(plain) and "at_least" not in codes(corrected)
    assert corrected.comparison and plain.comparison
    assert corrected.comparison.effects["problems"].per_problem.estimate == pytest.approx(0.125)
    assert plain.comparison.effects["problems"].per_problem == plain.comparison.effects["problems"].uncorrected


def test_problems_outside_the_experiment_are_reported_and_not_compared() -> None:
    """Visitors without a cookie count as visits; the effect is that of those who could have come into either arm."""
    found = figure([*GOOD, cell("none", 5000, 2500, p_ppm=0, claimed=100, claimed_called_7=0)])
    assert found.comparison and found.comparison.called_tree.of == 9000
    assert (found.claimed.count, found.claimed.of) == (2800, 14_000)
    assert found.savings and found.savings.gross.estimate == pytest.approx(720_000)


def test_an_empty_ledger_has_a_figure_too() -> None:
    """Nothing is not an error."""
    found = headline(Material([], []), 7)
    assert (found.tier, found.claimed.of, found.verified, found.comparison) == ("claimed", 0, None, None)


def test_minutes_price_minutes() -> None:
    """A cost per minute prices the minutes that the effect avoids: 0.1 calls of eight minutes at a dollar."""
    minute = Prices(dollars(1))
    assert minute.cost
    per_minute = Prices(type(minute.cost)(100, 100, 100, "USD", "minute", (1,)))
    found = figure(GOOD, prices=per_minute)
    assert found.savings and found.savings.gross.estimate == pytest.approx(9000 * 0.1 * 8 * 100)
