"""The way to a person: at a hand-off, at a stop, and from every page."""

from diagnostics.service.services import Services
from diagnostics.visits import events
from tests.webapp.conftest import VISIT, Customer


def test_handoff_page(customer: Customer) -> None:
    """Code, ways to call, write and chat, what to bring, and what the agent will see in the agent's words."""
    customer.starts()
    for answer in ("flashing", "cannot", "go_on", "302-4456781", "2026-01-05", "7", "?", "red", "de", "Ann"):
        customer.answers(answer)
    text = customer.text
    assert "A person takes it from here." in text and customer.code in text
    for address in ("tel:+442079460104", "mailto:help@example.com?subject=Visit%20code%20", "https://chat.example.com/"):
        assert f'href="{address}' in text
    assert "Mon to Sat, 8:00 to 20:00" in text and "302-4456781" in text.split("Have this at hand")[1].split("</dl>")[0]
    seen = text.split("What the agent will see")[1]
    assert "Internet light flashes green" in seen
    assert "Restart the router" in seen.split("Not tried")[1]


def test_tried_and_checked(customer: Customer) -> None:
    """An instruction that did not help is listed as tried, a check with what it found."""
    customer.starts()
    for answer in ("flashing", "tried_before", "fail"):
        customer.answers(answer)
    seen = customer.text.split("What the agent will see")[1]
    assert "Tried before" in seen.split("<h3>Tried</h3>")[1] and "Is this device online?" in seen.split("<h3>Checked</h3>")[1]


def test_stop_is_calm_and_names_a_way(customer: Customer) -> None:
    """A stop says why and who helps."""
    customer.starts()
    text = customer.answers("off")
    assert "Leave the router switched off" in text and "https://night.example.com/" in text


def test_rather_talk_to_someone(customer: Customer, services: Services) -> None:
    """From any step the owner's contacts are one click away; it is noted once, and the guide goes on where it stood."""
    customer.starts()
    customer.answers("flashing")
    for _ in range(2):
        text = customer.sends(f"/v/{VISIT}/talk-to-someone")
        assert customer.status == 200 and "A person takes it from here." in text and "tel:+442079460104" in text and customer.code in text
    asked = [event for event in services.visits._log.read(VISIT) if event.type == events.HANDOFF]
    assert len(asked) == 1 and asked[0].body == {"team": "isp", "asked": True}
    assert customer.opens(customer.client.get(f"/v/{VISIT}").location) and customer.place == "restart"


def test_the_persons_page_by_itself(customer: Customer, services: Services) -> None:
    """Opening its address shows it and notes nothing."""
    customer.starts()
    assert "A person takes it from here." in customer.opens(f"/v/{VISIT}/talk-to-someone")
    assert all(event.type != events.HANDOFF for event in services.visits._log.read(VISIT))
