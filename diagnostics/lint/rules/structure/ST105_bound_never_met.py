"""ST105: `at_most` on a step that no path comes back to."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.lint.ways import behind, leads_of


class BoundNeverMet(TreeRule):
    """A bound that no path can meet.

    Finds steps with `at_most` that no path comes to more than once.

    Why: the way in its `then` is never taken. Mostly the way back that it was to count has been changed since.

    Example:
        try_again:
          instruction: Print a test page
          actions: [Press and hold the button with the page symbol]
          at_most: {rounds: 2, then: contact}
          not_fixed: contact

    Use instead:
        try_again:
          instruction: Print a test page
          actions: [Press and hold the button with the page symbol]
          not_fixed: contact
    """

    code = "ST105"

    def check(self, subject: Subject) -> Iterator[Found]:
        for step in subject.steps.values():
            bound = step.record.get("at_most")
            if bound is None or bound.get("rounds") is None or _misread(subject):
                continue
            if step.id not in behind(step.id, subject.once(leads_of)):
                hint = "remove `at_most`, or lead back to the step where it was meant"
                yield Found(bound.node, f"no path comes back to `{step.id}`, so this is never met", hint)


def _misread(subject: Subject) -> bool:
    """Whether a way back may be in a part that could not be read."""
    return subject.tree is None and bool(subject.written.violations or subject.written.broken)
