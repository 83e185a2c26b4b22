"""What SQLite needs of its own, in one place: how a connection is set up, how a transaction begins, what its errors mean."""

import os
import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy import event as on

BUSY_SECONDS = 10
"""How long a statement waits for another writer."""

MEANINGS = {
    "SQLITE_BUSY": f"the database stayed locked for {BUSY_SECONDS} s: another process holds it open for writing",
    "SQLITE_LOCKED": "the database is locked by another connection",
    "SQLITE_FULL": "the disk is full: nothing more can be stored until there is room",
    "SQLITE_CORRUPT": "the database file is damaged: restore it from a backup",
    "SQLITE_NOTADB": "the file is not an SQLite database: give another one, or restore it from a backup",
    "SQLITE_READONLY": "the database cannot be written: give the server the right to write the file and its folder",
    "SQLITE_CANTOPEN": "the database file cannot be opened: its folder must exist and be writable for the server",
    "REPLACED": "the database file was removed or replaced while the server ran: put it in place and start the server again",
    "SQLITE_IOERR": "the disk does not read or write: look at it and at the file system",
}


def prepare(engine: Engine) -> None:
    """Sets up every connection of an engine, and lets transactions that write say so when they begin.

    WAL lets readers go on while somebody writes. With `synchronous=FULL` a commit has returned from the disk before the caller goes
    on: an acknowledged event survives a power cut.
    """

    _watch(engine)

    @on.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself; `_begins` does
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        _to_wal(cursor)
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")  # erased personal values are overwritten, not only forgotten
        cursor.close()

    @on.listens_for(engine, "begin")
    def _begins(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _watch(engine: Engine) -> None:
    """Refuses to go on with a file that is no longer at its path: what is written to it would be lost, and a fresh one is not ours.

    Its connections stay open. To close the last of them would remove the write-ahead log of whatever is at the path by now.
    """
    path = engine.url.database or ""
    first: tuple[int, int] | None = None

    def look() -> None:
        if first is not None and _identity(path) != first:
            error = sqlite3.OperationalError("replaced")
            error.sqlite_errorname = "REPLACED"
            raise error

    @on.listens_for(engine, "do_connect")
    def _connecting(*_: Any) -> None:
        look()

    @on.listens_for(engine, "checkout")
    def _taken(*_: Any) -> None:
        nonlocal first
        look()
        first = first or _identity(path)


def _identity(path: str) -> tuple[int, int] | None:
    """Which file is at the path. None: none, or the path is an address (`file:…`)."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _to_wal(cursor: sqlite3.Cursor) -> None:
    """Two processes that meet a new file at once: the change to WAL is the one thing that does not wait by itself."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if not getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY") or time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def meaning(error: BaseException) -> str | None:
    """What an error of the driver means for an operator, or None where it is not one of these."""
    name = getattr(error, "sqlite_errorname", "")
    return next((text for known, text in MEANINGS.items() if name == known or name.startswith(known + "_")), None)
