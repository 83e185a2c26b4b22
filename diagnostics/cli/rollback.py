"""`diagnostics rollback`: an earlier publication back into service."""

import click

from diagnostics.cli.counted import counted
from diagnostics.cli.services import services_of
from diagnostics.settings import Settings
from diagnostics.wiring import rollback as roll_back


@click.command()
@click.option("--to", type=int, help="The number of the publication; the one before if left out.")
@click.option("--list", "listing", is_flag=True, help="List the publications, and change nothing.")
def rollback(to: int | None, listing: bool) -> None:
    """Put an earlier publication back into service.

    It becomes a new publication, so nothing is lost, and it can be rolled back itself.
    """
    with services_of(Settings.from_environment()) as services:
        if listing:
            for one in services.programs.publications():
                click.echo(f"{one.id:>5}  {one.at:%Y-%m-%d %H:%M} UTC  {one.kind:<8}  {counted(len(one.manifest.trees), 'tree')}  {one.note}")
            return
        done = roll_back(services, to)
    click.echo(f"Publication {done.id} is in service: {done.note}.")
