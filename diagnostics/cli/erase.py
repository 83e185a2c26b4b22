"""`diagnostics erase`: the personal values of one visit, gone for good."""

import click

from diagnostics.cli.counted import counted
from diagnostics.cli.services import services_of
from diagnostics.settings import Settings


@click.command()
@click.argument("code")
def erase(code: str) -> None:
    """Erase the personal values of the visit with this CODE, as the customer reads it out.

    What was typed as free text or pasted, and facts that are declared personal. The path of the visit stays; what it needs again is
    asked again.
    """
    with services_of(Settings.from_environment()) as services:
        erased = services.visits.erase_personal(code)
    if erased is None:
        raise click.ClickException("no visit has this code")
    click.echo(f"Erased the personal values of {counted(erased, 'answer')}.")
