"""RF108: an image file that no step shows."""

from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, LibraryRule
from diagnostics.lint.subject import Shelf
from diagnostics.lint.unused import is_complete, used
from diagnostics.violations import Span


class UnusedPicture(LibraryRule):
    """A picture that no step shows.

    Finds files of `images/` that are no step's `image`. Libraries in which most areas have no
    tree yet are left alone, and so are those in which a step names a picture that is not there: it may be this one.

    Why: nobody sees it, and whoever replaces the pictures of a product replaces this one too.

    Example:
        plug:
          information: Find the round plug at the back
          next: pull_it

    Use instead:
        plug:
          information: Find the round plug at the back
          image: round-plug.svg
          alt: The back of the router, the round plug at the far left
          next: pull_it
    """

    code = "RF108"

    def check(self, shelf: Shelf) -> Iterator[FoundAt]:
        shown = used(shelf, "image")
        for name in sorted(shelf.pictures) if is_complete(shelf) else ():
            if name not in shown:
                yield FoundAt(Span(f"images/{name}", 1, 1), "no step shows this picture", "remove the file, or name it as the `image` of a step")
