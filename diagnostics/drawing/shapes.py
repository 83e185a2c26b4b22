"""A card to its outline: each kind of step has its own shape, so that it can be told without its colour.

What customers see is rounded; an instruction has a bar at its side, as a page has that is to be worked through; what the program does by
itself has cut corners, a decision points; a called tree has double sides; a fixes list lies on a second card; ends are round.
"""

from collections.abc import Iterator

from diagnostics.drawing.picture import Card

ENDS = frozenset({"resolved", "handoff", "stop", "not_covered", "return"})
CUT = 8.0


def outline(card: Card) -> Iterator[str]:
    """The elements of the outline, the lowest first."""
    x, y, w, h = card.x, card.y, card.width, card.height
    if card.kind in ("check", "lookup", "compute", "decide"):
        yield _cut(x, y, w, h, 10.0 if card.kind == "decide" else CUT, h / 2 if card.kind == "decide" else CUT)
        return
    if card.kind == "fixes":
        yield _rect("box under", x + 4, y + 4, w - 4, h - 4, 10)
        yield _rect("box", x, y, w - 4, h - 4, 10)
        yield _bar(x, y, h - 4)
        return
    yield _rect("box", x, y, w, h, min(h / 2, 16.0) if card.kind in ENDS else 4 if card.kind == "call" else 10)
    if card.kind == "instruction":
        yield _bar(x, y, h)
    if card.kind == "call":
        yield f'<path class="sides" d="M{x + 5:.1f} {y:.1f}v{h:.1f}M{x + w - 5:.1f} {y:.1f}v{h:.1f}"/>'


def _rect(name: str, x: float, y: float, width: float, height: float, radius: float) -> str:
    return f'<rect class="{name}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius:g}"/>'


def _cut(x: float, y: float, w: float, h: float, dx: float, dy: float) -> str:
    """Corners cut off."""
    top = f"M{x + dx:.1f} {y:.1f}H{x + w - dx:.1f}L{x + w:.1f} {y + dy:.1f}V{y + h - dy:.1f}L{x + w - dx:.1f} {y + h:.1f}"
    return f'<path class="box" d="{top}H{x + dx:.1f}L{x:.1f} {y + h - dy:.1f}V{y + dy:.1f}Z"/>'


def _bar(x: float, y: float, height: float) -> str:
    """Within the rounded left side."""
    top = f"M{x + 4:.1f} {y + 2.5:.1f}Q{x:.1f} {y + 4:.1f} {x:.1f} {y + 10:.1f}V{y + height - 10:.1f}"
    return f'<path class="bar" d="{top}Q{x:.1f} {y + height - 4:.1f} {x + 4:.1f} {y + height - 2.5:.1f}Z"/>'
