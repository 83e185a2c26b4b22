"""A library to its map: the trees of each area in a list on either side, the shared trees between them, and a line for each call.

A tree that calls has a dot and lines, one that calls nothing a ring: so three hundred trees stay lists that one can read.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from diagnostics.drawing.frame import framed
from diagnostics.drawing.layout import Point
from diagnostics.drawing.overlay import NOTHING
from diagnostics.drawing.picture import Card, Drawing, Line, Row, Written
from diagnostics.drawing.wrap import cut, wrapped
from diagnostics.program.texts import plain
from diagnostics.program.types import Call, Program

WIDE, MIDDLE, GUTTER, BETWEEN = 280.0, 200.0, 150.0, 18.0
"""The widths of a list and of a shared tree, and the room between columns and between cards."""

HEAD, ROW, TOP = 30.0, 18.0, 12.0


@dataclass(frozen=True, slots=True)
class Listed:
    """A tree of the map. `calls` are the trees that it calls, each once; `shared`: customers cannot start it."""

    id: str
    title: str
    area: str
    calls: tuple[str, ...]
    shared: bool


def listed(programs: Mapping[str, Program]) -> list[Listed]:
    """The trees of a library as its map has them."""
    return [Listed(name, plain(program.root.title), program.root.area or "", calls_of(program), program.root.returns)
            for name, program in programs.items()]  # fmt: skip


def calls_of(program: Program) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.tree for step in program.root.steps.values() if isinstance(step, Call)))


def draw_map(programs: Mapping[str, Program], areas: Mapping[str, str], title: str, link: Callable[[str], str] | None = None) -> Drawing:
    """`areas` are the titles of areas in their order, `title` that of the library; `link` gives the address of a tree, "" for none."""
    trees = listed(programs)
    called = {name for tree in trees for name in tree.calls}
    middle = [tree for tree in trees if tree.id in called or tree.shared]
    lists = _lists([tree for tree in trees if tree not in middle], areas)
    left, right = _halves(lists)
    aside = MIDDLE + 2 * GUTTER if middle else GUTTER / 2
    cards = [*_column(left, 0.0, link), *_column(right, WIDE + aside, link)]
    height = max((card.y + card.height for card in cards), default=0.0)
    between = _shared(middle, trees, areas, cards, height, link)
    lines = tuple(_lines(trees, [*cards, *between]))
    calls = sum(bool(tree.calls) for tree in trees)
    says = f"{len(trees)} {'tree' if len(trees) == 1 else 'trees'}, {len(called)} called by others, {calls} calling others"
    height = max([height, *(card.y + card.height for card in between)])
    signs = ["calls", "alone"] if calls else []
    return framed(Drawing(2 * WIDE + aside, height, title, says, (), (), lines, (), (*cards, *between)), NOTHING, signs)


def _lists(trees: Sequence[Listed], areas: Mapping[str, str]) -> list[tuple[str, str, list[Listed]]]:
    """Area, its title and its trees: those that call first, else by title."""
    names = dict.fromkeys((*areas, *(tree.area for tree in trees)))
    ordered = sorted(trees, key=lambda tree: (not tree.calls, tree.title.casefold(), tree.id))
    found = [(name, plain(areas.get(name, name)) or "No area", [tree for tree in ordered if tree.area == name]) for name in names]
    return [one for one in found if one[2]]


def _halves(lists: list[tuple[str, str, list[Listed]]]) -> tuple[list[tuple[str, str, list[Listed]]], list[tuple[str, str, list[Listed]]]]:
    """Two columns about as long as each other, in the order of the areas."""
    whole = sum(_tall(one[2]) for one in lists)
    length, number = 0.0, 0
    while number < len(lists) and length + _tall(lists[number][2]) / 2 <= whole / 2:
        length += _tall(lists[number][2])
        number += 1
    return lists[:number], lists[number:]


def _tall(trees: Sequence[Listed]) -> float:
    return HEAD + len(trees) * ROW + 8 + BETWEEN


def _column(lists: Sequence[tuple[str, str, list[Listed]]], x: float, link: Callable[[str], str] | None) -> Iterator[Card]:
    y = 0.0
    for name, title, trees in lists:
        rows = tuple(Row(tree.id, x + TOP, y + HEAD + 12 + number * ROW, cut(tree.title, WIDE - 2 * TOP - 18, 12.0), "dot" if tree.calls else "ring",
                         link(tree.id) if link else "", f"{tree.title}\n{tree.id}") for number, tree in enumerate(trees))  # fmt: skip
        words = (Written(x + TOP, y + 20, cut(title, WIDE - 70, 13.0), "title"), Written(x + WIDE - 34, y + 20, str(len(trees)), "note"))
        yield Card(name, "area", x, y, WIDE, _tall(trees) - BETWEEN, words, f"{title} ({name})", rows)
        y += _tall(trees)


def _shared(middle: Sequence[Listed], trees: Sequence[Listed], areas: Mapping[str, str], cards: Sequence[Card], height: float,
            link: Callable[[str], str] | None) -> list[Card]:  # fmt: skip
    """The shared trees, each about as high as those that call it, so that lines are short."""
    at = {row.id: row.y for card in cards for row in card.rows}
    callers = {tree.id: [other.id for other in trees if tree.id in other.calls] for tree in middle}
    for tree in middle:  # a shared tree that only shared ones call lies where these do
        rows = [at[name] for name in callers[tree.id] if name in at]
        at.setdefault(tree.id, sum(rows) / len(rows) if rows else height / 2)
    made: list[Card] = []
    x = WIDE + GUTTER
    for tree in sorted(middle, key=lambda tree: (at[tree.id], tree.id)):
        lines = wrapped(tree.title, MIDDLE - 2 * TOP, 13.0, 3)
        users = len(callers[tree.id])
        note = f"called by {users} {'tree' if users == 1 else 'trees'}" if users else "called by none"
        tall = 48.0 + 16 * len(lines)
        y = made[-1].y + made[-1].height + BETWEEN if made else 0.0
        where = "Shared" if tree.shared else plain(areas.get(tree.area, tree.area)) or "No area"
        words = [Written(x + TOP, y + 19, cut(f"{where} · {tree.id}", MIDDLE - 2 * TOP, 10.5), "kind")]
        words += [Written(x + TOP, y + 35 + 16 * number, line, "title") for number, line in enumerate(lines)]
        words.append(Written(x + TOP, y + 34 + 16 * len(lines), note, "note"))
        card = Card(tree.id, "shared", x, y, MIDDLE, tall, tuple(words), f"{tree.title}\n{tree.id}", link=link(tree.id) if link else "")
        made.append(card)
    return _spread(made, [at[card.id] for card in made], height)


def _spread(cards: Sequence[Card], wanted: Sequence[float], height: float) -> list[Card]:
    """Each card as near to where it is wanted as those above it and below it allow, and none beyond the height of the lists, if there is room."""
    tops: list[float] = []
    for card, middle in zip(cards, wanted, strict=True):
        least = tops[-1] + cards[len(tops) - 1].height + BETWEEN if tops else 0.0
        tops.append(max(least, middle - card.height / 2))
    below = max(height, sum(card.height + BETWEEN for card in cards) - BETWEEN)
    for number in range(len(cards) - 1, -1, -1):
        tops[number] = min(tops[number], below - cards[number].height)
        below = tops[number] - BETWEEN
    return [_lowered(card, top - card.y) for card, top in zip(cards, tops, strict=True)]


def _lowered(card: Card, dy: float) -> Card:
    words = tuple(Written(line.x, line.y + dy, line.text, line.style, line.tone) for line in card.lines)
    return Card(card.id, card.kind, card.x, card.y + dy, card.width, card.height, words, card.tip, link=card.link)


def _lines(trees: Sequence[Listed], cards: Sequence[Card]) -> Iterator[Line]:
    """From the side of a list to that side of a shared tree which faces it; between shared trees around the right."""
    rows = {row.id: (card, row.y - 4) for card in cards for row in card.rows}
    boxes = {card.id: card for card in cards if card.kind == "shared"}
    into: dict[tuple[str, bool], list[tuple[float, str]]] = {}
    for tree in trees:
        for name in tree.calls:
            if name in boxes and tree.id in rows:
                card, y = rows[tree.id]
                into.setdefault((name, card.x < boxes[name].x), []).append((y, tree.id))
    for (name, from_left), ends in into.items():
        box = boxes[name]
        for number, (y, caller) in enumerate(sorted(ends), 1):
            card = rows[caller][0]
            end = Point(box.x if from_left else box.x + box.width, box.y + box.height * number / (len(ends) + 1))
            start = Point(card.x + card.width if from_left else card.x, y)
            yield Line(caller, name, (start, end), 1.25, True, curved=True)
    for tree in trees:
        for name in tree.calls:
            if tree.id in boxes and name in boxes and tree.id != name:
                here, there = boxes[tree.id], boxes[name]
                start, end = Point(here.x + here.width, here.y + here.height - 12), Point(there.x + there.width, there.y + 12)
                yield Line(tree.id, name, (start, end), 1.25, True, curved=True)
