"""TX106: two labels alike."""

from collections.abc import Iterator

from diagnostics.lint.forms import steps_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import plain, wording_of
from diagnostics.model.shapes import At, Record
from diagnostics.violations import clipped

_SIGNS = str.maketrans(dict.fromkeys(" .,;:!?\"'“”‘’()…。，！？、：；"))


class LabelsAlike(TreeRule):
    """Two answers of a question read alike.

    Finds labels of one question that are the same but for capitals and signs, and whose second lines (`hint`) do not tell them apart.

    Why: customers cannot choose between two that read the same, and whoever listens to the page hears it twice.

    Example:
        light:
          question: What does the light do?
          answers:
            one: {label: It blinks, next: end}
            two: {label: It blinks., next: end}

    Use instead:
        light:
          question: What does the light do?
          answers:
            one: {label: It blinks fast, next: end}
            two: {label: It blinks about once a second, next: end}
    """

    code = "TX106"

    def check(self, subject: Subject) -> Iterator[Found]:
        for step in steps_of(subject, "answers") if _may_be(subject) else ():
            seen: dict[tuple[str, str], At] = {}
            for _, answer in (step.record.get("answers") or {}).values():
                label = answer.get("label") if isinstance(answer, Record) else None
                if not isinstance(label, At):
                    continue
                key = (label.value.lower().translate(_SIGNS) or label.value, plain(answer.get("hint")).casefold())
                first = seen.setdefault(key, label)
                if first is not label:
                    message = f"“{clipped(label.value, 40)}” reads like the label “{clipped(first.value, 40)}” before it"
                    yield Found(label.node, message, "say in the labels what tells the two apart, or make them one answer")


def _may_be(subject: Subject) -> bool:
    """Whether any two labels of the tree read alike, told from all at once: in most trees none do, and a line with no letters is one by itself."""
    lines = "\n".join([text.at.value.replace("\n", " ") for text in wording_of(subject).by_key.get("label", ())])
    read = lines.lower().translate(_SIGNS).split("\n")
    return "" in read or len(set(read)) < len(read)
