"""Going on with a visit by its code, and when it has closed."""

from collections.abc import Callable

from flask import Flask

from tests.webapp.conftest import VISIT, Clock, Customer


def test_code_leads_back(customer: Customer) -> None:
    """The code as shown, in small letters or with spaces leads to where the visit stands."""
    customer.starts()
    customer.answers("flashing")
    code = customer.code
    for typed in (code, code.lower().replace("-", " "), code.replace("-", "")):
        customer.sends("/resume", code=typed)
        customer.opens(customer.client.get(customer.path).location)
        assert customer.path == f"/v/{VISIT}/restart"


def test_every_other_code_gets_the_same_words(customer: Customer, clock: Clock) -> None:
    """Wrong, unknown and closed codes are told apart by nothing; what was typed stays."""
    customer.starts()
    closed = customer.code
    clock.passes(days=15)
    pages = []
    for typed in ("999-999-999", "222-222-222", closed):
        pages.append(customer.sends("/resume", code=typed).replace(typed, ""))
        assert customer.status == 422 and f'value="{typed}"' in customer.text
    assert len(set(pages)) == 1 and "We can’t find an open visit" in pages[0]


def test_an_empty_code_is_asked_for(customer: Customer) -> None:
    """Nothing typed gets its own words."""
    assert "Enter the code" in customer.sends("/resume", code="  ")


def test_codes_cannot_be_tried_at_will(make_app: Callable[..., Flask]) -> None:
    """The limit for one address answers 429; another address is not held up."""
    client = make_app(code_limit="3 per minute").test_client()
    statuses = [client.post("/resume", data={"code": "222-222-222"}).status_code for _ in range(4)]
    assert statuses == [422, 422, 422, 429]
    assert client.post("/resume", data={"code": "222-222-222"}, environ_base={"REMOTE_ADDR": "10.0.0.9"}).status_code == 422


def test_behind_a_proxy_the_customers_address_counts(make_app: Callable[..., Flask]) -> None:
    """With a proxy declared, its header tells customers apart; without one the header is not believed."""
    for proxies, second in ((1, 422), (0, 429)):
        client = make_app(code_limit="1 per minute", proxies=proxies).test_client()
        statuses = [client.post("/resume", headers={"X-Forwarded-For": address}).status_code for address in ("10.0.0.1", "10.0.0.2")]
        assert statuses == [422, second]


def test_closed_visit(customer: Customer, clock: Clock) -> None:
    """After 14 days every address of the visit says so, with a way to begin again."""
    customer.starts()
    clock.passes(days=15)
    for text in (customer.opens(f"/v/{VISIT}"), customer.opens(f"/v/{VISIT}/light"), customer.answers("red", "light"),
                 customer.opens(f"/v/{VISIT}/talk-to-someone"), customer.sends(f"/v/{VISIT}/talk-to-someone")):  # fmt: skip
        assert customer.status == 410 and "This visit is closed" in text and "/t/router-lights" in text
