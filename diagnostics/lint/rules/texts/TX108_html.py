"""TX108: HTML in a text."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import inside
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of

_TAG = re.compile(
    r"</?(?:a|b|big|br|center|code|div|em|embed|font|form|h[1-6]|hr|i|iframe|img|input|li|link|object|ol|p|pre|script|small|span|strong|style|sub|sup"
    r"|svg|table|tbody|td|th|tr|u|ul|video)\b[^<>`]*/?>",
    re.IGNORECASE,
)
_CODE = re.compile(r"`[^`]*`")


class Html(TreeRule):
    """A text holds HTML.

    Finds tags such as `<b>` or `<br>` in texts. What stands between backticks is left alone.

    Why: texts are Markdown, and HTML in them is not carried out: customers read the tag, angle brackets and all.

    Example:
        hint: Press <b>Restart</b>.<br>Wait.

    Use instead:
        hint: Press **Restart** and wait.
    """

    code = "TX108"

    def check(self, subject: Subject) -> Iterator[Found]:
        wording = wording_of(subject)
        if "<" not in wording.whole:
            return
        for text in wording.texts:
            value = text.at.value
            if "<" in value and text.key not in ("example", "symptoms"):
                match = _TAG.search(_CODE.sub(lambda code: " " * len(code[0]), value))
                if match is not None:
                    tag = match[0].partition(" ")[0].rstrip(">") + ">"
                    message = f"HTML is not carried out here: customers would read `{tag}`"
                    yield inside(text, match, message, "use Markdown: **bold**, *emphasis*, a list, an empty line for a new paragraph")
