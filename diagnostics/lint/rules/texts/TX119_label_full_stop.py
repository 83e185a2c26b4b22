"""TX119: a full stop behind a label."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import rewritten
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of
from diagnostics.violations import clipped

_STOPPED = re.compile(r"[^.!?。！？…]*[^\W.]{2,}[\"'”»)]?[.。]")
_SHORT = re.compile(r"\b(?:etc|approx|incl|min|max|no|inc|ltd|co|др|пр|мин|сек|руб|тыс|стр)\.$", re.IGNORECASE)


class LabelFullStop(TreeRule):
    """A label ends with a full stop.

    Finds labels of one sentence that do, and takes it away with `--fix`. A label of several sentences and abbreviations are left alone.

    Why: labels are answers on buttons. With and without a stop side by side they look careless, and screen readers pause at each.

    Example:
        light:
          question: What does the light do?
          answers:
            on: {label: It is on., next: end}
            off: {label: It is off, next: end}

    Use instead:
        light:
          question: What does the light do?
          answers:
            on: {label: It is on, next: end}
            off: {label: It is off, next: end}
    """

    code = "TX119"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text in wording_of(subject).by_key.get("label", ()):
            value = text.at.value.strip()
            if value[-1] in ".。" and _STOPPED.fullmatch(value) and not _SHORT.search(value):
                edits = rewritten(subject.written.document, text, value[:-1])
                yield Found(text.at.node, f"the label “{clipped(value, 40)}” ends with a full stop", "remove it", edits=edits)
