"""RF104: a product that no tree is for."""

from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, LibraryRule
from diagnostics.lint.subject import Shelf
from diagnostics.lint.unused import unused, used


class UnusedProduct(LibraryRule):
    """A product that no tree is for.

    Finds products of the library file that stand in no tree's `products`. Libraries in which most areas have no
    tree yet are left alone.

    Why: owners of it find no help, though the library says that there is some.

    Example:
        products:
          laptop: Laptop
          notebook: Notebook

    Use instead:
        products:
          laptop: Laptop
    """

    code = "RF104"

    def check(self, shelf: Shelf) -> Iterator[FoundAt]:
        yield from unused(shelf, "products", used(shelf, "product"), "remove it, or name it in the `products` of the trees that are for it")
