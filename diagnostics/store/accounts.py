"""Accounts and the audit trail in SQL. A change and its entry in the trail are stored together or not at all."""

from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from diagnostics.accounts.account import Account, Changes, Entry, NameTaken
from diagnostics.store import schema as s
from diagnostics.store.database import reading, writing


class SqlAccountStore:
    """`service.ports.AccountStore` on a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, account: Account, entry: Entry) -> None:
        """Stores a new account.

        Raises:
            NameTaken: there is one of this name.
        """
        row = {"name": account.name, "password": account.password, "session": account.session, "created_at": account.created_at,
               "active": account.active}  # fmt: skip
        with writing(self._engine) as connection:
            try:
                connection.execute(insert(s.account), row)
            except IntegrityError as error:
                raise NameTaken(account.name) from error
            _give(connection, account.name, account.roles)
            _note(connection, entry)

    def change(self, name: str, changes: Changes, entry: Entry | None = None) -> Account | None:
        """Changes what is given; gives the account as it is then, or None where there is none."""
        row = {column: value for column in ("password", "session", "active") if (value := getattr(changes, column)) is not None}
        with writing(self._engine) as connection:
            if row:
                connection.execute(update(s.account).where(s.account.c.name == name), row)
            if changes.roles is not None:
                connection.execute(delete(s.account_role).where(s.account_role.c.account == name))
                _give(connection, name, changes.roles)
            if entry is not None:
                _note(connection, entry)
            return _one(connection, select(s.account).where(s.account.c.name == name))

    def find(self, name: str) -> Account | None:
        with reading(self._engine) as connection:
            return _one(connection, select(s.account).where(s.account.c.name == name))

    def of_session(self, session: str) -> Account | None:
        with reading(self._engine) as connection:
            return _one(connection, select(s.account).where(s.account.c.session == session))

    def all(self) -> list[Account]:
        with reading(self._engine) as connection:
            return _accounts(connection, select(s.account).order_by(s.account.c.name))

    def note(self, entry: Entry) -> None:
        with writing(self._engine) as connection:
            _note(connection, entry)

    def trail(self, name: str | None, limit: int) -> list[Entry]:
        """The newest first; of one user, what they did and what was done to them."""
        query = select(s.audit).order_by(s.audit.c.id.desc()).limit(limit)
        if name is not None:
            query = query.where(or_(s.audit.c.account == name, s.audit.c.actor == name))
        with reading(self._engine) as connection:
            return [Entry(row.at, row.actor, row.action, row.account, row.detail) for row in connection.execute(query)]


def _give(connection: Connection, name: str, roles: frozenset[str]) -> None:
    connection.execute(insert(s.account_role), [{"account": name, "role": role} for role in sorted(roles)])


def _note(connection: Connection, entry: Entry) -> None:
    row = {"at": entry.at, "actor": entry.actor, "action": entry.action, "account": entry.account, "detail": entry.detail}
    connection.execute(insert(s.audit), row)


def _one(connection: Connection, query: Select[Any]) -> Account | None:
    return next(iter(_accounts(connection, query)), None)


def _accounts(connection: Connection, query: Select[Any]) -> list[Account]:
    rows = connection.execute(query).all()
    roles: dict[str, set[str]] = {row.name: set() for row in rows}
    for row in connection.execute(select(s.account_role).where(s.account_role.c.account.in_(roles))):
        roles[row.account].add(row.role)
    return [Account(row.name, frozenset(roles[row.name]), row.password, row.session, row.created_at, row.active) for row in rows]
