"""Answering: each kind of step, what was not understood, and what is sent twice or too late."""

import re

import pytest

from diagnostics.service.services import Services
from diagnostics.visits import events
from tests.webapp.conftest import VISIT, Customer


def test_walk_through_every_kind(customer: Customer) -> None:
    """Question, instruction, information, code, date, number, paste, drop-down, type-ahead and text lead to the hand-off."""
    customer.starts()
    for answer, place in [("flashing", "restart"), ("cannot", "note"), ("go_on", "order"), ("3024456781", "day"), ("2026-01-05", "metres"),
                          ("7,5", "message"), ("It says err_red_light now", "colour"), ("red", "country")]:  # fmt: skip
        customer.answers(answer)
        assert customer.place == place
    customer.answers("germany", typed="1")
    assert customer.place == "who" and "Germany" in customer.text
    text = customer.answers("Ann")
    assert customer.place == "person" and "from your side, Ann" in text


def test_checkboxes(customer: Customer) -> None:
    """Several answers come back as they were given; "none" and a sign together are refused; nothing at all too."""
    customer.starts()
    customer.answers("green")
    customer.answers("windows")
    assert "Choose every answer that fits" in customer.answers([])
    assert customer.status == 422
    assert "not both" in customer.answers(["smoke", "nothing"])
    customer.answers(["smoke", "noise"])
    assert customer.place == "restart" and "Smoke, A humming noise" in customer.text
    text = customer.opens(f"/v/{VISIT}/signs")
    assert 'value="smoke" checked' in text and 'value="noise" checked' in text and 'value="nothing" checked' not in text
    customer.answers("nothing")
    assert 'value="nothing" checked' in customer.opens(f"/v/{VISIT}/signs")


@pytest.mark.parametrize(("place", "sent", "says"), [
    ("light", "", "Choose the answer that is closest"),
    ("light", "purple", "Choose the answer that is closest"),
    ("order", "12", "It looks like this: 302-4456781"),
    ("day", "", "still empty"),
    ("day", "yesterday", "Enter the whole date"),
    ("day", "2031-01-01", "must not be after November 22, 2026"),
    ("metres", "many", "Enter a number"),
    ("metres", "-1", "at least 0"),
    ("metres", "101", "at most 100"),
    ("message", "  ", "Paste the message here"),
    ("colour", "mauve", "Choose one of the answers"),
    ("country", "Atlantis", "Choose one of the answers"),
    ("who", "x" * 61, "at most 60 characters"),
])  # fmt: skip
def test_what_is_not_understood(customer: Customer, place: str, sent: str, says: str) -> None:
    """The page comes again with what is wrong, focus on it, and what was typed."""
    way = {"light": "flashing", "restart": "cannot", "note": "go_on", "order": "302-4456781", "day": "2026-01-05", "metres": "7", "message": "?",
           "colour": "red", "country": "de"}  # fmt: skip
    customer.starts()
    while customer.place != place:
        customer.answers(way[customer.place])
    text = customer.answers(sent, **({"typed": "1"} if place == "country" else {}))
    assert customer.status == 422 and says in text
    assert re.search(r'<p class="problem" id="problem" tabindex="-1" autofocus>', text)
    assert "<title>Error: " in text and "problem" in (re.search(r'aria-describedby="([^"]*)"', text) or [""])[1]
    if place in ("order", "metres", "country"):
        assert f'value="{sent}"' in text
    assert customer.page is not None and customer.page.headers["HX-Replace-Url"] == "true"


def test_optional_field_may_stay_empty(customer: Customer) -> None:
    """An optional question takes an empty answer."""
    customer.starts()
    for answer in ("flashing", "cannot", "go_on"):
        customer.answers(answer)
    assert "You can leave this empty" in customer.text
    customer.answers("")
    assert customer.place == "day" and "Left empty" in customer.text


def test_double_post_counts_once(customer: Customer, services: Services) -> None:
    """A double click and a retried request leave one event and lead to the same page."""
    customer.starts()
    customer.answers("flashing")
    customer.answers("flashing", "light")
    assert customer.place == "restart"
    assert [event.type for event in services.visits._log.read(VISIT)].count(events.ANSWERED) == 1


def test_answer_for_a_step_that_was_left(customer: Customer) -> None:
    """An answer to a step that is not on the path leads to where the visit stands, and says so."""
    customer.starts()
    customer.answers("flashing")
    text = customer.answers("windows", "system")
    assert customer.place == "restart" and "This is where your visit stands now" in text


def test_a_stale_page_leads_to_the_present_one(customer: Customer) -> None:
    """So does opening such a page, or one that never was."""
    customer.starts()
    customer.answers("flashing")
    for place in ("system", "nonsense", "a.b~2", "x" * 300):
        assert "This is where your visit stands now" in customer.opens(customer.client.get(f"/v/{VISIT}/{place}").location)


def test_the_visits_own_address(customer: Customer) -> None:
    """The bare address leads to where the visit stands."""
    customer.starts()
    customer.answers("flashing")
    response = customer.client.get(f"/v/{VISIT}")
    assert response.status_code == 303 and response.location == f"/v/{VISIT}/restart"


def test_forged_visit(customer: Customer) -> None:
    """An id that no visit has is a kind 404 everywhere."""
    for url in ("/v/forged", "/v/forged/light", "/v/forged/talk-to-someone"):
        assert "We can’t find this page" in customer.opens(url) and customer.status == 404
    for url in ("/v/forged/light", "/v/forged/talk-to-someone", "/v/forged/did-it-help"):
        assert "We can’t find this page" in customer.sends(url, answer="x", typed="1") and customer.status == 404


def test_measured_check(customer: Customer) -> None:
    """What the browser measured leads on, and the agent reads that it was measured; the manual answer reads as it was given."""
    customer.starts()
    customer.answers("flashing")
    customer.answers("not_fixed")
    assert customer.place == "test"
    text = customer.answers("fail", measured="1", **{"fact.latency_ms": "12"})
    assert customer.place == "other" and "Our server does not answer" in text
    assert "No, or only now and then" in customer.answers("fail", "test")


def test_impossible_check_result(customer: Customer) -> None:
    """A result that no check has is a page with an error."""
    customer.starts()
    customer.answers("flashing")
    customer.answers("not_fixed")
    for fields in ({"measured": "1"}, {}):
        customer.answers("splendid", **fields)
        assert customer.status == 422


def test_nul_and_much_text(customer: Customer) -> None:
    """Odd bytes are an answer like any other; what is too long is refused kindly."""
    customer.starts()
    customer.answers("fla\0shing")
    assert customer.place == "restart"
    assert "That was too long for us" in customer.answers("x" * 70_000)
    assert customer.status == 413
