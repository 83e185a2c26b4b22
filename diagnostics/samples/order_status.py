"""An order number to the status of that order, from the sample table. Days stand in the table as days from today, so it never ages."""

import csv
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from importlib.resources import files

from diagnostics.conditions.expression import Value
from diagnostics.service.ports import Found, LookupProvider
from diagnostics.service.visits import utc_now

TABLE = files("diagnostics.samples") / "orders.csv"


def order_status(today: Callable[[], date] = lambda: utc_now().date()) -> LookupProvider:
    """The look-up `order_status`. An order that the table does not hold is `not_found`."""
    with TABLE.open(encoding="utf-8") as table:
        orders = {row["order_number"]: row for row in csv.DictReader(table)}

    def look_up(keys: Mapping[str, Value]) -> Found:
        row = orders.get(str(keys["order_number"]))
        if row is None:
            return Found("not_found")
        facts: dict[str, Value] = {"carrier": row["carrier"]} if row["carrier"] else {}
        for day in ("ship_day", "delivery_day"):
            if row[day]:
                facts[day] = today() + timedelta(days=int(row[day]))
        return Found(row["result"], facts)

    return look_up


def sample_providers() -> dict[str, LookupProvider]:
    """Every sample look-up by its name, as the demo hands them to `wiring.build`."""
    return {"order_status": order_status()}
