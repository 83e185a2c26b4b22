"""FA103: a condition that cannot fail."""

from collections.abc import Iterator

from diagnostics.conditions.written import written
from diagnostics.lint.conditions import Verdict, judged
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject


class AlwaysHolds(TreeRule):
    """A condition always holds.

    Finds conditions that hold for all values of their facts.

    Why: it decides nothing. Mostly `or` stands between two `!=`: everything is different from at least one of two values.

    Example:
        tray:
          question: Is there paper in the tray?
          when: "os != 'windows' or os != 'macos'"
          otherwise: cable
          answers:
            full: {label: It is full, next: cable}
            empty: {label: It is empty, next: fill_it}

    Use instead:
        tray:
          question: Is there paper in the tray?
          when: "os not in ['windows', 'macos']"
          otherwise: cable
          answers:
            full: {label: It is full, next: cable}
            empty: {label: It is empty, next: fill_it}
    """

    code = "FA103"

    def check(self, subject: Subject) -> Iterator[Found]:
        for _, condition, verdict, _, part in subject.once(judged):
            if verdict is Verdict.ALWAYS:
                what = "condition" if part is None else "part of the condition"
                hint = "remove it; or was `and` meant in place of `or`?"
                yield Found(condition.at.node, f"this {what} always holds", hint, piece=written(part) if part is not None else "")
