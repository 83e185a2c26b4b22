"""Boxes and the links between them to places on a plane, top to bottom: the one door to the layout library (docs/adr/0019-charts.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import graphlay

OPTIONS = {"direction": "topbottom", "routing": {"style": "diagonal"}, "spacing": {"layer_gap": 46, "node_gap": 26, "dummy_gap": 22}, "seed": 1}


class Point(NamedTuple):
    """Pixels to the right and down."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """Something to place, in pixels."""

    id: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """What leads from one box to another. A heavy link is drawn straight before a light one; `thickness` is the room it needs."""

    source: str
    target: str
    weight: float = 1.0
    thickness: float = 1.0


@dataclass(frozen=True, slots=True)
class Layout:
    """`at` has the upper left corner of each box; `bends` a line for each link, in the order given, from border to border;
    `upward` the places of those links that lead back up, as loops do."""

    width: float
    height: float
    at: Mapping[str, Point]
    bends: tuple[tuple[Point, ...], ...]
    upward: frozenset[int]


def place(boxes: Sequence[Box], links: Sequence[Link]) -> Layout:
    """Layers from top to bottom without overlaps, the same for the same input. Links name boxes that exist and no box links to itself."""
    if not boxes:
        return Layout(0, 0, {}, (), frozenset())
    graph = graphlay.Graph()
    for box in boxes:
        graph.node(box.id, width=box.width, height=box.height)
    for link in links:
        graph.edge(link.source, link.target, weight=link.weight, thickness=link.thickness)
    made = graphlay.layout(graph, options=OPTIONS)
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
