"""Going back and changing an earlier answer."""

from tests.webapp.conftest import VISIT, Customer


def _to_restart(customer: Customer) -> None:
    customer.starts()
    for answer in ("green", "windows", "nothing"):
        customer.answers(answer)
    assert customer.place == "restart"


def test_back_leads_one_page_back(customer: Customer) -> None:
    """Back on top leads to the page before; on the first step to the introduction."""
    customer.starts()
    assert 'class="back" href="/t/router-lights"' in customer.text
    customer.answers("green")
    assert f'class="back" href="/v/{VISIT}/light"' in customer.text


def test_an_earlier_page_shows_what_was_answered(customer: Customer) -> None:
    """The saved answer is chosen, and one link goes back to where the visit stands."""
    _to_restart(customer)
    text = customer.opens(f"/v/{VISIT}/light")
    assert 'value="green" checked' in text and "Your answer:" in text and f'href="/v/{VISIT}"' in text


def test_a_change_keeps_what_still_holds_and_sets_the_rest_aside(customer: Customer) -> None:
    """Answers off the new path are listed as set aside; changed back they count again, unasked."""
    _to_restart(customer)
    text = customer.answers("flashing", "light")
    assert customer.place == "restart" and "Set aside" in text
    aside = text.split("Set aside")[1]
    assert "Windows" in aside and "None of these" in aside
    text = customer.answers("green", "light")
    assert customer.place == "restart" and "Set aside" not in text and "Your answers so far (3)" in text


def test_the_same_answer_again_changes_nothing(customer: Customer) -> None:
    """Back and Continue lead to where the visit stood."""
    _to_restart(customer)
    customer.answers("green", "light")
    assert customer.place == "restart" and "Your answers so far (3)" in customer.text


def test_summary_offers_change_for_each_answer(customer: Customer) -> None:
    """Each row links to its page; the last one says what is left."""
    _to_restart(customer)
    for place in ("light", "system", "signs"):
        assert f'href="/v/{VISIT}/{place}">Change' in customer.text
    assert "more steps if this does not help" in customer.text


def test_an_instruction_shows_what_was_said(customer: Customer) -> None:
    """The button that was pressed is marked."""
    _to_restart(customer)
    customer.answers("not_fixed")
    assert 'value="not_fixed" data-chosen' in customer.opens(f"/v/{VISIT}/restart")
