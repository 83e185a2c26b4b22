"""The services of an installation for a command, with what can go wrong said in one line."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import click

from diagnostics.cli.counted import counted
from diagnostics.service.ports import LookupProvider
from diagnostics.settings import Settings
from diagnostics.wiring import KeyringError, Published, PublishError, Services, StoreError, build


@contextmanager
def services_of(settings: Settings, providers: Mapping[str, LookupProvider] | None = None) -> Iterator[Services]:
    """Opens the database and the secret of the settings. What cannot be done ends the command with exit 1 and its reason."""
    try:
        yield build(settings, providers)
    except (StoreError, KeyringError, PublishError) as error:
        raise click.ClickException(str(error)) from None


def say_published(published: Published) -> None:
    """Tells what came of a publish: what is in service, and each tree that is not as its file says."""
    for violation in published.violations:
        click.echo(violation.headline(), err=True)
    for tree, why in published.kept.items():
        click.echo(f"{tree}: {why}; its last good program stays in service", err=True)
    for tree, why in published.left_out.items():
        click.echo(f"{tree}: {why}; it is not in service", err=True)
    if published.publication is None:
        click.echo("Nothing to publish: what is in service is what the folder says.")
    else:
        click.echo(f"Published {counted(len(published.publication.manifest.trees), 'tree')} as publication {published.publication.id}.")
