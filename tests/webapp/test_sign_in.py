"""Signing in and out as a colleague does it: the pages, the cookie, what ends a session, and what attackers try."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import Flask

from diagnostics.keyring import Keyring
from diagnostics.service.services import Services
from diagnostics.settings import Settings
from tests.webapp.conftest import PASSWORD, Clock, Colleague
from webapp import create_app

OTHER = "another long one"


def test_the_way_in_and_out(colleague: Callable[..., Colleague], services: Services) -> None:
    """Led to the sign-in, in by name and password, back to what was wanted, out by a button, and out."""
    maria = colleague("agent", signed_in=False)
    door = maria.opens("/account?x=1%262")
    assert door.status_code == 303 and door.location == "/sign-in?next=/account?x%3D1%25262"
    assert 'name="next" value="/account?x=1%262"' in maria.opens(door.location).text
    back = maria.sends("/sign-in", name=" Maria ", password=PASSWORD, next="/account?x=1%262")
    assert back.status_code == 303 and back.location == "/account?x=1%262"
    page = maria.opens(back.location)
    assert page.status_code == 200 and "maria" in page.text and "talks to customers" in page.text
    out = maria.sends("/sign-out")
    assert out.status_code == 303 and maria.opens("/account").status_code == 303
    assert [entry.action for entry in services.accounts.trail("maria")] == ["signed out", "signed in", "created"]


def test_who_is_signed_in_already_goes_on(colleague: Callable[..., Colleague]) -> None:
    """The sign-in page leads to what was wanted, or to the first page of the navigation; without any to the account."""
    maria = colleague("agent")
    assert maria.opens("/sign-in?next=/resume").location == "/resume"
    assert maria.opens("/sign-in?next=//evil.example").location == maria.opens("/sign-in").location
    assert maria.opens("/sign-in").location.startswith("/")


@pytest.mark.parametrize(("name", "password"), [
    ("maria", OTHER), ("nobody", PASSWORD), ("gone", PASSWORD), ("", ""), ("maria\0", PASSWORD), ("maria", PASSWORD + "\0"),
    ("maria", ""), ("<script>", "x"), ("' OR 1=1 --", "x"), ("ä" * 500, "ä" * 5000), ("maria", PASSWORD + "x" * 500),
    ("\ufeffmaria", PASSWORD), ("ma\u200bria", PASSWORD),
])  # fmt: skip
def test_every_refusal_is_the_same(colleague: Callable[..., Colleague], services: Services, name: str, password: str) -> None:
    """A wrong password, nobody's name, a deactivated account, nonsense: one answer, which tells nobody which names exist."""
    maria = colleague("agent", signed_in=False)
    services.accounts.create("gone", PASSWORD, ["admin"], "test")
    services.accounts.deactivate("gone", "test")
    maria.opens("/sign-in")
    response = maria.sends("/sign-in", name=name, password=password)
    assert response.status_code == 422 and "do not belong together" in response.text
    shown = re.sub('value="[^"]*"', "", response.text)
    assert shown == re.sub('value="[^"]*"', "", maria.sends("/sign-in", name="zed", password="z").text)
    assert "<script>" not in response.text and (len(password) < 2 or password not in response.text)
    assert maria.opens("/account").status_code == 303


@pytest.mark.parametrize("url", [
    "//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "/%0d%0aX:y", "\\/x",
])  # fmt: skip
def test_nobody_is_led_away(colleague: Callable[..., Colleague], url: str) -> None:
    """Neither the page, nor the form, nor the answer to it names another site."""
    maria = colleague("agent", signed_in=False)
    page = maria.client.get("/sign-in", query_string={"next": url})
    assert "evil" not in page.text and "javascript:" not in page.text
    response = maria.signs_in(next=url)
    assert response.status_code == 303 and "evil" not in response.location and response.location.startswith("/")
    assert "\r" not in response.location and "X" not in response.headers


def test_a_foreign_host_is_not_part_of_the_way_back(make_app: Callable[..., Flask]) -> None:
    """The redirect to the sign-in is a path, whatever `Host` and the forwarding headers say."""
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Original-URL": "/sign-in", "X-Rewrite-URL": "/"}
    response = make_app().test_client().get("/account", headers=headers)
    assert response.status_code == 303 and response.location == "/sign-in?next=/account"


@contextmanager
def cookie(response: object) -> Iterator[str]:
    found = [text for text in response.headers.getlist("Set-Cookie") if text.startswith("staff=")]  # type: ignore[attr-defined]  # a response
    assert len(found) == 1
    yield found[0]


def test_the_cookie(make_app: Callable[..., Flask], colleague: Callable[..., Colleague]) -> None:
    """No script reads it, no other site sends it, it ends with the browser; over https it goes over https only."""
    colleague("agent", signed_in=False)
    for base, secure in (("http://localhost", False), ("https://localhost", True)):
        client = make_app().test_client()
        page = client.get("/sign-in", base_url=base)
        token = re.search('csrf_token" value="([^"]+)"', page.text)
        assert token is not None
        entered = client.post("/sign-in", base_url=base, data={"name": "maria", "password": PASSWORD, "csrf_token": token[1]})
        assert entered.status_code == 303
        for response in (page, entered):
            with cookie(response) as text:
                assert "HttpOnly" in text and "SameSite=Lax" in text and "Path=/" in text
                assert ("Secure" in text) is secure and "Expires" not in text and "Max-Age" not in text and "Domain" not in text


def test_behind_a_proxy_the_cookie_is_for_https(make_app: Callable[..., Flask]) -> None:
    """Where TLS ends at the proxy."""
    with cookie(make_app(proxies=1).test_client().get("/sign-in", headers={"X-Forwarded-Proto": "https"})) as text:
        assert "Secure" in text


def test_customers_pages_know_no_session(colleague: Callable[..., Colleague]) -> None:
    """They set no cookie, differ by none, and do not show who is signed in: a cache may keep what it may keep."""
    maria = colleague("admin")
    for url in ("/", "/t/router-lights", "/resume", "/static/app.css", "/healthz", "/nowhere"):
        response = maria.opens(url)
        assert "Set-Cookie" not in response.headers and "Cookie" not in response.headers.get("Vary", "") and "maria" not in response.text


def test_a_session_begins_with_the_sign_in(colleague: Callable[..., Colleague]) -> None:
    """What was in the cookie before is gone, the token of the form as well: nobody can prepare a session for somebody else."""
    maria = colleague("agent", signed_in=False)
    maria.opens("/sign-in")
    with maria.client.session_transaction() as session:
        session["planted"] = "x"
        before = session["csrf_token"]
    old = maria.token
    assert maria.signs_in().status_code == 303
    maria.opens("/account")
    with maria.client.session_transaction() as session:
        assert "planted" not in session and session["csrf_token"] != before
    assert maria.client.post("/sign-out", data={"csrf_token": old}).status_code == 400


def test_a_sign_in_lasts_twelve_hours(colleague: Callable[..., Colleague], clock: Clock) -> None:
    """However busy its user is."""
    maria = colleague("agent")
    for _ in range(11):
        clock.passes(hours=1)
        assert maria.opens("/account").status_code == 200
    clock.passes(hours=1, seconds=1)
    assert maria.opens("/account").status_code == 303


def test_a_copied_cookie_ends_with_the_session(colleague: Callable[..., Colleague], services: Services) -> None:
    """After signing out, a changed password, a reset or a deactivation the cookie that somebody copied opens nothing."""
    ends: list[Callable[[Colleague], object]] = [
        lambda maria: maria.sends("/sign-out"), lambda maria: maria.sends("/account/password", old=PASSWORD, new=OTHER, again=OTHER),
        lambda maria: services.accounts.set_password("maria", OTHER, "test"), lambda maria: services.accounts.deactivate("maria", "test"),
    ]  # fmt: skip
    maria = colleague("agent")
    for end, password in zip(ends, (PASSWORD, PASSWORD, OTHER, OTHER), strict=True):
        maria.signs_in(password)
        maria.opens("/account")
        copied = maria.client.get_cookie("staff")
        assert copied is not None
        thief = maria.client.application.test_client()
        thief.set_cookie("staff", copied.value)
        assert thief.get("/account").status_code == 200
        end(maria)
        assert thief.get("/account").status_code == 303


def test_changing_the_password(colleague: Callable[..., Colleague]) -> None:
    """This browser stays signed in, the old password lets nobody in, the new one does."""
    maria = colleague("agent")
    maria.opens("/account")
    done = maria.sends("/account/password", old=PASSWORD, new=OTHER, again=OTHER)
    assert done.status_code == 303 and "Your password is changed" in maria.opens(done.location).text
    somebody = Colleague(maria.client.application.test_client())
    assert somebody.signs_in(PASSWORD).status_code == 422 and somebody.signs_in(OTHER).status_code == 303


@pytest.mark.parametrize(("old", "new", "again", "says"), [
    (OTHER, OTHER, OTHER, "not your password as it is now"), (PASSWORD, OTHER, OTHER + "x", "two new passwords differ"),
    (PASSWORD, "short", "short", "at least 12 characters"), (PASSWORD, "maria", "maria", "not your user name"), (PASSWORD, "", "", "at least 12"),
    (PASSWORD, "x" * 5000, "x" * 5000, "at least 12"), ("", "", "", "not your password as it is now|at least 12"),
])  # fmt: skip
def test_a_change_that_is_refused(colleague: Callable[..., Colleague], old: str, new: str, again: str, says: str) -> None:
    """It is said beside the field, nothing of it comes back in the page, and the old password holds."""
    maria = colleague("agent")
    maria.opens("/account")
    response = maria.sends("/account/password", old=old, new=new, again=again)
    assert response.status_code == 422 and re.search(says, response.text) and OTHER not in response.text
    assert Colleague(maria.client.application.test_client()).signs_in().status_code == 303


def test_forms_of_staff_need_their_token(colleague: Callable[..., Colleague]) -> None:
    """Without one, with another's, or from another site nothing happens; the page says so and can be sent again."""
    maria = colleague("agent")
    maria.opens("/account")
    other = colleague("agent", name="other")
    other.opens("/account")
    for url, data in (("/sign-out", {}), ("/account/password", {"old": PASSWORD, "new": OTHER, "again": OTHER})):
        for token in ("", other.token, "x.y.z", "\0"):
            response = maria.client.post(url, data={**data, "csrf_token": token})
            assert response.status_code == 400 and "lay open for too long" in response.text
        foreign = {"Sec-Fetch-Site": "cross-site"}
        assert maria.client.post(url, data={**data, "csrf_token": maria.token}, headers=foreign).status_code == 403
        assert maria.client.get(url).status_code == 405
    assert maria.opens("/account").status_code == 200


def test_nobody_is_signed_in_from_outside(colleague: Callable[..., Colleague]) -> None:
    """A form without the token of this browser signs nobody in, not even with the right password; what was typed as a name is kept."""
    maria = colleague("agent", signed_in=False)
    response = maria.client.post("/sign-in", data={"name": "maria", "password": PASSWORD, "next": "/account"})
    assert response.status_code == 400 and 'value="maria"' in response.text and 'value="/account"' in response.text
    assert maria.sends("/sign-in", name="maria", password=PASSWORD).status_code == 400 or maria.token
    assert Colleague(maria.client.application.test_client()).signs_in().status_code == 303


def test_failures_of_one_address_are_limited(colleague: Callable[..., Colleague], make_app: Callable[..., Flask]) -> None:
    """Whatever names it tries; those who sign in without failing are not counted."""
    app = make_app(sign_in_limit="3 per minute")
    maria = colleague("agent", app=app, signed_in=False)
    for _ in range(5):
        assert maria.signs_in().status_code == 303
        maria.opens("/account")
        maria.sends("/sign-out")
    maria.opens("/sign-in")
    assert [maria.sends("/sign-in", name=f"n{n}", password="x").status_code for n in range(5)] == [422, 422, 422, 429, 429]
    assert maria.signs_in().status_code == 429


def test_failures_with_one_name_are_limited_from_everywhere(colleague: Callable[..., Colleague], make_app: Callable[..., Flask]) -> None:
    """A guesser with many addresses has as many tries as one with one; however the name is spelt, and whether it exists or not."""
    app = make_app(sign_in_limit="3 per minute", proxies=1)
    maria = colleague("agent", app=app, signed_in=False)
    for name in ("maria", "nobody"):
        answers = []
        for n, spelt in enumerate((name, name.upper(), f" {name}", f"{name} ", name)):
            maria.opens("/sign-in")
            data = {"name": spelt, "password": "x", "csrf_token": maria.token}
            answers.append(maria.client.post("/sign-in", data=data, headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code)
        assert answers == [422, 422, 422, 429, 429]
    other = {"name": "zed", "password": "x", "csrf_token": maria.token}
    assert maria.client.post("/sign-in", data=other, headers={"X-Forwarded-For": "192.0.2.99"}).status_code == 422


def test_the_old_password_cannot_be_guessed_either(colleague: Callable[..., Colleague], make_app: Callable[..., Flask]) -> None:
    """Whoever sits down at a browser that was left signed in has a few tries."""
    maria = colleague("agent", app=make_app(sign_in_limit="3 per minute"))
    maria.opens("/account")
    tries = [maria.sends("/account/password", old="x", new=OTHER, again=OTHER).status_code for _ in range(5)]
    assert tries == [422, 422, 422, 429, 429]


def test_headers_make_nobody_an_admin(colleague: Callable[..., Colleague]) -> None:
    """What some proxies send, what the libraries could read: it is all the same."""
    headers = {"X-Forwarded-User": "root", "Remote-User": "root", "Authorization": "Basic cm9vdDpyb290", "Authentication-Token": "x",
               "X-User": "root", "X-Forwarded-For": "127.0.0.1", "X-HTTP-Method-Override": "POST"}  # fmt: skip
    maria = colleague("agent", signed_in=False)
    for url in ("/account", "/account?auth_token=x", "/account?_user_id=1"):
        assert maria.client.get(url, headers=headers).status_code == 303
    assert maria.client.post("/account/password", json={"auth_token": "x"}, headers=headers).status_code == 303


@pytest.mark.parametrize(("body", "content_type"), [
    (b"name=%ff%fe&password=%00", "application/x-www-form-urlencoded"), (b"{}", "application/json"), (b"x", "multipart/form-data"),
    (b"--x\r\nContent-Disposition: form-data\r\n\r\ny\r\n--x--\r\n", "multipart/form-data; boundary=x"), (b"name=a&name=b&password=c", "text/plain"),
    (b"name=" + b"a" * 60_000, "application/x-www-form-urlencoded"),
])  # fmt: skip
def test_malformed_bodies_are_refused(make_app: Callable[..., Flask], body: bytes, content_type: str) -> None:
    """Without a token in them they are all the same; too much is 413."""
    client = make_app().test_client()
    assert client.post("/sign-in", data=body, content_type=content_type).status_code == 400
    assert client.post("/sign-in", data=body + b"&x=" + b"x" * 70_000, content_type=content_type).status_code in (400, 413)


@pytest.mark.parametrize("url", ["/sign-in", "/account", "/sign-in?next=/account"])
def test_pages_of_staff_run_nothing_inline_and_are_kept_nowhere(colleague: Callable[..., Colleague], url: str) -> None:
    """The strict policy, no inline script or style, no cache."""
    for maria in (colleague("agent", signed_in=False), colleague("agent", name="other")):
        response = maria.opens(url)
        assert "unsafe" not in response.headers["Content-Security-Policy"] and response.headers["Cache-Control"] == "no-store"
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", response.text)


def test_another_installations_user_is_nobody_here(colleague: Callable[..., Colleague], services: Services, make_app: Callable[..., Flask]) -> None:
    """The cookie of an installation with another secret opens nothing."""
    there = create_app(replace(services, keyring=Keyring(b"other" * 8)), Settings())
    maria = colleague("admin", app=there)
    taken = maria.client.get_cookie("staff")
    assert taken is not None
    here = make_app().test_client()
    here.set_cookie("staff", taken.value)
    assert here.get("/account").status_code == 303
