"""`diagnostics map`: the picture of a library, with the trees that call each other."""

from pathlib import Path

import click

from diagnostics.cli.draw import written
from diagnostics.cli.folders import meant, say_left_out
from diagnostics.drawing.library import draw_map
from diagnostics.drawing.mermaid import mermaid_map
from diagnostics.drawing.svg import svg
from diagnostics.library.load import load


@click.command("map")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("trees"))
@click.option("--format", "form", type=click.Choice(["svg", "mermaid"]), default="svg", show_default=True,
              help="`mermaid` is a text that GitHub and many wikis draw; it has only the trees that call, or are called.")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file. Left out, the picture is printed.")
def map_(folder: Path, form: str, output: Path | None) -> None:
    """Draw the library in FOLDER (`trees` if left out): the trees of each area, and which tree calls which."""
    library = load(meant((folder,)).folder)
    if not library.files:
        raise click.UsageError(f"there is no tree in {library.folder}")
    areas = {name: area.title for name, area in library.declared.areas.items()}
    picture = mermaid_map(library.programs, areas) if form == "mermaid" else svg(draw_map(library.programs, areas, library.declared.title or "Trees"))
    say_left_out(library.broken)
    written(picture, output)
    if library.broken:
        raise SystemExit(1)


map = map_
