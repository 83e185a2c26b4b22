"""`diagnostics withdraw`: old programs of a tree out of running visits."""

import click

from diagnostics.cli.counted import counted
from diagnostics.cli.services import services_of
from diagnostics.settings import Settings
from diagnostics.wiring import withdraw as withdraw_old


@click.command()
@click.argument("tree")
def withdraw(tree: str) -> None:
    """Take every program of TREE but the one in service out of running visits too.

    For advice that must not be followed any more. The visits go on with the program in service; answers that still fit are kept.
    """
    with services_of(Settings.from_environment()) as services:
        taken = withdraw_old(services, tree)
    click.echo(f"{counted(len(taken), 'program')} of {tree} withdrawn.")
