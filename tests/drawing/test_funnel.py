"""Visits through a tree to the numbers of its drawing."""

import pytest

from diagnostics.drawing.funnel import CARD, LONGEST, Drawing, Stop, Went, drawn

STOPS = [
    Stop("lights", "Which lights are on?", 1000, fixed=0, person=50, left=100),
    Stop("restart", "Restart the router and wait until all of its lights are steady again", 600, fixed=300, person=0, left=200),
    Stop("cable", "Check the cable", 350, fixed=100, person=250, left=0),
]
WENT = [
    Went("lights", "restart", 500),
    Went("lights", "cable", 350),
    Went("restart", "lights", 100),
    Went("restart", "restart", 7),
    Went("cable", "gone", 9),
]


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    return drawn(STOPS, WENT)


def test_a_strip_is_as_long_as_its_step_has_entries(drawing: Drawing) -> None:
    """On one scale, the most visited one the longest."""
    lengths = {card.stop.id: sum(part.width for part in card.parts) for card in drawing.cards}
    assert lengths == pytest.approx({"lights": LONGEST, "restart": LONGEST * 0.6, "cable": LONGEST * 0.35})


def test_the_parts_of_a_strip_are_what_became_of_the_visits(drawing: Drawing) -> None:
    """In the order fixed, went on, asked for a person, left; nothing where nobody did."""
    kinds = {card.stop.id: [part.kind for part in card.parts] for card in drawing.cards}
    assert kinds == {"lights": ["on", "person", "left"], "restart": ["fixed", "on", "left"], "cable": ["fixed", "person"]}


def test_only_those_who_left_have_an_arrow(drawing: Drawing) -> None:
    """A red one, down."""
    assert [(part.kind, bool(part.arrow)) for card in drawing.cards for part in card.parts if part.arrow or part.kind == "left"] == [
        ("left", True)
    ] * 2


def test_ribbons_are_as_wide_as_their_visits_and_loops_are_drawn(drawing: Drawing) -> None:
    """Ways to the same step or to none that is drawn are left out."""
    ribbons = {(ribbon.source, ribbon.target): (round(ribbon.width, 1), ribbon.upward) for ribbon in drawing.ribbons}
    assert ribbons == {("lights", "restart"): (92.0, False), ("lights", "cable"): (64.4, False), ("restart", "lights"): (10.0, True)}


def test_long_titles_are_cut_to_two_lines(drawing: Drawing) -> None:
    """So that all cards keep their width."""
    lines = {card.stop.id: [text for _, text in card.lines] for card in drawing.cards}
    assert lines["cable"] == ["Check the cable"]
    assert len(lines["restart"]) == 2 and lines["restart"][1].endswith("…")


def test_everything_lies_within_the_drawing(drawing: Drawing) -> None:
    """With a margin."""
    assert all(0 < card.x < drawing.width - CARD and 0 < card.y < drawing.height - card.height for card in drawing.cards)


def test_a_tree_that_nobody_walked_is_an_empty_drawing() -> None:
    """No division by nothing."""
    assert drawn([], []).cards == ()
    assert drawn([Stop("a", "A", 0)], []).cards[0].parts == ()
