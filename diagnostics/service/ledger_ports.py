"""What the use cases of the ledger need of a store."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from diagnostics.deflection.costs import Cost
from diagnostics.deflection.counts import Cell
from diagnostics.deflection.rows import By, CallCount, Dimension, FeedRow, Flow, Restatement, Shift, Slice, StepCount, Verbatim

__all__ = [
    "By", "CallCount", "CostReader", "Dimension", "FeedRow", "Flow", "LedgerReader", "Restatement", "Shift", "Slice", "StepCount", "Verbatim",
]  # fmt: skip


class LedgerReader(Protocol):
    """Reads sums, never events: each method reads in the order of days × trees rows, whatever the number of visits."""

    def cells(self, chosen: Slice, by: Collection[By] = ()) -> list[Cell]:
        """Sums by arm and allocation stratum, and by tree, day or the dimension's value where asked."""
        ...

    def values(self, dimension: Dimension) -> list[str]:
        """The values that a dimension has had, sorted."""
        ...

    def first_day(self) -> date | None:
        """The first local day of any problem; None for an empty ledger."""
        ...

    def steps(self, tree: str, structure: str, first: date, last: date) -> list[StepCount]: ...
    def flows(self, tree: str, structure: str, first: date, last: date) -> list[Flow]: ...
    def call_counts(self, first: date, last: date) -> list[CallCount]: ...
    def call_days(self) -> list[tuple[str, date, int]]:
        """Calls by source and local day, over all time."""
        ...

    def visits_by_rule(self, first: date, last: date) -> dict[str, int]:
        """Visits by why they are not counted as customers', "" for customers'."""
        ...

    def feeds(self) -> list[FeedRow]: ...

    def heartbeat_days(self, first: date, last: date) -> list[tuple[str, date]]:
        """(source, local day) on which a source said that it lives."""
        ...

    def shifts(self) -> list[Shift]: ...

    def verbatims(self, *, tree: str = "", step: str = "", containing: str = "", limit: int = 50) -> list[Verbatim]:
        """The newest first."""
        ...

    def restatements(self, limit: int = 50) -> Sequence[Restatement]: ...

    def as_of(self) -> datetime | None:
        """When the sums were last brought up to date; None: never."""
        ...


class CostReader(Protocol):
    """The cost book."""

    def costs(self) -> Sequence[Cost]:
        """Every line, also those that a later one corrects, in the order of entry."""
        ...
