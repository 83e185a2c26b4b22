"""LI101: a link without https."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import matches
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import texts_with, wording_of
from diagnostics.violations import clipped

_OWN = r"(?!(?:localhost|127\.0\.0\.1|192\.168\.|10\.|fritz\.box|[\w-]+\.local)\b)"
_PLAIN = re.compile(rf"\]\(\s*<?(http://{_OWN}[^)\s>]*)|<(http://{_OWN}[^>\s]+)>", re.IGNORECASE)


class WithoutHttps(TreeRule):
    """A link leads to a page without https.

    Finds links that begin with `http://`, other than to the own router or the own computer.

    Why: on the way, anybody in the same network can read and change what such a page says, and browsers warn of it.

    Example:
        hint: See [the list of models](http://example.com/models).

    Use instead:
        hint: See [the list of models](https://example.com/models).
    """

    code = "LI101"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text in texts_with(wording_of(subject), ("http://",)):
            for match in matches(_PLAIN, text.at.value):
                address = match[1] or match[2]
                nth = text.at.value.count(address, 0, match.start())
                hint = "write https://, if the site has it; else choose another"
                yield Found(text.at.node, f"`{clipped(address)}` is not secured", hint, address, nth)
