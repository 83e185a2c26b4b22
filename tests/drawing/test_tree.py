"""Where steps and answers stand on the picture of a tree: readable, never on each other, the same every time."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from diagnostics.drawing.overlay import Mark, Overlay
from diagnostics.drawing.picture import Drawing
from diagnostics.drawing.tree import draw_tree
from diagnostics.library.load import load
from diagnostics.program.types import Program
from tests.drawing.geometry import crossings, outside, overlapping, run_through
from tests.drawing.made import made

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.stem for path in (ROOT / "trees").rglob("*.yml") if path.name[0] != "_" and not path.name.endswith(".test.yml"))
SIZES = [(60, 1), (60, 2), (60, 3), (120, 1)]
SCREEN = 1440


@cache
def trees() -> Mapping[str, Program]:
    return load(ROOT / "trees").programs


@cache
def golden() -> Program:
    return load(ROOT / "tests" / "golden").programs["everything"]


@cache
def large(steps: int, seed: int) -> Drawing:
    """A tree of so many steps, which is different for each seed."""
    return draw_tree(made(steps, seed))


def clean(drawing: Drawing) -> bool:
    return not (overlapping(drawing) or run_through(drawing) or [*outside(drawing)])


@pytest.mark.parametrize("name", NAMES)
def test_nothing_lies_on_anything(name: str) -> None:
    """Cards and labels are apart, lines run through neither, and all is within the drawing."""
    drawing = draw_tree(trees()[name])
    assert (overlapping(drawing), run_through(drawing), [*outside(drawing)]) == ([], [], [])
    assert crossings(drawing) <= 8


@pytest.mark.parametrize(("steps", "seed"), SIZES)
def test_large_trees_are_as_clean(steps: int, seed: int) -> None:
    """With loops, and many ways to the same ends."""
    drawing = large(steps, seed)
    assert (overlapping(drawing), run_through(drawing), [*outside(drawing)]) == ([], [], [])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sixty_steps_can_be_read_on_a_screen(seed: int) -> None:
    """Fitted to its width, titles are more than ten pixels high; hardly a line crosses another."""
    drawing = large(60, seed)
    assert 13 * min(1, SCREEN / drawing.width) > 10
    assert crossings(drawing) < 10


@pytest.mark.parametrize("overlay", [
    Overlay("", {"power": Mark("strong", 1200, "came, 96 left (8%)")}, {("power", "lit"): Mark("plain", 900)}, weighed=True),
    Overlay("", {"power": Mark("missing", None, "no scenario")}, {("power", "lit"): Mark("covered", 3), ("switch_on", "fixed"): Mark("missing")}),
])  # fmt: skip
def test_overlays_take_their_room(overlay: Overlay) -> None:
    """Marks make cards higher and labels longer, and nothing overlaps for it."""
    assert clean(draw_tree(trees()["internet-down"], overlay))


def test_every_step_has_its_place() -> None:
    """Its own card, or a line on the card of its fixes list."""
    drawing = draw_tree(golden())
    shown = {card.id for card in drawing.cards} | {row.id for card in drawing.cards for row in card.rows}
    assert shown == set(golden().root.steps)


def test_every_answer_is_on_a_line() -> None:
    """Answers that lead the same way stand on one."""
    labels = [chip.tip.split("\n") for chip in draw_tree(golden()).chips]
    assert ["Windows", "macOS", "I'm not sure"] in labels
    assert ["pass", "fail", "unavailable"] in labels
    assert ["Yes"] in labels and ["after 2 rounds", "No"] in labels


def test_a_yes_that_solves_has_no_line() -> None:
    """The card bears a seal, and the legend says what it means."""
    drawing = draw_tree(trees()["printer-not-printing"])
    assert {card.id for card in drawing.cards if card.solves} >= {"clear_paper", "restart_printer"}
    assert "Yes ends the visit, solved" in [key.text for key in drawing.legend]


def test_a_loop_leads_up_and_says_so() -> None:
    """From a later step back to the fixes list."""
    drawing = draw_tree(golden())
    assert {(line.source, line.target) for line in drawing.lines if line.upward} == {("again", "tries")}
    assert "leads back to an earlier step" in [key.text for key in drawing.legend]


def test_the_start_is_at_the_top() -> None:
    """Even where ways lead back to it."""
    for seed in (1, 2, 3):
        drawing = large(60, seed)
        assert drawing.start is not None
        assert all(card.y > drawing.start.y for card in drawing.cards)


def test_far_ends_are_named() -> None:
    """Instead of led to by a line that nobody can follow; the end says that more answers lead to it."""
    drawing = draw_tree(trees()["printer-not-printing"])
    named = [line.text for chip in drawing.chips for line in chip.lines if line.style == "onward"]
    assert "→ Software support" in named
    assert any(line.text.startswith("and from") for card in drawing.cards for line in card.lines)


def test_the_same_tree_gives_the_same_drawing() -> None:
    """To the last number."""
    assert draw_tree(golden()) == draw_tree(golden())


def test_links_are_those_asked_for() -> None:
    """On cards and on the fixes of a list."""
    drawing = draw_tree(golden(), link=lambda step: f"#{step}")
    assert {card.link for card in drawing.cards} >= {"#system", "#person"}
    assert {row.link for card in drawing.cards for row in card.rows} == {"#press", "#update"}
