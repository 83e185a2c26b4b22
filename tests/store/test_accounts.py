"""Accounts and the audit trail, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from diagnostics.accounts.account import Account, Changes, Entry, NameTaken
from diagnostics.store.accounts import SqlAccountStore

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANN = Account("ann", frozenset({"agent", "manager"}), "$hash", "session-1", NOW)
MADE = Entry(NOW, "root", "created", "ann", "agent, manager")


@pytest.fixture
def store(engine: Engine) -> SqlAccountStore:
    store = SqlAccountStore(engine)
    store.add(ANN, MADE)
    return store


def test_an_account_comes_back_as_it_was_stored(store: SqlAccountStore) -> None:
    """By its name and by its session; nobody else does."""
    assert store.find("ann") == store.of_session("session-1") == ANN
    assert store.find("Ann") is store.find("") is store.of_session("session-2") is store.of_session("") is None


def test_a_name_is_taken_once(store: SqlAccountStore) -> None:
    """Nothing of the second account is stored, not even its line in the trail."""
    with pytest.raises(NameTaken):
        store.add(replace(ANN, session="session-2", roles=frozenset({"admin"})), MADE)
    assert store.all() == [ANN] and store.trail(None, 9) == [MADE]


def test_of_accounts_that_are_added_at_once_one_is_first(store: SqlAccountStore) -> None:
    """Eight threads add the same name: one succeeds, seven hear that it is taken."""

    def added(number: int) -> bool:
        try:
            store.add(replace(ANN, name="bob", session=f"b{number}"), replace(MADE, account="bob"))
        except NameTaken:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(added, range(8))) == [False] * 7 + [True]


@pytest.mark.parametrize("changes", [
    Changes(roles=frozenset({"admin"})), Changes(password="$other"), Changes(session="session-9"), Changes(active=False),
    Changes(frozenset({"author"}), "$x", "s", False), Changes(),
])  # fmt: skip
def test_a_change_changes_what_it_names(store: SqlAccountStore, changes: Changes) -> None:
    """And nothing else, of nobody else; the account as it is then is given back."""
    other = replace(ANN, name="bob", session="session-b")
    store.add(other, MADE)
    given = {name: getattr(changes, name) for name in ("roles", "password", "session", "active") if getattr(changes, name) is not None}
    assert store.change("ann", changes, MADE) == store.find("ann") == replace(ANN, **given)
    assert store.find("bob") == other


def test_nobody_can_be_changed(store: SqlAccountStore) -> None:
    """There is no such account, and none comes of it."""
    assert store.change("zed", Changes(active=False)) is None
    assert store.all() == [ANN]


def test_the_trail_is_read_from_its_end(store: SqlAccountStore) -> None:
    """In the order of writing, whatever the clocks say; of one user what they did and what was done to them."""
    pairs = [("ann", "ann"), ("", "bob"), ("ann", "bob")]
    entries = [Entry(NOW - timedelta(hours=n), who, "signed in", whom, "é 漢") for n, (who, whom) in enumerate(pairs)]
    for entry in entries:
        store.note(entry)
    assert store.trail(None, 9) == [*reversed(entries), MADE]
    assert store.trail(None, 1) == [entries[2]]
    assert store.trail("ann", 9) == [entries[2], entries[0], MADE]
    assert store.trail("bob", 9) == [entries[2], entries[1]]
