"""Fresh databases as engines. A test that takes `engine` runs on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from diagnostics.store.database import open_database
from diagnostics.store.programs import SqlProgramStore
from diagnostics.store.visit_log import SqlVisitLog
from tests.databases import Postgres
from tests.store.contract import NOW, Opened

OpenEngine = Callable[[str], Engine]


@pytest.fixture(params=["sqlite", "postgres"])
def empty_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    address = postgres.create()
    yield address
    postgres.drop(address)


@pytest.fixture
def open_engine() -> Iterator[OpenEngine]:
    """Opens an address as another process would, each time anew; all are closed at the end."""
    engines: list[Engine] = []

    def opened(address: str) -> Engine:
        engines.append(open_database(address))
        return engines[-1]

    yield opened
    for engine in engines:
        engine.dispose()


@pytest.fixture
def open_store(open_engine: OpenEngine) -> Callable[[str], Opened]:
    """Opens the visit log and the program store of an address, each time anew."""

    def opened(address: str) -> Opened:
        engine = open_engine(address)
        return Opened(SqlVisitLog(engine), SqlProgramStore(engine, lambda: NOW))

    return opened


@pytest.fixture
def engine(database_address: str, open_engine: OpenEngine) -> Engine:
    """An engine on a fresh, migrated database: the test runs once on SQLite and once on PostgreSQL."""
    return open_engine(database_address)


@pytest.fixture
def sqlite_engine(sqlite_address: str, open_engine: OpenEngine) -> Engine:
    return open_engine(sqlite_address)


@pytest.fixture
def postgres_engine(postgres_address: str, open_engine: OpenEngine) -> Engine:
    return open_engine(postgres_address)
