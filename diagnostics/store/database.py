"""An address to an engine, and transactions on it whose failures are a `StoreError` in an operator's words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from diagnostics.store import postgres, sqlite
from diagnostics.visits.log import StoreError

UNREADABLE = "the address of the database cannot be read; it looks like sqlite:///diagnostics.sqlite3 or postgresql://user:password@host/database"


def open_database(address: str) -> Engine:
    """The engine for an SQLAlchemy address: SQLite or PostgreSQL. Nothing is connected yet.

    Raises:
        StoreError: not an address, no driver for it, or a database in memory, which threads and processes cannot share.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        raise StoreError(UNREADABLE) from error
    if url.drivername in ("sqlite", "sqlite+pysqlite"):
        return _open_sqlite(url, address)
    if url.drivername in postgres.NAMES:
        return _open_postgres(url)
    raise StoreError(UNREADABLE)


def _open_sqlite(url: URL, address: str) -> Engine:
    if not url.database or ":memory:" in url.database or "mode=memory" in address:
        raise StoreError("the database must be a file, such as sqlite:///diagnostics.sqlite3: one in memory is lost and not shared")
    try:
        engine = create_engine(url, hide_parameters=True)
    except ArgumentError as error:
        raise StoreError(UNREADABLE) from error
    sqlite.prepare(engine)
    return engine


def _open_postgres(url: URL) -> Engine:
    if "@" in (url.host or ""):  # what stands before it is the rest of a password: nothing may show it
        raise StoreError("the address of the database cannot be read: write @ as %40 in its user and password")
    if not url.database:
        raise StoreError("the address names no database; it looks like postgresql://user:password@host/database")
    try:
        return create_engine(url.set(drivername=postgres.DRIVER), hide_parameters=True, **postgres.engine_options(url))
    except ImportError as error:
        raise StoreError("there is no driver for PostgreSQL: install the program with its extra, diagnostics[postgres]") from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the database.

    Raises:
        StoreError: the database cannot be used.
    """
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(**postgres.READING)
    with _in_words(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is stored as a whole when the block ends, and not at all when it raises.

    SQLite has one writer at a time. PostgreSQL has many, and each sees what the others have committed meanwhile: who reads in order to write
    relies on a key that can be taken once, or is `alone`.

    Raises:
        StoreError: the database cannot be used; nothing was stored, or, where the connection was lost at its very end, perhaps all.
    """
    with _in_words(engine), engine.execution_options(writes=True).begin() as connection:
        yield connection


def alone(connection: Connection, what: str) -> None:
    """Inside `writing`: waits until no other transaction that is alone with the same `what` is under way, on any machine."""
    if connection.dialect.name == "postgresql":  # in SQLite whoever writes is alone
        postgres.alone(connection, what)


def unhurried(connection: Connection) -> None:
    """Inside a transaction: its statements, and its waiting for others, may take long. For migrations and for work on whole tables."""
    if connection.dialect.name == "postgresql":
        postgres.unhurried(connection)


def count_rows(connection: Connection, table: str) -> None:
    """Inside a transaction that fills a table: the server looks how much is in it. As long as it believes in an empty one, it chooses ways
    through it that take a hundred times as long."""
    if connection.dialect.name == "postgresql":
        postgres.count_rows(connection, table)


@contextmanager
def _in_words(engine: Engine) -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreError(f"{_words(error)} ({shown(engine.url)})") from error


def shown(url: URL) -> str:
    """An address as it may stand in a log: nothing that is behind its `?`, and no password."""
    return url.set(query={}).render_as_string(hide_password=True)


def _words(error: BaseException) -> str:
    if isinstance(error, PoolTimeoutError):
        return f"all {postgres.CONNECTIONS} connections to the database are in use"
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    known = sqlite.meaning(cause) or postgres.meaning(cause)
    if known is not None:
        return known
    if isinstance(error, IntegrityError):
        return "the database refused what does not hold together"
    return f"the database did not answer: {type(cause).__name__}: {str(cause).splitlines()[0] if str(cause) else ''}"
