"""The cost book: what is in force on a day, what a correction replaces, and what is never mixed."""

from datetime import date

import pytest

from diagnostics.deflection.costs import Cost, MixedCurrencies, in_force, price, standing
from tests.deflection.cells import cost

BOOK = [
    cost(1, 800, "2026-01-01"),
    cost(2, 900, "2026-03-01"),
    cost(3, 2500, "2026-01-01", product="laptop"),
    cost(4, 10, "2026-01-01", kind="serve"),
]
JANUARY, MARCH = date(2026, 1, 31), date(2026, 3, 1)

IN_FORCE = [
    ("call", date(2025, 12, 31), "", None),
    ("call", JANUARY, "", 1),
    ("call", MARCH, "", 2),
    ("call", MARCH, "printer", 2),
    ("call", JANUARY, "laptop", 3),
    ("call", MARCH, "laptop", 3),
    ("serve", MARCH, "laptop", 4),
]


@pytest.mark.parametrize(("kind", "day", "product", "expected"), IN_FORCE)
def test_cost_of_a_day(kind: str, day: date, product: str, expected: int | None) -> None:
    """The one for the product before the one for all, then the one that began last; before the first there is none."""
    found = in_force(BOOK, kind, day, product)  # type: ignore[arg-type]
    assert (found.id if found else None) == expected


def test_a_correction_stands_in_the_place_of_what_it_corrects() -> None:
    """Also where it begins later, the wrong line never counts."""
    corrected: list[Cost] = [*BOOK, cost(5, 850, "2026-01-15", supersedes=1)]
    assert [line.id for line in standing(corrected)] == [2, 3, 4, 5]
    assert price(corrected, "call", {(JANUARY, ""): 10}).amount == 850  # type: ignore[union-attr]


def test_each_problem_is_priced_on_its_own_day() -> None:
    """A new cost changes nothing before it; the mean says which lines it rests on and when it changed."""
    found = price(BOOK, "call", {(JANUARY, ""): 30, (MARCH, ""): 10})
    assert found and (found.amount, found.ids, found.changed, found.covered) == (825, (1, 2), (MARCH,), 1)


def test_days_before_the_first_cost_are_not_priced() -> None:
    """They are told as uncovered, and without any covered day there is no price."""
    found = price(BOOK, "call", {(date(2025, 12, 1), ""): 30, (JANUARY, ""): 10})
    assert found and (found.amount, found.covered) == (800, 0.25)
    assert price(BOOK, "call", {(date(2025, 12, 1), ""): 30}) is None
    assert price([], "call", {(JANUARY, ""): 1}) is None


def test_currencies_are_not_mixed() -> None:
    """Two in one period are an error, two in two periods are not."""
    book = [*BOOK, cost(6, 700, "2026-04-01", currency="EUR")]
    april = date(2026, 4, 1)
    assert price(book, "call", {(april, ""): 5}).currency == "EUR"  # type: ignore[union-attr]
    with pytest.raises(MixedCurrencies, match="EUR per call, USD per call"):
        price(book, "call", {(april, ""): 5, (MARCH, ""): 5})
