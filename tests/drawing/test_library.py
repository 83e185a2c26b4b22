"""The map of a library: every tree once, every call a line, and lists that stay lists however many trees there are."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from diagnostics.drawing.library import calls_of, draw_map
from diagnostics.drawing.picture import Drawing
from diagnostics.library.load import load
from diagnostics.program.types import Call, Outcome, Program, Tree
from tests.drawing.geometry import outside, overlapping

TREES = Path(__file__).parents[2] / "trees"


@cache
def shipped() -> Mapping[str, Program]:
    return load(TREES).programs


def shown(drawing: Drawing) -> list[str]:
    return sorted([*(card.id for card in drawing.cards if card.kind == "shared"), *(row.id for card in drawing.cards for row in card.rows)])


def many(count: int) -> dict[str, Program]:
    """That many trees in twenty areas; each fifth calls a shared one."""
    shared = [f"shared-{n}" for n in range(8)]
    programs = {name: program(name, (), True) for name in shared}
    return programs | {f"t{n}": program(f"t{n}", (shared[n % 8],) if n % 5 == 0 else (), area=f"area-{n % 20}") for n in range(count)}


def program(name: str, calls: tuple[str, ...], returns: bool = False, area: str | None = None) -> Program:
    steps = {f"c{n}": Call(id=f"c{n}", tree=called, next=None) for n, called in enumerate(calls)} | {"end": Outcome(id="end", kind="resolved")}
    tree = Tree(name, f"The tree {name} with a title", "", "end", steps, "desk", area, returns=returns)
    return Program(name, {name: tree}, {}, {}, {}, "en")


def test_every_tree_is_there_once() -> None:
    """In the list of its area, or between the lists where others call it."""
    assert shown(draw_map(shipped(), {}, "Guides")) == sorted(shipped())


def test_every_call_is_a_line() -> None:
    """From the tree that calls to the one that is called."""
    lines = {(line.source, line.target) for line in draw_map(shipped(), {}, "Guides").lines}
    assert lines == {(name, called) for name, program in shipped().items() for called in calls_of(program)}


def test_three_hundred_trees_stay_readable() -> None:
    """No wider than a screen, no higher than ten, nothing on anything."""
    drawing = draw_map(many(300), {f"area-{n}": f"Area {n}" for n in range(20)}, "Guides")
    assert drawing.width < 1440 and drawing.height < 9000
    assert (overlapping(drawing), [*outside(drawing)]) == ([], [])
    assert shown(drawing) == sorted(many(300))


def test_lines_keep_to_the_gaps() -> None:
    """Between the lists and the shared trees there is nothing else."""
    drawing = draw_map(shipped(), {}, "Guides")
    for line in drawing.lines:
        low, high = sorted(point.x for point in (line.points[0], line.points[-1]))
        assert not [card.id for card in drawing.cards if low < card.x + 1 and card.x + card.width - 1 < high]


def test_a_library_without_calls_is_two_lists() -> None:
    """And nothing between them."""
    drawing = draw_map({name: program(name, (), area="a" if name < "c" else "b") for name in "abcd"}, {}, "Guides")
    assert (drawing.lines, len(drawing.cards), drawing.legend) == ((), 2, ())
