"""How a visit ended, and saying whether it helped."""

from diagnostics.service.services import Services
from diagnostics.visits import events
from tests.webapp.conftest import VISIT, Customer

TO_EXPLAINED = ("flashing", "cannot", "go_on", "302-4456781", "2026-01-05", "7", "All_Fine")


def _explained(customer: Customer) -> str:
    customer.starts()
    for answer in TO_EXPLAINED:
        customer.answers(answer)
    return customer.text


def test_a_yes_to_an_instruction_is_not_asked_again(customer: Customer) -> None:
    """"Yes, it works now" ends with thanks, the code for later and a way back to the step."""
    customer.starts()
    customer.answers("flashing")
    text = customer.answers("fixed")
    assert customer.place == "resolved" and "Good that it works again." in text
    assert "If it comes back" in text and "Did that answer it?" not in text and f'href="/v/{VISIT}/restart">It came back' in text


def test_it_came_back(customer: Customer) -> None:
    """A "yes" can become a "no", and the guide goes on from there."""
    customer.starts()
    customer.answers("flashing")
    customer.answers("fixed")
    customer.answers("not_fixed", "restart")
    assert customer.place == "test"


def test_an_explanation_asks_whether_it_helped(customer: Customer, services: Services) -> None:
    """A yes is thanked for and kept once."""
    text = _explained(customer)
    assert "The light is meant to be like that" in text and "Did that answer it?" in text and "https://example.com/night" in text
    for _ in range(2):
        text = customer.sends(f"/v/{VISIT}/did-it-help", fixed="yes")
    assert "Would you have called us otherwise?" in text and "Did that answer it?" not in text
    said = [event for event in services.visits._log.read(VISIT) if event.type == events.REPORTED]
    assert [event.body for event in said] == [{"fixed": True}]


def test_a_no_shows_the_way_to_a_person(customer: Customer) -> None:
    """A no leads on to somebody."""
    _explained(customer)
    text = customer.sends(f"/v/{VISIT}/did-it-help", fixed="no")
    assert "Then a person should look at it" in text and f'action="/v/{VISIT}/talk-to-someone"' in text


def test_neither_yes_nor_no(customer: Customer, services: Services) -> None:
    """Anything else is passed over; before the end there is nothing to say."""
    _explained(customer)
    assert "Did that answer it?" in customer.sends(f"/v/{VISIT}/did-it-help", fixed="perhaps")
    customer.starts(visit="w" * 22)
    customer.sends(f"/v/{'w' * 22}/did-it-help", fixed="yes")
    assert customer.place == "light"
    assert all(event.type != events.REPORTED for event in services.visits._log.read("w" * 22))


def test_not_covered(customer: Customer) -> None:
    """The guide says that it does not help here, and who might."""
    customer.starts()
    for answer in ("flashing", "not_fixed", "fail"):
        text = customer.answers(answer)
    assert "This guide does not cover it" in text and "tel:+442079460104" in text and "Look at the other guides" in text


def test_an_answer_to_an_end(customer: Customer) -> None:
    """An outcome takes no answer; the page stays."""
    customer.starts()
    customer.answers("off")
    assert customer.place == "danger"
    assert "Leave the router switched off" in customer.answers("fixed", "danger")
