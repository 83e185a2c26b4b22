"""Points to the paths that SVG draws."""

from collections.abc import Sequence
from itertools import pairwise

from diagnostics.drawing.layout import Point


def smooth(line: Sequence[Point]) -> str:
    """A path that leaves and arrives straight down, and passes the points between without a corner."""
    path = [f"M{pair(line[0])}"]
    for here, there in pairwise(line):
        half = (here.y + there.y) / 2
        path.append(f"C{here.x:.1f} {half:.1f} {there.x:.1f} {half:.1f} {pair(there)}")
    return "".join(path)


def angled(line: Sequence[Point], radius: float = 10.0) -> str:
    """Straight pieces with rounded corners."""
    path = [f"M{pair(line[0])}"]
    for before, corner, after in zip(line, line[1:], line[2:], strict=False):
        path.append(f"L{pair(toward(corner, before, radius))}Q{pair(corner)} {pair(toward(corner, after, radius))}")
    return "".join((*path, f"L{pair(line[-1])}"))


def sweep(line: Sequence[Point]) -> str:
    """From the first point to the last in one curve that leaves and arrives sideways."""
    first, last = line[0], line[-1]
    bend = max(abs(last.x - first.x) / 2, 24.0)
    out, back = (1, 1) if first.x == last.x else (1, -1) if last.x > first.x else (-1, 1)
    return f"M{pair(first)}C{first.x + out * bend:.1f} {first.y:.1f} {last.x + back * bend:.1f} {last.y:.1f} {pair(last)}"


def sideways(line: Sequence[Point]) -> list[Point]:
    """The last bit of a sweep, for the head of its arrow."""
    first, last = line[0], line[-1]
    return [Point(last.x + (-1 if last.x > first.x else 1), last.y), last]


def toward(start: Point, end: Point, far: float) -> Point:
    """At most `far` pixels from the start, and never beyond the middle."""
    distance = ((end.x - start.x) ** 2 + (end.y - start.y) ** 2) ** 0.5 or 1.0
    share = min(0.5, far / distance)
    return Point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)


def head(line: Sequence[Point], width: float) -> str:
    """The arrow head at the end of a line."""
    tip, before = line[-1], line[-2]
    distance = ((tip.x - before.x) ** 2 + (tip.y - before.y) ** 2) ** 0.5 or 1.0
    along = Point((tip.x - before.x) / distance, (tip.y - before.y) / distance)
    long, half = 7.0 + width / 2, 3.0 + width / 2
    foot = Point(tip.x - along.x * long, tip.y - along.y * long)
    side = Point(-along.y * half, along.x * half)
    return f"M{pair(tip)}L{pair(Point(foot.x + side.x, foot.y + side.y))}L{pair(Point(foot.x - side.x, foot.y - side.y))}Z"


def pair(point: Point) -> str:
    return f"{point.x:.1f} {point.y:.1f}"
