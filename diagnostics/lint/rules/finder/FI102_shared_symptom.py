"""FI102: a symptom that two trees have."""

from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, LibraryRule
from diagnostics.lint.rules.finder.shared import shared
from diagnostics.lint.subject import Shelf
from diagnostics.violations import clipped


class SharedSymptom(LibraryRule):
    """Two trees have the same symptom.

    Finds symptoms that are the same, but for capitals and signs, in two trees that customers can start; the place
    is the one in the later tree.

    Why: whoever types it sees both and cannot tell which is right. One of the two is wrong for each customer.

    Example:
        symptoms: [no internet]  # in wifi.yml and in line.yml

    Use instead:
        symptoms: [wifi is connected but no internet]  # in wifi.yml; in line.yml: "whole house is offline"
    """

    code = "FI102"

    def check(self, shelf: Shelf) -> Iterator[FoundAt]:
        for spot, other in shared(shelf, lambda summary: () if summary.returns else summary.symptoms):
            message = f"the tree `{other}` has the symptom “{clipped(spot.text, 40)}” too"
            yield FoundAt(spot.span, message, "say in both what tells them apart, or keep it where it fits better", spot.source)
