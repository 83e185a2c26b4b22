"""The cost book in SQL: lines are added and never changed."""

from dataclasses import asdict, replace

from sqlalchemy import Engine, func, insert, select

from diagnostics.deflection.costs import Cost
from diagnostics.store.database import alone, reading, writing
from diagnostics.store.ledger_schema import cost as table


class SqlCosts:
    """`service.ports.CostStore` on a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def costs(self) -> list[Cost]:
        """All lines in the order in which they were entered, corrected ones too.

        Raises:
            StoreError: the database cannot be used.
        """
        with reading(self._engine) as connection:
            return [Cost(**row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()]

    def add(self, cost: Cost) -> Cost | None:
        """Adds a line under the next number, whatever number it has; None where the one that it corrects was corrected meanwhile.

        Raises:
            StoreError: the database cannot be used; nothing was stored.
        """
        with writing(self._engine) as connection:
            alone(connection, "cost")
            corrected = select(table.c.id).where(table.c.supersedes == cost.supersedes)
            if cost.supersedes is not None and connection.scalar(corrected) is not None:
                return None
            kept = replace(cost, id=(connection.scalar(select(func.max(table.c.id))) or 0) + 1)
            connection.execute(insert(table), asdict(kept))
        return kept
