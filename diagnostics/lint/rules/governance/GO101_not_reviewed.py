"""GO101: a tree that nobody has read for long."""

from collections.abc import Iterator
from datetime import date

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject


class NotReviewed(TreeRule):
    """A tree was not reviewed for long.

    Finds trees whose `reviewed` is more than `review_days` days ago (365 unless the library says otherwise).

    Why: menus are renamed, lights change their colour, numbers are given to others. What was right a year ago sends customers looking for a
    button that is not there.

    Example:
        reviewed: 2023-05-01

    Use instead:
        reviewed: 2026-11-22
    """

    code = "GO101"
    limits = {"review_days": 365}

    def check(self, subject: Subject) -> Iterator[Found]:
        at = subject.written.header.get("reviewed")
        if at is None:
            return
        days = (subject.today - date.fromisoformat(at.value)).days
        if days > subject.limits["review_days"]:
            hint = "read it against the facts, correct it, and write today's day here"
            yield Found(at.node, f"nobody has read this tree against the facts for {days} days", hint)
