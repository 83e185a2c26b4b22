"""What a call costs and what serving costs, as someone entered it, to the price of one day and the mean price of a period.

Append-only: a cost holds from `valid_from` until a later one of the same kind, product and channel begins. One that `supersedes` another
is its correction and stands in its place. There is no built-in cost and nothing is converted between currencies.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal["call", "serve"]
Per = Literal["call", "minute", "problem"]

CHANNELS = ("", "phone")
"""The channels whose costs price a call here: the ledger's calls are telephone calls, and "" is a cost for all channels."""


class MixedCurrencies(ValueError):
    """The costs that a period needs are in more than one currency, and no rate between them has been entered."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One line of the cost book. Amounts are minor units (cents) of `currency`; `low` and `high` are the range that whoever entered it
    believes in. `product` and `channel` are "" where it holds for all. `source` says where the amount comes from."""

    id: int
    kind: Kind
    amount: int
    low: int
    high: int
    currency: str
    per: Per
    valid_from: date
    product: str = ""
    channel: str = ""
    source: str = ""
    by: str = ""
    at: datetime | None = None
    supersedes: int | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """A mean amount over the problems of a period, in minor units. `ids`: the lines of the cost book that it rests on; `changed`: the
    days within the period on which the price changed; `covered`: the share of the problems for which a cost was in force."""

    amount: float
    low: float
    high: float
    currency: str
    per: Per
    ids: tuple[int, ...]
    changed: tuple[date, ...] = ()
    covered: float = 1.0


def standing(costs: Iterable[Cost]) -> list[Cost]:
    """The lines that no other one corrects."""
    known = list(costs)
    corrected = {cost.supersedes for cost in known if cost.supersedes is not None}
    return [cost for cost in known if cost.id not in corrected]


def in_force(costs: Sequence[Cost], kind: Kind, day: date, product: str = "") -> Cost | None:
    """The cost of a kind on a day: one for the product before one for all, then the one that began last, then the one entered last."""
    chosen = [
        cost for cost in costs
        if cost.kind == kind and cost.valid_from <= day and cost.product in ("", product) and cost.channel in CHANNELS
    ]  # fmt: skip
    return max(chosen, key=lambda cost: (cost.product != "", cost.channel != "", cost.valid_from, cost.id), default=None)


def price(costs: Iterable[Cost], kind: Kind, problems: Mapping[tuple[date, str], int]) -> Price | None:
    """The mean price over problems by (local day, product); None where no cost was in force on any of these days.

    Each problem is priced at the cost in force on its own day, so that a new cost changes nothing before it. Days before the first cost
    are left out of the mean; `covered` says so.

    Raises:
        MixedCurrencies: the costs of these days are in several currencies, or some are per call and some per minute.
    """
    book = standing(costs)
    weights: dict[Cost, int] = {}
    for (day, product), count in problems.items():
        if count and (cost := in_force(book, kind, day, product)):
            weights[cost] = weights.get(cost, 0) + count
    if not weights:
        return None
    used = sorted(weights, key=lambda cost: (cost.valid_from, cost.id))
    if len({(cost.currency, cost.per) for cost in used}) > 1:
        raise MixedCurrencies("the costs of this period are in " + ", ".join(sorted({f"{cost.currency} per {cost.per}" for cost in used})))
    whole, first = sum(weights.values()), min(day for day, _ in problems)
    amount, low, high = (sum(getattr(cost, name) * count for cost, count in weights.items()) / whole for name in ("amount", "low", "high"))
    changed = tuple(sorted({cost.valid_from for cost in used if cost.valid_from > first}))
    covered = whole / sum(problems.values())
    return Price(amount, low, high, used[0].currency, used[0].per, tuple(cost.id for cost in used), changed, covered)
