"""The picture of a graph as numbers: what `tree` and `library` place, and `svg` writes. Everything is in pixels, from the upper left."""

from dataclasses import dataclass

from diagnostics.drawing.layout import Point
from diagnostics.drawing.overlay import Tone


@dataclass(frozen=True, slots=True)
class Written:
    """A line of text; `y` is its baseline. `style` is `kind`, `title`, `note`, `member` or `mark`."""

    x: float
    y: float
    text: str
    style: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list on a card. `mark` is `ring`, `dot`, or empty; `id` is the step or tree that it stands for, `tip` is all of it in full."""

    id: str
    x: float
    y: float
    text: str
    mark: str = "ring"
    link: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A box with words. `kind` chooses the shape; `solves` draws the seal of a fix that ends the visit; `tip` is everything in full."""

    id: str
    kind: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Written, ...]
    tip: str
    rows: tuple[Row, ...] = ()
    solves: bool = False
    tone: Tone = "plain"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """The label of a line: the answers that lead that way."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[Written, ...]
    tip: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with rounded corners through `points`, border to border. `arrow`: it ends at a card; `upward`: it leads back; `curved`: from its
    first point to its last in one sweep, sideways."""

    source: str
    target: str
    points: tuple[Point, ...]
    width: float
    arrow: bool
    upward: bool = False
    curved: bool = False
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend. `sign` is a tone, or one of `frame.MEANINGS`."""

    x: float
    y: float
    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of it, to be drawn in this order: lines, chips, cards. `start` is where the path begins, if there is one way to begin."""

    width: float
    height: float
    title: str
    says: str
    heading: tuple[Written, ...]
    legend: tuple[Key, ...]
    lines: tuple[Line, ...]
    chips: tuple[Chip, ...]
    cards: tuple[Card, ...]
    start: Point | None = None
