"""The canonical form of a file: which keys come first, what stands on one line, how a text is written.

The order is that of the language's tables, `steps` last; steps, answers and everything else that an author orders stays as it is.
On one line, in braces, stands what is small: a record of single values, such as an answer. Lists and pairs of single words stay as their
author wrote them. What has comments inside, or reaches beyond column 150, gets a line for each of its parts.
"""

import re
from typing import Any

import yaml

from diagnostics.authoring.outline import STEPS, TREE, Entry, Piece, flows
from diagnostics.model.language import LIBRARY
from diagnostics.model.scenario_language import SCENARIOS
from diagnostics.model.shapes import EXPRESSION, Day, Flag, ListOf, MapOf, Mapped, Number, Prose, Word
from diagnostics.source.links import LIBRARY_FILE
from diagnostics.source.reader import TEXT
from diagnostics.source.spelling import is_plain, is_shown, quoted, reads_plain

WIDTH = 150
"""Columns of a line, where a line can be broken."""

_SINGLE = (Word, Prose, Number, Flag, Day)


def shape_of(name: str) -> Any:
    """The shape of a file, told by its name."""
    return LIBRARY if name == LIBRARY_FILE else SCENARIOS if name.endswith(".test.yml") else TREE


def arrange(piece: Piece, apart: bool = True) -> None:
    """Puts keys into their order, and decides what may stand on one line. `apart`: this never does, as a file, or a step."""
    for number, entry in enumerate(piece.entries):
        arrange(entry.value, apart=piece.shape is STEPS)
        _lift(entry)
        if piece.shape is STEPS and number:
            _set_apart(entry, True)
    if isinstance(piece.shape, Mapped):
        order = {name: number for number, name in enumerate(piece.shape.keys)}
        piece.entries.sort(key=lambda entry: order.get(entry.key.value, len(order)) if entry.key else 0)
    if piece.entries:
        _set_apart(piece.entries[0], False)
    piece.on_one_line = not apart and _may_be_on_one_line(piece)


def _lift(entry: Entry) -> None:
    """Comments that would have no line of their own go above the entry: those in empty braces, and those behind the `- ` of a list."""
    if not entry.value.entries:
        entry.above += entry.value.below
        entry.value.below = []
        entry.value.on_one_line = True
    elif entry.key is None:
        entry.above += entry.value.entries[0].above
        entry.value.entries[0].above = []


def _set_apart(entry: Entry, apart: bool) -> None:
    """An empty line above an entry, or none: above its comments, that is."""
    if entry.above:
        entry.above[0].apart = apart
    else:
        entry.apart = apart


def _may_be_on_one_line(piece: Piece) -> bool:
    if piece.below or _holds_records(piece.shape) or any(entry.above or entry.head or entry.behind for entry in piece.entries):
        return False
    return all(_is_short(entry.value) for entry in piece.entries) and (flows(piece.node) or _is_small(piece))


def _is_short(piece: Piece) -> bool:
    node = piece.node
    if isinstance(node, yaml.ScalarNode):
        return node.style not in ("|", ">") or below_bar(piece, 0) is None
    return piece.on_one_line


def _holds_records(shape: Any) -> bool:
    """Answers, actions, cases, teams, wordings: one line for each; and symptoms, which are sentences."""
    if isinstance(shape, ListOf):
        return isinstance(shape.item, Mapped | Prose)
    return shape is STEPS or isinstance(shape, Prose) or (isinstance(shape, MapOf) and isinstance(shape.item, Mapped))


def _is_small(piece: Piece) -> bool:
    """A record of single values: it reads best on one line, as in a table."""
    single = isinstance(piece.shape, Mapped) and all(isinstance(key.shape, _SINGLE) for key in piece.shape.keys.values())
    return single and all(isinstance(entry.value.node, yaml.ScalarNode) for entry in piece.entries)


def on_line(node: Any, shape: Any = None, flow: bool = False, before_comment: bool = False) -> str:
    """A key or value as it stands on one line: without quotes where it needs none. `flow`: inside braces.

    A condition always has quotes; so has what people read before a comment, so that nobody asks whether the comment belongs to it.
    """
    value = str(node.value)
    if not node.style and node.tag != TEXT:
        return value or ("null" if flow else "")
    if shape is EXPRESSION or (before_comment and not isinstance(shape, Word)):
        return quoted(value)
    plain = is_plain(value, flow) if node.style else reads_plain(value, flow)
    return value if plain else quoted(value)


def below_bar(piece: Piece, room: int) -> list[str] | None:
    """A text as it stands below its key: the `|` or `>` that opens it, then its lines. None if it stands on one line.

    What its author put into lines stays in lines. A text with line breaks in quotes gets real ones; one that went on over several lines
    gets a `>`, if it does not fit `room` on one.
    """
    node: Any = piece.node
    value = str(node.value)
    if node.style == ">":
        return _as_folded(value, piece.written)
    if node.style == "|" or (node.style and "\n" in value.strip("\n")):
        return _literal(value, node.style == "|")
    if node.tag == TEXT and node.start_mark.line < node.end_mark.line and len(on_line(node, piece.shape)) > room:
        return _folded(value, room)
    return None


def _literal(value: str, as_written: bool) -> list[str] | None:
    """Line by line, where that gives the same text: not with blanks at its beginning, nor with empty lines at its end."""
    lines = value.removesuffix("\n").split("\n")
    if not _can_be_below(lines) or (not as_written and any(line != line.rstrip() for line in lines)):
        return None
    return ["|" if value.endswith("\n") else "|-", *lines]


def _as_folded(value: str, written: str) -> list[str] | None:
    """The author's own lines below a `>`, without their indentation."""
    opening, *lines = written.rstrip("\n ").split("\n")
    if any(sign.isdecimal() for sign in opening.partition("#")[0]):
        return None
    indent = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)
    lines = [line[indent:] for line in lines]
    return [">" if value.endswith("\n") else ">-", *lines] if _can_be_below(lines) and "\n\n" not in value[-2:] else None


def _can_be_below(lines: list[str]) -> bool:
    """Whether lines below a `|` or `>` say themselves how far they are indented, and where they end."""
    shown = all(is_shown(sign) or sign == "\t" for line in lines for sign in line)
    return shown and bool(lines[0].strip()) and lines[0][0] not in " \t" and bool(lines[-1].strip())


def _folded(value: str, room: int) -> list[str] | None:
    """Lines broken where there is one blank between two words, none longer than `room` if its words allow it."""
    if value != value.strip() or "\n" in value or not all(map(is_shown, value)):
        return None
    lines: list[str] = []
    line = ""
    for part in re.split(r"(?<=\S) (?=\S)", value):
        if line and len(line) + 1 + len(part) > room:
            lines.append(line)
            line = part
        else:
            line = f"{line} {part}" if line else part
    return [">-", *lines, line]
