"""TX105: a label that is a question."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of
from diagnostics.violations import clipped


class LabelAsks(TreeRule):
    """A label asks instead of answering.

    Finds labels that end with a question mark.

    Why: the label is what the customer says. Nobody knows what it means to choose a question, and the agent who reads it later does not either.

    Example:
        router:
          question: What do you want to know?
          answers:
            slow: {label: "Is it slow?", next: end}
            off: {label: "It is off", next: end}

    Use instead:
        router:
          question: What is wrong?
          answers:
            slow: {label: "It is slow", next: end}
            off: {label: "It is off", next: end}
    """

    code = "TX105"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text in wording_of(subject).by_key.get("label", ()):
            if text.at.value.rstrip()[-1:] in ("?", "？"):
                message = f"the label “{clipped(text.at.value, 40)}” asks instead of answering"
                yield Found(text.at.node, message, "write it as the customer would say it")
