"""An installation on a real SQLite file whose clock and codes stand in the hands of the test."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from diagnostics.accounts.passwords import Passwords
from diagnostics.keyring import Keyring
from diagnostics.service.accounts import Accounts
from diagnostics.service.calls import Calls
from diagnostics.service.comparison import Comparison
from diagnostics.service.costs import Costs
from diagnostics.service.feeds import Feeds
from diagnostics.service.lookups import Lookups
from diagnostics.service.ports import LookupProvider
from diagnostics.service.visits import View, Visits
from diagnostics.settings import Settings
from diagnostics.store.accounts import SqlAccountStore
from diagnostics.store.assignments import SqlAssignments
from diagnostics.store.calls import SqlCallStore
from diagnostics.store.costs import SqlCosts
from diagnostics.store.database import open_database
from diagnostics.store.feeds import SqlFeedStore
from diagnostics.store.migrate import migrate
from diagnostics.store.programs import SqlProgramStore
from diagnostics.store.told import SqlTold
from diagnostics.store.visit_log import SqlVisitLog
from diagnostics.visits import codes
from diagnostics.visits.events import Event
from diagnostics.wiring import build, publish_folder
from tests.folders import LIBRARY, write_folder

VISIT = "v" * 32


@dataclass
class World:
    """Everything a test of visits touches. `now` is what the clock says; `next_codes` are given out before random ones; `share` and
    `off` are those of the comparison group, read by `open`."""

    path: Path
    providers: Mapping[str, LookupProvider] = field(default_factory=dict)
    now: datetime = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    next_codes: list[str] = field(default_factory=list)
    share: float = 0.0
    off: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.engine = open_database(f"sqlite:///{self.path}/d.sqlite3")
        migrate(self.engine)
        self.log = SqlVisitLog(self.engine)
        self.programs = SqlProgramStore(self.engine, lambda: self.now)
        self.built = build(Settings(database=f"sqlite:///{self.path}/d.sqlite3", secret_file=f"{self.path}/secret"))
        self.open()

    def open(self, **providers: LookupProvider) -> Visits:
        """The use cases, with these look-ups."""
        code = lambda: self.next_codes.pop(0) if self.next_codes else codes.new_code()  # noqa: E731  # shorter than a method
        feeds, keyring = SqlFeedStore(self.engine), Keyring(b"k" * 32)
        comparison = Comparison(SqlAssignments(self.engine), keyring, lambda: self.now, self.share, self.off)
        self.visits = Visits(self.log, self.programs, Lookups(providers), lambda: self.now, code, keyring, comparison)
        self.costs = Costs(SqlCosts(self.engine), self.programs, lambda: self.now)
        accounts = Accounts(SqlAccountStore(self.engine), lambda: self.now, Passwords(memory=8, rounds=1))
        self.calls = Calls(SqlCallStore(self.engine), feeds, SqlTold(self.engine), self.programs, keyring, lambda: self.now)
        self.feeds = Feeds(feeds, keyring, lambda: self.now, "UTC")
        self.services = replace(self.built, visits=self.visits, programs=self.programs, accounts=accounts, calls=self.calls, feeds=self.feeds,
                                costs=self.costs, keyring=keyring, clock=lambda: self.now)  # fmt: skip
        return self.visits

    def publish(self, library: str = LIBRARY, **trees: str) -> None:
        """Writes trees into the folder and puts them into service; none of them may be broken."""
        published = publish_folder(self.services, write_folder(self.path / "trees", library, **trees))
        assert [v.text() for v in published.violations] == []

    def later(self, **duration: float) -> None:
        self.now += timedelta(**duration)

    def events(self, visit_id: str = VISIT) -> list[Event]:
        return self.log.read(visit_id)

    def types(self, visit_id: str = VISIT) -> list[str]:
        return [event.type for event in self.events(visit_id)]

    def rows(self, *tables: str) -> str:
        """All that stands in some tables, as one text; in all of them where none is named."""
        with sqlite3.connect(self.path / "d.sqlite3") as connection:
            every = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return "\n".join(str(row) for table in tables or every for row in connection.execute(f"SELECT * FROM {table}"))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def at(view: View | None) -> str | None:
    """The place that a view shows; None where it shows none."""
    assert view is not None
    return view.page.place if view.page is not None else None
