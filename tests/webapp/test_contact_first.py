"""A visitor of the comparison group: the contact details first, all of them, and the guide for the asking."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from diagnostics.deflection.assignment import draw
from diagnostics.service.services import Services
from diagnostics.service.visits import Visits
from diagnostics.visits import events
from tests.webapp.conftest import VISIT, Clock, Customer
from webapp import create_app
from webapp.shared.context import settings

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
CONTACT = f"/v/{VISIT}/get-in-touch"


@pytest.fixture
def comparing(services: Services, make_app: Callable[..., Flask]) -> Callable[..., Flask]:
    """An app with a comparison group of ten percent, and these settings besides."""

    def make(**given: str) -> Flask:
        plain = make_app(consent="not-required", **given)
        with plain.app_context():
            wanted = settings()
        v = services.visits
        compared = replace(v._comparison, share=10.0, off=wanted.comparison_off.split())  # type: ignore[type-var]  # there always is one
        visits = Visits(v._log, v._programs, v._lookups, services.clock, keyring=services.keyring, comparison=compared)
        return create_app(replace(services, visits=visits), wanted)

    return make


def browser(app: Flask, services: Services, arm: str, agent: str = BROWSER) -> Customer:
    """Somebody whose cookie is drawn for this arm."""
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = agent
    salt = services.keyring.key("assignment")
    name = next(text for n in range(1_000) if draw(salt, text := f"{n:022}", 100_000).arm == arm)
    client.set_cookie("visitor", name)
    return Customer(client)


@pytest.fixture
def first(comparing: Callable[..., Flask], services: Services) -> Customer:
    """A visitor who is shown the contact details first, on that page."""
    somebody = browser(comparing(), services, "holdout")
    somebody.starts()
    return somebody


def types(services: Services, visit: str = VISIT) -> list[str]:
    return [event.type for event in services.visits._log.read(visit)]


def start(services: Services, visit: str = VISIT) -> dict[str, object]:
    return dict(services.visits._log.read(visit)[0].body)


def test_the_way_to_a_person_comes_first(first: Customer, services: Services) -> None:
    """Number, hours, usual wait and the code as prominent as at any hand-off; the guide is a quiet second."""
    assert first.path == CONTACT and first.status == 200
    for words in ("Talk to a person", "+44 20 7946 0104", "Mon to Sat, 8:00 to 20:00", "Usual wait: about 5 minutes", "Or try the guide"):
        assert words in first.text
    assert f'<p class="code big">{first.code}</p>' in first.text
    assert types(services) == [events.STARTED, events.CONTACT]


def test_the_guide_for_the_asking(first: Customer, services: Services) -> None:
    """One click leads to the first step; a second one, or coming back, starts nothing anew."""
    for _ in range(2):
        assert "What colour is the" in first.sends(f"/v/{VISIT}/try-the-guide")
        assert first.place == "light"
    assert types(services) == [events.STARTED, events.CONTACT, events.OPTED_IN, events.VIEWED]
    first.answers("flashing")
    assert first.place == "restart"
    assert first.client.get(CONTACT).location == f"/v/{VISIT}/talk-to-someone"


def test_reload_back_and_the_code_lead_to_the_same_page(first: Customer, services: Services) -> None:
    """Whatever address of the visit is opened, the contact details are shown; nothing is noted for it."""
    code = first.code
    for url in (CONTACT, f"/v/{VISIT}", f"/v/{VISIT}/light", f"/v/{VISIT}/talk-to-someone", f"/v/{VISIT}/tell-us"):
        page = first.client.get(url, follow_redirects=True)
        assert page.request.path == CONTACT and code in page.text
    elsewhere = first.client.application.test_client()
    assert elsewhere.post("/resume", data={"code": code}, follow_redirects=True).request.path == CONTACT
    assert 'href="/t/router-lights"' in first.text
    assert types(services) == [events.STARTED, events.CONTACT]


def test_nothing_else_can_be_sent_from_there(first: Customer, services: Services) -> None:
    """Answers, wishes and words that the page does not offer lead back to it and are not kept."""
    for url, fields in (("light", {"answer": "flashing"}), ("talk-to-someone", {}), ("did-it-help", {"fixed": "yes"}),
                        ("would-have-called", {"would": "yes"}), ("tell-us", {"words": "hello"})):  # fmt: skip
        page = first.client.post(f"/v/{VISIT}/{url}", data=fields, follow_redirects=True)
        assert (page.request.path, page.status_code) == (CONTACT, 200)
    assert types(services) == [events.STARTED, events.CONTACT]


def test_a_visitor_stays_in_the_arm(first: Customer, services: Services) -> None:
    """The next visit, of any tree, begins like the first one."""
    for visit in ("a" * 22, "b" * 22):
        first.starts(visit=visit)
        assert first.path == f"/v/{visit}/get-in-touch" and start(services, visit)["arm"] == "holdout"


def test_the_others_get_the_guide_at_once(comparing: Callable[..., Flask], services: Services) -> None:
    """They are compared with: arm, share and allocation stand in their start event too."""
    somebody = browser(comparing(), services, "tree", PHONE)
    somebody.starts()
    assert somebody.place == "light"
    said = start(services)
    assert {name: said[name] for name in ("arm", "p_holdout", "alloc_id", "device")} == {
        "arm": "tree", "p_holdout": 0.1, "alloc_id": "share-100000", "device": "phone"}  # fmt: skip
    assert somebody.client.get(CONTACT).location == f"/v/{VISIT}/talk-to-someone"


def test_a_tree_that_is_off_has_no_group(comparing: Callable[..., Flask], services: Services) -> None:
    """Everybody gets its guide."""
    somebody = browser(comparing(comparison_off="router-lights"), services, "holdout")
    somebody.starts()
    assert somebody.place == "light" and start(services)["arm"] == "none"


def test_after_a_fortnight_the_visit_is_closed(first: Customer, clock: Clock, services: Services) -> None:
    """Its page says so, and nobody goes on to the guide in it."""
    clock.passes(days=15)
    assert "This visit is closed" in first.opens(CONTACT) and first.status == 410
    assert "This visit is closed" in first.sends(f"/v/{VISIT}/try-the-guide")
    assert types(services) == [events.STARTED, events.CONTACT]


@pytest.mark.parametrize(("agent", "address", "why"), [
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "203.0.113.7", "bot"),
    ("curl/8.5.0", "203.0.113.7", "bot"),
    (BROWSER, "198.51.100.9", "datacentre"),
    (BROWSER, "2001:db8:1::5", "datacentre"),
    (BROWSER, "::ffff:198.51.100.9", "datacentre"),
    (BROWSER, "203.0.113.7", ""),
])  # fmt: skip
def test_who_is_no_customer_is_not_compared(comparing: Callable[..., Flask], services: Services, tmp_path: object, agent: str, address: str,
                                            why: str) -> None:  # fmt: skip
    """Declared programs and machines of the listed networks get the guide, and say in their start event why they do not count."""
    networks = f"{tmp_path}/networks.txt"
    with open(networks, "w", encoding="utf-8") as file:
        file.write("# machines\n198.51.100.0/24  # a cloud\n\n2001:db8::/32\n")
    somebody = browser(comparing(datacentres=networks), services, "holdout", agent)
    somebody.client.post("/t/router-lights", data={"visit": VISIT}, environ_base={"REMOTE_ADDR": address})
    said = start(services)
    assert said.get("excluded", "") == why and said["arm"] == ("none" if why else "holdout")


def test_staff_are_not_customers(comparing: Callable[..., Flask], services: Services, colleague: Callable[..., object]) -> None:
    """Who is signed in gets the guide; on the telephone with a customer it is an assisted visit. Nobody else can claim that."""
    app = comparing()
    maria = colleague("agent", app=app)
    for visit, query, why in (("a" * 22, "", "staff"), ("b" * 22, "?assisted=1", "assisted")):
        page = maria.client.get(f"/t/router-lights{query}").text  # type: ignore[attr-defined]  # a Colleague
        fields = {"visit": visit} | ({"assisted": "1"} if 'name="assisted" value="1"' in page else {})
        maria.client.post("/t/router-lights", data=fields)  # type: ignore[attr-defined]  # as above
        assert (start(services, visit)["excluded"], start(services, visit)["arm"]) == (why, "none")
    stranger = browser(app, services, "holdout")
    stranger.starts(assisted="1")
    assert "excluded" not in start(services) and start(services)["arm"] == "holdout"
