"""TX102: two questions in one."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of


class TwoQuestions(TreeRule):
    """Two questions stand in one.

    Finds a `question` or a `did_it_help` with two question marks.

    Why: who can answer yes to one and no to the other has no true answer, and nobody knows later which of the two was answered.

    Example:
        lights:
          question: Is the router on? Does the light blink?
          answers: {"y": {label: "Yes", next: end}, "n": {label: "No", next: end}}

    Use instead:
        power:
          question: Is the router on?
          answers: {"y": {label: "Yes", next: blinks}, "n": {label: "No", next: end}}
        blinks:
          question: Does the light blink?
          answers: {"y": {label: "Yes", next: end}, "n": {label: "No", next: end}}
    """

    code = "TX102"

    def check(self, subject: Subject) -> Iterator[Found]:
        by_key = wording_of(subject).by_key
        for key in ("question", "did_it_help"):
            for text in by_key.get(key, ()):
                value = text.at.value
                if value.count("?") + value.count("？") > 1 and len([part for part in value.replace("？", "?").split("?") if part.strip()]) > 1:
                    yield Found(text.at.node, "two questions stand in one", "ask one thing a step: make the second a step of its own")
