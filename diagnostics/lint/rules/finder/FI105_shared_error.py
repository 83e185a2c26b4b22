"""FI105: an error message that two trees claim."""

from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, LibraryRule
from diagnostics.lint.rules.finder.shared import shared
from diagnostics.lint.subject import Shelf
from diagnostics.violations import clipped


class SharedError(LibraryRule):
    """Two trees claim the same error message.

    Finds `errors` whose `match` is the same in two trees, but for capitals; the place is the one in the later tree.

    Why: an exact message leads straight into a tree. Where two claim it, chance decides which.

    Example:
        errors: [{match: "DNS_PROBE_*", start: end}]  # in wifi.yml and in line.yml

    Use instead:
        errors: [{match: "DNS_PROBE_*", start: end}]  # in wifi.yml, whose first question tells the two apart
    """

    code = "FI105"

    def check(self, shelf: Shelf) -> Iterator[FoundAt]:
        for spot, other in shared(shelf, lambda summary: summary.errors, str.lower):
            message = f"the tree `{other}` claims `{clipped(spot.text, 40)}` too"
            yield FoundAt(spot.span, message, "keep it in the tree that fits; that one may lead on to the other", spot.source)
