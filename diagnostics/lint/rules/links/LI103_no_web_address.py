"""LI103: a link that leads to no page."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import inside, matches
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import texts_with, wording_of
from diagnostics.violations import clipped

_LINK = re.compile(r"(?<!!)\[[^\[\]]{0,500}\]\(\s{0,20}<?(?P<target>[^)\s>]{0,500})")
_CODE = re.compile(r"`[^`]*`")
_MAY = re.compile(r"https?://[^\s/]|mailto:[^@\s]+@|tel:\+?[0-9{]|\{", re.IGNORECASE)


class NoWebAddress(TreeRule):
    """A link leads to no page.

    Finds links in texts whose address is not `https://`, `mailto:` or `tel:`: a script (`javascript:`), a file, a page without its site, or
    nothing at all.

    Why: what could run a script is taken out before a page is shown, so the link does nothing; and an address without its site leads to a page
    of this program that does not exist.

    Example:
        hint: "See [the list of models](models.html)."

    Use instead:
        hint: See [the list of models](https://example.com/models.html).
    """

    code = "LI103"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text in texts_with(wording_of(subject), ("](",)):
            for match in matches(_LINK, _CODE.sub(lambda code: " " * len(code[0]), text.at.value)):
                target = match["target"]
                if not _MAY.match(target):
                    says = f"`{clipped(target, 50)}` is no address of a page" if target else "this link leads nowhere"
                    yield inside(text, match, says, "write it in full, beginning with https:// (or mailto:, tel:)")
