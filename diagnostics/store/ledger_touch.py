"""Tells the ledger, inside the transaction that stores a fact, what it must look at again."""

from collections.abc import Iterable
from typing import Any, Literal

from sqlalchemy import Connection, insert

from diagnostics.store.ledger_schema import touched

Kind = Literal["events", "visit", "call"]


def touch(connection: Connection, kind: Kind, refs: Iterable[tuple[str, str]]) -> None:
    """Puts (source, id) on the list; the source of a visit is "". Twice is no harm."""
    rows: list[dict[str, Any]] = [{"kind": kind, "source": source, "ref": ref} for source, ref in refs]
    if rows:
        connection.execute(insert(touched), rows)


def touch_calls(connection: Connection, calls: Iterable[tuple[str, str]]) -> None:
    """Calls by (source, id): a word of them came, went, or changed its place; or an audit spoke of them."""
    touch(connection, "call", sorted(set(calls)))
