"""Accounts: who is let in, what ends a session, and what the audit trail says."""

import pytest

from diagnostics.accounts.account import Account
from diagnostics.accounts.passwords import Passwords
from diagnostics.service.accounts import AccountError, Accounts
from diagnostics.store.accounts import SqlAccountStore
from tests.service.conftest import World

GOOD, OTHER = "correct horse battery", "another long one"
HERE = "192.0.2.7"


@pytest.fixture
def accounts(world: World) -> Accounts:
    accounts = world.services.accounts
    accounts.create("Ann@Example.com", GOOD, ["manager", "agent"], "root")
    return accounts


def let_in(accounts: Accounts, password: str = GOOD, name: str = "ann@example.com") -> Account:
    account = accounts.sign_in(name, password, HERE)
    assert account is not None
    return account


def trail(accounts: Accounts, name: str | None = None) -> list[tuple[str, ...]]:
    return [(entry.actor, entry.action, entry.account, entry.detail) for entry in reversed(accounts.trail(name))]


@pytest.mark.parametrize("name", ["ann@example.com", "ANN@example.COM", "  ann@example.com\n"])
def test_name_and_password_let_in(accounts: Accounts, name: str) -> None:
    """Capitals and blanks around the name do not count."""
    account = let_in(accounts, name=name)
    assert account.name == "ann@example.com" and account.roles == {"manager", "agent"}
    assert accounts.of_session(account.session) == account


@pytest.mark.parametrize(("name", "password"), [
    ("ann@example.com", OTHER), ("ann@example.com", ""), ("bob", GOOD), ("", GOOD), ("", ""), ("ann@example.com\0", GOOD),
    ("ann@example.com' --", GOOD), ("a" * 70_000, "b" * 70_000), ("\ud800", "\ud800"), ("%", GOOD), ("_nn@example.com", GOOD),
])  # fmt: skip
def test_anything_else_does_not(accounts: Accounts, name: str, password: str) -> None:
    """Whatever is sent, nobody is let in and nothing fails."""
    assert accounts.sign_in(name, password, HERE) is None


def test_every_end_of_a_session(accounts: Accounts) -> None:
    """Signing out, a changed and a set password, and deactivation each end every session of that user."""
    ends = [lambda: accounts.sign_out("ann@example.com"), lambda: accounts.change_password("ann@example.com", GOOD, OTHER),
            lambda: accounts.set_password("ann@example.com", GOOD, "root"), lambda: accounts.deactivate("ann@example.com", "root")]  # fmt: skip
    for end, password in zip(ends, (GOOD, GOOD, OTHER, GOOD), strict=True):
        session = let_in(accounts, password).session
        end()
        assert accounts.of_session(session) is None


def test_other_roles_hold_at_once(accounts: Accounts) -> None:
    """The session goes on; the next page asks what it may show now."""
    session = let_in(accounts).session
    accounts.set_roles("ann@example.com", ["author"], "root")
    found = accounts.of_session(session)
    assert found is not None and found.roles == {"author"}


def test_a_deactivated_account_is_let_in_again_after_activation(accounts: Accounts) -> None:
    """With the same password and roles; until then it is answered like a wrong password."""
    accounts.deactivate("ann@example.com", "root")
    assert accounts.sign_in("ann@example.com", GOOD, HERE) is None
    accounts.activate("ann@example.com", "root")
    assert let_in(accounts).roles == {"manager", "agent"}


def test_only_who_knows_the_old_password_changes_it(accounts: Accounts) -> None:
    """A wrong one changes nothing, and is written down."""
    session = let_in(accounts).session
    assert accounts.change_password("ann@example.com", OTHER, OTHER) is None
    assert accounts.of_session(session) is not None
    assert trail(accounts)[-1] == ("ann@example.com", "password change failed", "ann@example.com", "")


@pytest.mark.parametrize("name", ["", "-ann", "ann-", "a b", "a/b", "a\0b", "ann\n.b", "ä", "a" * 65, "<b>", "ann:x"])
def test_names_that_are_refused(accounts: Accounts, name: str) -> None:
    """Letters, digits and a few signs: what can be typed everywhere and means nothing anywhere."""
    with pytest.raises(AccountError, match="a user name has"):
        accounts.create(name, GOOD, ["agent"], "root")


def test_wrong_wishes_are_named(accounts: Accounts) -> None:
    """A taken name, an unknown role, none at all, a bad password, nobody."""
    for call, why in (
        (lambda: accounts.create("ANN@example.com", GOOD, ["agent"], "root"), "there is a user ann@example.com already"),
        (lambda: accounts.create("bob", GOOD, ["boss"], "root"), "there is no role `boss`; there are author, agent, manager, admin"),
        (lambda: accounts.create("bob", GOOD, [], "root"), "needs at least one role"),
        (lambda: accounts.create("bob", "short", ["agent"], "root"), "refused: it must have at least 12"),
        (lambda: accounts.set_password("ann@example.com", "ann@example.com", "root"), "must not be the user name"),
        (lambda: accounts.change_password("ann@example.com", GOOD, "short"), "refused"),
        (lambda: accounts.set_roles("ann@exampel.com", ["agent"], "root"), "there is no user `ann@exampel.com`; did you mean `ann@example.com`"),
        (lambda: accounts.deactivate("nobody", "root"), "there is no user `nobody`"),
        (lambda: accounts.trail("nobody"), "there is no user `nobody`"),
    ):  # fmt: skip
        with pytest.raises(AccountError, match=why):
            call()
    assert [account.name for account in accounts.all()] == ["ann@example.com"]


def test_the_trail_tells_who_did_what(accounts: Accounts) -> None:
    """Every step, in order, with the one who did it. What was typed as the name of nobody may be a password: it is not kept."""
    let_in(accounts)
    accounts.sign_in("ann@example.com", "wrong", HERE)
    accounts.sign_in(GOOD, "", HERE)
    accounts.sign_out("ann@example.com")
    accounts.change_password("ann@example.com", GOOD, OTHER)
    accounts.set_roles("ann@example.com", ["admin"], "root")
    accounts.set_password("ann@example.com", GOOD, "root")
    accounts.deactivate("ann@example.com", "root")
    accounts.activate("ann@example.com", "root")
    ann = "ann@example.com"
    assert trail(accounts) == [
        ("root", "created", ann, "agent, manager"), (ann, "signed in", ann, "from 192.0.2.7"), ("", "sign-in failed", ann, "from 192.0.2.7"),
        ("", "sign-in failed", "", "from 192.0.2.7"), (ann, "signed out", ann, ""), (ann, "password changed", ann, ""),
        ("root", "roles changed", ann, "agent, manager → admin"), ("root", "password set", ann, ""), ("root", "deactivated", ann, ""),
        ("root", "activated", ann, ""),
    ]  # fmt: skip


def test_nothing_secret_is_written_down(accounts: Accounts) -> None:
    """No password, no hash, no session: neither in the trail nor in the words of an account or an error."""
    account = let_in(accounts)
    accounts.change_password(account.name, GOOD, OTHER)
    shown = f"{accounts.trail()} {account} {accounts.all()}"
    with pytest.raises(AccountError) as error:
        accounts.set_password(account.name, "s3cret", "root")
    for secret in (GOOD, OTHER, account.password, account.session, "s3cret", "argon2"):
        assert secret not in shown and secret not in str(error.value)


def test_a_hash_of_older_parameters_is_made_anew(accounts: Accounts, world: World) -> None:
    """When its user signs in, with the password at hand; nothing else changes."""
    before = let_in(accounts)
    after = let_in(Accounts(SqlAccountStore(world.engine), lambda: world.now, Passwords(memory=16, rounds=1)))
    assert "m=8," in before.password and "m=16," in after.password
    assert after.session == before.session and let_in(accounts).name == before.name
