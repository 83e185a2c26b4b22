"""The accounts of the service to the users and roles that Flask-Security knows. It reads them; changes go through the service."""

from datetime import timedelta
from typing import Any

from flask import session
from flask_security import RoleMixin, UserDatastore, UserMixin

from diagnostics.accounts.account import Account
from diagnostics.service.services import Services

LIFETIME = timedelta(hours=12)
"""So long a sign-in lasts, however busy its user is: a working day. The cookie ends with the browser, if that is earlier."""

SINCE = "since"
"""Where a session says when it began, in seconds since 1970."""


class Role(RoleMixin):
    """A role by its name."""

    def __init__(self, name: str) -> None:
        self.name, self.permissions = name, []


class User(UserMixin):
    """An account under the names of Flask-Security. `fs_uniquifier` is what a session names: another one ends the session."""

    fs_uniquifier = ""

    def __init__(self, account: Account) -> None:
        self.username, self.fs_uniquifier, self.active = account.name, account.session, account.active
        self.roles = [Role(role) for role in sorted(account.roles)]


class Datastore(UserDatastore):
    """Finds whose session it is."""

    def __init__(self, services: Services) -> None:
        super().__init__(User, Role)
        self._services = services

    def find_user(self, case_insensitive: bool = False, **by: Any) -> User | None:
        """The user of a session that is not too old. Flask-Security asks for nothing else: names and passwords are the service's."""
        since = session.get(SINCE)
        if not isinstance(since, int) or self._services.clock().timestamp() - since > LIFETIME.total_seconds():
            return None
        account = self._services.accounts.of_session(str(by["fs_uniquifier"]))
        return User(account) if account else None
