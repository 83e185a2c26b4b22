"""TX104: a question for yes or no whose answers are neither."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wordings
from diagnostics.model.shapes import Record

_YES_OR_NO = re.compile(
    r"(?:is|are|was|were|does|do|did|can|could|has|have|will|would)\b[^?]*\?$|[^?？,，]*\bли\b[^?]*\?$|[^?？]*吗[?？]$", re.IGNORECASE
)
_OFFERS = re.compile(r"\b(?:or|one of|any of|which|или|одно из|какой|какая|какое|какие)\b|还是|或|哪|之一", re.IGNORECASE)
_ANSWERS = re.compile(
    r"\W*(?:(?:yes|no|not|none|never|sometimes|partly|only|always|да|нет|не|иногда|только)\b|是|否|不|没|有|能|可以|会|对)", re.IGNORECASE
)
_LONGEST = 300
"""Characters: longer ones are told by TX116, and no question is as long."""
_WORD = re.compile(r"\w{3,}")


class YesOrNo(TreeRule):
    """The labels do not answer the question.

    Finds a question that can be answered with yes or no, where no label says yes or no, or takes up a word of the question. Questions that offer
    a choice themselves ("Is it a laptop or a desktop computer?", "Do you see one of these?") are left alone.

    Why: customers answer the question in their head, look for that answer, and do not find it. They choose what comes nearest, and the tree
    goes on with something that they did not say.

    Example:
        light:
          question: Is the light on?
          answers:
            green: {label: Green, next: end}
            red: {label: Red, next: end}

    Use instead:
        light:
          question: Which colour does the light have?
          answers:
            green: {label: Green, next: end}
            red: {label: Red, next: end}
            dark: {label: "None, it is dark", next: end}
    """

    code = "TX104"

    def check(self, subject: Subject) -> Iterator[Found]:
        for step in subject.steps.values():
            if step.form != "answers" or not step.record.get("answers"):
                continue
            for question in wordings(step.record.get("question")):
                if len(question.value) > _LONGEST or not _YES_OR_NO.match(question.value.strip()) or _OFFERS.search(question.value):
                    continue
                answers = [answer for _, answer in step.record.get("answers").values() if isinstance(answer, Record)]
                labels = [at.value for answer in answers for at in wordings(answer.get("label"))]
                asked = {word.lower() for word in _WORD.findall(question.value)}
                if labels and not any(_ANSWERS.match(label) or asked & {word.lower() for word in _WORD.findall(label)} for label in labels):
                    message = "this asks for yes or no, and no label is either"
                    yield Found(question.node, message, "begin the labels with Yes and No, or ask what they answer: which, what, how")
