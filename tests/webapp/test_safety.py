"""What no page may do: run what somebody wrote, be driven from another site, be kept or framed, or fail with a traceback."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from diagnostics.service.services import Services
from diagnostics.visits.log import StoreError
from tests.webapp.conftest import VISIT, Customer
from webapp.shared.origin import same_origin

PAGES = ["/", "/area/home", "/t/router-lights", "/resume", f"/v/{VISIT}/light", f"/v/{VISIT}/talk-to-someone", "/nowhere"]


def test_authors_and_customers_words_are_only_words(customer: Customer) -> None:
    """Markup in a tree's texts and in what a customer typed comes out as text; Markdown in the latter too."""
    assert "<b>wrong</b>" not in customer.client.get("/t/router-lights").text
    customer.starts()
    for answer in ("red", "nothing", "cannot", "go_on", "302-4456781", "2026-01-05", "7", "<img src=x onerror=alert(1)>", "red", "de"):
        customer.answers(answer)
    response = customer.client.post(f"/v/{VISIT}/who", data={"answer": "**Ann** [x](https://evil.example) <script>alert(1)</script>"})
    html = customer.client.get(response.location).text
    assert "<script>alert" not in html and "<img src=x" not in html and "<strong>Ann" not in html and 'href="https://evil' not in html
    assert "**Ann** [x](https://evil.example) &lt;script&gt;" in html


@pytest.mark.parametrize("url", PAGES)
def test_headers(customer: Customer, url: str) -> None:
    """Every response carries the strict policy and says nothing about where the customer came from."""
    customer.starts()
    headers = customer.client.get(url).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert headers["Referrer-Policy"] == "no-referrer" and headers["X-Content-Type-Options"] == "nosniff"
    assert "microphone=(self)" in headers["Permissions-Policy"] and headers["Cross-Origin-Opener-Policy"] == "same-origin"
    if url.startswith(("/v/", "/t/")):
        assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("url", PAGES)
def test_nothing_inline(customer: Customer, url: str) -> None:
    """No page has a script, a style or a handler of its own."""
    customer.starts()
    html = customer.client.get(url).text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", html)


@pytest.mark.parametrize(("fetch_site", "origin", "fine"), [
    (None, None, True), ("same-origin", "https://here", True), ("none", None, True), ("same-origin", "null", True), (None, "null", True),
    ("cross-site", "https://there", False), ("same-site", "https://sub.here", False), ("cross-site", None, False), (None, "https://there", False),
    ("same-origin", "https://there", False),
])  # fmt: skip
def test_same_origin(fetch_site: str | None, origin: str | None, fine: bool) -> None:
    """Only a page of ours, or no page at all, may send."""
    assert same_origin(fetch_site, origin, "here") is fine


def test_post_from_another_site_is_refused(customer: Customer, services: Services) -> None:
    """It gets a page with 403 and changes nothing; links from elsewhere are welcome."""
    customer.starts()
    before = services.visits._log.read(VISIT)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        response = customer.client.post(f"/v/{VISIT}/light", data={"answer": "red"}, headers=headers)
        assert response.status_code == 403 and "another website" in response.text
    assert services.visits._log.read(VISIT) == before
    assert customer.client.get("/t/router-lights", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_images_run_nothing(customer: Customer) -> None:
    """A picture of a tree is served as it is, kept for good, under a policy of its own; an unknown one is a 404."""
    customer.starts()
    found = re.search(r'src="(/i/[0-9a-f]{64})" alt="A router with three lights"', customer.text)
    assert found is not None
    response = customer.client.get(found[1])
    assert response.mimetype == "image/svg+xml" and "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert customer.client.get("/i/" + "0" * 64).status_code == 404


def test_wrong_methods_and_odd_addresses(customer: Customer) -> None:
    """A kind page, never a traceback."""
    for method, url, status in [("POST", "/", 405), ("DELETE", "/t/router-lights", 405), ("GET", "/i/..", 404), ("GET", "/static/../app.py", 404),
                                ("GET", "/static/nothing.js", 404), ("GET", "/v//", 404), ("GET", "/%00", 404),
                                ("GET", "/v/%00/%00", 404)]:  # fmt: skip
        response = customer.client.open(url, method=method)
        assert response.status_code == status and "<h1" in response.text


def test_broken_database_is_our_fault(make_app: Callable[..., Flask], services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that fails, and a mistake of ours, show a page that says so and that answers are kept."""
    client = make_app().test_client()
    for error, status in ((StoreError("gone"), 503), (RuntimeError("bug"), 500)):

        def fail(self: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(type(services.programs), "serving", fail)
        response = client.get("/")
        assert response.status_code == status and "your answers are kept" in response.text and "bug" not in response.text


def test_static_files_are_kept_by_content(customer: Customer) -> None:
    """The address of a static file changes with its content and may be kept for a year; Pico's address in app.css is up to date."""
    html = customer.client.get("/").text
    addresses = re.findall(r'(?:href|src|data-checks)="(/static/[^"#]+)', html)
    assert addresses and all(re.search(r"\?v=[0-9a-f]{12}$", address) for address in addresses)
    for address in set(addresses):
        headers = customer.client.get(address).headers
        assert "max-age=31536000" in headers["Cache-Control"] and "immutable" in headers["Cache-Control"]
    pico = next(address for address in addresses if "pico" in address)
    css = (Path(__file__).parents[2] / "webapp/static/app.css").read_text()
    assert f'@import url("{pico.removeprefix("/static/")}")' in css


def test_health(customer: Customer) -> None:
    """The health address answers without the database."""
    assert customer.client.get("/healthz").text == "ok"
