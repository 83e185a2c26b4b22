"""FI108: an error message that nearly every text has."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.model.shapes import At
from diagnostics.violations import clipped

_FEW = 3


class MatchesEverything(TreeRule):
    """An error message that nearly every text has.

    Finds `errors` whose `match` has fewer than three letters and digits besides its stars, and `matches` of a pasted text that have none.

    Why: whoever types anything at all into the search is led into this tree, past all others.

    Example:
        errors: [{match: "*", start: end}]

    Use instead:
        errors: [{match: "DNS_PROBE_*", start: end}]
    """

    code = "FI108"

    def check(self, subject: Subject) -> Iterator[Found]:
        for error in subject.written.header.get("errors") or ():
            at = error.get("match")
            if isinstance(at, At) and len(re.findall(r"[^\W_]", at.value)) < _few(at.value):
                message = f"`{clipped(at.value, 40)}` matches nearly every text"
                yield Found(at.node, message, "write the message as customers see it; `*` stands for the part that differs")
        for step in subject.steps.values():
            for match in (step.record.get("matches") or ()) if step.form == "paste" else ():
                at = match.get("text")
                if isinstance(at, At) and not at.value.strip("* "):
                    yield Found(at.node, f"`{clipped(at.value, 40)}` matches every text", "leave it out: the step's `next` is for everything else")


def _few(match: str) -> int:
    """Where Chinese is written, one sign is a word."""
    return _FEW if match.isascii() else 1
