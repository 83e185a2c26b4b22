"""How thoroughly properties are tried (`HYPOTHESIS_PROFILE=ci` or `deep` for more), how golden files are refreshed, and fresh databases."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from diagnostics.store.database import open_database
from diagnostics.store.migrate import migrate
from tests.databases import Postgres, any_postgres

COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]}
settings.register_profile("default", max_examples=60, derandomize=True, **COMMON)
settings.register_profile("ci", max_examples=300, **COMMON)
settings.register_profile("deep", max_examples=3000, **COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files anew instead of comparing with them")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session", autouse=True)
def _elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests run in a folder of their own: an installation keeps its secret where it is started. What checks remember is not the user's."""
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("started-here"))
    os.environ["DIAGNOSTICS_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs, and the servers that tests start, would never hear it
    yield
    del os.environ["DIAGNOSTICS_CACHE"]
    os.chdir(before)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL, one for each process of tests, started when the first test asks for it."""
    with any_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite file with the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "d.sqlite3"
    engine = open_database(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> Iterator[str]:
    """The address of an empty PostgreSQL database with the newest schema, to be copied."""
    address = postgres.create()
    engine = open_database(address)
    migrate(engine)
    engine.dispose()
    yield address
    postgres.drop(address)


@pytest.fixture
def fresh_sqlite(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Callable[[], Engine]]:
    """Makes fresh SQLite databases with the newest schema, as many as are asked for."""
    engines: list[Engine] = []

    def made() -> Engine:
        engines.append(open_database(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / f'fresh-{len(engines)}.sqlite3')}"))
        return engines[-1]

    yield made
    for engine in engines:
        engine.dispose()


@pytest.fixture
def sqlite_address(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A fresh SQLite database with the newest schema."""
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'd.sqlite3')}"


@pytest.fixture
def postgres_address(postgres: Postgres, migrated_postgres: str) -> Iterator[str]:
    """A fresh PostgreSQL database with the newest schema."""
    address = postgres.create(migrated_postgres)
    yield address
    postgres.drop(address)


@pytest.fixture(params=["sqlite", "postgres"])
def database_address(request: pytest.FixtureRequest) -> str:
    """A fresh database with the newest schema, once of each kind: the test runs twice."""
    address: str = request.getfixturevalue(f"{request.param}_address")
    return address
