"""ST107: a tree with a `return` that no tree calls."""

from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, LibraryRule
from diagnostics.lint.subject import Shelf
from diagnostics.lint.unused import is_complete


class NeverCalled(LibraryRule):
    """A shared tree that nobody calls.

    Finds trees with a `return` that no other tree calls. Libraries in which most areas have no tree yet are left alone.

    Why: customers can start only trees without a `return`, so nobody ever sees this one. It is still read, reviewed and translated.

    Example:
        restarted: {outcome: return}

    Use instead:
        router: {call: restart-router, next: contact}
    """

    code = "ST107"

    def check(self, shelf: Shelf) -> Iterator[FoundAt]:
        called = {name for tree in shelf.trees.values() for name in tree.calls}
        for name, tree in shelf.trees.items() if is_complete(shelf) else ():
            if tree.returns and tree.title is not None and name not in called:
                hint = "call it where its steps are needed, remove it, or end it without `return`"
                yield FoundAt(tree.title.span, f"no tree calls `{name}`, and customers cannot start it", hint, tree.title.source)
