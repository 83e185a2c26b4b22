"""The tables as the statements see them. `migrations/` makes them; a test proves that both are the same.

`visit_id` leads the key of everything that belongs to a visit. Personal values stand in `personal` alone, so that they can be erased.
"""

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from diagnostics.visits.log import StoreError


class UtcTime(sa.TypeDecorator[datetime]):
    """A moment, always UTC. SQLite keeps no zone, so it is put back on when read."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonText(sa.TypeDecorator[Any]):
    """JSON as text: the order of keys is kept, and only ASCII is written, so that any database takes whatever a customer typed."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str:
        return json.dumps(value, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:
        try:
            return None if value is None else json.loads(value)
        except (TypeError, ValueError) as error:
            raise StoreError("the database holds a text that is not JSON any more: restore it from a backup") from error


metadata = sa.MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                                       "fk": "fk_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"})  # fmt: skip

event = sa.Table(
    "event", metadata,
    sa.Column("visit_id", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("occurred_at", UtcTime, nullable=False),
    sa.Column("tree", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("step", sa.Text),
    sa.Column("answer", sa.Text),
    sa.Column("portal", sa.Text, nullable=False),
    sa.Column("locale", sa.Text, nullable=False),
    sa.Column("product", sa.Text),
    sa.Column("body", JsonText, nullable=False),
    sa.Index(None, "type", "occurred_at"),
)  # fmt: skip

personal = sa.Table(
    "personal", metadata,
    sa.Column("visit_id", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("body", JsonText, nullable=False),
    sa.ForeignKeyConstraint(["visit_id", "seq"], ["event.visit_id", "event.seq"]),
)  # fmt: skip

visit_code = sa.Table(
    "visit_code", metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("visit_id", sa.Text, nullable=False, unique=True),
    sa.Column("issued_at", UtcTime, nullable=False),
)  # fmt: skip

program = sa.Table(
    "program", metadata,
    sa.Column("fingerprint", sa.Text, primary_key=True),
    sa.Column("tree", sa.Text, nullable=False),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("format", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("stored_at", UtcTime, nullable=False),
    sa.Column("withdrawn_at", UtcTime),
    sa.Index(None, "tree", "stored_at"),
)  # fmt: skip

publication = sa.Table(
    "publication", metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("restores", sa.Integer, sa.ForeignKey("publication.id")),
    sa.Column("manifest", JsonText, nullable=False),
)  # fmt: skip

publication_tree = sa.Table(
    "publication_tree", metadata,
    sa.Column("publication_id", sa.Integer, sa.ForeignKey("publication.id"), primary_key=True),
    sa.Column("tree", sa.Text, primary_key=True),
    sa.Column("fingerprint", sa.Text, sa.ForeignKey("program.fingerprint"), nullable=False),
)  # fmt: skip

asset = sa.Table(
    "asset", metadata,
    sa.Column("sha", sa.Text, primary_key=True),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)  # fmt: skip
