"""Cells and costs for tests of the estimators, as short as the numbers that matter."""

from datetime import date

from diagnostics.deflection.costs import Cost, Price
from diagnostics.deflection.counts import Cell, counts
from diagnostics.deflection.records import Arm


def cell(
    arm: Arm, problems: int, called: int = 0, *, alloc: str = "a", p_ppm: int = 100_000, tree: str = "", day: date | None = None, **more: int
) -> Cell:
    """Problems of an arm of which some called once within 7 days, for eight minutes each; `more`: other columns."""
    own = {
        "visits": problems, "problems": problems, "called_7": called, "once_7": called, "calls_7": called, "calls_sq_7": called,
        "handle_7": called * 480, "handle_sq_7": called * 480**2,
    }  # fmt: skip
    return Cell(tree, day, arm, alloc, p_ppm, counts(**{**own, **more}))


def dollars(amount: float, low: float | None = None, high: float | None = None) -> Price:
    """A price per call or per problem in cents."""
    ends = (amount if low is None else low, amount if high is None else high)
    return Price(amount * 100, ends[0] * 100, ends[1] * 100, "USD", "call", (1,))


def cost(number: int, amount: int, since: str, **more: object) -> Cost:
    """A line of the cost book: dollars per call in cents."""
    own = {"kind": "call", "low": amount, "high": amount, "currency": "USD", "per": "call"}
    return Cost(id=number, amount=amount, valid_from=date.fromisoformat(since), **{**own, **more})  # type: ignore[arg-type]
