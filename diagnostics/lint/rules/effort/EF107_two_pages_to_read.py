"""EF107: two pages to read in a row."""

from collections.abc import Iterator

from diagnostics.lint.forms import steps_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.lint.ways import before_each

_OWN_PAGE = ("when", "at_most", "image")


class TwoPagesToRead(TreeRule):
    """Two pages to read in a row.

    Finds an information step behind another one, where nothing else leads to it and neither has a picture or a condition of its own.

    Why: a page with nothing to answer is a click for nothing. What belongs together is read together, and by more people.

    Example:
        warranty: {information: "Your warranty", text: It lasts two years., next: repair_time}
        repair_time: {information: "How long it takes", text: About a week., next: contact}

    Use instead:
        warranty: {information: "Your warranty and the repair", text: The warranty lasts two years. A repair takes about a week., next: contact}
    """

    code = "EF107"

    def check(self, subject: Subject) -> Iterator[Found]:
        pages = steps_of(subject, "information")
        if len(pages) < 2 or (subject.tree is None and subject.written.broken):
            return
        before = subject.once(before_each)
        entries = {at.value for r in (subject.written.header, *(subject.written.header.get("errors") or ())) if (at := r.get("start")) is not None}
        for step in pages:
            follow = step.record.get("next")
            second = subject.steps.get(follow.value) if follow is not None else None
            if second is None or second.form != "information" or second.id == step.id or before[second.id] != (step.id,):
                continue
            if second.id not in entries and not any(one.record.has(key) for one in (step, second) for key in _OWN_PAGE):
                yield Found(second.key, f"`{second.id}` is a page to read right behind `{step.id}`", "make one page of the two")
