"""What PostgreSQL needs of its own, in one place: how it is connected to, how transactions see each other, what its errors mean."""

import hashlib
from typing import Any

from sqlalchemy import URL, Connection, text

from diagnostics.visits.log import StoreError

DRIVER = "postgresql+psycopg"
NAMES = ("postgres", "postgresql", DRIVER)
"""How an address may begin. psycopg is the one driver that is tested."""

CONNECTIONS = 64
"""At most so many of a process, which are as many as it may have threads: a thread never holds two. They are opened when first needed."""

CONNECT_SECONDS = 10
STATEMENT_SECONDS = 30
LOCK_SECONDS = 10
UNHURRIED_LOCK_SECONDS = 600

READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""Of a transaction that reads. Those that write are READ COMMITTED, as PostgreSQL does where nobody says otherwise: of two writers of one
key the second waits for the first and is then refused, which is what the visit log relies on; where that is not enough, `alone` queues them."""

UNREACHABLE = "the database server cannot be reached: it must run, and its host and port must be those of the address"
PASSWORD = "the database server refuses the user or the password of the address"
LOST = "the connection to the database was lost: its server was stopped or cannot be reached any more"
MEANINGS = {
    "08": LOST,
    "22021": "a text has characters that the database cannot keep: create the database with the encoding UTF8",
    "22P05": "a text has characters that the database cannot keep: create the database with the encoding UTF8",
    "22": "the database refused a value",
    "25006": "the database cannot be written: the server is a read-only copy, or the user may only read",
    "28": PASSWORD,
    "3D000": "the database of the address does not exist on the server: create it first",
    "3F000": "the schema of the address does not exist in the database",
    "40001": "two processes changed the same thing at once: try again",
    "40P01": "two processes waited for each other: try again",
    "42501": "the user of the address lacks a right in the database: make it the owner of the database",
    "42P01": "a table is missing in the database: restore it from a backup",
    "53100": "the disk of the database server is full: nothing more can be stored until there is room",
    "53200": "the database server has no memory left",
    "53300": "the database server takes no more connections: allow it more (max_connections), or start fewer servers",
    "55P03": f"somebody else held what was to be changed for more than {LOCK_SECONDS} s",
    "57014": f"the database needed more than {STATEMENT_SECONDS} s for one statement, or somebody cancelled it",
    "57P03": "the database server is starting, stopping or recovering: try again in a moment",
    "57": LOST,
    "58": "the disk of the database server does not read or write: look at its log",
    "XX001": "the database is damaged: restore it from a backup",
    "XX002": "an index of the database is damaged: rebuild it (REINDEX)",
}
"""By SQLSTATE, or its first two characters."""

CONNECTING = ("connection failed", "connection is bad", "failed to resolve host", "connection timeout")

SIGNS = (
    (("too many",), MEANINGS["53300"]),
    (("remaining connection slots",), MEANINGS["53300"]),
    (("database", "does not exist"), MEANINGS["3D000"]),
    (("password",), PASSWORD),
    (("authentication",), PASSWORD),
    (("pg_hba.conf",), PASSWORD),
    (("role",), PASSWORD),
    (("starting up",), MEANINGS["57P03"]),
    (("shutting down",), MEANINGS["57P03"]),
    (("recovery",), MEANINGS["57P03"]),
)
"""What a server says when it refuses a connection: libpq hands over its text, without the SQLSTATE."""


def engine_options(url: URL) -> dict[str, Any]:
    """What `create_engine` is told besides the address. Whatever the address says itself (`?connect_timeout=3`) wins.

    The pool tries a connection before it hands it out, so that after a restart of the database nobody gets a dead one.
    """
    wanted = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "diagnostics",
        "client_encoding": "utf8",
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 1000 * STATEMENT_SECONDS,  # milliseconds; a statement to a machine that has vanished ends too
        "options": f"-c statement_timeout={STATEMENT_SECONDS}s -c lock_timeout={LOCK_SECONDS}s -c timezone=UTC",
    }
    given = {name: value for name, value in wanted.items() if name not in url.query}
    return {"pool_size": CONNECTIONS, "max_overflow": 0, "pool_pre_ping": True, "pool_use_lifo": True, "pool_recycle": 3600, "connect_args": given}


def alone(connection: Connection, what: str) -> None:
    """Queues this transaction behind all others that ask for the same `what`; the place is given up when the transaction ends."""
    key = int.from_bytes(hashlib.sha256(f"diagnostics {what}".encode()).digest()[:8], "big", signed=True)
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def unhurried(connection: Connection) -> None:
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{UNHURRIED_LOCK_SECONDS}s'")


def fits(connection: Connection) -> None:
    """Raises StoreError where the database cannot keep every letter."""
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise StoreError(f"the database keeps texts as {encoding}: create one with ENCODING 'UTF8'")


def count_rows(connection: Connection, table: str) -> None:
    connection.exec_driver_sql(f"ANALYZE {connection.dialect.identifier_preparer.quote(table)}")


def in_byte_order(connection: Connection) -> None:
    """Gives every text column the collation "C": texts sort as they do in SQLite, whatever the language of the database, and no index
    goes wrong when the operating system changes how a language sorts."""
    found = connection.exec_driver_sql(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
        " AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = current_schema()) ORDER BY 1, 2"
    ).all()
    quote = connection.dialect.identifier_preparer.quote
    for table, column in found:
        connection.exec_driver_sql(f'ALTER TABLE {quote(table)} ALTER COLUMN {quote(column)} TYPE text COLLATE "C"')


def meaning(error: BaseException) -> str | None:
    """What an error of the driver means for an operator, or None where it is not one of these. Nothing of the statement is in it."""
    state = getattr(error, "sqlstate", None)
    if state:
        return MEANINGS.get(state) or MEANINGS.get(state[:2])
    if not type(error).__module__.startswith("psycopg"):
        return None
    said, kind = str(error), type(error).__name__
    if "invalid" in said and ("option" in said or "parameter" in said or "value" in said):
        return f"the address of the database cannot be read: {said.splitlines()[0]}"
    if kind == "OperationalError" or kind == "ConnectionTimeout":
        connecting = any(sign in said for sign in CONNECTING)
        return next((words for signs, words in SIGNS if all(sign in said for sign in signs)), UNREACHABLE) if connecting else LOST
    return MEANINGS["22"] if kind == "DataError" else None
