"""A document to pieces: its nodes with the shapes that the language gives them, and with the comments that are about them.

A comment on a line of its own is about what comes next, unless it is indented deeper than that: then it ends what came before.
A comment behind something is about what ends, or begins, there.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from diagnostics.authoring.comments import Comment, comments_of, is_blank
from diagnostics.model.language import QUESTION_FORMS, STEP_KINDS, TREE_KEYS
from diagnostics.model.shapes import VARIANTS, Key, ListOf, MapOf, Mapped, OneOrMore, Prose
from diagnostics.source.nodes import last_in
from diagnostics.source.reader import Document

STEPS: Any = "steps"
"""The shape of a tree's steps: each of them has that of its kind."""
TREE = Mapped("a tree", TREE_KEYS | {"steps": Key(STEPS, "The steps.")})


@dataclass(slots=True)
class Line:
    """A comment on a line of its own; `apart`: with an empty line above it."""

    text: str
    apart: bool = False


@dataclass(slots=True)
class Piece:
    """A node. `entries` are those of a collection; `below` are comments after the last of them; `on_one_line`: it may stand in braces."""

    node: yaml.Node
    shape: Any
    document: Document
    entries: list["Entry"] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)
    on_one_line: bool = False

    @property
    def written(self) -> str:
        """The node as it stands in the file."""
        return self.document.text[self.node.start_mark.index : self.node.end_mark.index]


@dataclass(slots=True)
class Entry:
    """An item of a list (without `key`) or a pair. `above` are the comments before it, `head` those behind its key, `behind` those behind its end."""

    key: yaml.ScalarNode | None
    value: Piece
    column: int
    apart: bool = False
    above: list[Line] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)

    @property
    def start(self) -> int:
        return int((self.key or self.value.node).start_mark.index)


@dataclass(slots=True)
class Outline:
    """A whole file; `first` are comments about the file itself: those at its top, with an empty line below."""

    root: Piece
    first: list[Line] = field(default_factory=list)


def outline(document: Document, shape: Any) -> Outline:
    """The pieces of a document whose root has a shape, in the order of the file."""
    whole = Outline(_piece(document, document.root, shape))
    found = comments_of(document)
    if found:
        places = _places(whole.root)
        for comment in found:
            (_place_alone if comment.alone else _place_behind)(comment, places, whole.root)
        if whole.root.entries:
            _take_first(whole, whole.root.entries[0])
    return whole


def _piece(document: Document, node: yaml.Node, shape: Any) -> Piece:
    piece = Piece(node, shape, document)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = _piece(document, value, shape_below(shape, key.value, value))
            piece.entries.append(Entry(key, below, key.start_mark.column, is_blank(document, key.start_mark.line - 1)))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            line = document.lines[item.start_mark.line][: item.start_mark.column] if item.start_mark.line < len(document.lines) else ""
            column = line.rfind("-") if "-" in line and not node.flow_style else max(0, item.start_mark.column - 2)
            below = _piece(document, item, shape_below(shape, None, item))
            piece.entries.append(Entry(None, below, column, is_blank(document, item.start_mark.line - 1)))
    return piece


def shape_below(shape: Any, key: str | None, node: yaml.Node) -> Any:
    """The shape of what stands in a collection of a shape; None where the language has none for it."""
    if shape is STEPS:
        return _step_shape(node)
    if isinstance(shape, OneOrMore):
        shape = ListOf(shape.item, shape.what) if key is None else shape.item
    if isinstance(shape, Prose) and key is None:
        return VARIANTS.item
    if isinstance(shape, Mapped):
        found = shape.keys.get(key or "")
        return found.shape if found else None
    return shape.item if isinstance(shape, MapOf | ListOf) else None


def _step_shape(node: yaml.Node) -> Any:
    keys = [key.value for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
    forms = QUESTION_FORMS if "question" in keys else STEP_KINDS
    return next((shape for name, shape in forms.items() if name in keys), None)


def flows(node: yaml.Node) -> bool:
    """Whether a node is written with `{…}` or `[…]`."""
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


class _Placed(NamedTuple):
    """An entry, and the collections that it lies in, the outermost first. `head` is where its key ends, `end` where its value does."""

    entry: Entry
    parents: tuple[Piece, ...]
    head: int
    end: int


@dataclass(frozen=True, slots=True)
class _Places:
    """All entries in order of their starts; and by line, where keys and values end: (place, number, what is said behind it)."""

    placed: list[_Placed]
    starts: list[int]
    ends: Mapping[int, list[tuple[int, int, list[str]]]]


def _places(root: Piece) -> _Places:
    placed = list(_entries(root, ()))
    ends: dict[int, list[tuple[int, int, list[str]]]] = defaultdict(list)
    for number, (entry, _, head, end) in enumerate(placed):
        if entry.key is not None:
            ends[entry.key.end_mark.line].append((head, number, entry.head))
        last: Any = last_in(entry.value.node)
        if not isinstance(last, yaml.ScalarNode) or last.style not in ("|", ">"):  # nothing can stand behind such a text
            ends[last.end_mark.line].append((end, number, entry.behind))
    return _Places(placed, [one.entry.start for one in placed], ends)


def _entries(piece: Piece, parents: tuple[Piece, ...]) -> Iterator[_Placed]:
    parents = (*parents, piece)
    for entry in piece.entries:
        head = entry.key.end_mark.index if entry.key is not None else entry.start
        yield _Placed(entry, parents, head, last_in(entry.value.node).end_mark.index)
        yield from _entries(entry.value, parents)


def _place_alone(comment: Comment, places: _Places, root: Piece) -> None:
    line = Line(comment.text, comment.apart)
    begun = bisect_left(places.starts, comment.start)
    before = places.placed[begun - 1] if begun else None
    after = places.placed[begun] if begun < len(places.placed) else None
    if before and _waits(before, comment):
        before.entry.above.append(line)
        return
    ended = [piece for piece in _around(before, root) if after is None or piece not in after.parents]
    inside = [piece for piece in ended if flows(piece.node) and comment.start < piece.node.end_mark.index]
    deep = [piece for piece in ended if piece.entries and piece.entries[0].column <= comment.column and not flows(piece.node)]
    if inside:
        inside[-1].below.append(line)
    elif after and (comment.column <= after.entry.column or not deep or flows(after.parents[-1].node)):
        after.entry.above.append(line)
    else:
        (deep[-1] if deep else root).below.append(line)


def _waits(before: _Placed, comment: Comment) -> bool:
    """Whether the comment stands between a key and its value, and not above the first entry of that."""
    node = before.entry.value.node
    opens = not isinstance(node, yaml.CollectionNode) or flows(node)
    return opens and before.head <= comment.start < node.start_mark.index


def _around(before: _Placed | None, root: Piece) -> tuple[Piece, ...]:
    """The collections that an entry lies in and that it holds."""
    return (*before.parents, before.entry.value) if before else (root,)


def _place_behind(comment: Comment, places: _Places, root: Piece) -> None:
    """The nearest end or beginning before it on its line; what comes next where there is none (`- # so`)."""
    near = [found for found in places.ends.get(comment.line, ()) if found[0] <= comment.start]
    if near:
        max(near, key=lambda found: found[:2])[2].append(comment.text)
        return
    begun = bisect_left(places.starts, comment.start)
    (places.placed[begun].entry.above if begun < len(places.placed) else root.below).append(Line(comment.text))


def _take_first(whole: Outline, entry: Entry) -> None:
    """Comments at the top of a file with an empty line below them are about the file, and stay at its top."""
    apart = [n for n, line in enumerate([*entry.above, Line("", entry.apart)]) if n and line.apart]
    if apart:
        whole.first, entry.above = entry.above[: apart[-1]], entry.above[apart[-1] :]
