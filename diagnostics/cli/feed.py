"""`diagnostics feed …`: the sources of calls, their keys, and whether they are alive."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from diagnostics.cli.services import services_of
from diagnostics.service.feeds import FeedError, Feeds, FeedState
from diagnostics.settings import Settings


@click.group()
def feed() -> None:
    """Sources of calls: connect them, give them keys, see whether they are alive.

    A source that has died looks as if nobody called any more. So each has a silence that is usual for it; what goes beyond makes its days
    unknown, and they are not counted.
    """


@feed.command()
@click.argument("source")
@click.option("--zone", default="", help="The time zone of its times that have no offset, such as Europe/Berlin. Without it they are refused.")
@click.option("--silence-hours", type=int, help="How long it may be silent. Left out, it is learned from its gaps, and at least 26.")
@click.option("--closed", default="", help="Days without calls, such as sat,sun: they do not count as silence.")
@click.option("--region", default="", help="The country of its telephone numbers that begin without one, such as DE.")
def add(source: str, zone: str, silence_hours: int | None, closed: str, region: str) -> None:
    """Connect SOURCE (a name such as acd_us), or agree anew with one that is connected. Its key stays."""
    with _feeds() as feeds:
        kept = feeds.add(source, zone, silence_hours, closed.split(",") if closed else (), region)
    click.echo(f"{kept.source} is connected. Its key: diagnostics feed key {kept.source}")


@feed.command("list")
@click.option("--check", is_flag=True, help="End with 1 where a source is silent for too long: for a monitor.")
def show_all(check: bool) -> None:
    """List the sources: their last call, how late they are, how long they have been silent."""
    with _feeds() as feeds:
        states = feeds.states()
    if not states:
        click.echo("No source is connected yet: diagnostics feed add SOURCE")
    for state in states:
        click.echo("  ".join(_words(state)))
    for state in states:
        if state.alert:
            click.echo(state.alert, err=True)
    if check and any(state.alert for state in states):
        raise SystemExit(1)


@feed.command()
@click.argument("source")
def key(source: str) -> None:
    """Print the key of SOURCE and a request to try it with."""
    with _feeds() as feeds:
        found = feeds.key(source)
    click.echo(f"Key of {source} (secret; whoever has it can send calls in its name):\n\n    {found}\n\nTry it, with the address of your server:\n")
    click.echo(_EXAMPLE.format(key=found, source=source))


@feed.command()
@click.argument("source")
def rotate(source: str) -> None:
    """Give SOURCE a new key and print it. The old one works for another seven days; rotated twice, it ends at once."""
    with _feeds() as feeds:
        found = feeds.rotate(source)
    click.echo(f"New key of {source} (the old one works for another seven days):\n\n    {found}")


@feed.command()
@click.argument("source")
def retire(source: str) -> None:
    """End SOURCE: it can send no more, and its silence is no fault. Its calls stay."""
    with _feeds() as feeds:
        feeds.retire(source)
    click.echo(f"{source} is retired.")


_EXAMPLE = """\
    KEY={key}
    BODY='{{"source_call_id": "test-1", "started_at": "'$(date -u +%Y-%m-%dT%H:%M:%SZ)'", "handle_s": 300, "reason": "test"}}'
    T=$(date +%s)
    SIGNED=$(printf '%s.%s' "$T" "$BODY" | openssl dgst -sha256 -hmac "$KEY" | sed 's/^.* //')
    curl -sS http://127.0.0.1:8000/api/v1/calls -H 'Content-Type: application/json' \\
      -H 'Diagnostics-Source: {source}' -H "Diagnostics-Signature: t=$T,v1=$SIGNED" -d "$BODY\""""


@contextmanager
def _feeds() -> Iterator[Feeds]:
    """The sources of the installation. What cannot be done ends the command with exit 1 and its reason."""
    with services_of(Settings.from_environment()) as services:
        try:
            yield services.feeds
        except FeedError as error:
            raise click.ClickException(str(error)) from None


def _words(state: FeedState) -> Iterator[str]:
    life = state.life
    yield state.feed.source
    yield f"last call {life.last_call_at:%Y-%m-%d %H:%M} UTC" if life.last_call_at else "no call yet"
    yield f"{life.week:,} in 7 days"
    if life.last_call_at:
        yield f"99 % within {_span(life.lateness_s)}"
    yield f"silent beyond {_span(int(state.allowed.total_seconds()))}" if state.silent_for else "alive"


def _span(seconds: int) -> str:
    """A length of time in the unit that fits."""
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds} s"
