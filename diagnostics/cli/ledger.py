"""`diagnostics ledger …`: brings the sums up to date, or makes them anew."""

from collections.abc import Callable
from datetime import datetime

import click

from diagnostics.cli.counted import counted
from diagnostics.cli.progress import in_one_go, stages
from diagnostics.cli.services import services_of
from diagnostics.service.ledger import Refreshed, ZoneChanged
from diagnostics.settings import Settings
from diagnostics.wiring import Services

Work = Callable[[datetime, Callable[[str, int], None]], Refreshed]


@click.group()
def ledger() -> None:
    """The sums of visits and calls from which every figure is made.

    `serve` keeps them up to date by itself. These commands are for a server that is told not to, for other programs that write into the
    database, and after a change of `DIAGNOSTICS_ZONE`.
    """


@ledger.command()
def refresh() -> None:
    """Take in all visits and calls since the last time. Does no harm while servers run, nor when it is stopped in the middle."""
    _run(lambda services: services.keeper.refresh)


@ledger.command()
def rebuild() -> None:
    """Make everything anew from visits and calls, with the days of `DIAGNOSTICS_ZONE`.

    Gives the same sums as before, if the zone is the same. What is older than the events that are still kept stands as it was summed, on
    the days of the new zone.
    """
    _run(lambda services: services.keeper.rebuild)


def _run(which: Callable[[Services], Work]) -> None:
    with in_one_go(), services_of(Settings.from_environment()) as services:
        try:
            with stages() as stage:
                done = which(services)(services.clock(), stage)
        except ZoneChanged as error:
            raise click.ClickException(str(error)) from None
    click.echo(f"Folded {counted(done.folded, 'visit')}, linked {counted(done.linked, 'visit or call', 'visits and calls')}, "
               f"summed {counted(done.summed, 'day of a tree', 'days of trees')} anew.")  # fmt: skip
