"""`diagnostics user …`: the first admin, roles, passwords, the audit trail, and what is refused."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from diagnostics.settings import Settings
from diagnostics.wiring import build
from tests.cli.running import run

GOOD = "correct horse battery"
User = Callable[..., Result]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"DIAGNOSTICS_DATABASE": f"sqlite:///{tmp_path}/d.sqlite3", "DIAGNOSTICS_SECRET_FILE": f"{tmp_path}/secret"}


@pytest.fixture
def user(environment: dict[str, str]) -> User:
    return lambda *arguments, typed=None: run("user", *arguments, typed=typed, env=environment)


def test_the_first_admin(user: User, tmp_path: Path) -> None:
    """Before there is one the list says how; a generated password is printed once, and lets its user in."""
    assert "diagnostics user add NAME --role admin" in user("list").output
    done = user("add", "Root@Example.com", "--role", "admin", "--generate")
    assert done.exit_code == 0 and "Added root@example.com: admin." in done.output
    password = re.search(r"^Password: ([2-9a-km-z]{5}(-[2-9a-km-z]{5}){3})$", done.output, re.M)
    assert password is not None
    accounts = build(Settings(database=f"sqlite:///{tmp_path}/d.sqlite3", secret_file=f"{tmp_path}/secret")).accounts
    assert accounts.sign_in("root@example.com", password[1], "here") is not None


def test_a_password_may_be_piped_in(user: User) -> None:
    """Its first line, and it is not printed."""
    done = user("add", "ann", "--role", "agent", "--role", "manager", typed=f"{GOOD}\nmore\n")
    assert done.exit_code == 0 and "Added ann: agent, manager." in done.output and GOOD not in done.output


def test_roles_passwords_and_the_end_of_an_account(user: User) -> None:
    """Each says what holds now; the list shows it."""
    user("add", "ann", "--role", "agent", typed=GOOD)
    user("add", "bo", "--role", "author", typed=GOOD)
    assert "ann: author, admin." in user("roles", "ANN", "admin", "author").output
    assert "ann has a new password" in user("password", "ann", typed="another long one").output
    assert "bo can no longer sign in" in user("deactivate", "bo").output
    assert user("list").output.splitlines() == ["ann  author, admin", "bo   author  (deactivated)"]
    assert "bo can sign in again" in user("activate", "bo").output


def test_the_audit_trail(user: User) -> None:
    """A line for each step, the newest last, with the one who did it; of one user only theirs."""
    user("add", "ann", "--role", "agent", typed=GOOD)
    user("add", "bo", "--role", "author", typed=GOOD)
    user("roles", "ann", "manager")
    lines = user("audit").output.splitlines()
    assert [re.sub(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC  command line( \([^)]+\))?  ", "", line) for line in lines] == [
        "created  ann  agent", "created  bo  author", "roles changed  ann  agent → manager"]
    assert user("audit", "bo").output.splitlines() == lines[1:2] and user("audit", "--limit", "1").output.splitlines() == lines[2:]


@pytest.mark.parametrize(("arguments", "typed", "says", "code"), [
    (("add", "ann", "--role", "agent"), GOOD, "there is a user ann already", 1),
    (("add", "bo", "--role", "agent"), "short", "at least 12 characters", 1),
    (("add", "bo", "--role", "agent"), "", "at least 12 characters", 1), (("add", "a b", "--role", "agent"), GOOD, "a user name has", 1),
    (("add", "bo\udcff", "--role", "agent"), GOOD, "a user name has", 1), (("add", "bo", "--role", "agent"), b"bad \xff password", "no text", 1),
    (("add", "bo", "--role", "boss"), GOOD, "'boss' is not one of", 2), (("add", "bo"), GOOD, "Missing option '--role'", 2),
    (("roles", "ann"), None, "Missing argument", 2), (("roles", "anne", "agent"), None, "there is no user `anne`; did you mean `ann`", 1),
    (("password", "zed"), GOOD, "there is no user `zed`", 1), (("deactivate", "zed"), None, "there is no user `zed`", 1),
    (("audit", "zed"), None, "there is no user `zed`", 1), (("audit", "--limit", "0"), None, "0 is not in the range", 2),
    (("deactivate", "\udcff"), None, "there is no user", 1),
])  # fmt: skip
def test_what_is_refused(user: User, arguments: tuple[str, ...], typed: str | bytes | None, says: str, code: int) -> None:
    """A line that says why; nothing is changed."""
    user("add", "ann", "--role", "agent", typed=GOOD)
    before = user("audit").output
    done = user(*arguments, typed=typed)
    assert done.exit_code == code and says in done.output
    assert user("audit").output == before


def test_a_secret_that_cannot_be_used_is_said(environment: dict[str, str], tmp_path: Path) -> None:
    """Every command that opens the installation ends with one line, not with a traceback."""
    (tmp_path / "secret").write_text("damaged")
    (tmp_path / "secret").chmod(0o600)
    done = run("user", "list", env=environment)
    assert done.exit_code == 1 and "is damaged" in done.output
