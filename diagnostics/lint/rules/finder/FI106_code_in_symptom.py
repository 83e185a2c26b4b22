"""FI106: an error code among the symptoms."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.violations import clipped

_CODE = re.compile(r"\b0x[0-9a-fA-F]{3,}\b|\b[A-Z0-9]{2,}(?:_[A-Z0-9]+)+\b")


class CodeInSymptom(TreeRule):
    """An error code stands among the symptoms only.

    Finds symptoms with a code such as `0x80070005` or `DNS_PROBE_STARTED` that no `match` of the tree's `errors` covers.

    Why: symptoms are compared by meaning, and codes have none. Under `errors` the code leads straight to the step that cures it, whatever stands
    around it.

    Example:
        symptoms: [update stops with 0x80070005]

    Use instead:
        symptoms: [update stops with a long number]
        errors: [{match: "0x80070005", start: end}]
    """

    code = "FI106"

    def check(self, subject: Subject) -> Iterator[Found]:
        header = subject.written.header
        for at in header.get("symptoms") or ():
            match = _CODE.search(at.value)
            if match is None:
                continue
            covered = [error.get("match") for error in header.get("errors") or ()]
            if not any(_covers(one.value, match[0]) for one in covered if one is not None):
                message = f"the code `{clipped(match[0], 40)}` stands among the symptoms only"
                yield Found(at.node, message, "name it under `errors`, with the step that cures it", match[0])


def _covers(pattern: str, code: str) -> bool:
    """Whether a match, where `*` stands for anything, speaks of this code."""
    return any(piece.lower() in code.lower() or code.lower() in piece.lower() for piece in pattern.split("*") if len(piece.strip()) > 2)
