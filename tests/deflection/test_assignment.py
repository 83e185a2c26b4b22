"""The draw of the comparison group: as many as the share says, the same again, and by nothing but the salt and the cookie."""

from collections import Counter
from math import sqrt

import pytest

from diagnostics.deflection.assignment import PPM, Assignment, draw, place

SALT, OTHER = b"s" * 32, b"t" * 32
VISITORS = [f"visitor-{n}" for n in range(100_000)]


@pytest.fixture(scope="module")
def places() -> dict[bytes, list[int]]:
    """Where each of the visitors stands, by salt."""
    return {salt: [place(salt, visitor) for visitor in VISITORS] for salt in (SALT, OTHER)}


@pytest.mark.parametrize("p_ppm", [10_000, 25_000, 50_000, 100_000])
def test_the_share_is_what_was_asked_for(places: dict[bytes, list[int]], p_ppm: int) -> None:
    """Of 100,000 visitors as many are in the group as a fair draw gives, within four standard deviations."""
    p, n = p_ppm / PPM, len(VISITORS)
    for stand in places.values():
        assert abs(sum(u < p_ppm for u in stand) - n * p) < 4 * sqrt(n * p * (1 - p))


def test_places_are_spread_evenly(places: dict[bytes, list[int]]) -> None:
    """In a hundred equal parts of the million stand equally many: chi-square with 99 degrees of freedom, p > 0.0001."""
    counts = Counter(u * 100 // PPM for u in places[SALT])
    expected = len(VISITORS) / 100
    assert sum((counts[part] - expected) ** 2 / expected for part in range(100)) < 161


def test_nobody_leaves_the_group_while_the_share_grows() -> None:
    """Who is in it at 1 percent is in it at 10."""
    for visitor in VISITORS[:5_000]:
        arms = [draw(SALT, visitor, p_ppm).arm for p_ppm in (10_000, 50_000, 100_000)]
        assert arms == sorted(arms, key=("tree", "holdout").index)


def test_another_salt_draws_independently(places: dict[bytes, list[int]]) -> None:
    """Being in the group under one secret says nothing about another: both at once as often as chance has it."""
    both = sum(a < 100_000 and b < 100_000 for a, b in zip(places[SALT], places[OTHER], strict=True))
    assert abs(both - 1_000) < 4 * sqrt(1_000)


def test_an_assignment_says_under_which_share_it_was_drawn() -> None:
    """The share and the name of the allocation go with it, and the draw can be repeated."""
    assert {draw(SALT, "a", 50_000), draw(SALT, "a", 50_000)} == {Assignment(draw(SALT, "a", 50_000).arm, 50_000, "share-50000")}
    assert draw(SALT, "a", PPM).arm == "holdout" and draw(SALT, "a", 0).arm == "tree"
