"""FI107: two trees with one title."""

from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, LibraryRule
from diagnostics.lint.rules.finder.shared import shared
from diagnostics.lint.subject import Shelf
from diagnostics.violations import clipped


class OneTitle(LibraryRule):
    """Two trees have one title.

    Finds trees whose title is that of another, but for capitals and signs; trees that are only ever called show no title and are left alone.

    Why: on the home page, in the finder and on the dashboard the title is all that people see.

    Example:
        title: No picture  # in monitor.yml and in television.yml

    Use instead:
        title: Monitor shows no picture
    """

    code = "FI107"

    def check(self, shelf: Shelf) -> Iterator[FoundAt]:
        for spot, other in shared(shelf, lambda summary: (summary.title,) if summary.title and not summary.returns else ()):
            message = f"the tree `{other}` has the title “{clipped(spot.text, 40)}” too"
            yield FoundAt(spot.span, message, "say in both titles what tells the trees apart", spot.source)
