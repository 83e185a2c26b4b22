"""One YAML file to one `Document`: nodes that know their place, or the violations that say why not.

The nodes are PyYAML's own, composed by libyaml. Scalars are resolved as YAML 1.2 core does, so `no`, `on`, `010` and
`12:30` stay text. What the language has no use for is refused here, before anything walks the nodes: anchors and aliases
(a short file can otherwise grow without bound), tags, several documents, deep nesting, large and binary files.
"""

import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from diagnostics.source.links import CURE, LEADS_OUT, leads_out
from diagnostics.source.syntax_hints import explain
from diagnostics.violations import UNSEEN, Span, Violation

MAX_BYTES = 256 * 1024
MAX_DEPTH = 30
MAX_VIOLATIONS = 100
"""The most that one pass over one file reports: nobody reads on, and a broken file must not take much longer than a whole one."""

TEXT, INT, FLOAT, BOOL, NULL = ("tag:yaml.org,2002:" + t for t in ("str", "int", "float", "bool", "null"))
MAP, SEQ = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)$")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$")
_WORDS = {"true": BOOL, "True": BOOL, "TRUE": BOOL, "false": BOOL, "False": BOOL, "FALSE": BOOL} | {
    w: NULL for w in ("", "~", "null", "Null", "NULL")
}
_MAY_BE_NUMBER = frozenset("-+.0123456789")
_MAY_BE_ELSE = _MAY_BE_NUMBER | {word[0] for word in _WORDS if word}
"""How a plain scalar begins that may be no text. Most begin otherwise, and there are hundreds in a file."""
_MAY_BE_ANCHOR_OR_TAG = re.compile(r"&[^\s&]|!(?<![^\s\[{,:-]!)(?!=)")  # both begin with a letter of their own: found four times as fast
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_ESCAPED = re.compile(r"\\[0abefvrNLPxuU]")
"""How a character that nobody sees may stand in double quotes."""
_UNSEEN = re.compile(f"[{UNSEEN}]")
_NO_TEXT = "[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""Compiled where it is needed, which is hardly ever: such a wide range takes as long as half a tree."""


class _TooDeep(Exception):
    def __init__(self, mark: Any) -> None:
        super().__init__()
        self.mark = mark


class _Loader(yaml.CLoader):
    """libyaml's parser with YAML 1.2 core scalars. The resolver's path bookkeeping is not needed: its calls, one at the beginning and one at the
    end of every node, keep the collections that a node stands in. Both are built-in methods of a dictionary: it has one for each of a million
    nodes, and functions of our own would take a third of the time of reading."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.within: dict[Any, Any] = {}
        self.descend_resolver = self.within.__setitem__  # type: ignore[method-assign, assignment]  # called as a function
        self.ascend_resolver = self.within.popitem  # type: ignore[method-assign, assignment]  # what it gives is not looked at

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        if len(self.within) > MAX_DEPTH:  # the parser is recursive: deeper, and it would run out of stack
            raise _TooDeep(next(reversed(self.within)).start_mark)
        if kind is yaml.ScalarNode:
            return scalar_tag(value) if implicit[0] and (not value or value[0] in _MAY_BE_ELSE) else TEXT
        return MAP if kind is yaml.MappingNode else SEQ


class _LoaderOfTags(_Loader):
    """Nodes with a tag are not resolved: where there may be some, the depth is looked at when a node begins."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.descend_resolver = self._descend  # type: ignore[method-assign]

    def _descend(self, current_node: Any, current_index: Any) -> None:
        self.within[current_node] = current_index
        if len(self.within) > MAX_DEPTH:
            raise _TooDeep(current_node.start_mark)


def scalar_tag(value: str) -> str:
    """The type of a plain scalar."""
    if value in _WORDS:
        return _WORDS[value]
    if value[0] in _MAY_BE_NUMBER:
        if _INT.match(value):
            return INT
        # YAML 1.2 would read "010" as 10, and an author who wrote the zero means a text: it stays one.
        if _FLOAT.match(value) and not re.match(r"[-+]?0[0-9]", value):
            return FLOAT
    return TEXT


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its name as shown to people, its text whole and as lines, and its root node. `refused` is what the language does
    not allow in it and what one can read on from: only there if that was asked for."""

    file: str
    text: str
    lines: tuple[str, ...]
    root: yaml.Node
    refused: tuple[Violation, ...] = ()

    def line(self, number: int) -> str:
        """The text of one line, counted from 1; empty beyond the end."""
        return self.lines[number - 1] if number <= len(self.lines) else ""

    def span(self, node: yaml.Node) -> Span:
        start, end = node.start_mark, node.end_mark
        same = end.line == start.line
        length = end.column - start.column if same else len(self.line(start.line + 1)) - start.column
        return Span(self.file, start.line + 1, start.column + 1, max(1, length))

    def violation(self, code: str, node: yaml.Node, message: str, hint: str = "") -> Violation:
        span = self.span(node)
        return Violation(code, span, message, hint, self.line(span.line))

    def violation_inside(self, code: str, node: yaml.Node, piece: str, nth: int, message: str, hint: str = "") -> Violation:
        """At the `nth` (from 0) occurrence of a piece of a scalar; at the whole scalar where the file spells the piece otherwise."""
        start, end = node.start_mark.index, node.end_mark.index
        position = start - 1
        for _ in range(nth + 1):
            position = self.text.find(piece, position + 1, end) if piece else -1
            if position < 0:
                return self.violation(code, node, message, hint)
        line = node.start_mark.line + self.text.count("\n", start, position)
        column = position - self.text.rfind("\n", 0, position)
        return Violation(code, Span(self.file, line + 1, column, len(piece)), message, hint, self.line(line + 1))


def read_file(path: Path, shown_as: str, *, read_on: bool = False) -> Document | list[Violation]:
    """Reads and composes one file. Never raises for what the file holds or for a file that cannot be read. With `read_on`, a file with an anchor
    or a tag is a document all the same, if one can tell what it means: what else is wrong in it is told with it."""
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):  # a folder; or a pipe, which would keep the reader waiting for ever
            return [_refuse("SY010", shown_as, "this is not a file", "only files that hold a tree may have a name that ends in `.yml`")]
        if leads_out(path):
            return [_refuse("SY010", shown_as, LEADS_OUT, CURE)]
        if info.st_size > MAX_BYTES:
            return [_too_large(shown_as)]
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return [_refuse("SY010", shown_as, f"the file cannot be read: {reason}", "is it there, and may you read it?")]
    return read_bytes(data, shown_as, read_on=read_on)


def read_bytes(data: bytes, shown_as: str, *, read_on: bool = False) -> Document | list[Violation]:
    """As `read_file`, for bytes in hand."""
    if len(data) > MAX_BYTES:
        return [_too_large(shown_as)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [_not_utf8(data, error.start, shown_as)]
    # libyaml counts each of these as the end of a line; so does everything that shows a line.
    unusual = any(sign in text for sign in "\r\x85\u2028\u2029")
    return _compose(_BREAKS.sub("\n", text) if unusual else text, shown_as, read_on)


def _compose(text: str, file: str, read_on: bool) -> Document | list[Violation]:
    try:
        loader = _LoaderOfTags(text) if "!" in text else _Loader(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
        refused, clear = _anchors_and_tags(text, file)
        if unseen := [] if refused else _unseen(text, file):
            return unseen
    except _TooDeep as deep:
        return [_at_mark("SY004", deep.mark, text, file, f"nested more than {MAX_DEPTH} levels deep", "a tree needs no more than ten")]
    except yaml.MarkedYAMLError as error:
        return [_syntax_violation(error, text, file)]
    except yaml.YAMLError:  # the reader's: a character that YAML does not allow
        return [_no_text(text, file, re.search(_NO_TEXT, text))]
    if refused and not (read_on and clear):
        return refused
    if root is None:
        return [_refuse("SY009", file, "the file is empty", "a tree begins with `format: 1`")]
    if refused:
        _untag(root)
    return Document(file, text, tuple(text.split("\n")), root, tuple(refused))


def _untag(node: yaml.Node) -> None:
    """Gives every node the type that it has without its tag."""
    if isinstance(node, yaml.ScalarNode):
        node.tag = TEXT if node.style else scalar_tag(node.value)
        return
    node.tag = MAP if isinstance(node, yaml.MappingNode) else SEQ
    for item in node.value:
        for part in item if isinstance(item, tuple) else (item,):
            _untag(part)


def _anchors_and_tags(text: str, file: str) -> tuple[list[Violation], bool]:
    """Anchors, aliases and tags, found in the event stream; only looked for where the text gives a reason to. And whether one can read on: not
    where an alias stands for more than one value, for then a short file could grow without bound."""
    found: list[Violation] = []
    if not _MAY_BE_ANCHOR_OR_TAG.search(text):
        return found, True
    values: set[str] = set()
    clear = True
    for event in yaml.parse(text, Loader=yaml.CLoader):
        if isinstance(event, yaml.ScalarEvent) and event.anchor:
            values.add(event.anchor)
        clear = clear and not (isinstance(event, yaml.AliasEvent) and event.anchor not in values)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            cure = "write the passage out, make it a shared tree, or quote a text that begins with `*` or `&`"
            found.append(_at_mark("SY005", event.start_mark, text, file, "anchors (`&name`) and aliases (`*name`) are not allowed", cure))
        if getattr(event, "tag", None):
            cure = "remove the word behind the `!`, or quote a text that begins with `!`"
            found.append(_at_mark("SY006", event.start_mark, text, file, "tags (`!name`) are not allowed", cure))
        if len(found) >= MAX_VIOLATIONS:
            return found, False
    return found, clear


def _unseen(text: str, file: str) -> list[Violation]:
    """The first character that commands a terminal or turns the direction of a line, in a text or in a comment: what is read would not be
    what stands there."""
    if (found := _UNSEEN.search(text)) is not None:
        return [_no_text(text, file, found)]
    if not _ESCAPED.search(text):
        return []
    for event in yaml.parse(text, Loader=yaml.CLoader):
        if isinstance(event, yaml.ScalarEvent) and (found := _UNSEEN.search(event.value)) is not None:
            message = f"the text holds a character that cannot be seen (U+{ord(found.group()):04X})"
            return [_at_mark("SY002", event.start_mark, text, file, message, "remove it")]
    return []


def _too_large(file: str) -> Violation:
    return _refuse("SY003", file, f"the file is larger than {MAX_BYTES // 1024} KB", "split it: a tree can `call` another tree")


def _not_utf8(data: bytes, position: int, file: str) -> Violation:
    begin = data.rfind(b"\n", 0, position) + 1
    line = data[begin : data.find(b"\n", position) if b"\n" in data[position:] else len(data)].decode("utf-8", "replace")
    column = len(data[begin:position].decode("utf-8", "replace")) + 1
    span = Span(file, data.count(b"\n", 0, position) + 1, column)
    return Violation("SY002", span, "the file is not UTF-8 text", "save it as UTF-8", line if line.isprintable() else "")


def _no_text(text: str, file: str, found: re.Match[str] | None) -> Violation:
    if found is None:
        return _refuse("SY002", file, "the file is not text", "is it a binary file?")
    line, column = text.count("\n", 0, found.start()), found.start() - text.rfind("\n", 0, found.start())
    message = f"the file holds a character that is not text (U+{ord(found.group()):04X})"
    return Violation("SY002", Span(file, line + 1, column), message, "remove it; or is this a binary file?")


def _syntax_violation(error: yaml.MarkedYAMLError, text: str, file: str) -> Violation:
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return _refuse("SY001", file, error.problem or "this is not YAML")
    if "expected a single document" in str(error.context):
        return _at_mark("SY008", mark, text, file, "a file holds one document", "remove the `---` and put the second tree into a file of its own")
    mark, message, hint = explain(error, text)
    return _at_mark("SY001", mark, text, file, message, hint)


def _at_mark(code: str, mark: Any, text: str, file: str, message: str, hint: str = "") -> Violation:
    lines = text.split("\n", mark.line + 1)
    source = lines[mark.line] if mark.line < len(lines) else ""
    return Violation(code, Span(file, mark.line + 1, mark.column + 1), message, hint, source)


def _refuse(code: str, file: str, message: str, hint: str = "", line: int = 1) -> Violation:
    return Violation(code, Span(file, line, 1), message, hint)
