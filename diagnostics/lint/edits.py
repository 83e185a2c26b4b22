"""Edits for rules whose cure is certain: another value or key, an item less, as changes of the file's text.

The rest of the file stays as its author wrote it. `check --fix` applies them, and drops those that would break something.
"""

from collections.abc import Iterator

import yaml

from diagnostics.source.nodes import last_in
from diagnostics.source.reader import Document
from diagnostics.source.spelling import spelled
from diagnostics.violations import Edit


def replace_scalar(document: Document, node: yaml.Node, value: str | int | float | bool) -> Edit:
    """Another value in the place of a scalar: a text without quotes where it stays that text, else in double quotes."""
    text = spelled(value, _in_flow(document, node)) if isinstance(value, str) else str(value).lower()
    start, end = _extent(document, node)
    return Edit(start, end, text)


def remove_item(document: Document, node: yaml.Node) -> tuple[Edit, ...]:
    """Takes an item out of its list, or a key (given by its node) with its value out of its mapping, and the comment behind it.

    Empty where the rest would not stand by itself: it was the only one, or it shares its line with what must stay.
    """
    parent = next((holder for holder in _path(document.root, node) if any(node is begin for begin, _ in _entries(holder))), None)
    if parent is None:
        return ()
    entries = _entries(parent)
    at = next(n for n, (begin, _) in enumerate(entries) if begin is node)
    if len(entries) == 1:
        return ()
    return _out_of_flow(document.text, entries, at) if parent.flow_style else _out_of_block(document.text, entries, at)


def _out_of_flow(text: str, entries: list[tuple[yaml.Node, yaml.Node]], at: int) -> tuple[Edit, ...]:
    """From its beginning to the next one's; the last from the end of the one before."""
    if at + 1 < len(entries):
        start, end = entries[at][0].start_mark.index, entries[at + 1][0].start_mark.index
    else:
        start, end = entries[at - 1][1].end_mark.index, entries[at][1].end_mark.index
    return () if "#" in text[start:end] and "\n" in text[start:end] else (Edit(start, end, ""),)


def _out_of_block(text: str, entries: list[tuple[yaml.Node, yaml.Node]], at: int) -> tuple[Edit, ...]:
    """Whole lines, from its own to the last that it fills."""
    begin, end = entries[at][0].start_mark.index, _end(text, entries[at][1])
    line = text.rfind("\n", 0, begin) + 1
    stop = text.find("\n", end)
    if text[line:begin].strip(" -") or (text[line:begin].count("-") > 1) or (stop >= 0 and text[end:stop].split("#")[0].strip()):
        return ()
    if "-" in text[line:begin] and entries[at][0] is not entries[at][1]:
        return ()  # the first key of a list item: the `- ` before it must stay
    return (Edit(line, len(text) if stop < 0 else stop + 1, ""),)


def _end(text: str, node: yaml.Node) -> int:
    """Where a node's own text ends."""
    node = last_in(node)
    return node.start_mark.index + len(text[node.start_mark.index : node.end_mark.index].rstrip())


def _extent(document: Document, node: yaml.Node) -> tuple[int, int]:
    """The characters of a scalar. A text below a `|` or `>` reaches to the end of its last line that is not empty."""
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        end = start + len(document.text[start:end].rstrip())
    return start, end


def _in_flow(document: Document, node: yaml.Node) -> bool:
    return any(holder.flow_style for holder in _path(document.root, node))


def _path(root: yaml.Node, node: yaml.Node) -> Iterator[yaml.CollectionNode]:
    """The collections that a node lies in, the outermost first."""
    index, here = node.start_mark.index, root
    while isinstance(here, yaml.CollectionNode) and here is not node:
        yield here
        inside = [part for begin, end in _entries(here) for part in (begin, end) if part.start_mark.index <= index]
        if not inside:
            return
        here = inside[-1]


def _entries(holder: yaml.CollectionNode) -> list[tuple[yaml.Node, yaml.Node]]:
    """The first and last node of each entry: key and value, or twice the item."""
    return [item if isinstance(item, tuple) else (item, item) for item in holder.value]
