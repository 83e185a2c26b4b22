"""LI102: an address in place of words."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import matches
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import texts_with, wording_of
from diagnostics.violations import clipped

_ADDRESS = re.compile(r"\[\s{0,20}<?https?://[^\]]{0,500}\]\([^)]{0,500}\)|(?<!\]\()(?<!\]\(<)https?://[^\s<>()\[\]\"'`*]+", re.IGNORECASE)
_CODE = re.compile(r"`[^`]*`|\]\([^)]{0,500}\)")


class BareAddress(TreeRule):
    """An address stands in place of words.

    Finds addresses with `https://` in texts: as such, where nobody can click them, or as the words of a link. Addresses that are to be typed on
    another device stand without `https://` or between backticks, and are left alone.

    Why: a screen reader reads an address sign by sign, a telephone breaks it in the middle, and it says nothing about what is there.

    Example:
        hint: Look at https://example.com/support/models?id=4711 for it.

    Use instead:
        hint: Look for it in the [list of models](https://example.com/support/models?id=4711).
    """

    code = "LI102"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text in texts_with(wording_of(subject), ("http://", "https://")):
            if text.key in ("example", "symptoms"):
                continue
            plain = _CODE.sub(lambda code: " " * len(code[0]) if code[0][0] == "`" else "](" + " " * (len(code[0]) - 3) + ")", text.at.value)
            for match in matches(_ADDRESS, plain):
                piece = text.at.value[match.start() : match.end()].rstrip(".,;:!?")
                nth = text.at.value.count(piece, 0, match.start())
                says = f"customers read an address in place of words: `{clipped(piece.lstrip('[').partition(']')[0], 50)}`"
                hint = "make it a link with words that say what is there: `[list of models](https://…)`"
                yield Found(text.at.node, says, hint, piece, nth)
