"""The cost book: what is taken, and what is refused in words."""

from dataclasses import replace
from datetime import date

import pytest

from diagnostics.service.costs import CostError, Costs, Entered
from tests.folders import LAMP
from tests.service.conftest import World

CALL = Entered("8.50", "EUR", "2026-11-01", "Controlling, October", low="7", high="10,00", product="lamp", channel="phone")


@pytest.fixture
def costs(world: World) -> Costs:
    world.publish(lamp=LAMP)
    return world.costs


def test_a_cost_is_kept_in_minor_units_with_who_and_when(costs: Costs, world: World) -> None:
    """A comma is as good as a point, and a currency in small letters; spaces at the ends do not matter."""
    kept = costs.enter(replace(CALL, currency=" eur ", amount=" 8,5 ", source="  Controlling,\n October "), "maria")
    assert (kept.id, kept.kind, kept.amount, kept.low, kept.high, kept.currency, kept.per) == (1, "call", 850, 700, 1000, "EUR", "call")
    assert (kept.valid_from, kept.product, kept.channel, kept.source) == (date(2026, 11, 1), "lamp", "phone", "Controlling, October")
    assert (kept.by, kept.at, costs.all()) == ("maria", world.now, [kept])


def test_without_a_range_it_is_the_amount(costs: Costs) -> None:
    """For all products and channels, where none is named."""
    kept = costs.enter(Entered("20", "USD", "2026-11-01", "Mean of October"), "maria")
    assert (kept.low, kept.amount, kept.high, kept.product, kept.channel) == (2000, 2000, 2000, "", "")


@pytest.mark.parametrize(("currency", "amount", "minor"), [("JPY", "850", 850), ("KWD", "2.125", 2125), ("EUR", "0.05", 5)])
def test_each_currency_has_its_own_decimals(costs: Costs, currency: str, amount: str, minor: int) -> None:
    """None, two or three of them."""
    assert costs.enter(Entered(amount, currency, "2026-11-01", "Controlling"), "maria").amount == minor


def test_the_cost_to_serve(costs: Costs) -> None:
    """Counted by problem it is what the guides cost, which may be nothing."""
    kept = costs.enter(Entered("0", "EUR", "2026-11-01", "Hosting is paid by others", per="problem"), "maria")
    assert (kept.kind, kept.per, kept.amount) == ("serve", "problem", 0)


@pytest.mark.parametrize(("change", "wrong"), [
    ({"amount": ""}, "amount"), ({"amount": "8.505"}, "amount"), ({"amount": "1,000.00"}, "amount"), ({"amount": "-1"}, "amount"),
    ({"amount": "١"}, "amount"), ({"amount": "9" * 30}, "amount"), ({"amount": "nan"}, "amount"), ({"amount": "0", "low": ""}, "amount"),
    ({"low": "9"}, "low"), ({"high": "8"}, "high"), ({"high": "x"}, "high"), ({"currency": "EURO"}, "currency"), ({"currency": "QQQ"}, "currency"),
    ({"currency": "ﬀ€"}, "currency"), ({"per": "visit"}, "per"), ({"product": "toaster"}, "product"), ({"channel": "pigeon"}, "channel"),
    ({"valid_from": "01.11.2026"}, "valid_from"), ({"valid_from": "2026-02-30"}, "valid_from"), ({"valid_from": "1926-11-01"}, "valid_from"),
    ({"source": " a "}, "source"), ({"source": "a" * 501}, "source"), ({"supersedes": "7"}, "supersedes"), ({"supersedes": "' OR 1"}, "supersedes"),
])  # fmt: skip
def test_what_is_wrong_is_said_of_its_field(costs: Costs, change: dict[str, str], wrong: str) -> None:
    """One mistake is one sentence, and nothing is stored."""
    with pytest.raises(CostError) as refused:
        costs.enter(replace(CALL, **change), "maria")
    assert list(refused.value.problems) == [wrong]
    assert costs.all() == []


def test_all_mistakes_are_said_at_once(costs: Costs) -> None:
    """In the order of the form."""
    with pytest.raises(CostError) as refused:
        costs.enter(Entered("x", "", "", ""), "maria")
    assert list(refused.value.problems) == ["amount", "currency", "valid_from", "source"]


def test_a_line_that_stands_can_be_corrected_once(costs: Costs) -> None:
    """By one of its own kind; the corrected line stays in the book."""
    costs.enter(CALL, "maria")
    kept = costs.enter(replace(CALL, amount="9", supersedes="1"), "omar")
    assert (kept.id, kept.supersedes) == (2, 1)
    for wrong in (replace(CALL, supersedes="1"), replace(CALL, supersedes="2", per="problem")):
        with pytest.raises(CostError, match="supersedes: there is no such line"):
            costs.enter(wrong, "omar")
    assert [line.id for line in costs.all()] == [1, 2]
