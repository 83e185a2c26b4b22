"""The comments of a file, which the nodes do not know: each with its place, in order."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from diagnostics.source.reader import Document

_SIGN = re.compile(r"(?:^|(?<=[ \t]))#[^\n]*", re.MULTILINE)


class Comment(NamedTuple):
    """A comment as written, from its `#` on. `alone`: nothing but blanks stands before it on its line; `apart`: the line above is empty."""

    start: int
    line: int
    column: int
    text: str
    alone: bool
    apart: bool


def comments_of(document: Document) -> tuple[Comment, ...]:
    """All comments of a file. A `#` inside a text is none."""
    if "#" not in document.text:
        return ()
    texts = list(scalars(document.root))
    found: list[Comment] = []
    at, line, counted = 0, 0, 0
    for match in _SIGN.finditer(document.text):
        start = match.start()
        while at < len(texts) and texts[at].end_mark.index <= start:
            at += 1
        if at < len(texts) and texts[at].start_mark.index < start and not _behind_bar(texts[at], start, document.text):
            continue
        line += document.text.count("\n", counted, start)
        counted = start
        column = start - document.text.rfind("\n", 0, start) - 1
        before = document.lines[line][:column]
        found.append(Comment(start, line, column, match.group().rstrip(), not before.strip(), is_blank(document, line - 1)))
    return tuple(found)


def scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """The keys and values below a node, in order of place."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.CollectionNode):
        for item in node.value:
            for part in item if isinstance(item, tuple) else (item,):
                yield from scalars(part)


def is_blank(document: Document, line: int) -> bool:
    return 0 <= line < len(document.lines) and not document.lines[line].strip()


def _behind_bar(text: yaml.ScalarNode, start: int, whole: str) -> bool:
    """Whether the place is behind the `|` or `>` that opens a text."""
    return text.style in ("|", ">") and "\n" not in whole[text.start_mark.index : start]
