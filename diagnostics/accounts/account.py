"""An account, its roles, and an entry of the audit trail."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ROLES = ("author", "agent", "manager", "admin")
"""`author` writes trees, `agent` talks to customers, `manager` reads the figures, `admin` may do all of it."""

NAME = re.compile(r"[a-z0-9](?:[a-z0-9._@+-]{0,62}[a-z0-9])?")
"""A user name, in small letters. An e-mail address is one as well."""

Action = Literal["created", "roles changed", "password set", "password changed", "password change failed", "deactivated", "activated", "signed in",
                 "sign-in failed", "signed out"]  # fmt: skip


class NameTaken(Exception):
    """There is an account of this name already."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in while `active`. `password` is a hash; `session` is what a browser's session must name: it changes when all
    sessions end. Neither is shown."""

    name: str
    roles: frozenset[str]
    password: str
    session: str
    created_at: datetime
    active: bool = True

    def __repr__(self) -> str:
        return f"Account({self.name!r})"


@dataclass(frozen=True, slots=True)
class Changes:
    """What becomes different; None stays as it is."""

    roles: frozenset[str] | None = None
    password: str | None = None
    session: str | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the audit trail: when, who did it, what, to which account. `account` is empty where a name is nobody's."""

    at: datetime
    actor: str
    action: Action
    account: str
    detail: str = ""


def read_name(text: str) -> str | None:
    """A user name as it is kept, or None where it cannot be one."""
    name = text.strip().casefold()
    return name if NAME.fullmatch(name) else None


def ordered(roles: Collection[str]) -> list[str]:
    """Roles in the order in which they are always named."""
    return [role for role in ROLES if role in roles]
