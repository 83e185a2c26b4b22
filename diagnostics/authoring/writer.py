"""Pieces in canonical form to the text of a file."""

from collections.abc import Iterator
from dataclasses import replace

import yaml

from diagnostics.authoring.canonical import WIDTH, below_bar, on_line
from diagnostics.authoring.outline import Entry, Line, Outline, Piece
from diagnostics.model.shapes import MapOf

INDENT = 2


def text_of(whole: Outline) -> str:
    """The whole file. The pieces must have been arranged."""
    first = [line.rstrip() for line in _alone(whole.first, 0)]
    lines = [*first, *([""] if first else []), *_block(whole.root, 0)]
    return "\n".join(lines) + "\n"


def _block(piece: Piece, indent: int) -> Iterator[str]:
    """A collection, a line or more for each entry."""
    for entry in piece.entries:
        lines = list(_entry(entry, indent))
        moved = [Line(comment) for comment in _left_over(entry, len(lines) > 1)]
        if entry.apart:
            moved = [replace(line, apart=not number) for number, line in enumerate(moved)]
        yield from _alone([*entry.above, *moved], indent)
        if entry.apart and not moved:
            yield ""
        yield from lines
    yield from _alone(piece.below, indent)


def _alone(comments: list[Line], indent: int) -> Iterator[str]:
    for comment in comments:
        if comment.apart:
            yield ""
        yield f"{' ' * indent}{comment.text}"


def _entry(entry: Entry, indent: int) -> Iterator[str]:
    """An entry's own lines, with one comment behind the first of them."""
    begin = " " * indent + (f"{on_line(entry.key)}:" if entry.key is not None else "-")
    piece, node = entry.value, entry.value.node
    if isinstance(node, yaml.ScalarNode):
        below = below_bar(piece, WIDTH - len(begin) - 1)
        opening, *lines = below or [on_line(node, piece.shape, before_comment=bool(entry.head or entry.behind))]
        yield _with_comment(f"{begin} {opening}".rstrip(), entry, bool(below))
        yield from (f"{' ' * (indent + INDENT)}{line}" if line else "" for line in lines)
        return
    line = f"{begin} {_flow(piece)}" if piece.on_one_line and not (entry.head and piece.entries) and not _is_one_pair(entry) else ""
    if line and (len(line) <= WIDTH or not piece.entries):
        yield _with_comment(line, entry, False)
        return
    lines = list(_block(piece, indent + INDENT))
    if entry.key is None:
        lines[0] = f"{begin} {lines[0].lstrip()}"
        yield from lines
    else:
        yield _with_comment(begin, entry, True)
        yield from lines


def _is_one_pair(entry: Entry) -> bool:
    """`- step: answer`, an item that is a single pair, needs no braces on its own line."""
    return entry.key is None and isinstance(entry.value.shape, MapOf) and len(entry.value.entries) == 1


def _with_comment(line: str, entry: Entry, below: bool) -> str:
    said = entry.head if below else [*entry.head, *entry.behind]
    return f"{line}  {said[-1]}" if said else line


def _left_over(entry: Entry, below: bool) -> list[str]:
    """Comments for which there is no room behind the first line: they go above it."""
    if not below:
        return [*entry.head, *entry.behind][:-1]
    return [*(entry.head if entry.key is None else entry.head[:-1]), *entry.behind]


def _flow(piece: Piece) -> str:
    """A node inside braces or brackets."""
    if isinstance(piece.node, yaml.ScalarNode):
        return on_line(piece.node, piece.shape, flow=True)
    parts = [f"{on_line(entry.key, flow=True)}: {_flow(entry.value)}" if entry.key else _flow(entry.value) for entry in piece.entries]
    return f"{{{', '.join(parts)}}}" if isinstance(piece.node, yaml.MappingNode) else f"[{', '.join(parts)}]"
