"""The sample look-up: every order of its table, and the declaration that the sample trees give of it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from diagnostics.library.load import load
from diagnostics.samples.order_status import order_status, sample_providers

TODAY = date(2026, 11, 22)
TREES = Path(__file__).parents[2] / "trees"
ORDERS = {1: "processing", 2: "payment_pending", 3: "backorder", 4: "shipped", 5: "delivered", 6: "cancelled", 7: "not_found"}


@pytest.mark.parametrize(("number", "result"), ORDERS.items())
def test_each_sample_order_has_its_status(number: int, result: str) -> None:
    """The orders 100-0000001 to 100-0000006 stand for one status each; any other is not found."""
    assert order_status(lambda: TODAY)({"order_number": f"100-000000{number}"}).result == result


def test_days_move_with_the_day_of_asking() -> None:
    """A shipped order left yesterday and comes the day after tomorrow, whenever one asks."""
    for today in (TODAY, TODAY + timedelta(days=400)):
        facts = order_status(lambda today=today: today)({"order_number": "100-0000004"}).facts  # type: ignore[misc]  # a default binds the loop's value
        assert facts == {"carrier": "Sample Parcel", "ship_day": today - timedelta(days=1), "delivery_day": today + timedelta(days=2)}


def test_the_sample_look_up_gives_what_the_library_declares() -> None:
    """Every result and fact of the table is declared in the sample trees' library file, and every result occurs."""
    declared = load(TREES).declared.lookups["order_status"]
    found = [sample_providers()["order_status"]({"order_number": f"100-000000{number}"}) for number in ORDERS]
    assert {f.result for f in found} == set(declared.results)
    assert {fact for f in found for fact in f.facts} <= set(declared.facts)
