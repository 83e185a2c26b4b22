"""TX109: a picture written into a text."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import inside
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of

_PICTURE = re.compile(r"!\[[^\[\]]*\](?:\([^()]*\))?")


class PictureInText(TreeRule):
    """A picture is written into a text.

    Finds Markdown pictures, `![…](…)`, in texts.

    Why: texts show no pictures, so customers would read an exclamation mark and a link. A step's own `image` is checked, scaled to the screen,
    and kept on the own server.

    Example:
        hint: "The port looks like this: ![USB port](https://example.com/usb.png)"

    Use instead:
        image: usb.svg
        alt: A flat port, three times as wide as it is high
    """

    code = "TX109"

    def check(self, subject: Subject) -> Iterator[Found]:
        wording = wording_of(subject)
        if "![" not in wording.whole:
            return
        for text in wording.texts:
            match = _PICTURE.search(text.at.value) if "![" in text.at.value else None
            if match is not None:
                yield inside(text, match, "texts show no pictures", "put the file into `images/` and name it as the step's `image`")
