"""A program to the picture of its tree: cards in layers from top to bottom, and the answers on the lines between them.

The answers are boxes of the layout like the cards, each between two rows of cards: so nothing can lie on anything.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from diagnostics.drawing.cards import Face, Label, face, label
from diagnostics.drawing.frame import framed
from diagnostics.drawing.layers import bounded
from diagnostics.drawing.layout import PATHS, Box, Layout, Link, Point, place
from diagnostics.drawing.overlay import NOTHING, Overlay
from diagnostics.drawing.picture import Drawing, Line
from diagnostics.drawing.shapes import ENDS
from diagnostics.drawing.ways import Sketch, Way, leading_back, merged, sketch
from diagnostics.program.texts import plain
from diagnostics.program.types import Program

START = ""
"""The id of the dot where a visit begins; no step can have it."""

DOT, NEAR, LIGHT, HEAVY = 12.0, 8.0, 1.5, 9.0
FAR = 480.0
"""Pixels of line to an end that other ways lead to as well, beyond which nobody follows it: its answer names the end instead."""

AIR = 4.0
"""Pixels beside a card that no line comes into."""

WIDE, MANY, WIDER = 1600.0, 60, 15.0
"""Pixels that a drawing may be wide: fitted to a screen of 1,440 pixels it can still be read. With more than so many cards, so much for each."""

NARROWER, APART = (1300.0, 1000.0, 700.0, 500.0), 14.0
"""Pixels that the cards of a layer may take, tried one after the other until the drawing is narrow enough."""


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A way, its label, and the id of the label's box. `named`: the label names the end that the way leads to, and no line goes on."""

    way: Way
    label: Label
    box: str
    named: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    """Everything that is drawn, and where."""

    faces: Mapping[str, Face]
    ways: Sequence[_Labelled]
    layout: Layout
    bends: Mapping[str, Sequence[tuple[Point, ...]]]


def draw_tree(program: Program, overlay: Overlay | None = None, link: Callable[[str], str] | None = None) -> Drawing:
    """The picture of the tree that customers start. `link` gives the address of a step's card, "" for none.

    Raises:
        TooMuchToDraw: no tree that anybody could follow.
    """
    over = overlay or NOTHING
    sketched = merged(over.before, sketch(program)) if over.before else sketch(program)
    placed = _best(sketched, over)
    at = placed.layout.at
    upward = {way.box for way in placed.ways if not way.named and at[way.way.target].y <= at[way.way.source].y}
    cards = tuple(placed.faces[node.id].at(at[node.id].x + AIR, at[node.id].y, link if link and not node.gone else None) for node in sketched.nodes)
    chips = tuple(way.label.at(*at[way.box]) for way in placed.ways if way.label.lines)
    start = Point(at[START].x + DOT / 2, at[START].y + DOT / 2)
    seen = {"solves": any(node.solves for node in sketched.nodes), "loop": bool(upward), "width": over.weighed}
    signs = [sign for sign, there in seen.items() if there]
    inner = Drawing(placed.layout.width, placed.layout.height, plain(program.root.title), f"{program.tree}: {len(program.root.steps)} steps", (), (),
                    _lines(placed, upward, over), chips, cards, start)  # fmt: skip
    return framed(inner, over, signs)


def _best(sketched: Sketch, over: Overlay) -> _Placed:
    """Ends that are far off are named instead of led to; what is then still wider than a screen is made narrower, and so longer."""
    placed = _placed(sketched, over)
    far = _far(sketched, placed)
    if far:
        placed = _placed(sketched, over, far)
    widest = WIDE + WIDER * max(0, len(sketched.nodes) - MANY)
    for most in NARROWER:
        if placed.layout.width <= widest:
            break
        room = {node.id: placed.faces[node.id].width for node in sketched.nodes}
        for source in room:
            labels = sum(way.label.width + APART for way in placed.ways if way.way.source == source)
            room[source] = max(room[source] + APART, labels)
        tried = _placed(sketched, over, far, bounded(sketched, room, far | leading_back(sketched), most))
        placed = min(placed, tried, key=lambda one: one.layout.width)
    return placed


def _placed(sketched: Sketch, over: Overlay, far: frozenset[Way] = frozenset(), layers: Mapping[str, int] | None = None) -> _Placed:
    """`far` are the ways to ends that are not drawn, `layers` those of the cards, if they are not left to the library."""
    named = Counter(way.target for way in far)
    faces = {node.id: face(node, over, named[node.id]) for node in sketched.nodes}
    names = {node.id: f"→ {node.title or node.word}" for node in sketched.nodes}
    ways = [_Labelled(way, label(way, over, names[way.target] if way in far else ""), f"\n{number}", way in far)
            for number, way in enumerate(sketched.ways)]  # fmt: skip
    at = {name: None if layers is None else 1 + 2 * layers[name] for name in faces}
    below = {name: None if layers is None else 2 + 2 * layers[name] for name in faces}
    boxes = [Box(START, DOT, DOT, None if layers is None else 0),
             *(Box(name, drawn.width + 2 * AIR, drawn.height, at[name]) for name, drawn in faces.items()),
             *(Box(way.box, way.label.width, way.label.height, below[way.way.source]) for way in ways)]  # fmt: skip
    back = leading_back(sketched)
    links = [Link(START, sketched.nodes[0].id, NEAR)]
    for way in ways:
        links.append(Link(way.way.source, way.box, NEAR))
        if not way.named:
            links.append(Link(way.box, way.way.target, back=way.way in back))
    layout = place(boxes, links, PATHS)
    bends: dict[str, list[tuple[Point, ...]]] = {}
    for link, bend in zip(links, layout.bends, strict=True):
        bends.setdefault(link.source if link.source.startswith("\n") else link.target, []).append(bend)
    return _Placed(faces, ways, layout, bends)


def _far(sketched: Sketch, placed: _Placed) -> frozenset[Way]:
    """The ways to an end that are too long to follow; the shortest one to each end stays."""
    ends = {node.id for node in sketched.nodes if node.kind in ENDS}
    into: dict[str, list[tuple[float, int]]] = {}
    for number, way in enumerate(placed.ways):
        if way.way.target in ends:
            into.setdefault(way.way.target, []).append((sum(map(_long, placed.bends[way.box])), number))
    return frozenset(placed.ways[number].way for found in into.values() for long, number in sorted(found)[1:] if long > FAR)


def _long(line: Sequence[Point]) -> float:
    return sum(abs(here.x - there.x) + abs(here.y - there.y) for here, there in pairwise(line))


def _lines(placed: _Placed, upward: set[str], over: Overlay) -> tuple[Line, ...]:
    first = next(iter(placed.faces))
    made = [Line(START, first, placed.bends[first][0], LIGHT, True)]
    most = max((way.label.count for way in placed.ways), default=0) or 1
    for way in placed.ways:
        pieces = placed.bends[way.box]
        if len(pieces) > 1 and not way.label.lines:
            pieces = [(*pieces[0], *pieces[1])]
        width = LIGHT + (HEAVY - LIGHT) * way.label.count / most if over.weighed else LIGHT
        for number, piece in enumerate(pieces):
            arrow = number == len(pieces) - 1 and not way.named
            made.append(Line(way.way.source, way.way.target, piece, width, arrow, way.box in upward, tone=way.label.tone))
    return tuple(made)
