"""A tree's steps and the visits that went through them to a drawing: cards, strips and ribbons as numbers, for a template to write.

Everything is in pixels. The strip below a card is as long as the step has entries; its parts are those who were helped here, those who
went on, those who asked for a person and those who left. Ribbons are as wide as the visits that went that way, on the same scale.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diagnostics.drawing.curves import angled, smooth
from diagnostics.drawing.layout import Box, Layout, Link, Point, place
from diagnostics.drawing.wrap import wrapped

CARD, PAD, LONGEST, STRIP = 208.0, 12.0, 184.0, 8.0
TITLE, SMALL = 13.0, 12.0
LINE, ROW = 16.0, 16.0
THINNEST, WIDEST_LOOP, MARGIN = 1.5, 10.0, 8.0
CALM = 30.0
"""A ribbon does not bend so close to a card: it would be drawn in a narrow S."""
ARROW = 14.0
BELOW = 16.0
"""Room below a card for the arrows of those who leave."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A step as visits passed it. `entered` is what the others add up to, but for visits that still stand here."""

    id: str
    title: str
    entered: int
    fixed: int = 0
    person: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Went:
    """Visits that went from one step to the next one."""

    source: str
    target: str
    visits: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a strip. `kind` is `fixed`, `on`, `person` or `left`; of the last, `arrow` is the path of an arrow down below it."""

    kind: str
    x: float
    width: float
    arrow: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A step. `lines` are (y of the baseline, text). `strip` lies at `strip_y`; `rows` is how many lines of counts have room."""

    stop: Stop
    x: float
    y: float
    width: float
    height: float
    lines: tuple[tuple[float, str], ...]
    counts_y: float
    strip_y: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A flow. `path` is SVG; `upward` where it leads back, as in a loop."""

    source: str
    target: str
    visits: int
    path: str
    width: float
    upward: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of it, to be drawn in this order: ribbons, then cards."""

    width: float
    height: float
    ribbons: tuple[Ribbon, ...]
    cards: tuple[Card, ...]


def drawn(stops: Sequence[Stop], went: Iterable[Went]) -> Drawing:
    """The drawing of one tree. Ways from or to steps that are not among `stops`, and from a step to itself, are left out."""
    known = {stop.id: stop for stop in stops}
    ways = [way for way in went if way.source in known and way.target in known and way.source != way.target and way.visits > 0]
    most = max((stop.entered for stop in stops), default=0) or 1
    scale = LONGEST / most
    lines = {stop.id: wrapped(stop.title, CARD - 2 * PAD, TITLE) for stop in stops}
    heights = {stop.id: _height(stop, len(lines[stop.id])) for stop in stops}
    boxes = [Box(stop.id, CARD, heights[stop.id] + BELOW) for stop in stops]
    links = [Link(way.source, way.target, 1 + 20 * way.visits / most, max(THINNEST, min(way.visits * scale, CARD / 3))) for way in ways]
    layout = place(boxes, links)
    cards = {stop.id: _card(stop, layout.at[stop.id], heights[stop.id], lines[stop.id], scale) for stop in stops}
    ribbons = _ribbons(ways, layout, cards, scale)
    return Drawing(layout.width + 2 * MARGIN, layout.height + 2 * MARGIN, ribbons, tuple(cards.values()))


def _height(stop: Stop, lines: int) -> float:
    rows = 1 + bool(stop.fixed or stop.left) + bool(stop.person)
    return PAD + lines * LINE + rows * ROW + 8 + STRIP


def _card(stop: Stop, at: Point, height: float, lines: Sequence[str], scale: float) -> Card:
    x, y = at.x + MARGIN, at.y + MARGIN
    first = y + PAD + TITLE - 3
    told = tuple((first + number * LINE, line) for number, line in enumerate(lines))
    return Card(stop, x, y, CARD, height, told, first + len(lines) * LINE + 1, y + height - STRIP, _parts(stop, x, y + height, scale))


def _parts(stop: Stop, x: float, bottom: float, scale: float) -> tuple[Part, ...]:
    on = max(0, stop.entered - stop.fixed - stop.person - stop.left)
    shares = [(kind, count) for kind, count in (("fixed", stop.fixed), ("on", on), ("person", stop.person), ("left", stop.left)) if count > 0]
    widths = [max(2.0, count * scale) for _, count in shares]
    start = x + (CARD - sum(widths)) / 2
    parts = []
    for (kind, _), width in zip(shares, widths, strict=True):
        parts.append(Part(kind, start, width, _arrow(start, width, bottom) if kind == "left" else ""))
        start += width
    return tuple(parts)


def _arrow(x: float, width: float, top: float) -> str:
    """As wide as the part above it, with a head that can still be seen where hardly anybody left."""
    middle, half = x + width / 2, max(width / 2, 1.5)
    head = max(half * 1.4, half + 2.5)
    point = f"L{middle:.1f} {top + ARROW:.1f}L{middle + head:.1f} {top + 5:.1f}"
    return f"M{middle - half:.1f} {top:.1f}v5H{middle - head:.1f}{point}H{middle + half:.1f}v-5Z"


def _ribbons(ways: Sequence[Went], layout: Layout, cards: Mapping[str, Card], scale: float) -> tuple[Ribbon, ...]:
    """Ribbons side by side: at each card in the order in which they come from, or go to, the left."""
    widths = [min(max(THINNEST, way.visits * scale), WIDEST_LOOP if number in layout.upward else LONGEST) for number, way in enumerate(ways)]
    starts, ends = _shifts(ways, layout, widths)
    made = []
    for number, way in enumerate(ways):
        line = [Point(point.x + MARGIN, point.y + MARGIN) for point in layout.bends[number]]
        upward = number in layout.upward
        if not upward:
            source, target = cards[way.source], cards[way.target]
            first = Point(_on_strip(source) + starts[number], source.y + source.height)
            last = Point(target.x + CARD / 2 + ends[number], target.y)
            line = [first, *(point for point in line[1:-1] if first.y + CALM < point.y < last.y - CALM), last]
        made.append(Ribbon(way.source, way.target, way.visits, angled(line) if upward else smooth(line), widths[number], upward))
    return tuple(made)


def _on_strip(card: Card) -> float:
    """The middle of the part of a strip that goes on."""
    part = next((part for part in card.parts if part.kind == "on"), None)
    return part.x + part.width / 2 if part else card.x + card.width / 2


def _shifts(ways: Sequence[Went], layout: Layout, widths: Sequence[float]) -> tuple[dict[int, float], dict[int, float]]:
    """How far from the middle each ribbon begins and ends."""
    down = [number for number in range(len(ways)) if number not in layout.upward]
    starts: dict[int, float] = {}
    ends: dict[int, float] = {}
    for shifts, name, toward in ((starts, "source", 1), (ends, "target", -2)):
        for card in {getattr(ways[number], name) for number in down}:
            mine = sorted((n for n in down if getattr(ways[n], name) == card), key=lambda n: (layout.bends[n][toward].x, layout.bends[n][-1].x))
            room = sum(widths[number] for number in mine)
            squeeze = min(1.0, (CARD - 2 * PAD) / room) if room else 1.0
            at = -room * squeeze / 2
            for number in mine:
                shifts[number] = at + widths[number] * squeeze / 2
                at += widths[number] * squeeze
    return starts, ends
