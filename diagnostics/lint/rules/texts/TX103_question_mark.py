"""TX103: a question without its mark."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import rewritten
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of

_ASKS = re.compile(
    r"(?:what|which|who|whose|why|how (?:is|are|do|does|did|many|much|long|old|often|far)|"
    r"is|are|was|were|does|do|did|can|could|has|have|will|would)\b(?! not\b|n't\b)[^.:?!]*[.:]?$"
    r"|(?:что|какой|какая|какое|какие|кто|почему|сколько|есть ли|работает ли|горит ли|видите ли вы)\b[^.:?!]*[.:]?$",
    re.IGNORECASE,
)
_ASKS_IN_CHINESE = re.compile(r"[^。？?！!]*(?:吗|呢)[。.]?$")
_TELLS = re.compile(r"(?:do|have) (?:this|these|the following|it)\b|(?:what|which|who)ever\b", re.IGNORECASE)


class QuestionMark(TreeRule):
    """A question lacks its question mark.

    Finds a `question` or a `did_it_help` that begins as a question does and does not end with a question mark. Headings that tell what to type
    or to choose ("Type the serial number") are left alone.

    Why: screen readers raise their voice at the mark, and readers see by it that something is wanted of them.

    Example:
        power:
          question: Is the light on
          answers: {"y": {label: "Yes", next: end}, "n": {label: "No", next: end}}

    Use instead:
        power:
          question: Is the light on?
          answers: {"y": {label: "Yes", next: end}, "n": {label: "No", next: end}}
    """

    code = "TX103"

    def check(self, subject: Subject) -> Iterator[Found]:
        by_key = wording_of(subject).by_key
        for key in ("question", "did_it_help"):
            for text in by_key.get(key, ()):
                value = text.at.value.rstrip()
                if value[-1:] in "?？" or _TELLS.match(value):
                    continue
                mark = "?" if _ASKS.match(value) else "？" if _ASKS_IN_CHINESE.match(value) else ""
                if mark:
                    edits = rewritten(subject.written.document, text, value.rstrip(".:。") + mark)
                    yield Found(text.at.node, "this question lacks its question mark", f"end it with `{mark}`", edits=edits)
