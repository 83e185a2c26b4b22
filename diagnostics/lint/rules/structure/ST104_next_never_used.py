"""ST104: a step's `next` beside answers that all have one of their own."""

from collections.abc import Iterator

from diagnostics.lint.edits import remove_item
from diagnostics.lint.forms import steps_of
from diagnostics.lint.places import key_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.model.shapes import Record


class NextNeverUsed(TreeRule):
    """A `next` that is never used.

    Finds questions with a `next` of their own although each of their answers has one.

    Why: an answer's own `next` decides. Who changes the step's will wonder why nothing happens.

    Example:
        light:
          question: Is the light on?
          answers:
            on_: {label: It is on, next: cable}
            off_: {label: It is off, next: plug}
          next: lamp

    Use instead:
        light:
          question: Is the light on?
          answers:
            on_: {label: It is on, next: cable}
            off_: {label: It is off, next: plug}
    """

    code = "ST104"

    def check(self, subject: Subject) -> Iterator[Found]:
        for step in steps_of(subject, "answers"):
            if step.record.has("choose") or step.record.get("next") is None:
                continue
            answers = [answer for _, answer in (step.record.get("answers") or {}).values()]
            if answers and all(isinstance(answer, Record) and answer.has("next") for answer in answers):
                key = key_of(step.record, "next")
                message = f"this `next` is never used: each answer of `{step.id}` has its own"
                yield Found(key, message, "remove it, or the `next` of the answers that it is for", edits=remove_item(subject.written.document, key))
