"""Addresses of databases: which are taken, and what is said of those that are not."""

import sys

import pytest
from sqlalchemy import make_url

from diagnostics.store.database import open_database, shown
from diagnostics.visits.log import StoreError


@pytest.mark.parametrize("address", ["", "rubbish", "nosuch://x/y", "sqlite:/x", "mysql://ann@host/db", "postgresql+psycopg2://host/db",
                                     "postgresql://host:port/db", "sqlite+aiosqlite:///x", "host=localhost dbname=x"])  # fmt: skip
def test_an_address_that_is_none_is_a_clear_error(address: str) -> None:
    """The message shows what an address looks like."""
    with pytest.raises(StoreError, match=r"it looks like sqlite:///diagnostics\.sqlite3 or postgresql://"):
        open_database(address)


def test_an_address_of_a_server_names_a_database() -> None:
    """There is no database that is meant when none is named."""
    with pytest.raises(StoreError, match="names no database"):
        open_database("postgresql://ann@localhost")


def test_a_missing_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL is an extra of the package; without it SQLite goes on."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"diagnostics\[postgres\]"):
        open_database("postgresql://ann@localhost/x")
    assert open_database("sqlite:///x").dialect.name == "sqlite"


def test_an_address_is_shown_without_its_secrets() -> None:
    """Neither a password nor what stands behind the `?`, where one may stand too."""
    address = make_url("postgresql://ann:secret@host:5433/guides?password=secret&sslpassword=secret&sslmode=require")
    assert shown(address) == "postgresql://ann:***@host:5433/guides"
