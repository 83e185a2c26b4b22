"""`diagnostics publish`: a folder into service, all at once."""

from pathlib import Path

import click

from diagnostics.cli.folders import meant
from diagnostics.cli.services import say_published, services_of
from diagnostics.settings import Settings
from diagnostics.violations import errors
from diagnostics.wiring import publish_folder


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("trees"))
@click.option("--note", default="", help="A word about why, kept with the publication.")
def publish(folder: Path, note: str) -> None:
    """Put the trees of FOLDER (`trees` if left out) into service.

    All good trees switch together. A broken tree keeps its last good program and is named; the exit code is then 1. Visits that are
    under way go on with the program that they began with.
    """
    with services_of(Settings.from_environment()) as services:
        published = publish_folder(services, meant((folder,)).folder, note)
    say_published(published)
    if published.kept or published.left_out or errors(published.violations):
        raise SystemExit(1)
