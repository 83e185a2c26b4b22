"""Sets of regions as numbers: the same as looking at each region by itself. And a `decide` with more ranges than anybody reads."""

from time import process_time

import pytest

from diagnostics.analysis.regions import NO_VALUE, holds, lowest, possible, region_of, where
from tests.analysis.trees import found, proved

CONSTANTS = (2, 4, 6)
SAMPLES = (1, 2, 3, 4, 5, 6, 7)
"""One value of each region, in order."""


def members(regions: int) -> list[int]:
    return [region for region in range(len(SAMPLES)) if holds(regions, region)]


@pytest.mark.parametrize("sign", ["==", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("constant", CONSTANTS)
def test_a_comparison_holds_in_the_regions_of_the_values_for_which_it_holds(sign: str, constant: int) -> None:
    """As each value by itself is compared."""
    compared = {"==": int.__eq__, "!=": int.__ne__, "<": int.__lt__, "<=": int.__le__, ">": int.__gt__, ">=": int.__ge__}[sign]
    expected = [region for region, value in enumerate(SAMPLES) if compared(value, constant)]
    assert members(where(sign, region_of(CONSTANTS, constant), len(SAMPLES))) == expected


@pytest.mark.parametrize("low", [None, 1, 2, 3, 6, 7])
@pytest.mark.parametrize("high", [None, 1, 2, 5, 6, 7])
def test_bounds_leave_the_regions_that_a_value_between_them_can_lie_in(low: int | None, high: int | None) -> None:
    """Halves stand for the values between two whole ones."""
    values = [half / 2 for half in range(16) if (low is None or half >= 2 * low) and (high is None or half <= 2 * high)]
    expected = sorted({2 * sum(c < value for c in CONSTANTS) + (value in CONSTANTS) for value in values})
    assert members(possible(CONSTANTS, low, high)) == expected


def test_the_lowest_region_is_told_where_there_is_a_value() -> None:
    """Nothing known, and perhaps no value, have none."""
    regions = where(">", region_of(CONSTANTS, 4), len(SAMPLES))
    assert (lowest(regions), lowest(regions | NO_VALUE), lowest(0)) == (4, None, None)


def test_two_thousand_ranges_are_proved_in_time_and_taken_both_ways() -> None:
    """With gaps between them, each leaves another way open."""
    cases = ", ".join(f'{{when: "count >= {10 * n} and count < {10 * n + 5}", next: good}}' for n in range(2_000))
    begun = process_time()
    checked = proved(f"ask: {{question: How many?, input: number, fact: count, next: by}}\nby: {{decide: [{cases}], otherwise: bad}}")
    assert process_time() - begun < 9
    assert [one for one in found(checked, warnings=True) if one.startswith("PR")] == ["PR008 a condition of `by` is taken both ways"]


def test_a_decide_with_many_ranges_and_no_gap_is_exact() -> None:
    """Each begins where the one before it ends, so nothing is left open, and nothing has to be assumed."""
    cases = ", ".join(f'{{when: "count >= {n} and count < {n + 1}", next: good}}' for n in range(200))
    ask = "ask: {question: How many?, input: number, min: 0, max: 199, fact: count, next: by}"
    whole = proved(f"{ask}\nby: {{decide: [{cases}]}}")
    assert not [one for one in found(whole, warnings=True) if one.startswith("PR")]
