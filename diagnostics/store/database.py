"""An address to an engine, and transactions on it whose failures are a `StoreError` in an operator's words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from diagnostics.store import sqlite
from diagnostics.visits.log import StoreError


def open_database(address: str) -> Engine:
    """The engine for an SQLAlchemy address. Nothing is connected yet.

    Raises:
        StoreError: not an address, no driver for it, or a database in memory, which threads and processes cannot share.
    """
    try:
        url = make_url(address)
        is_sqlite = url.get_backend_name() == "sqlite"
        if is_sqlite and (not url.database or ":memory:" in url.database or "mode=memory" in address):
            raise StoreError("the database must be a file, such as sqlite:///diagnostics.sqlite3: one in memory is lost and not shared")
        engine = create_engine(url, pool_pre_ping=not is_sqlite, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError("the address of the database cannot be read; it looks like sqlite:///diagnostics.sqlite3") from error
    except ImportError as error:
        raise StoreError(f"there is no driver for {url.drivername}: install the package `{error.name}`") from error
    if is_sqlite:
        sqlite.prepare(engine)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the database.

    Raises:
        StoreError: the database cannot be used.
    """
    with _in_words(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is stored as a whole when the block ends, and not at all when it raises.

    Raises:
        StoreError: the database cannot be used; nothing was stored.
    """
    with _in_words(engine), engine.execution_options(writes=True).begin() as connection:
        yield connection


@contextmanager
def _in_words(engine: Engine) -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreError(f"{_words(error)} ({engine.url.render_as_string(hide_password=True)})") from error


def _words(error: BaseException) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    known = sqlite.meaning(cause)
    if known is not None:
        return known
    if isinstance(error, IntegrityError):
        return "the database refused what does not hold together"
    return f"the database did not answer: {type(cause).__name__}: {str(cause).splitlines()[0] if str(cause) else ''}"
