"""The arm of each visitor in SQL: what was drawn first stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import IntegrityError

from diagnostics.deflection.assignment import Assignment
from diagnostics.store.database import reading, writing
from diagnostics.store.ledger_schema import assignment as table


class _Taken(Exception):
    """Another one was first. It leaves the transaction, which must not go on behind it."""


class SqlAssignments:
    """`service.ports.AssignmentStore` on a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def first(self, visitor: str, drawn: Assignment, at: datetime) -> Assignment:
        """Keeps what was drawn, unless something was kept for this visitor before; gives what stands. Of two at once one is kept.

        Raises:
            StoreError: the database cannot be used; nothing was stored.
        """
        standing = self._standing(visitor)
        if standing is not None:
            return standing
        row = {"visitor": visitor, "arm": drawn.arm, "p_ppm": drawn.p_ppm, "alloc_id": drawn.alloc_id, "at": at}
        try:
            with writing(self._engine) as connection:
                self._keep(connection, row)
        except _Taken:  # by another request of the same visitor, a moment ago
            return self._standing(visitor) or drawn
        return drawn

    def _keep(self, connection: Connection, row: dict[str, Any]) -> None:
        try:
            connection.execute(insert(table), row)
        except IntegrityError as error:
            raise _Taken from error

    def _standing(self, visitor: str) -> Assignment | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(table.c.arm, table.c.p_ppm, table.c.alloc_id).where(table.c.visitor == visitor)).first()
        return Assignment(row.arm, row.p_ppm, row.alloc_id) if row is not None else None
