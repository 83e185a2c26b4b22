"""TX112: several blanks in a row."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import inside, rewritten
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of

_BLANKS = re.compile(r"(?<=\S) {2,}(?=\S)|^ +(?=\S)|(?<=\S) +$")
_CODE = re.compile(r"`[^`]*`")


class Blanks(TreeRule):
    """Several blanks in a row, or one at an end.

    Finds them in texts of one line, and takes them away with `--fix`. What stands between backticks, and texts of several lines, where blanks
    make lists and lines, are left alone.

    Why: pages show one blank, so nobody sees the mistake; what is searched for, compared and translated has two.

    Example:
        hint: Press the  button.

    Use instead:
        hint: Press the button.
    """

    code = "TX112"

    def check(self, subject: Subject) -> Iterator[Found]:
        whole = wording_of(subject).whole
        if "  " not in whole and " \n" not in whole and "\n " not in whole and whole == whole.strip(" "):
            return
        for text in subject.texts:
            value = text.at.value
            if "\n" in value or ("  " not in value and value == value.strip(" ")):
                continue
            match = _BLANKS.search(_CODE.sub(lambda code: "`" * len(code[0]), value))
            if match is not None:
                where = "several blanks in a row" if match.start() > 0 and match.end() < len(value) else "a blank at an end of the text"
                parts = [part if part.startswith("`") else re.sub(" {2,}", " ", part) for part in re.split(r"(`[^`]*`)", value)]
                edits = rewritten(subject.written.document, text, "".join(parts).strip(" "))
                found = inside(text, match, where, "keep one between words, and none at the ends", edits)
                yield Found(found.node, found.message, found.hint, match[0], value.count(match[0], 0, match.start()), edits)
