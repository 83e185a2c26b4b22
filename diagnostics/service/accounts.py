"""Accounts of staff: make them, give roles, set and change passwords, let somebody in and out, and write each of it down."""

import secrets
from collections.abc import Callable, Collection
from datetime import datetime

from diagnostics.accounts.account import ROLES, Account, Action, Changes, Entry, NameTaken, ordered, read_name
from diagnostics.accounts.passwords import Passwords, faults
from diagnostics.service.ports import AccountStore
from diagnostics.violations import did_you_mean

LONGEST_DETAIL = 200


class AccountError(Exception):
    """What was asked for cannot be done. The message says why, in words for the one who asked."""


class Accounts:
    """Use cases on a store. `by` is who does it, as the audit trail names them; `origin` is where a request came from."""

    def __init__(self, store: AccountStore, clock: Callable[[], datetime], passwords: Passwords | None = None) -> None:
        self._store, self._clock, self._passwords = store, clock, passwords or Passwords()

    def create(self, name: str, password: str, roles: Collection[str], by: str) -> Account:
        """A new account.

        Raises:
            AccountError: the name cannot be one or is taken, a role does not exist or there is none, the password is refused.
        """
        known = read_name(name)
        if known is None:
            raise AccountError("a user name has 1 to 64 letters a to z, digits and . _ @ + -, and begins and ends with a letter or digit")
        given = _roles(roles)
        account = Account(known, given, self._accepted(password, known), _fresh(), self._clock())
        try:
            self._store.add(account, self._entry(by, "created", known, ", ".join(ordered(given))))
        except NameTaken:
            raise AccountError(f"there is a user {known} already") from None
        return account

    def set_roles(self, name: str, roles: Collection[str], by: str) -> Account:
        """Exactly these roles from now on, with the next page that the user opens.

        Raises:
            AccountError: no such user, no such role, or none at all.
        """
        before, given = self._found(name), _roles(roles)
        detail = f"{', '.join(ordered(before.roles))} → {', '.join(ordered(given))}"
        return self._changed(before, Changes(roles=given), by, "roles changed", detail)

    def set_password(self, name: str, password: str, by: str) -> Account:
        """A new password for somebody; all their sessions end.

        Raises:
            AccountError: no such user, or the password is refused.
        """
        account = self._found(name)
        return self._changed(account, Changes(password=self._accepted(password, account.name), session=_fresh()), by, "password set")

    def change_password(self, name: str, old: str, new: str) -> Account | None:
        """A user's own change; all their sessions end. None: the old password is wrong.

        Raises:
            AccountError: no such user, or the new password is refused.
        """
        account = self._found(name)
        if not self._passwords.fits(old, account.password):
            self._store.note(self._entry(account.name, "password change failed", account.name))
            return None
        changes = Changes(password=self._accepted(new, account.name), session=_fresh())
        return self._changed(account, changes, account.name, "password changed")

    def deactivate(self, name: str, by: str) -> Account:
        """Lets nobody in with this account any more; all its sessions end. Its name stays in the audit trail.

        Raises:
            AccountError: no such user.
        """
        return self._changed(self._found(name), Changes(active=False, session=_fresh()), by, "deactivated")

    def activate(self, name: str, by: str) -> Account:
        """Takes `deactivate` back.

        Raises:
            AccountError: no such user.
        """
        return self._changed(self._found(name), Changes(active=True), by, "activated")

    def sign_in(self, name: str, password: str, origin: str) -> Account | None:
        """The account, where name and password belong together and it is active. A name that is nobody's takes as long as a wrong password.

        A name that is unknown is not written down: people type passwords into the wrong field.
        """
        known = read_name(name)
        account = self._store.find(known) if known else None
        if not self._passwords.fits(password, account.password if account else None) or account is None or not account.active:
            self._store.note(self._entry("", "sign-in failed", account.name if account else "", f"from {origin}"))
            return None
        if self._passwords.outdated(account.password):
            account = self._store.change(account.name, Changes(password=self._passwords.hashed(password))) or account
        self._store.note(self._entry(account.name, "signed in", account.name, f"from {origin}"))
        return account

    def sign_out(self, name: str) -> None:
        """Ends all sessions of a user, so that no copy of a cookie goes on."""
        self._changed(self._found(name), Changes(session=_fresh()), name, "signed out")

    def of_session(self, session: str) -> Account | None:
        """Whose session it is, while their account is active."""
        account = self._store.of_session(session)
        return account if account and account.active else None

    def all(self) -> list[Account]:
        """By name."""
        return self._store.all()

    def trail(self, name: str | None = None, limit: int = 50) -> list[Entry]:
        """The audit trail, the newest first: of everybody, or what was done by and to one user.

        Raises:
            AccountError: no such user.
        """
        return self._store.trail(self._found(name).name if name is not None else None, limit)

    def _changed(self, account: Account, changes: Changes, by: str, action: Action, detail: str = "") -> Account:
        changed = self._store.change(account.name, changes, self._entry(by, action, account.name, detail))
        return changed if changed is not None else account

    def _entry(self, by: str, action: Action, account: str, detail: str = "") -> Entry:
        return Entry(self._clock(), by, action, account, detail[:LONGEST_DETAIL])

    def _found(self, name: str) -> Account:
        known = read_name(name)
        account = self._store.find(known) if known else None
        if account is None:
            hint = did_you_mean(known or name, [other.name for other in self._store.all()])
            raise AccountError(f"there is no user `{name}`; {hint}" if hint else f"there is no user `{name}`")
        return account

    def _accepted(self, password: str, name: str) -> str:
        """The hash of a password that is fine."""
        found = faults(password, name)
        if found:
            raise AccountError("the password is refused: " + "; ".join(found))
        return self._passwords.hashed(password)


def _roles(roles: Collection[str]) -> frozenset[str]:
    unknown = [role for role in roles if role not in ROLES]
    if unknown:
        raise AccountError(f"there is no role `{unknown[0]}`; there are {', '.join(ROLES)}")
    if not roles:
        raise AccountError(f"a user needs at least one role of {', '.join(ROLES)}")
    return frozenset(roles)


def _fresh() -> str:
    return secrets.token_urlsafe(32)
