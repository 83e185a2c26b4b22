"""GO102: a review that has not been yet."""

from collections.abc import Iterator
from datetime import date

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject


class ReviewedInTheFuture(TreeRule):
    """A review in the future.

    Finds trees whose `reviewed` is later than tomorrow: somewhere it is a day later than here.

    Why: day and month were swapped, or the year is wrong. The tree counts as fresh for longer than it is.

    Example:
        reviewed: 2029-11-22

    Use instead:
        reviewed: 2026-11-22
    """

    code = "GO102"

    def check(self, subject: Subject) -> Iterator[Found]:
        at = subject.written.header.get("reviewed")
        if at is not None and (date.fromisoformat(at.value) - subject.today).days > 1:
            yield Found(at.node, f"{at.value} has not been yet", "write the day on which the tree was last read against the facts")
