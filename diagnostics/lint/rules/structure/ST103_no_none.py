"""ST103: checkboxes that force a customer to tick one."""

from collections.abc import Iterator

from diagnostics.lint.forms import steps_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.model.shapes import Record


class NoNone(TreeRule):
    """Checkboxes without a way to say none.

    Finds questions with `choose: many` among whose answers none is marked `none: true` or `unknown: true`.

    Why: at least one box has to be ticked. Whoever fits none of them is stuck, or ticks a wrong one.

    Example:
        which_keys:
          question: Which keys do not work?
          choose: many
          fact: dead_keys
          answers:
            top_row: Keys of the top row
            number_pad: Keys of the number pad
          next: by_keys

    Use instead:
        which_keys:
          question: Which keys do not work?
          choose: many
          fact: dead_keys
          answers:
            top_row: Keys of the top row
            number_pad: Keys of the number pad
            others: {label: None of these, none: true}
          next: by_keys
    """

    code = "ST103"

    def check(self, subject: Subject) -> Iterator[Found]:
        for step in steps_of(subject, "answers"):
            choose = step.record.get("choose")
            if choose is None or choose.value != "many":
                continue
            answers = [answer for _, answer in (step.record.get("answers") or {}).values()]
            if answers and all(isinstance(a, Record) and not a.has("none") and not a.has("unknown") for a in answers):
                hint = "add an answer such as `others: {label: None of these, none: true}`"
                yield Found(choose.node, "at least one box has to be ticked, and there is none for those whom no answer fits", hint)
