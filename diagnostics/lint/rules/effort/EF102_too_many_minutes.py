"""EF102: a longest path of very many minutes."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject


class TooManyMinutes(TreeRule):
    """A path of very many minutes.

    Finds trees whose longest path, with the trees that they call, takes more than `most_minutes` minutes (360 unless the library says
    otherwise): the author's `minutes`, and what is taken for steps without.

    Why: nobody stays at it for most of a day. Where a computer works for hours by itself, a person should follow up.

    Example:
        scan:
          instruction: Let the scan run
          actions: [Start the full scan]
          minutes: 400
          not_fixed: second_scan

    Use instead:
        scan:
          instruction: Start the scan in the evening
          actions: [Start the full scan, Look at the result in the morning]
          minutes: 10
          not_fixed: contact
    """

    code = "EF102"
    limits = {"most_minutes": 360}

    def check(self, subject: Subject) -> Iterator[Found]:
        start, most = subject.written.header.get("start"), subject.limits["most_minutes"]
        if subject.report is not None and start is not None and subject.report.effort.minutes > most:
            message = f"the longest path from here takes {subject.report.effort.minutes:.0f} minutes; {most:g} are the most"
            yield Found(start.node, message, "leave out what takes longest, or hand over before it")
