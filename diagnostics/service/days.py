"""Cells by day to the sums of any days: added up once from the first day on, so that those of a period are a difference of two."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from operator import sub

from diagnostics.deflection.counts import Cell, Counts
from diagnostics.deflection.maturity import Maturity
from diagnostics.deflection.records import Arm
from diagnostics.service.pricing import day_of

Key = tuple[Arm, str, int]


class Days:
    """`cells` are by day, with what is known of their days at a window."""

    def __init__(self, cells: Sequence[Cell], at: Maturity) -> None:
        self._at = at
        self._cells = sorted(cells, key=day_of)
        self._days = [day_of(cell) for cell in self._cells]
        known = {day: at.is_known(day) for day in dict.fromkeys(self._days)}
        self._others = [cell for cell in self._cells if not known[day_of(cell)]]
        self._all, self._left_out = _running(self._cells), _running(self._others if at.feeds else [])

    def cells(self, first: date, last: date) -> list[Cell]:
        """As they came, of the days from `first` to `last` inclusive."""
        return self._cells[bisect_left(self._days, first) : bisect_right(self._days, last)]

    def served(self, first: date, last: date) -> list[Cell]:
        """Of all these days, one for each arm of each stratum."""
        return [_cell(key, counts) for key, running in self._all.items() for number, counts in [running.between(first, last)] if number]

    def known(self, first: date, last: date) -> list[Cell]:
        """Of the closed ones on which each feed spoke; none without a feed."""
        found: list[Cell] = []
        for key, running in self._all.items() if self._at.feeds else ():
            number, counts = running.between(first, last)
            left_out = self._left_out.get(key)
            without, other = left_out.between(first, last) if left_out else (0, None)
            if number > without:
                found.append(_cell(key, _less(counts, other) if other and without else counts))
        return found

    def left_out(self, first: date, last: date) -> tuple[int, int]:
        """Problems of the days that are open, and of those that are unknown."""
        found = [0, 0]
        for cell in self._others if self._at.feeds else ():
            if first <= day_of(cell) <= last:
                found[not self._at.is_open(day_of(cell))] += cell.counts["problems"]
        return found[0], found[1]


class _Running:
    """The sums of one arm of one stratum up to each of its days."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._days = [day_of(cell) for cell in cells]
        self._sums = [Counts(), *accumulate(cell.counts for cell in cells)]

    def between(self, first: date, last: date) -> tuple[int, Counts]:
        """The number of its cells on these days, and their sum."""
        begin, end = bisect_left(self._days, first), bisect_right(self._days, last)
        return end - begin, _less(self._sums[end], self._sums[begin])


def _running(cells: Sequence[Cell]) -> dict[Key, _Running]:
    found: dict[Key, list[Cell]] = {}
    for cell in cells:
        found.setdefault((cell.arm, cell.alloc_id, cell.p_ppm), []).append(cell)
    return {key: _Running(own) for key, own in found.items()}


def _cell(key: Key, counts: Counts) -> Cell:
    return Cell("", None, *key, counts)


def _less(whole: Counts, part: Counts) -> Counts:
    return Counts(tuple(map(sub, whole.values, part.values)))
