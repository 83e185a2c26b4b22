"""A drawing without a margin to one with its title above it and a legend that says in words what signs and colours mean."""

from collections.abc import Sequence
from dataclasses import replace

from diagnostics.drawing.layout import Point
from diagnostics.drawing.overlay import Overlay
from diagnostics.drawing.picture import Card, Chip, Drawing, Key, Line, Written
from diagnostics.drawing.wrap import length, wrapped

MARGIN, LEAST = 24.0, 420.0
HEADING, SAYS, KEY = 20.0, 13.0, 12.0
MEANINGS = {"solves": "Yes ends the visit, solved", "loop": "leads back to an earlier step", "width": "the wider, the more visits",
            "calls": "calls another tree", "alone": "calls none"}  # fmt: skip


def framed(inner: Drawing, over: Overlay, signs: Sequence[str]) -> Drawing:
    """The same drawing with its heading; the legend has `signs` and those of the overlay."""
    width = max(inner.width, LEAST) + 2 * MARGIN
    room = width - 2 * MARGIN
    y = MARGIN
    heading = []
    for text in wrapped(inner.title, room, HEADING, 2):
        heading.append(Written(MARGIN, y + HEADING - 2, text, "heading"))
        y += HEADING + 6
    for text in wrapped(" · ".join(filter(None, (inner.says, over.says))), room, SAYS, 2):
        heading.append(Written(MARGIN, y + SAYS - 2, text, "says"))
        y += SAYS + 5
    entries = [*((sign, MEANINGS[sign]) for sign in signs), *over.legend]
    legend, y = _legend(entries, y + 4, room)
    return _moved(inner, (width - inner.width) / 2, y + 14, width, tuple(heading), legend)


def _legend(entries: Sequence[tuple[str, str]], y: float, room: float) -> tuple[tuple[Key, ...], float]:
    keys, x = [], 0.0
    if not entries:
        return (), y
    for sign, text in entries:
        needs = 30 + length(text, KEY) + 22
        if x and x + needs > room:
            x, y = 0.0, y + 20
        keys.append(Key(MARGIN + x, y + 12, sign, text))
        x += needs
    return tuple(keys), y + 20


def _moved(inner: Drawing, dx: float, dy: float, width: float, heading: tuple[Written, ...], legend: tuple[Key, ...]) -> Drawing:
    def point(at: Point) -> Point:
        return Point(at.x + dx, at.y + dy)

    def words(lines: tuple[Written, ...]) -> tuple[Written, ...]:
        return tuple(replace(line, x=line.x + dx, y=line.y + dy) for line in lines)

    def card(old: Card) -> Card:
        rows = tuple(replace(row, x=row.x + dx, y=row.y + dy) for row in old.rows)
        return replace(old, x=old.x + dx, y=old.y + dy, lines=words(old.lines), rows=rows)

    def chip(old: Chip) -> Chip:
        return replace(old, x=old.x + dx, y=old.y + dy, lines=words(old.lines))

    def line(old: Line) -> Line:
        return replace(old, points=tuple(map(point, old.points)))

    return Drawing(width, inner.height + dy + MARGIN, inner.title, inner.says, heading, legend, tuple(map(line, inner.lines)),
                   tuple(map(chip, inner.chips)), tuple(map(card, inner.cards)), point(inner.start) if inner.start else None)  # fmt: skip
