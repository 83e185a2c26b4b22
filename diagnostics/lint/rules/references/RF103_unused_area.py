"""RF103: an area without a tree."""

from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, LibraryRule
from diagnostics.lint.subject import Shelf
from diagnostics.lint.unused import unused, used


class UnusedArea(LibraryRule):
    """An area without a tree.

    Finds areas of the library file in which no tree stands. Libraries in which most areas have no
    tree yet are left alone.

    Why: customers who choose it find nothing, or it never shows at all.

    Example:
        areas:
          printers: {title: Printers, icon: printer}
          scanners: {title: Scanners, icon: printer}

    Use instead:
        areas:
          printers: {title: Printers and scanners, icon: printer}
    """

    code = "RF103"

    def check(self, shelf: Shelf) -> Iterator[FoundAt]:
        yield from unused(shelf, "areas", used(shelf, "area"), "remove it, or name it as the `area` of a tree")
