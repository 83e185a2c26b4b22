"""ST102: a question with a single answer."""

from collections.abc import Iterator

from diagnostics.lint.forms import steps_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject


class OneAnswer(TreeRule):
    """A question has one answer only.

    Finds questions whose customers can choose one thing, and there is only one to choose. A single checkbox beside "none of these" is a choice.

    Why: whoever it does not fit is stuck. If it fits everybody, there was nothing to ask.

    Example:
        restarted:
          question: Have you restarted the printer?
          answers:
            yes: {label: "Yes, I have", next: cable}

    Use instead:
        restarted:
          question: Have you restarted the printer?
          answers:
            yes: {label: "Yes, I have", next: cable}
            no: {label: "No, not yet", next: restart}
    """

    code = "ST102"

    def check(self, subject: Subject) -> Iterator[Found]:
        for step in steps_of(subject, "answers"):
            answers = step.record.get("answers")
            if answers is not None and len(answers) == 1:
                key = next(key for key, _ in answers.values())
                yield Found(key, f"`{step.id}` offers this answer only", "add the other ways to answer, or make it an `information` step")
