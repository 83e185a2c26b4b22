"""RF106: a table that no expression asks."""

from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, LibraryRule
from diagnostics.lint.subject import Shelf
from diagnostics.lint.unused import unused, used


class UnusedTable(LibraryRule):
    """A table that no expression asks.

    Finds tables of the library file that no `table('…')` of any tree names. Libraries in which most areas have no
    tree yet are left alone.

    Why: figures are kept up to date for nobody; or a tree has the same figures written into its conditions, where they grow old.

    Example:
        tables:
          repair_days: {laptop: 7, phone: 3}

    Use instead:
        wait:
          compute: {days: "table('repair_days', product)"}
          next: says_when
    """

    code = "RF106"

    def check(self, shelf: Shelf) -> Iterator[FoundAt]:
        yield from unused(shelf, "tables", used(shelf, "table"), "remove it, or ask it with `table('…', …)`")
