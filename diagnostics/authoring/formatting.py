"""A file to its canonical form, with every comment."""

from collections import Counter
from pathlib import PurePath
from typing import Any

import yaml

from diagnostics.authoring.canonical import arrange, shape_of
from diagnostics.authoring.comments import comments_of
from diagnostics.authoring.outline import TREE, Piece, outline
from diagnostics.authoring.writer import text_of
from diagnostics.model.read import read_tree
from diagnostics.model.shapes import Reader
from diagnostics.source.reader import NULL, Document, read_bytes
from diagnostics.violations import Violation


def formatted(data: bytes, file: str) -> str | list[Violation]:
    """The canonical form of a file's content, or why it has none: the mistakes of a tree, a scenario file or a library file.

    `file` is its name, which tells the kind, and under which violations name it. The list is empty where a file is written so unusually that
    its canonical form would not say the same: what was made is always read again and compared.
    """
    document = read_bytes(data, file)
    if isinstance(document, list):
        return document
    shape = shape_of(PurePath(file).name)
    wrong = _mistakes(document, shape)
    if wrong:
        return wrong
    whole = outline(document, shape)
    arrange(whole.root)
    text = text_of(whole)
    again = read_bytes(text.encode(), file)
    if not isinstance(again, Document) or not _same(whole.root, again.root) or _comments(document) != _comments(again) or _mistakes(again, shape):
        return []
    return text


def _mistakes(document: Document, shape: Any) -> list[Violation]:
    if shape is TREE:
        return list(read_tree(document).violations)
    reader = Reader(document)
    shape.read(document.root, reader)
    return reader.violations


def _same(piece: Piece, node: yaml.Node) -> bool:
    """Whether what was read again says what the pieces say, in their order."""
    if piece.node.tag != node.tag:
        return False
    if not isinstance(node, yaml.CollectionNode):
        return node.tag == NULL or bool(piece.node.value == node.value)
    if len(piece.entries) != len(node.value):
        return False
    for entry, item in zip(piece.entries, node.value, strict=True):
        key, value = item if isinstance(item, tuple) else (None, item)
        if (key is None) != (entry.key is None) or (key is not None and entry.key and key.value != entry.key.value) or not _same(entry.value, value):
            return False
    return True


def _comments(document: Document) -> Counter[str]:
    return Counter(comment.text for comment in comments_of(document))
