"""A real installation on a temporary SQLite file, with one tree that has every kind of page, and a customer who clicks through it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnostics.accounts.passwords import Passwords
from diagnostics.service.accounts import Accounts
from diagnostics.service.calls import Calls
from diagnostics.service.feeds import Feeds
from diagnostics.service.services import Services
from diagnostics.service.visits import Visits
from diagnostics.settings import Settings
from diagnostics.wiring import build, publish_folder
from webapp import create_app

TREES = Path(__file__).parent / "trees"
VISIT = "v" * 22
PASSWORD = "correct horse battery"


@dataclass
class Clock:
    """The time that the visits are stamped with; a test moves it on."""

    now: datetime = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Customer:
    """Somebody with a browser. `page` is what it shows."""

    client: FlaskClient
    page: TestResponse | None = None

    def opens(self, url: str) -> str:
        self.page = self.client.get(url)
        return self.text

    def starts(self, tree: str = "router-lights", visit: str = VISIT, **fields: str) -> str:
        return self._follows(self.client.post(f"/t/{tree}", data={"visit": visit, **fields}))

    def answers(self, answer: str | list[str], place: str | None = None, visit: str = VISIT, **fields: str) -> str:
        return self._follows(self.client.post(f"/v/{visit}/{place or self.place}", data={"answer": answer, **fields}))

    def sends(self, url: str, **fields: str) -> str:
        return self._follows(self.client.post(url, data=fields))

    @property
    def text(self) -> str:
        assert self.page is not None
        return unescape(self.page.get_data(as_text=True))

    @property
    def path(self) -> str:
        assert self.page is not None
        return self.page.request.path

    @property
    def place(self) -> str:
        return self.path.rsplit("/", 1)[1]

    @property
    def status(self) -> int:
        assert self.page is not None
        return self.page.status_code

    @property
    def code(self) -> str:
        found = re.search(r"[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}(?=</)", self.text)
        assert found is not None
        return found[0]

    def _follows(self, response: TestResponse) -> str:
        self.page = self.client.get(response.location) if response.status_code == 303 else response
        return self.text


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which the tests' trees are in service."""
    database = tmp_path_factory.mktemp("published") / "d.sqlite3"
    done = publish_folder(build(Settings(database=f"sqlite:///{database}")), TREES)
    assert not done.violations and not done.left_out
    return database


@pytest.fixture
def services(published: Path, tmp_path: Path, clock: Clock) -> Services:
    for file in published.parent.glob(f"{published.name}*"):  # the database and its write-ahead log
        (tmp_path / file.name).write_bytes(file.read_bytes())
    built = build(Settings(database=f"sqlite:///{tmp_path / published.name}"))
    log, programs, lookups = built.visits._log, built.visits._programs, built.visits._lookups
    accounts = Accounts(built.accounts._store, clock, Passwords(memory=8, rounds=1))  # real, and quick
    comparison = replace(built.visits._comparison, clock=clock)  # type: ignore[type-var]  # there always is one
    visits = Visits(log, programs, lookups, clock, keyring=built.keyring, comparison=comparison)
    calls, feeds = built.calls, built.feeds
    calls = Calls(calls.store, calls._feeds, calls._visits, calls._programs, built.keyring, clock)
    feeds = Feeds(feeds._store, built.keyring, clock, "UTC")
    return replace(built, visits=visits, accounts=accounts, calls=calls, feeds=feeds, clock=clock)


@pytest.fixture
def make_app(services: Services) -> Callable[..., Flask]:
    def make(**settings: str | int) -> Flask:
        return create_app(services, replace(Settings(), **settings))  # type: ignore[arg-type]  # a test names what it sets

    return make


@dataclass
class Colleague:
    """Somebody of the staff with a browser. `token` is that of the last page with a form."""

    client: FlaskClient
    name: str = "maria"
    token: str = ""

    def signs_in(self, password: str = PASSWORD, **fields: str) -> TestResponse:
        self.opens("/sign-in")
        return self.sends("/sign-in", name=self.name, password=password, **fields)

    def opens(self, url: str) -> TestResponse:
        return self._seen(self.client.get(url))

    def sends(self, url: str, **fields: str) -> TestResponse:
        return self._seen(self.client.post(url, data={"csrf_token": self.token, **fields}))

    def _seen(self, response: TestResponse) -> TestResponse:
        found = re.search('name="csrf_token" value="([^"]+)"', response.text)
        self.token = found[1] if found else self.token
        return response


@pytest.fixture
def colleague(make_app: Callable[..., Flask], services: Services) -> Callable[..., Colleague]:
    """Makes an account with these roles and gives its user, with a browser that is signed in already unless told otherwise."""

    def make(*roles: str, name: str = "maria", app: Flask | None = None, signed_in: bool = True) -> Colleague:
        services.accounts.create(name, PASSWORD, roles, "test")
        somebody = Colleague((app or make_app()).test_client(), name)
        if signed_in:
            assert somebody.signs_in().status_code == 303
        return somebody

    return make


@pytest.fixture
def customer(make_app: Callable[..., Flask]) -> Iterator[Customer]:
    with make_app().test_client() as client:
        yield Customer(client)
