"""What overlaps in a drawing: boxes that share room, lines that run through a box, and whatever lies outside."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from diagnostics.drawing.layout import Point
from diagnostics.drawing.picture import Card, Chip, Drawing

TOUCH = 0.6
"""Pixels that may be shared: borders are drawn on their edges."""

Room = tuple[float, float, float, float]


def room(box: Card | Chip) -> Room:
    return box.x, box.y, box.x + box.width, box.y + box.height


def overlapping(drawing: Drawing) -> list[tuple[str, str]]:
    """Pairs of boxes that share room."""
    boxes: list[Card | Chip] = [*drawing.cards, *drawing.chips]
    return [(one.tip, other.tip) for one, other in combinations(boxes, 2) if _shared(room(one), room(other))]


def _shared(one: Room, other: Room) -> bool:
    return (min(one[2], other[2]) - max(one[0], other[0]) > TOUCH) and (min(one[3], other[3]) - max(one[1], other[1]) > TOUCH)


def run_through(drawing: Drawing) -> list[tuple[str, str, str]]:
    """Lines with a piece inside a box, be it their own; each with the box."""
    boxes: list[Card | Chip] = [*drawing.cards, *drawing.chips]
    return [(line.source, line.target, box.tip) for line in drawing.lines for box in boxes
            if any(_crosses(here, there, room(box)) for here, there in pairwise(line.points))]  # fmt: skip


def _crosses(here: Point, there: Point, box: Room) -> bool:
    """Cuts the piece by each side in turn; what is left lies inside."""
    first, last = 0.0, 1.0
    across = (here.x, there.x - here.x, box[0] + TOUCH, box[2] - TOUCH)
    down = (here.y, there.y - here.y, box[1] + TOUCH, box[3] - TOUCH)
    for start, way, low, high in (across, down):
        if abs(way) < 1e-9:
            if not low < start < high:
                return False
            continue
        near, far = sorted(((low - start) / way, (high - start) / way))
        first, last = max(first, near), min(last, far)
    return first < last


def outside(drawing: Drawing) -> Iterator[str]:
    """What is not within the drawing."""
    boxes: list[Card | Chip] = [*drawing.cards, *drawing.chips]
    for box in boxes:
        left, top, right, bottom = room(box)
        if left < 0 or top < 0 or right > drawing.width or bottom > drawing.height:
            yield box.tip
    for line in drawing.lines:
        if any(not (0 <= point.x <= drawing.width and 0 <= point.y <= drawing.height) for point in line.points):
            yield f"{line.source} → {line.target}"


def crossings(drawing: Drawing) -> int:
    """Pairs of pieces of different ways that cross."""
    pieces = [(number, here, there) for number, line in enumerate(drawing.lines) for here, there in pairwise(line.points)]
    return sum(1 for (a, b, c), (d, e, f) in combinations(pieces, 2) if a != d and _cross(b, c, e, f))


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)

    return side(a, b, c) * side(a, b, d) < -1e-6 and side(c, d, a) * side(c, d, b) < -1e-6
