"""The tables as the statements see them. `migrations/` makes them; a test proves that both are the same.

`visit_id` leads the key of everything that belongs to a visit, so that a distributed database can keep a visit in one place
(docs/adr/0014-postgresql.md). Personal values stand in `personal` alone, so that they can be erased.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from diagnostics.visits.log import StoreError

_UNKEPT = re.compile("[\0\ud800-\udfff]")


class Text(sa.TypeDecorator[str]):
    """A text as any database keeps it. NUL and lone surrogates, which one or the other refuses, become U+FFFD: nothing that a customer or
    a file sends can make a statement fail, and who looks for such a text finds nothing."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return value if value is None else _UNKEPT.sub("\ufffd", value)


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
        if value == "{}":  # what most events hold
            return {}
        try:
            return None if value is None else json.loads(value)
        except (TypeError, ValueError) as error:
            raise StoreError("the database holds a text that is not JSON any more: restore it from a backup") from error


metadata = sa.MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                                       "fk": "fk_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"})  # fmt: skip

event = sa.Table(
    "event", metadata,
    sa.Column("visit_id", Text, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("type", Text, nullable=False),
    sa.Column("occurred_at", UtcTime, nullable=False),
    sa.Column("tree", Text, nullable=False),
    sa.Column("fingerprint", Text, nullable=False),
    sa.Column("structure", Text, nullable=False),
    sa.Column("step", Text),
    sa.Column("answer", Text),
    sa.Column("portal", Text, nullable=False),
    sa.Column("locale", Text, nullable=False),
    sa.Column("product", Text),
    sa.Column("body", JsonText, nullable=False),
    sa.Index(None, "type", "occurred_at"),
)  # fmt: skip

personal = sa.Table(
    "personal", metadata,
    sa.Column("visit_id", Text, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("body", JsonText, nullable=False),
    sa.ForeignKeyConstraint(["visit_id", "seq"], ["event.visit_id", "event.seq"]),
)  # fmt: skip

visit_code = sa.Table(
    "visit_code", metadata,
    sa.Column("visit_id", Text, primary_key=True),
    sa.Column("code", Text, nullable=False),
    sa.Column("issued_at", UtcTime, nullable=False),
)  # fmt: skip
"""The code of a visit. No other visit has it because of `issued_code`, by which a code is looked up."""

issued_code = sa.Table(
    "issued_code", metadata,
    sa.Column("code", Text, primary_key=True),
    sa.Column("visit_id", Text, nullable=False),
)  # fmt: skip
"""The register of codes: a table of its own, with a key of its own, because a key is unique in one place only."""

program = sa.Table(
    "program", metadata,
    sa.Column("fingerprint", Text, primary_key=True),
    sa.Column("tree", Text, nullable=False),
    sa.Column("structure", Text, nullable=False),
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
    sa.Column("kind", Text, nullable=False),
    sa.Column("note", Text, nullable=False),
    sa.Column("restores", sa.Integer, sa.ForeignKey("publication.id")),
    sa.Column("manifest", JsonText, nullable=False),
)  # fmt: skip

publication_tree = sa.Table(
    "publication_tree", metadata,
    sa.Column("publication_id", sa.Integer, sa.ForeignKey("publication.id"), primary_key=True),
    sa.Column("tree", Text, primary_key=True),
    sa.Column("fingerprint", Text, sa.ForeignKey("program.fingerprint"), nullable=False),
)  # fmt: skip

asset = sa.Table(
    "asset", metadata,
    sa.Column("sha", Text, primary_key=True),
    sa.Column("media_type", Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)  # fmt: skip

account = sa.Table(
    "account", metadata,
    sa.Column("name", Text, primary_key=True),
    sa.Column("password", Text, nullable=False),
    sa.Column("session", Text, nullable=False, unique=True),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
)  # fmt: skip

account_role = sa.Table(
    "account_role", metadata,
    sa.Column("account", Text, sa.ForeignKey("account.name"), primary_key=True),
    sa.Column("role", Text, primary_key=True),
)  # fmt: skip

audit = sa.Table(
    "audit", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("actor", Text, nullable=False),
    sa.Column("action", Text, nullable=False),
    sa.Column("account", Text, nullable=False),
    sa.Column("detail", Text, nullable=False),
    sa.Index(None, "account"),
    sa.Index(None, "actor"),
)  # fmt: skip
