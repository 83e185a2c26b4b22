"""A ledger to the same ledger for one page: each question is put to it once."""

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from diagnostics.deflection.costs import Cost
from diagnostics.deflection.counts import Cell
from diagnostics.service.ledger_ports import (
    By,
    CallCount,
    CostReader,
    Dimension,
    FeedRow,
    Flow,
    LedgerReader,
    Restatement,
    Shift,
    Slice,
    StepCount,
    Verbatim,
)

T = TypeVar("T")


class Once:
    """A `LedgerReader` that remembers what another one said. For one page or one letter: it never looks again."""

    def __init__(self, reader: LedgerReader) -> None:
        self._reader = reader
        self._said: dict[Hashable, Any] = {}
        self.held = 0
        """How many cells it remembers: nearly all of its memory."""

    def cells(self, chosen: Slice, by: Collection[By] = ()) -> list[Cell]:
        return self._once(("cells", chosen, frozenset(by)), lambda: self._count(self._reader.cells(chosen, by)))

    def values(self, dimension: Dimension) -> list[str]:
        return self._once(("values", dimension), lambda: self._reader.values(dimension))

    def first_day(self) -> date | None:
        return self._once("first_day", self._reader.first_day)

    def steps(self, tree: str, structure: str, first: date, last: date) -> list[StepCount]:
        return self._once(("steps", tree, structure, first, last), lambda: self._reader.steps(tree, structure, first, last))

    def flows(self, tree: str, structure: str, first: date, last: date) -> list[Flow]:
        return self._once(("flows", tree, structure, first, last), lambda: self._reader.flows(tree, structure, first, last))

    def call_counts(self, first: date, last: date) -> list[CallCount]:
        return self._once(("call_counts", first, last), lambda: self._reader.call_counts(first, last))

    def call_days(self) -> list[tuple[str, date, int]]:
        return self._once("call_days", self._reader.call_days)

    def visits_by_rule(self, first: date, last: date) -> dict[str, int]:
        return self._once(("visits_by_rule", first, last), lambda: self._reader.visits_by_rule(first, last))

    def feeds(self) -> list[FeedRow]:
        return self._once("feeds", self._reader.feeds)

    def heartbeat_days(self, first: date, last: date) -> list[tuple[str, date]]:
        return self._once(("heartbeat_days", first, last), lambda: self._reader.heartbeat_days(first, last))

    def shifts(self) -> list[Shift]:
        return self._once("shifts", self._reader.shifts)

    def verbatims(self, *, tree: str = "", step: str = "", containing: str = "", limit: int = 50) -> list[Verbatim]:
        return self._reader.verbatims(tree=tree, step=step, containing=containing, limit=limit)

    def restatements(self, limit: int = 50) -> Sequence[Restatement]:
        return self._once(("restatements", limit), lambda: self._reader.restatements(limit))

    def as_of(self) -> datetime | None:
        return self._once("as_of", self._reader.as_of)

    def _count(self, cells: list[Cell]) -> list[Cell]:
        self.held += len(cells)
        return cells

    def _once(self, question: Hashable, ask: Callable[[], T]) -> T:
        if question not in self._said:
            self._said[question] = ask()
        said: T = self._said[question]
        return said


@dataclass(frozen=True, slots=True)
class Lines:
    """A `CostReader` of lines that were read already."""

    lines: Sequence[Cost]

    @classmethod
    def of(cls, costs: CostReader) -> "Lines":
        return cls(costs.costs())

    def costs(self) -> Sequence[Cost]:
        return self.lines
