"""Calls by reason to what should be written next: which reasons had a visit before them, and for which there is no tree."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from diagnostics.deflection.rows import CallCount
from webapp.dashboard import numbers
from webapp.dashboard.tables import Cell, Table, columns

MOST = 20


@dataclass(frozen=True, slots=True)
class Reason:
    """Places and widths in percent of the longest bar: those after a visit, then those without one."""

    reason: str
    after: float
    without: float
    calls: str
    after_visit: str
    share: str
    uncovered: bool


@dataclass(frozen=True, slots=True)
class Reasons:
    rows: tuple[Reason, ...]
    others: int
    says: str
    table: Table


FEW = 0.02
"""A reason of which no more than two in a hundred calls came after a visit has, for all that is known, no tree."""

ENOUGH = 20
"""With fewer calls that cannot be told."""


def reasons(counts: Sequence[CallCount]) -> Reasons:
    """The most frequent first."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for count in counts:
        for number, value in enumerate((count.calls, count.after_visit, count.handle)):
            sums[count.reason][number] += value
    ordered = sorted(sums.items(), key=lambda item: (-item[1][0], item[0]))
    longest = ordered[0][1][0] if ordered else 1
    rows = tuple(_reason(name, calls, after, longest) for name, (calls, after, _handle) in ordered[:MOST])
    missing = [row for row in rows if row.uncovered and row.reason]
    says = _("No tree for this, as it seems: “%(reason)s”, with %(n)s calls and hardly any visit before them.", reason=missing[0].reason,
             n=missing[0].calls) if missing else ""  # fmt: skip
    return Reasons(rows, max(0, len(ordered) - MOST), says, _table(ordered))


def _reason(name: str, calls: int, after: int, longest: int) -> Reason:
    share = after / calls if calls else 0.0
    return Reason(name or _("(no reason given)"), round(100 * after / longest, 2), round(100 * (calls - after) / longest, 2), numbers.whole(calls),
                  numbers.whole(after), numbers.percent(share, 0), bool(name) and calls >= ENOUGH and share <= FEW)  # fmt: skip


def _table(ordered: Sequence[tuple[str, list[int]]]) -> Table:
    headings = columns(("reason", _("Reason")), ("calls", _("Calls")), ("after_visit", _("After a visit")), ("share", _("of 100")),
                       ("handle_s", _("Mean handling time")), text=("reason",))  # fmt: skip
    rows = [[Cell(name, name or _("(no reason given)")), Cell(calls, numbers.whole(calls)), Cell(after, numbers.whole(after)),
             Cell(round(after / calls, 6) if calls else None, numbers.percent(after / calls if calls else None)),
             Cell(round(handle / calls) if calls else None, numbers.span(handle / calls if calls else None))]
            for name, (calls, after, handle) in ordered]  # fmt: skip
    return Table("reasons", _("Calls by reason"), headings, rows)
