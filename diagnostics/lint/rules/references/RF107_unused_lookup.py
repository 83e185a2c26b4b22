"""RF107: a lookup that no step makes."""

from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, LibraryRule
from diagnostics.lint.subject import Shelf
from diagnostics.lint.unused import unused, used


class UnusedLookup(LibraryRule):
    """A lookup that no step makes.

    Finds lookups of the library file that no step of any tree makes. Libraries in which most areas have no
    tree yet are left alone.

    Why: a source is kept connected for nobody; or customers type in what it could tell.

    Example:
        lookups:
          order_status: {title: Order status, keys: [order_number], results: [shipped, not_found]}

    Use instead:
        status:
          lookup: order_status
          results: {shipped: on_its_way, not_found: number_again}
          unavailable: contact
    """

    code = "RF107"

    def check(self, shelf: Shelf) -> Iterator[FoundAt]:
        yield from unused(shelf, "lookups", used(shelf, "lookup"), "remove it, or add a step with `lookup: …`")
