"""The cost book: what somebody says a call costs, and what serving the guides costs, with its range, its date and its source.

Nothing is built in, and nothing is changed: a new cost holds from its day on, and a mistake is corrected by a line that stands in its place.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, get_args

from babel.numbers import get_currency_precision, is_currency

from diagnostics.deflection.costs import Cost, Kind, Per, standing
from diagnostics.service.ports import CostStore, ProgramStore

KIND: Mapping[Per, Kind] = {"call": "call", "minute": "call", "problem": "serve"}
"""What a cost is for, by what it is counted by: calls, or serving the guides."""

CHANNELS = ("phone", "chat", "email")
EARLIEST = date(2000, 1, 1)
MOST = 10**9
"""Minor units: ten million of most currencies for a single call is a slip of the keyboard."""
LONGEST_SOURCE = 500

Field = Literal["per", "amount", "low", "high", "currency", "product", "channel", "valid_from", "source", "supersedes"]
FIELDS: tuple[Field, ...] = get_args(Field)
_AMOUNT = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,6})?")


class CostError(Exception):
    """A cost cannot be taken: for each wrong field what is wrong with it, in words."""

    def __init__(self, problems: Mapping[Field, str]) -> None:
        super().__init__("; ".join(f"{name.replace('_', ' ')}: {said}" for name, said in problems.items()))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Entered:
    """A cost as somebody typed it. An empty `low` or `high` is the amount itself, an empty product or channel all of them."""

    amount: str
    currency: str
    valid_from: str
    source: str
    per: str = "call"
    low: str = ""
    high: str = ""
    product: str = ""
    channel: str = ""
    supersedes: str = ""


class Costs:
    """The use cases. `clock` gives UTC."""

    def __init__(self, store: CostStore, programs: ProgramStore, clock: Callable[[], datetime]) -> None:
        self._store, self._programs, self._clock = store, programs, clock

    def all(self) -> list[Cost]:
        """Every line in the order in which they were entered, corrected ones too."""
        return self._store.costs()

    def products(self) -> Mapping[str, str]:
        """Product → title, of the library in service."""
        serving = self._programs.serving()
        return serving.manifest.products if serving else {}

    def enter(self, entered: Entered, by: str) -> Cost:
        """Adds a line, in the name of whoever enters it.

        Raises:
            CostError: something about it is wrong. Nothing was stored.
        """
        cost = self._read(entered, by)
        kept = self._store.add(cost)
        if kept is None:
            raise CostError({"supersedes": f"line {cost.supersedes} has just been corrected by somebody else"})
        return kept

    def _read(self, entered: Entered, by: str) -> Cost:
        wrong: dict[Field, str] = {}
        per = next((known for known in KIND if known == entered.per), None)
        if per is None:
            wrong["per"] = "it may be " + ", ".join(KIND)
        currency = entered.currency.strip().upper()
        if not re.fullmatch("[A-Z]{3}", currency) or not is_currency(currency):
            wrong["currency"] = "write the three letters of a currency, such as EUR"
        digits = 2 if "currency" in wrong else get_currency_precision(currency)
        amount = _amount(entered.amount, digits, "amount", wrong)
        low = _amount(entered.low, digits, "low", wrong) if entered.low.strip() else amount
        high = _amount(entered.high, digits, "high", wrong) if entered.high.strip() else amount
        if per in ("call", "minute") and amount == 0 and "amount" not in wrong:
            wrong["amount"] = "a call that costs nothing needs no entry"
        if not wrong.keys() & {"amount", "low", "high"} and not low <= amount <= high:
            wrong["low" if low > amount else "high"] = "the amount must lie between its low and its high end"
        product = entered.product.strip()
        if product and product not in self.products():
            wrong["product"] = f"there is no product {product[:40]!r} in service; leave it empty for all of them"
        if entered.channel and entered.channel not in CHANNELS:
            wrong["channel"] = f"it may be {', '.join(CHANNELS)}; leave it empty for all of them"
        source = " ".join(entered.source.split())
        if not 3 <= len(source) <= LONGEST_SOURCE:
            wrong["source"] = f"say where the amount comes from, in 3 to {LONGEST_SOURCE} characters"
        day = _day(entered.valid_from, wrong)
        corrects = self._corrected(entered.supersedes, KIND[per] if per else None, wrong)
        if wrong:
            raise CostError({name: wrong[name] for name in FIELDS if name in wrong})
        assert per is not None and day is not None, "each of them is wrong where it is None"
        return Cost(0, KIND[per], amount, low, high, currency, per, day, product, entered.channel, source, by, self._clock(), corrects)

    def _corrected(self, typed: str, kind: Kind | None, wrong: dict[Field, str]) -> int | None:
        """The line that this one corrects. It must stand, and be of the same kind."""
        if not typed.strip():
            return None
        line = next((cost for cost in standing(self.all()) if str(cost.id) == typed.strip()), None)
        if line is None or line.kind != kind:
            wrong["supersedes"] = "there is no such line that stands; leave it empty unless this corrects an earlier line of the same kind"
            return None
        return line.id


def _amount(typed: str, digits: int, field: Field, wrong: dict[Field, str]) -> int:
    """Minor units. A decimal comma is as good as a point; what would have to be rounded is refused."""
    text = typed.strip()
    number = Decimal(text.replace(",", ".")).scaleb(digits) if _AMOUNT.fullmatch(text) else None
    if number is None or number != number.to_integral_value() or number > MOST:
        wrong[field] = f"write a number such as {'8.50' if digits == 2 else '850'}, with at most {digits} decimals and without separators"
        return 0
    return int(number)


def _day(typed: str, wrong: dict[Field, str]) -> date | None:
    try:
        day = date.fromisoformat(typed.strip()) if re.fullmatch(r"\d{4}-\d\d-\d\d", typed.strip(), re.ASCII) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= date(2100, 1, 1):
        wrong["valid_from"] = "write the day from which it holds as 2026-11-22"
        return None
    return day
