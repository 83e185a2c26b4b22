"""ST106: a tree of very many steps."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject


class TooManySteps(TreeRule):
    """A tree has very many steps.

    Finds trees with more than `most_steps` steps of their own (150 unless the library says otherwise). Steps of trees that are called count there.

    Why: nobody can read so much in one go, so nobody reviews it. Such a tree mostly holds several: one for each cause.

    Example:
        printer:
          question: What is wrong with the printer?
          answers:
            paper: {label: Paper is stuck, next: open_the_cover}
            quality: {label: The print looks bad, next: clean_the_head}

    Use instead:
        printer:
          question: What is wrong with the printer?
          answers:
            paper: {label: Paper is stuck, next: paper_jam}
            quality: {label: The print looks bad, next: bad_print}
        paper_jam: {call: paper-jam, next: contact}
        bad_print: {call: bad-print, next: contact}
    """

    code = "ST106"
    limits = {"most_steps": 150}

    def check(self, subject: Subject) -> Iterator[Found]:
        most = int(subject.limits["most_steps"])
        if len(subject.steps) > most:
            over = list(subject.steps.values())[most]
            message = f"the tree has {len(subject.steps)} steps, and this is the first beyond {most}"
            yield Found(over.key, message, "move what belongs together into a tree of its own, and `call` it")
