"""The edits that rules make: exact cures that leave the rest of a file alone."""

import pytest
import yaml

from diagnostics.lint.edits import remove_item, replace_scalar
from diagnostics.source.reader import Document, read_bytes
from diagnostics.violations import Edit


def document(text: str) -> Document:
    read = read_bytes(text.encode(), "t.yml")
    assert isinstance(read, Document), read
    return read


def node_at(holder: yaml.Node, path: str) -> yaml.Node:
    """A node by a path such as `a.b.1`; with `@` at the end, the key's node."""
    path, key = path.removesuffix("@"), path.endswith("@")
    found = begin = holder
    for part in path.split("."):
        if isinstance(found, yaml.MappingNode):
            begin, found = next((k, v) for k, v in found.value if k.value == part)
        else:
            begin = found = found.value[int(part)]
    return begin if key else found


def applied(text: str, edits: tuple[Edit, ...]) -> str:
    for start, end, new in reversed(edits):
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.parametrize(
    ("text", "path", "value", "becomes"),
    [
        ("a: b # why\n", "a", "c d", "a: c d # why\n"),
        ("a: b\n", "a", "yes: no", 'a: "yes: no"\n'),
        ("a: 'b'\n", "a", "Yes, really", "a: Yes, really\n"),
        ("a: {b: c, d: e}\n", "a.b", "Yes, really", 'a: {b: "Yes, really", d: e}\n'),
        ("a:\n  - {b: [c, d]}\n", "a.0.b.1", "[x]", 'a:\n  - {b: [c, "[x]"]}\n'),
        ("a: 700\n", "a", 600, "a: 600\n"),
        ("a: x\n", "a", True, "a: true\n"),
        ("a: x\n", "a", "5", 'a: "5"\n'),
        ("a: |\n  one\n  two\nb: c\n", "a", "three", "a: three\nb: c\n"),
        ("a: |\n  one\n\n# about b\nb: c\n", "a", "three\nfour\n", 'a: "three\\nfour\\n"\n\n# about b\nb: c\n'),
        ("a: one\n  two\nb: c\n", "a", "three", "a: three\nb: c\n"),
        ('"a": b\n', "a@", "c", "c: b\n"),
        ("打印: 好\n", "打印", "更好", "打印: 更好\n"),
    ],
)
def test_a_value_is_replaced_and_nothing_else(text: str, path: str, value: str | int | bool, becomes: str) -> None:
    """In blocks and in braces, with quotes only where they are needed."""
    read = document(text)
    assert applied(text, (replace_scalar(read, node_at(read.root, path), value),)) == becomes


@pytest.mark.parametrize(
    ("text", "path", "becomes"),
    [
        ("a: [b, c, d]\n", "a.0", "a: [c, d]\n"),
        ("a: [b, c, d]\n", "a.1", "a: [b, d]\n"),
        ("a: [b, c, d]\n", "a.2", "a: [b, c]\n"),
        ("a: {b: c, d: e}\n", "a.d@", "a: {b: c}\n"),
        ("a:\n  - b # gone with it\n  - c\n", "a.0", "a:\n  - c\n"),
        ("a:\n  - b\n  # about c\n  - c: d\n    e: f\ng: h\n", "a.1", "a:\n  - b\n  # about c\ng: h\n"),
        ("a: b\nc:\n  d: e\n  f: g\nh: i", "c@", "a: b\nh: i"),
        ("a: b\nc: d", "c@", "a: b\n"),
        ("- a: b\n  c: d\n", "0.c@", "- a: b\n"),
    ],
)
def test_an_item_is_taken_out(text: str, path: str, becomes: str) -> None:
    """With what it holds and the comment behind it; the others stay as they are."""
    read = document(text)
    result = applied(text, remove_item(read, node_at(read.root, path)))
    assert result == becomes
    document(result)


@pytest.mark.parametrize(("text", "path"), [("a: [b]\n", "a.0"), ("a:\n  b: c\n", "a.b@"), ("- a: b\n  c: d\n", "0.a@"), ("- - a\n  - b\n", "0.0")])
def test_what_would_not_stand_alone_is_left(text: str, path: str) -> None:
    """The only one of its kind, or one that shares its line with what must stay."""
    read = document(text)
    assert remove_item(read, node_at(read.root, path)) == ()
