"""Hostile requests: whatever is sent, no 5xx, no markup of a stranger, no address of a stranger, and no way around a limit."""

import logging
import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from flask import Flask

from diagnostics.service.services import Services
from diagnostics.service.visits import MAX_EVENTS
from diagnostics.settings import Settings
from diagnostics.visits import events as e
from diagnostics.wiring import build
from tests.webapp.conftest import VISIT, Customer
from webapp import create_app

TO_NAME = ("red", "nothing", "cannot", "go_on", "302-4456781", "2026-01-05", "7", "ERR", "red", "de")
"""The answers that lead to the step `who`."""

HOSTILE = [
    "<script>alert(1)</script>", '"><svg/onload=alert(1)>', "' onfocus='alert(1)", "</textarea></title><base href=//evil.example>", "<!--", "-->",
    "{name} {order_number} {metres}", "{{7*7}} {% raw %} ${x} %s %(x)s %n", "**b** [x](javascript:alert(1)) ![](//evil.example)", "&lt;b&gt;",
    "%EE%80%809%EE%80%81", "%EE%80%800%EE%80%81", "\ue0009\ue001", "\ue0000\ue001", "\u202eevil", "a\x0bb\x1bc\x7f", "\U0001f600\u0301",
]  # fmt: skip


def to_name(customer: Customer, paste: str = "ERR") -> None:
    customer.starts()
    for answer in TO_NAME:
        customer.answers(paste if answer == "ERR" else answer)


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_customer_typed_stays_text_on_every_page(customer: Customer, words: str) -> None:
    """Typed and pasted words come out on the outcome, the summary, the hand-off, and the pages to change them, and do nothing there."""
    to_name(customer, paste=words)
    assert customer.place == "who"
    customer.answers(words)
    for url in (customer.path, f"/v/{VISIT}/who", f"/v/{VISIT}/message", f"/v/{VISIT}/talk-to-someone", f"/v/{VISIT}/colour"):
        response = customer.client.get(url)
        assert response.status_code == 200
        assert not re.search(r"<script>|<svg/|<base|href=.javascript|<strong>b|onfocus='|<!--|evil.example['\"/]?>", response.text)
        assert words.strip() in response.text.replace("&#39;", "'").replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">").replace(
            "&amp;", "&") or escape(words.strip()) in response.text  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_code_comes_back_as_text(customer: Customer, words: str) -> None:
    """The page that does not know a code shows it in its field, and only there."""
    response = customer.client.post("/resume", data={"code": words})
    assert response.status_code == 422 and not re.search(r"<script>|<svg/|<base|onfocus='", response.text)


@pytest.mark.parametrize("origin", ["http://[", "http://]", "http://[::1", "", "ä", "javascript:x", "http://localhost@evil.example", "a" * 9000])
def test_a_malformed_origin_is_another_site(customer: Customer, origin: str) -> None:
    """What cannot be read as an origin is refused like a foreign one."""
    assert customer.client.post("/resume", data={"code": "x"}, headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize("host", ["a..b", ".", "a" * 300, "a.b:x", "a b", "<script>", "user@here", "a/b", "[", "[::1", "ä", "evil.example:99999999"])
def test_a_host_that_is_none_is_refused(make_app: Callable[..., Flask], host: str) -> None:
    """Plain 400 with the usual headers, whether the header is the client's or the proxy's."""
    for app, headers in ((make_app(), {"Host": host}), (make_app(proxies=1), {"X-Forwarded-Host": host})):
        for url in ("/", "/nowhere", "//x"):
            response = app.test_client().get(url, headers=headers)
            assert response.status_code == 400 and response.mimetype == "text/plain" and "Content-Security-Policy" in response.headers


@pytest.mark.parametrize("host", ["help.example", "help.example.:8080", "[::1]:8000", "xn--bcher-kva.example", "my_host", "127.0.0.1:"])
def test_real_hosts_are_served(customer: Customer, host: str) -> None:
    """Names, addresses and ports as browsers send them."""
    assert customer.client.get("/", headers={"Host": host}).status_code == 200


def test_a_port_from_a_proxy_that_is_none_is_refused(make_app: Callable[..., Flask]) -> None:
    """`X-Forwarded-Port` becomes part of the host and is looked at as such."""
    assert make_app(proxies=1).test_client().get("/", headers={"X-Forwarded-Port": "80\x0bx"}).status_code == 400


@pytest.mark.parametrize("path", ["//evil.example/..", "/t//evil.example", "/t/%2f%2fevil.example", "/v//evil.example", "/static//etc/passwd",
                                  "/%5cevil.example", "/t/router-lights//evil.example"])  # fmt: skip
def test_no_address_leads_away(customer: Customer, path: str) -> None:
    """Doubled and encoded slashes are unknown addresses, and never a redirect to what the request named."""
    response = customer.client.get(path, headers={"Host": "evil.example"})
    assert response.status_code == 404


@pytest.mark.parametrize("path", ["x?%0d%0aSet-Cookie:x=y", "%0d%0aSet-Cookie:x=y", "%2e%2e?a=%ff%00"])
def test_redirects_are_ours_and_one_line(customer: Customer, path: str) -> None:
    """A redirect names a path of ours; what was in the request breaks no header."""
    response = customer.client.get(f"/t/router-lights/{path}")
    assert response.status_code == 303 and response.location.startswith("/t/router-lights") and "Set-Cookie" not in response.headers


BODIES: Mapping[str, tuple[bytes, str]] = {
    "a part without a name": (b"--x\r\nContent-Disposition: form-data\r\n\r\ny\r\n--x--\r\n", "multipart/form-data; boundary=x"),
    "no boundary": (b"x", "multipart/form-data"),
    "cut off": (b"--x\r\nContent-Dispo", "multipart/form-data; boundary=x"),
    "a file": (b'--x\r\nContent-Disposition: form-data; name="answer"; filename="../../x"\r\n\r\ny\r\n--x--\r\n', "multipart/form-data; boundary=x"),
    "foreign charset": (b'--x\r\nContent-Disposition: form-data; name="answer"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n+AGE-\r\n--x--\r\n',
                        "multipart/form-data; boundary=x"),
    "broken UTF-8": (b"answer=%ff%fe%ed%a0%80%c0%af%zz%", "application/x-www-form-urlencoded"),
    "NUL": (b"answer=\x00%00&visit=%00&code=%00&entry=%00", "application/x-www-form-urlencoded"),
    "five hundred answers": (b"&".join([b"answer=red"] * 500), "application/x-www-form-urlencoded"),
    "thousands of facts": (b"measured=1&" + b"&".join(b"fact.f%d=x" % n for n in range(3000)), "application/x-www-form-urlencoded"),
    "JSON": (b'{"answer": ["x"]}', "application/json"),
    "XML": (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "application/xml"),
    "nothing": (b"", "application/x-www-form-urlencoded"),
    "only that it was typed": (b"typed=1", "application/x-www-form-urlencoded"),
    "only that it was measured": (b"measured=1", "application/x-www-form-urlencoded"),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_malformed_bodies(customer: Customer, name: str) -> None:
    """Every form takes every body: it starts, is led back or is told why not."""
    customer.starts()
    body, content_type = BODIES[name]
    for url, fine in (("/t/router-lights", {303}), ("/resume", {422}), (f"/v/{VISIT}/light", {422}), (f"/v/{VISIT}/did-it-help", {303}),
                      (f"/v/{VISIT}/talk-to-someone", {303})):  # fmt: skip
        assert customer.client.post(url, data=body, content_type=content_type).status_code in fine


@pytest.mark.parametrize(("body", "content_type"), [
    (b"answer=" + b"x" * 70_000, "application/x-www-form-urlencoded"),
    (b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' for _ in range(900)) + b"--x--\r\n", "multipart/form-data; boundary=x"),
])  # fmt: skip
def test_too_much_is_too_long(customer: Customer, body: bytes, content_type: str) -> None:
    """More than 64 KB, or hundreds of parts, are 413 with a page."""
    customer.starts()
    response = customer.client.post(f"/v/{VISIT}/light", data=body, content_type=content_type)
    assert response.status_code == 413 and "too long" in response.text


@pytest.mark.parametrize("number", ["1." + "3" * 60_000, "9" * 60_000, "0e999999999", "1e-99999", "NaN", "-Infinity", "0" * 31])
def test_a_number_of_any_length_is_no_answer(customer: Customer, number: str) -> None:
    """Nothing endless is kept and shown on every later page."""
    customer.starts()
    for answer in TO_NAME[:6]:
        customer.answers(answer)
    assert customer.place == "metres"
    assert "Enter a number" in customer.answers(number) and customer.status == 422


def test_one_visit_does_not_grow_without_end(customer: Customer, services: Services) -> None:
    """After 2,000 events a visit is closed: every page reads them all, and nobody needs so many."""
    customer.starts()
    log = services.visits._log
    last = log.read(VISIT)[-1]
    log.append([replace(last, seq=seq, type=e.VIEWED) for seq in range(last.seq + 1, MAX_EVENTS)])
    before = len(log.read(VISIT))
    assert "This visit is closed" in customer.answers("red", "light") and customer.status == 410
    assert len(log.read(VISIT)) == before == MAX_EVENTS


def test_every_form_of_a_visit_is_limited(make_app: Callable[..., Flask]) -> None:
    """Saying yes and no in turn writes as answering does, and is counted as well."""
    client = make_app(answer_limit="2 per minute").test_client()
    client.post("/t/router-lights", data={"visit": VISIT})
    for form in ("light", "did-it-help", "talk-to-someone"):
        assert client.post(f"/v/{VISIT}/{form}").status_code != 429
        assert [client.post(f"/v/{VISIT}/{form}").status_code for _ in range(2)][1] == 429


def test_one_ipv6_network_is_one_customer(make_app: Callable[..., Flask]) -> None:
    """Whoever has one IPv6 address has 2⁶⁴ of them: codes are counted for all together. IPv4 in IPv6 counts by its address."""
    client = make_app(code_limit="1 per minute").test_client()

    def tried(address: str) -> int:
        return client.post("/resume", data={"code": "x"}, environ_base={"REMOTE_ADDR": address}).status_code

    assert [tried(a) for a in ("2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::", "2001:db8:0:1::1")] == [422, 429, 429, 422]
    assert [tried(a) for a in ("::ffff:192.0.2.1", "::ffff:192.0.2.2", "192.0.2.1")] == [422, 422, 429]


def test_what_leads_to_a_visit_is_not_kept(customer: Customer) -> None:
    """A redirect that names a visit may be stored nowhere."""
    customer.starts()
    for response in (customer.client.post("/resume", data={"code": customer.code}), customer.client.get(f"/v/{VISIT}"),
                     customer.client.post("/t/router-lights")):  # fmt: skip
        assert response.status_code == 303 and response.headers["Cache-Control"] == "no-store"


def test_one_visit_knows_nothing_of_another(customer: Customer) -> None:
    """A place, an answer or an id of one visit does nothing in another."""
    customer.starts(visit="a" * 22)
    customer.answers("red", visit="a" * 22)
    customer.starts(visit="b" * 22)
    assert customer.place == "light"
    assert customer.client.post(f"/v/{'b' * 22}/signs", data={"answer": "nothing"}).location == f"/v/{'b' * 22}/light?moved=1"
    for forged in ("A" * 22, "a" * 21, "a" * 23, "a" * 21 + "%00", "' OR 1=1--", "*", "a" * 21 + "_", "%2e%2e"):
        assert customer.client.get(f"/v/{forged}/light").status_code == 404
        assert customer.client.post(f"/v/{forged}/light", data={"answer": "red"}).status_code == 404


def test_nothing_of_a_visit_is_logged(customer: Customer, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither the address of a visit, nor its code, nor what was typed is printed or logged, on good requests and bad ones."""
    caplog.set_level(logging.DEBUG)
    to_name(customer)
    customer.answers("Ann Unforgettable")
    code = customer.code
    for method in ("GET", "POST", "PUT", "TRACE"):
        for url in (f"/v/{VISIT}/who", f"/v/{VISIT}/%ff", f"/v/{VISIT}x/who", "/resume"):
            customer.client.open(url, method=method, data={"answer": "Ann Unforgettable", "code": code, "visit": VISIT})
    said = caplog.text + "".join(capfd.readouterr())
    assert VISIT not in said and code not in said and "Unforgettable" not in said


def is_kind(app: Flask, caplog: pytest.LogCaptureFixture, *, reads: set[int], writes: set[int]) -> None:
    """Every page and form of a visit, on a database that is not as it should be: the statuses, and that nothing of it is in the log."""
    client = app.test_client()
    for url in ("/", "/t/router-lights", f"/v/{VISIT}", f"/v/{VISIT}/light", f"/v/{VISIT}/talk-to-someone"):
        assert client.get(url).status_code in reads, url
    for url in ("/t/router-lights", f"/v/{VISIT}/light", f"/v/{VISIT}/talk-to-someone"):
        assert client.post(url, data={"answer": "red"}).status_code in writes, url
    assert VISIT not in caplog.text and "Traceback" not in caplog.text


@pytest.mark.parametrize("damage", [
    "update program set body = x'00'", "update program set body = 'text'", "update program set body = zeroblob(9)", "delete from program",
    "update publication set manifest = '{'", "update publication set manifest = '[]'", "update event set body = '{\"'",
    "update event set body = '{}'", "update event set occurred_at = 'x'", "delete from visit_code", "drop table personal",
])  # fmt: skip
def test_a_damaged_database_is_said_kindly(customer: Customer, tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: str) -> None:
    """Rows that cannot be read are a page that says so, never a traceback."""
    customer.starts()
    with sqlite3.connect(tmp_path / "d.sqlite3") as db:
        db.execute("PRAGMA foreign_keys=OFF")
        db.execute(damage)
    db.close()
    settings = Settings(database=f"sqlite:///{tmp_path / 'd.sqlite3'}")
    is_kind(create_app(build(settings), settings), caplog, reads={200, 303, 404, 503}, writes={303, 404, 422, 503})


def test_a_database_that_cannot_be_written_is_read(customer: Customer, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Pages show; what would have to be kept is refused with 503."""
    customer.starts()
    settings = Settings(database=f"sqlite:///file:{tmp_path / 'd.sqlite3'}?mode=ro&uri=true")
    is_kind(create_app(build(settings), settings), caplog, reads={200, 303}, writes={503})
