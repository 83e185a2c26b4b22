"""Finding a guide and starting it."""

from collections.abc import Callable

import pytest
from flask import Flask

from diagnostics.service.services import Services
from diagnostics.visits import events
from tests.webapp.conftest import VISIT, Clock, Customer


def test_home_shows_areas_with_trees_only(customer: Customer) -> None:
    """An area without a tree is not offered."""
    text = customer.opens("/")
    assert "What is wrong?" in text and "Home & garden" in text and "/t/router-lights" in text
    assert "Nothing here" not in text


def test_area_lists_its_trees(customer: Customer) -> None:
    """The page of an area leads to each of its trees; an unknown area is a kind 404."""
    assert "/t/router-lights" in customer.opens("/area/home")
    assert "We can’t find this page" in customer.opens("/area/nowhere")
    assert customer.status == 404


def test_intro_tells_what_it_covers(customer: Customer) -> None:
    """Minutes, steps, symptoms and products stand on the introduction."""
    text = customer.opens("/t/router-lights")
    for words in ("get back online", "minutes", "steps", "the red light is on", "Router", "Start"):
        assert words in text


def test_start_leads_to_the_first_step(customer: Customer) -> None:
    """Starting shows the first question under an address that holds the visit and names the step."""
    assert "What colour is the" in customer.starts()
    assert customer.path == f"/v/{VISIT}/light"


def test_double_click_starts_one_visit(customer: Customer, services: Services) -> None:
    """The same form twice is the same visit."""
    customer.starts()
    first = customer.code
    customer.starts()
    assert customer.code == first
    assert len(services.visits._log.read(VISIT)) == 2


def test_old_start_form_starts_afresh(customer: Customer, clock: Clock) -> None:
    """A start form found again later does not throw the customer into the old visit."""
    customer.starts()
    clock.passes(minutes=3)
    customer.starts()
    assert customer.place == "light" and customer.path != f"/v/{VISIT}/light"


@pytest.mark.parametrize("sent", ["", "short", "x" * 23, "../../etc/passwd/aaaaa", "é" * 22])
def test_an_id_that_is_none_of_ours_is_not_taken(customer: Customer, sent: str) -> None:
    """The id in the address has 128 random bits whatever the form carried."""
    customer.starts(visit=sent)
    visit = customer.path.split("/")[2]
    assert customer.status == 200 and visit != sent and len(visit) == 22


def test_facts_of_the_address_are_not_asked(customer: Customer) -> None:
    """A fact in the address skips its question; the summary says where it came from and lets it be changed."""
    text = customer.opens("/t/router-lights?os=windows&nonsense=1&tree=x&_external=1")
    assert 'name="fact.os" value="windows"' in text
    customer.starts(**{"fact.os": "windows"})
    text = customer.answers("green")
    assert customer.place == "signs"
    assert "From the address of this page" in text and "Windows" in text
    assert 'value="windows" checked' in customer.opens(f"/v/{VISIT}/system")
    assert "From the address of this page" in customer.text


def test_a_value_that_no_fact_has_is_dropped(customer: Customer) -> None:
    """Nonsense in the address changes nothing."""
    customer.starts(**{"fact.os": "<script>", "fact.order_number": "1"})
    customer.answers("green")
    assert customer.place == "system"


def test_entries(customer: Customer) -> None:
    """The introduction of an entry starts there; what is no entry leads to the tree itself."""
    assert 'name="entry" value="light"' in customer.opens("/t/router-lights/light")
    assert "ERR_RED_" in customer.text
    response = customer.client.get("/t/router-lights/danger?os=windows&tree=x")
    assert response.status_code == 303 and response.location.startswith("/t/router-lights?")


def test_unknown_tree(customer: Customer) -> None:
    """A tree that is not in service is a kind 404, to look at and to start."""
    for text in (customer.opens("/t/nothing"), customer.starts("nothing")):
        assert customer.status == 404 and "We can’t find this page" in text


def test_no_cookie_without_the_tick(customer: Customer, services: Services) -> None:
    """Not asked for, nothing is kept on the device, and nothing by which the visitor could be recognised."""
    response = customer.client.post("/t/router-lights", data={"visit": VISIT})
    assert "Set-Cookie" not in response.headers
    assert services.visits._log.read(VISIT)[0].body["keyless"] is True


def test_cookie_with_the_tick(customer: Customer, services: Services) -> None:
    """With the tick a random name is kept for 13 months, out of reach of scripts; without it later it is forgotten."""
    response = customer.client.post("/t/router-lights", data={"visit": VISIT, "remember": "1"}, base_url="https://localhost")
    cookie = response.headers["Set-Cookie"]
    assert "Max-Age=34128000" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" in cookie
    name = cookie.partition("visitor=")[2].partition(";")[0]
    said = services.visits._log.read(VISIT)[0].body
    assert len(name) == 22 and name not in str(said) and "keyless" not in said
    assert 'name="remember" value="1" checked' in customer.client.get("/t/router-lights", base_url="https://localhost").text
    response = customer.client.post("/t/router-lights", data={"visit": "w" * 22}, base_url="https://localhost")
    assert "visitor=;" in response.headers["Set-Cookie"]


def test_a_form_that_is_sent_twice_names_one_visitor(make_app: Callable[..., Flask]) -> None:
    """Whichever answer the browser keeps, the visit and the device have the same name; another form has another one."""
    app = make_app(consent="not-required")
    cookies = [app.test_client().post("/t/router-lights", data={"visit": visit}).headers["Set-Cookie"] for visit in (VISIT, VISIT, "w" * 22)]
    assert cookies[0] == cookies[1] != cookies[2]


@pytest.mark.parametrize("header", [{"Sec-GPC": "1"}, {"DNT": "1"}])
@pytest.mark.parametrize("consent", ["ask", "not-required"])
def test_no_cookie_against_the_browsers_wish(make_app: Callable[..., Flask], header: dict[str, str], consent: str) -> None:
    """A browser that says no is not asked and not remembered."""
    client = make_app(consent=consent).test_client()
    assert "Recognise this device" not in client.get("/t/router-lights", headers=header).text
    assert "Set-Cookie" not in client.post("/t/router-lights", data={"visit": VISIT, "remember": "1"}, headers=header).headers


def test_consent_settings(make_app: Callable[..., Flask]) -> None:
    """`never` never remembers; `not-required` does without asking."""
    never, free = make_app(consent="never").test_client(), make_app(consent="not-required").test_client()
    assert "Recognise this device" not in never.get("/t/router-lights").text + free.get("/t/router-lights").text
    assert "Set-Cookie" not in never.post("/t/router-lights", data={"remember": "1"}).headers
    assert "visitor=" in free.post("/t/router-lights").headers["Set-Cookie"]


def test_start_is_limited(make_app: Callable[..., Flask]) -> None:
    """Too many starts from one address get a kind page; introductions stay open."""
    client = make_app(start_limit="2 per minute").test_client()
    statuses = [client.post("/t/router-lights").status_code for _ in range(3)]
    assert statuses == [303, 303, 429]
    assert client.get("/t/router-lights").status_code == 200


def test_the_start_is_on_record(customer: Customer, services: Services) -> None:
    """The start event tells of the tree, its program and the first page."""
    customer.starts()
    types = [event.type for event in services.visits._log.read(VISIT)]
    assert types == [events.STARTED, events.VIEWED]


def test_the_site_has_the_name_of_its_library(customer: Customer) -> None:
    """On top of every page and behind its title."""
    for url in ("/", "/t/router-lights", "/nowhere"):
        page = customer.client.get(url).text
        assert "– Test library</title>" in page and "</svg>Test library</a>" in page
