"""`diagnostics draw`: the picture of one tree."""

from pathlib import Path

import click

from diagnostics.cli.folders import loaded
from diagnostics.cli.since import Since, SinceType
from diagnostics.drawing.layout import TooMuchToDraw
from diagnostics.drawing.mermaid import mermaid
from diagnostics.drawing.svg import svg
from diagnostics.drawing.tree import draw_tree


@click.command()
@click.argument("tree")
@click.option("--folder", type=click.Path(path_type=Path), default=Path("trees"), show_default=True, help="The library folder.")
@click.option("--format", "form", type=click.Choice(["svg", "mermaid"]), default="svg", show_default=True,
              help="`mermaid` is a text that GitHub and many wikis draw.")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file. Left out, the picture is printed.")
@click.option("--visits", type=SinceType(), help="Show how many visits went each way and where they ended: those of the last `30d`, `4w`, `12h`, "
              "or since a day.")  # fmt: skip
@click.option("--coverage", is_flag=True, help="Show which answers the scenarios beside the tree give.")
@click.option("--changes", metavar="OLD", help="Show what changed since OLD: a folder, a tree file, `published`, or a commit such as `HEAD`.")
def draw(tree: str, folder: Path, form: str, output: Path | None, visits: Since | None, coverage: bool, changes: str | None) -> None:
    """Draw TREE (an id, or its file): its steps, and the answers on the lines between them.

    The SVG stands alone: it needs no other file, follows the reader's light or dark setting, and prints black on white.
    """
    if (visits is not None) + coverage + (changes is not None) > 1:
        raise click.UsageError("--visits, --coverage and --changes are three pictures: ask for one of them")
    overlaid = visits is not None or coverage or changes is not None
    if overlaid and form == "mermaid":
        raise click.UsageError("--visits, --coverage and --changes are drawn as SVG only: leave --format out")
    library, program = loaded(tree, folder)
    if form == "mermaid":
        written(mermaid(program), output)
        return
    overlay = None
    if overlaid:
        from diagnostics.cli import overlays  # the database is opened only where it is asked for

        if visits is not None:
            overlay = overlays.visited(program, visits)
        else:
            overlay = overlays.covered(program, library) if changes is None else overlays.changed(program, changes, library.folder)
    try:
        picture = draw_tree(program, overlay)
    except TooMuchToDraw as error:
        raise click.ClickException(f"{error}; `--format mermaid` writes the tree as text") from None
    written(svg(picture), output)


def written(text: str, output: Path | None) -> None:
    """Prints a picture, or writes it into a file.

    Raises:
        click.ClickException: the file cannot be written.
    """
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror or error}") from None
    click.echo(f"Wrote {output}.", err=True)
