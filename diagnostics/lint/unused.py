"""A kind of declaration in the library file to those of its names that no tree uses, each at its place there."""

from collections.abc import Iterator
from typing import Any

from diagnostics.lint.rule import FoundAt
from diagnostics.lint.subject import Shelf
from diagnostics.model.shapes import BAD


def entries(shelf: Shelf, key: str) -> list[tuple[str, Any, Any]]:
    """(name, node of the name, what was read) of all declarations under a key."""
    written = shelf.record.get(key) if shelf.record is not None else None
    return [(name, node, value) for name, (node, value) in (written or {}).items()]


def used(shelf: Shelf, kind: str) -> set[str]:
    """The names of a kind that any tree uses."""
    return {name for tree in shelf.trees.values() for name in tree.uses.get(kind, ())}


def is_complete(shelf: Shelf) -> bool:
    """Whether what no tree uses is left over. Where a file could not be read it may be used there; and where most areas have no tree yet, the
    folder is a beginning or an excerpt, and what is declared waits for trees to come."""
    return shelf.whole and bool(shelf.trees) and 2 * len(used(shelf, "area")) >= len(shelf.declared.areas)


def unused(shelf: Shelf, key: str, found: set[str], hint: str) -> Iterator[FoundAt]:
    """The declarations under a key that are not among those found."""
    if shelf.document is None or not is_complete(shelf):
        return
    for name, node, value in entries(shelf, key):
        if name not in found and value is not BAD:
            span = shelf.document.span(node)
            message = f"`{name}` stands under `{key}`, and no tree uses it"
            yield FoundAt(span, message, hint, shelf.document.line(span.line))
