"""TX121: a text that repeats the one beside it."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of
from diagnostics.translations.units import TextAt

_BESIDE = {
    "summary": ("title",), "hint": ("question", "label", "instruction", "information"), "help": ("question", "hint"),
    "detail": ("do", "says"), "says": ("title",), "text": ("information",), "expect": ("instruction",),
}  # fmt: skip
_NONE: frozenset[str] = frozenset()


class SaysItAgain(TreeRule):
    """A text repeats the one beside it.

    Finds a `hint`, `detail`, `help`, `summary`, `text`, `expect` or `says` that is, word for word, the question, label, action or title
    that it belongs to.

    Why: customers read twice and learn once. A key that says nothing new only makes the page longer.

    Example:
        light:
          question: Is the light on?
          hint: Is the light on?
          answers: {"y": {label: "Yes", next: end}, "n": {label: "No", next: end}}

    Use instead:
        light:
          question: Is the light on?
          hint: It is beside the power button.
          answers: {"y": {label: "Yes", next: end}, "n": {label: "No", next: end}}
    """

    code = "TX121"

    def check(self, subject: Subject) -> Iterator[Found]:
        wording = wording_of(subject)
        said = {key: {text[2][0] for text in texts} for key, texts in wording.by_key.items()}
        if not any(said.get(key, _NONE) & said.get(other, _NONE) for key, others in _BESIDE.items() for other in others):
            return
        records: dict[tuple[str, str], dict[str, TextAt]] = {}
        for text in wording.texts:
            records.setdefault((text.step, text.field.rpartition(".")[0]), {})[text.key] = text
        for record in records.values():
            for key, others in _BESIDE.items():
                if key in record and record[key].at.value in {record[other].at.value for other in others if other in record}:
                    yield Found(record[key].at.node, f"this `{key}` repeats what stands beside it", "say something new, or remove it")
