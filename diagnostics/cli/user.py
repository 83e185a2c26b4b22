"""`diagnostics user …`: the accounts of staff, from the machine that the program runs on."""

import getpass
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from diagnostics.accounts.account import ROLES, ordered
from diagnostics.accounts.passwords import SHORTEST
from diagnostics.cli.services import services_of
from diagnostics.service.accounts import AccountError, Accounts
from diagnostics.settings import Settings

LETTERS = "23456789abcdefghijkmnpqrstuvwxyz"
"""What a generated password is made of: nothing that reads like something else."""

GENERATE = click.option("--generate", is_flag=True, help="Make a password and print it, instead of asking for one.")


@click.group()
def user() -> None:
    """Who may sign in: add users, give roles, set passwords, read the audit trail.

    Roles: `author` writes guides, `agent` talks to customers, `manager` reads the figures, `admin` may do everything.
    """


@user.command()
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="What the user may do; may be given several times.")
@GENERATE
def add(name: str, roles: tuple[str, ...], generate: bool) -> None:
    """Add a user. NAME may be an e-mail address; capitals do not count. The first user of an installation is added like this, too."""
    with _accounts() as accounts:
        password = _password(generate)
        account = accounts.create(name, password, roles, _me())
    click.echo(f"Added {account.name}: {', '.join(ordered(account.roles))}.")
    _say(password, generate)


@user.command("list")
def show_all() -> None:
    """List the users with their roles."""
    with _accounts() as accounts:
        found = accounts.all()
    width = max((len(account.name) for account in found), default=0)
    for account in found:
        click.echo(f"{account.name:{width}}  {', '.join(ordered(account.roles))}{'' if account.active else '  (deactivated)'}")
    if not found:
        click.echo("There is no user yet: diagnostics user add NAME --role admin")


@user.command()
@click.argument("name")
@click.argument("roles", nargs=-1, required=True, type=click.Choice(ROLES))
def roles(name: str, roles: tuple[str, ...]) -> None:
    """Give a user exactly these ROLES, at once."""
    with _accounts() as accounts:
        account = accounts.set_roles(name, roles, _me())
    click.echo(f"{account.name}: {', '.join(ordered(account.roles))}.")


@user.command()
@click.argument("name")
@GENERATE
def password(name: str, generate: bool) -> None:
    """Set a new password for a user who has forgotten theirs. It ends all their sessions."""
    with _accounts() as accounts:
        given = _password(generate)
        account = accounts.set_password(name, given, _me())
    click.echo(f"{account.name} has a new password.")
    _say(given, generate)


@user.command()
@click.argument("name")
def deactivate(name: str) -> None:
    """Let a user in no more. It ends all their sessions; what the audit trail says about them stays."""
    with _accounts() as accounts:
        account = accounts.deactivate(name, _me())
    click.echo(f"{account.name} can no longer sign in.")


@user.command()
@click.argument("name")
def activate(name: str) -> None:
    """Let a deactivated user in again, with the password and the roles that they had."""
    with _accounts() as accounts:
        account = accounts.activate(name, _me())
    click.echo(f"{account.name} can sign in again.")


@user.command()
@click.argument("name", required=False)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100_000), help="How many lines, the newest.")
def audit(name: str | None, limit: int) -> None:
    """Print who did what and when, the newest last: of everybody, or what the user NAME did and what was done to them."""
    with _accounts() as accounts:
        entries = accounts.trail(name, limit)
    for entry in reversed(entries):
        words = (f"{entry.at:%Y-%m-%d %H:%M:%S} UTC", entry.actor or "-", entry.action, entry.account or "(unknown name)", entry.detail)
        click.echo("  ".join(word for word in words if word))


@contextmanager
def _accounts() -> Iterator[Accounts]:
    """The accounts of the installation. What cannot be done ends the command with exit 1 and its reason."""
    with services_of(Settings.from_environment()) as services:
        try:
            yield services.accounts
        except AccountError as error:
            raise click.ClickException(str(error)) from None


def _me() -> str:
    """Who types, as the audit trail names them."""
    try:
        return f"command line ({getpass.getuser()})"
    except (OSError, KeyError, ImportError):  # a machine that does not know its users
        return "command line"


def _password(generate: bool) -> str:
    """Made, typed twice, or the first line of what is piped in."""
    if generate:
        return generated()
    try:
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\r\n")
        typed: str = click.prompt(f"Password (at least {SHORTEST} characters)", hide_input=True, confirmation_prompt="Once more")
    except UnicodeDecodeError:
        raise click.ClickException("the password is no text in the encoding of this terminal") from None
    return typed


def generated() -> str:
    """A password of 100 random bits that can be read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))


def _say(password: str, generate: bool) -> None:
    if generate:
        click.echo(f"Password: {password}")
