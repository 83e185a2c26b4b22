"""The cost book to the lines of its page: amounts in words of the reader's language, and which of them are in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, get_currency_precision
from flask_babel import gettext as _

from diagnostics.deflection.costs import Cost, standing


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the book. `state` is `now`, `later`, `past` or `corrected`, and `status` says it in words."""

    id: int
    amount: str
    range: str
    per: str
    scope: str
    since: str
    source: str
    entered: str
    state: str
    status: str


def lines(costs: Sequence[Cost], products: Mapping[str, str], today: date, locale: Locale) -> list[Line]:
    """The book, the line that was entered last on top."""
    stand = standing(costs)
    by = {cost.supersedes: cost.id for cost in costs if cost.supersedes is not None}
    return [_line(cost, stand, by, products, today, locale) for cost in reversed(costs)]


def _line(cost: Cost, stand: Sequence[Cost], by: Mapping[int, int], products: Mapping[str, str], today: date, locale: Locale) -> Line:
    state = _state(cost, stand, today)
    words = {"now": _("in force"), "later": _("not yet"), "past": _("replaced"),
             "corrected": _("corrected by line %(line)s", line=by.get(cost.id))}  # fmt: skip
    amount, low, high = (money(minor, cost.currency, locale) for minor in (cost.amount, cost.low, cost.high))
    written = format_date(cost.at, "medium", locale=locale) if cost.at else ""
    return Line(
        cost.id, amount, _("%(low)s to %(high)s", low=low, high=high) if cost.low != cost.high else "", per(cost.per),
        _scope(cost, products), format_date(cost.valid_from, "medium", locale=locale), cost.source,
        _("%(name)s, %(day)s", name=cost.by, day=written), state, words[state],
    )  # fmt: skip


def _state(cost: Cost, stand: Sequence[Cost], today: date) -> str:
    """Of the lines that stand for the same thing, the one that began last is in force."""
    if cost not in stand:
        return "corrected"
    if cost.valid_from > today:
        return "later"
    alike = [c for c in stand if (c.kind, c.product, c.channel) == (cost.kind, cost.product, cost.channel) and c.valid_from <= today]
    return "now" if max(alike, key=lambda c: (c.valid_from, c.id)) == cost else "past"


def _scope(cost: Cost, products: Mapping[str, str]) -> str:
    product = products.get(cost.product, cost.product) if cost.product else _("all products")
    return f"{product}, {channels()[cost.channel]}" if cost.channel else product


def money(minor: int, currency: str, locale: Locale) -> str:
    """An amount of minor units as the reader's language writes it."""
    return str(format_currency(Decimal(minor).scaleb(-get_currency_precision(currency)), currency, locale=locale))


def per(name: str) -> str:
    return {"call": _("a call"), "minute": _("a minute of a call"), "problem": _("a problem served by the guides")}[name]


def channels() -> dict[str, str]:
    return {"": _("All channels"), "phone": _("telephone"), "chat": _("chat"), "email": _("e-mail")}


def form_of(cost: Cost | None, currency: str, today: date) -> dict[str, str]:
    """What stands in the form before anything is typed: the line that is corrected, else a cost per call from today on."""
    if cost is None:
        return {"currency": currency, "per": "call", "valid_from": today.isoformat()}
    low, amount, high = (f"{Decimal(minor).scaleb(-get_currency_precision(cost.currency)):f}" for minor in (cost.low, cost.amount, cost.high))
    return {"amount": amount, "low": low, "high": high, "currency": cost.currency, "per": cost.per, "valid_from": cost.valid_from.isoformat(),
            "product": cost.product, "channel": cost.channel, "source": cost.source}  # fmt: skip
