"""Boxes and the links between them to places on a plane, top to bottom: the one door to the layout library (docs/adr/0019-charts.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import graphlay

RIBBONS: Mapping[str, Any] = {
    "direction": "topbottom", "routing": {"style": "diagonal"}, "spacing": {"layer_gap": 46, "node_gap": 26, "dummy_gap": 22}, "seed": 1,
}  # fmt: skip
"""For wide flows, which bend as little as they can."""

PATHS: Mapping[str, Any] = {
    "direction": "topbottom", "routing": {"style": "orthogonal", "lane_gap": 7.0},
    "spacing": {"layer_gap": 16, "node_gap": 14, "dummy_gap": 14, "port_gap": 12, "port_stroke_clear": 8, "stub": 8}, "seed": 1, "effort": "thorough",
}  # fmt: skip
"""For thin lines: down, along, down. Many fit between two rows, and none runs through a box."""

THOROUGH, MOST = 2_500, 40_000
"""So many rows may be crossed by all lines together for the best layout, which takes a second or two, and for any at all: the work grows
with the square of it, and nobody could follow so many lines."""


class TooMuchToDraw(Exception):
    """There are too many long lines. The message says so."""


class Point(NamedTuple):
    """Pixels to the right and down."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """Something to place, in pixels. `layer`, from 0 at the top, is given for all boxes or for none; then the library finds them."""

    id: str
    width: float
    height: float
    layer: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """What leads from one box to another. A heavy link is drawn straight before a light one; `thickness` is the room it needs. `back`: its
    target shall lie above its source; without any such, the library finds the fewest links that must lead back."""

    source: str
    target: str
    weight: float = 1.0
    thickness: float = 1.0
    back: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """`at` has the upper left corner of each box; `bends` a line for each link, in the order given, from border to border;
    `upward` the places of those links that lead back up, as loops do."""

    width: float
    height: float
    at: Mapping[str, Point]
    bends: tuple[tuple[Point, ...], ...]
    upward: frozenset[int]


def place(boxes: Sequence[Box], links: Sequence[Link], style: Mapping[str, Any] = RIBBONS) -> Layout:
    """Layers from top to bottom without overlaps, the same for the same input. Links name boxes that exist and no box links to itself.

    Raises:
        TooMuchToDraw: it would take minutes, and show nothing that anybody could follow.
    """
    if not boxes:
        return Layout(0, 0, {}, (), frozenset())
    crossed = rows_crossed(boxes, links)
    if crossed > MOST:
        raise TooMuchToDraw(f"there are too many long lines to draw: together they cross {crossed:,} rows, and {MOST:,} are the most")
    graph = graphlay.Graph()
    for box in boxes:
        graph.node(box.id, width=box.width, height=box.height, rank="free" if box.layer is None else {"fixed": box.layer})
    for link in links:
        graph.edge(link.source, link.target, weight=link.weight, thickness=link.thickness, reverse_for_ranking=link.back)
    effort = {"effort": "fast"} if crossed > THOROUGH else {}
    made = graphlay.layout(graph, options={**style, **effort})
    lines = [tuple(Point(point["x"], point["y"]) for point in edge["points"]) for edge in made.edges]
    corners = [Point(node["center"]["x"] - box.width / 2, node["center"]["y"] - box.height / 2) for node, box in zip(made.nodes, boxes, strict=True)]
    left = min(point.x for point in (*corners, *(point for line in lines for point in line)))
    top = min(point.y for point in (*corners, *(point for line in lines for point in line)))
    at = {box.id: Point(corner.x - left, corner.y - top) for box, corner in zip(boxes, corners, strict=True)}
    bends = tuple(tuple(Point(point.x - left, point.y - top) for point in line) for line in lines)
    upward = frozenset(number for number, link in enumerate(links) if at[link.target].y <= at[link.source].y)
    right = max(max(at[box.id].x + box.width for box in boxes), max((point.x for line in bends for point in line), default=0))
    bottom = max(max(at[box.id].y + box.height for box in boxes), max((point.y for line in bends for point in line), default=0))
    return Layout(right, bottom, at, bends, upward)


def rows_crossed(boxes: Sequence[Box], links: Sequence[Link]) -> int:
    """How many rows all lines together go through, where each box stands right below the last one that leads to it. Loops count one way."""
    leads: dict[str, list[str]] = {box.id: [] for box in boxes}
    for link in links:
        leads[link.source].append(link.target)
    rows = {box.id: box.layer or 0 for box in boxes}
    for name in _downward(leads):
        for target in leads[name]:
            rows[target] = max(rows[target], rows[name] + 1)
    return sum(abs(rows[link.target] - rows[link.source]) for link in links)


def _downward(leads: dict[str, list[str]]) -> list[str]:
    """Every box before those that it leads to; what leads back to a box on its own way is taken out of `leads`."""
    done: list[str] = []
    entered: dict[str, bool] = {}
    for first in leads:
        work = [] if first in entered else [(first, iter([*leads[first]]))]
        entered.setdefault(first, True)
        while work:
            name, rest = work[-1]
            for target in rest:
                if target not in entered:
                    entered[target] = True
                    work.append((target, iter([*leads[target]])))
                    break
                if entered[target]:
                    leads[name].remove(target)
            else:
                entered[name] = False
                done.append(name)
                work.pop()
    return done[::-1]
