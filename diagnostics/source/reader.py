"""One YAML file to one `Document`: nodes that know their place, or the violations that say why not.

The nodes are PyYAML's own, composed by libyaml. Scalars are resolved as YAML 1.2 core does, so `no`, `on`, `010` and
`12:30` stay text. What the language has no use for is refused here, before anything walks the nodes: anchors and aliases
(a short file can otherwise grow without bound), tags, several documents, deep nesting, large and binary files.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from diagnostics.source.syntax_hints import hint_for
from diagnostics.violations import Span, Violation

MAX_BYTES = 256 * 1024
MAX_DEPTH = 30

TEXT, INT, FLOAT, BOOL, NULL = ("tag:yaml.org,2002:" + t for t in ("str", "int", "float", "bool", "null"))
MAP, SEQ = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"
CORE_TAGS = frozenset({TEXT, INT, FLOAT, BOOL, NULL, MAP, SEQ})

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)$")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$")
_WORDS = {"true": BOOL, "True": BOOL, "TRUE": BOOL, "false": BOOL, "False": BOOL, "FALSE": BOOL} | {
    w: NULL for w in ("", "~", "null", "Null", "NULL")
}
_MAY_BE_NUMBER = frozenset("-+.0123456789")
_MAY_BE_ALIAS = re.compile(r"(?:^|[\s\[{,:-])[&*][^\s,\]}*&]")


class _Loader(yaml.CLoader):  # type: ignore[misc]  # types-PyYAML gives the C loader no usable base
    """libyaml's parser with YAML 1.2 core scalars; the resolver's path bookkeeping is not needed and is left out."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        if kind is yaml.ScalarNode:
            return _scalar_tag(value) if implicit[0] else TEXT
        return MAP if kind is yaml.MappingNode else SEQ

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        return None

    def ascend_resolver(self) -> None:
        return None


def _scalar_tag(value: str) -> str:
    if value in _WORDS:
        return _WORDS[value]
    if value[0] in _MAY_BE_NUMBER:
        if _INT.match(value):
            return INT
        # "010" is not a number in YAML 1.2 core's spirit of "what you see": it stays text, as do dates and times.
        if _FLOAT.match(value) and not re.match(r"[-+]?0[0-9]", value):
            return FLOAT
    return TEXT


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its name as shown to people, its text, and its root node."""

    file: str
    text: str
    root: yaml.Node

    def line(self, number: int) -> str:
        """The text of one line, counted from 1; empty beyond the end."""
        lines = self.text.split("\n", number)
        return lines[number - 1] if number <= len(lines) else ""

    def span(self, node: yaml.Node) -> Span:
        start, end = node.start_mark, node.end_mark
        same = end.line == start.line
        length = end.column - start.column if same else len(self.line(start.line + 1)) - start.column
        return Span(self.file, start.line + 1, start.column + 1, max(1, length))

    def violation(self, code: str, node: yaml.Node, message: str, hint: str = "") -> Violation:
        span = self.span(node)
        return Violation(code, span, message, hint, self.line(span.line))


def read_file(path: Path, shown_as: str) -> Document | list[Violation]:
    """Reads and composes one file. Never raises for what the file holds or for a file that cannot be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return [_refuse("SY003", shown_as, f"the file is larger than {MAX_BYTES // 1024} KB",
                            "split it: a tree can `call` another tree")]
        data = path.read_bytes()
    except OSError as error:
        return [_refuse("SY010", shown_as, f"the file cannot be read: {error.strerror or error}")]
    return read_bytes(data, shown_as)


def read_bytes(data: bytes, shown_as: str) -> Document | list[Violation]:
    """As `read_file`, for bytes in hand."""
    if len(data) > MAX_BYTES:
        return [_refuse("SY003", shown_as, f"the file is larger than {MAX_BYTES // 1024} KB",
                        "split it: a tree can `call` another tree")]
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return [_refuse("SY002", shown_as, "the file is not UTF-8 text", "save it as UTF-8", line)]
    return _compose(text, shown_as)


def _compose(text: str, file: str) -> Document | list[Violation]:
    try:
        refused = _refuse_before_composing(text, file)
        if refused:
            return refused
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        return [_syntax_violation(error, text, file)]
    except yaml.YAMLError as error:  # the reader's: a character that YAML does not allow
        position = getattr(error, "position", 0)
        line = text.count("\n", 0, position) + 1
        return [_refuse("SY002", file, "the file holds a character that is not text", "is it a binary file?", line)]
    if root is None:
        return [_refuse("SY009", file, "the file is empty", "a tree begins with `format: 1`")]
    return Document(file, text, root)


def _refuse_before_composing(text: str, file: str) -> list[Violation]:
    """Looks at the event stream, which needs no recursion, but only in files whose text gives a reason to."""
    may_nest = _may_nest_deeply(text)
    if not may_nest and not _MAY_BE_ALIAS.search(text):
        return []
    found: list[Violation] = []
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CLoader):
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            continue
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            found.append(_at_mark("SY005", event.start_mark, text, file, "anchors (`&name`) and aliases (`*name`) are not allowed",
                                  "write the passage out, make it a shared tree, or quote a text that begins with `*` or `&`"))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return [*found, _at_mark("SY004", event.start_mark, text, file, f"nested more than {MAX_DEPTH} levels deep")]
    return found


def _may_nest_deeply(text: str) -> bool:
    opened = deepest = 0
    for bracket in re.findall(r"[\[{\]}]", text):
        opened = opened + 1 if bracket in "[{" else max(0, opened - 1)
        deepest = max(deepest, opened)
    return deepest > MAX_DEPTH // 2 or bool(re.search(r"(?m)^ {40}|(?:[-?:][ \t]+){12}", text))


def _syntax_violation(error: yaml.MarkedYAMLError, text: str, file: str) -> Violation:
    mark = error.problem_mark or error.context_mark
    problem = error.problem or "this is not YAML"
    if mark is None:
        return _refuse("SY001", file, problem)
    if "expected a single document" in str(error.context):
        return _at_mark("SY008", mark, text, file, "a file holds one document", "remove the `---` and put the second tree into a file of its own")
    line = text.split("\n")[mark.line] if mark.line < text.count("\n") + 1 else ""
    message, hint = hint_for(problem, str(error.context or ""), line)
    return _at_mark("SY001", mark, text, file, message, hint)


def _at_mark(code: str, mark: Any, text: str, file: str, message: str, hint: str = "") -> Violation:
    lines = text.split("\n", mark.line + 1)
    source = lines[mark.line] if mark.line < len(lines) else ""
    return Violation(code, Span(file, mark.line + 1, mark.column + 1), message, hint, source)


def _refuse(code: str, file: str, message: str, hint: str = "", line: int = 1) -> Violation:
    return Violation(code, Span(file, line, 1), message, hint)
