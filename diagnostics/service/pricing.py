"""The cost book and a query to the prices of its figures: each problem at the cost of its own day and product."""

from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from diagnostics.deflection.costs import Cost, MixedCurrencies, price, standing
from diagnostics.deflection.counts import Cell
from diagnostics.deflection.figures import Note
from diagnostics.deflection.headline import Prices
from diagnostics.deflection.records import HEADLINE
from diagnostics.service.ledger_ports import Dimension, LedgerReader, Slice


@dataclass(frozen=True, slots=True)
class Query:
    """Which problems, and at which window of `records.WINDOWS`: of local days from `first` to `last`, of one tree or all, of one value
    of a dimension or all."""

    first: date
    last: date
    tree: str = ""
    dimension: Dimension = ""
    value: str = ""
    window: int = HEADLINE


class Book:
    """The cost book for one query. Products are looked up only where some cost is that of a product."""

    def __init__(self, costs: Sequence[Cost], query: Query, reader: LedgerReader) -> None:
        self._book = standing(costs)
        self._first = query.first
        self._products: dict[date, list[Cell]] | None = None
        if any(cost.product for cost in self._book):
            self._products = {}
            for cell in reader.cells(by_product(query), ("day", "value")):
                self._products.setdefault(day_of(cell), []).append(cell)

    def same_for_all(self) -> Prices | None:
        """The prices of any problems of the query, where neither product nor day makes a difference; else None."""
        if any(cost.product or cost.valid_from > self._first for cost in self._book):
            return None
        return self._prices({(self._first, ""): 1})

    def of(self, cells: Sequence[Cell]) -> Prices:
        """The prices of the problems on the days of these cells."""
        if self._products is None:
            return self.weighed([(day_of(cell), "", cell) for cell in cells])
        days = {day_of(cell) for cell in cells}
        return self.weighed([(day, cell.value, cell) for day in sorted(days) for cell in self._products.get(day, [])])

    def weighed(self, cells: Iterable[tuple[date, str, Cell]]) -> Prices:
        """The prices of cells with their days and products, each by its problems that got the tree."""
        problems: dict[tuple[date, str], int] = {}
        for day, product, cell in cells:
            if cell.arm != "holdout":
                problems[day, product] = problems.get((day, product), 0) + cell.counts["problems"]
        return self._prices(problems)

    def _prices(self, problems: Mapping[tuple[date, str], int]) -> Prices:
        problems = self._by_cost(problems)
        try:
            cost, to_serve = price(self._book, "call", problems), price(self._book, "serve", problems)
            if cost and to_serve and cost.currency != to_serve.currency:
                raise MixedCurrencies(f"a call costs {cost.currency}, serving {to_serve.currency}")
        except MixedCurrencies as mixed:
            return Prices(missing=Note("mixed_currencies", f"No money is shown: {mixed}."))
        return Prices(cost, to_serve)

    def _by_cost(self, problems: Mapping[tuple[date, str], int]) -> Mapping[tuple[date, str], int]:
        """The problems of days on which the same costs were in force stand at the first of these days."""
        began = sorted({cost.valid_from for cost in self._book})
        alike: dict[tuple[int, str], tuple[date, int]] = {}
        for (day, product), count in problems.items():
            key = bisect(began, day), product
            first, known = alike.get(key, (day, 0))
            alike[key] = min(first, day), known + count
        return {(first, product): count for (_, product), (first, count) in alike.items()}


def by_product(query: Query) -> Slice:
    """What tells how many problems there were of each product: no counts within a window."""
    return Slice(query.first, query.last, query.tree, "product", query.value if query.dimension == "product" else "", windows=())


def day_of(cell: Cell) -> date:
    assert cell.day  # the cells were asked for by day
    return cell.day
