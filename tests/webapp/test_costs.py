"""The cost book's page: for managers, without any cost of its own."""

from collections.abc import Callable

import pytest

from diagnostics.service.services import Services
from tests.webapp.conftest import Colleague

FORM = {"per": "call", "amount": "8,50", "low": "7", "high": "10", "currency": "eur", "valid_from": "2026-11-01", "product": "", "channel": "",
        "source": "Controlling <b>October</b>"}  # fmt: skip


@pytest.fixture
def manager(colleague: Callable[..., Colleague]) -> Colleague:
    return colleague("manager")


def test_only_managers_open_it(colleague: Callable[..., Colleague]) -> None:
    """Others are refused, and strangers are asked to sign in; neither can add a line."""
    agent, stranger = colleague("agent"), colleague("manager", name="omar", signed_in=False)
    assert agent.opens("/costs").status_code == 403 and agent.sends("/costs", **FORM).status_code == 403
    assert "/sign-in" in stranger.opens("/costs").location and "/sign-in" in stranger.sends("/costs", **FORM).location


def test_nothing_is_built_in(manager: Colleague) -> None:
    """The book is empty and so is the amount; published figures stand apart, each with its source."""
    text = manager.opens("/costs").text
    assert "The book is empty." in text and 'name="amount" value=""' in text
    for words in ("$8.01, against about $0.10", "destinationCRM", "£6.26", "none of them is yours"):
        assert words in text


def test_a_cost_is_added_in_the_name_of_who_enters_it(manager: Colleague, services: Services) -> None:
    """It stands in the book with its range, its source and its writer, in force."""
    manager.opens("/costs")
    answer = manager.sends("/costs", **FORM)
    assert (answer.status_code, answer.location) == (303, "/costs?added=1")
    text = manager.opens(answer.location).text
    for words in ("€8.50", "€7.00 to €10.00", "Controlling &lt;b&gt;October&lt;/b&gt;", "maria, Nov 22, 2026", "in force",
                  "The cost is in the book."):  # fmt: skip
        assert words in text
    assert services.costs.all()[0].by == "maria"


def test_what_is_wrong_stands_at_its_field(manager: Colleague, services: Services) -> None:
    """Everything typed is still there; nothing is stored."""
    manager.opens("/costs")
    answer = manager.sends("/costs", **{**FORM, "amount": "a lot", "currency": "gold", "source": ""})
    assert answer.status_code == 422 and "<title>Error: Costs" in answer.text
    for words in ('id="amount-problem"', "Write a number such as 8.50", 'value="a lot"', 'id="currency-problem"', 'value="gold"',
                  'id="source-problem"'):  # fmt: skip
        assert words in answer.text
    assert 'id="low-problem"' not in answer.text and services.costs.all() == []


def test_a_line_is_corrected_by_another_one(manager: Colleague, services: Services) -> None:
    """The form holds its values; afterwards the book shows both, and which one stands."""
    manager.opens("/costs")
    manager.sends("/costs", **FORM)
    text = manager.opens("/costs?corrects=1").text
    assert "Correct line 1" in text and 'name="amount" value="8.50"' in text and 'name="supersedes" value="1"' in text
    manager.sends("/costs", **{**FORM, "amount": "9", "supersedes": "1"})
    text = manager.opens("/costs").text
    assert "corrected by line 2" in text and "€9.00" in text and "€8.50" in text
    again = manager.sends("/costs", **{**FORM, "supersedes": "1"})
    assert again.status_code == 422 and "There is no such line that stands" in again.text


def test_a_later_cost_replaces_an_earlier_one_from_its_day(manager: Colleague) -> None:
    """Until then it waits; afterwards the earlier one is replaced."""
    manager.opens("/costs")
    for day in ("2026-10-01", "2026-11-01", "2027-01-01"):
        manager.sends("/costs", **{**FORM, "valid_from": day})
    text = manager.opens("/costs").text
    assert [text.count(f">{state}</span>") for state in ("replaced", "in force", "not yet")] == [1, 1, 1]


@pytest.mark.parametrize("query", ["?corrects=99", "?corrects=x", "?corrects=%00", "?corrects=" + "9" * 500])
def test_a_line_that_does_not_exist_is_no_line(manager: Colleague, query: str) -> None:
    """The page opens as if nothing had been asked for."""
    assert "Enter a cost" in manager.opens(f"/costs{query}").text
