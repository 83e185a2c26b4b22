"""`diagnostics import`: a flow chart or node graph from elsewhere becomes a draft tree, with a list of what a person must still decide."""

from datetime import date
from pathlib import Path

import click

from diagnostics.analysis.check import check
from diagnostics.authoring.decisions import questions
from diagnostics.authoring.drafts import draft
from diagnostics.authoring.graph import FlowChart, ImportFailed
from diagnostics.authoring.mermaid import read_mermaid
from diagnostics.authoring.node_graph import read_node_graph
from diagnostics.authoring.tree_text import Header
from diagnostics.cli.counted import counted
from diagnostics.cli.folders import meant
from diagnostics.cli.writing import area_and_team, new_tree_file, tree_id
from diagnostics.library.load import load
from diagnostics.source.reader import MAX_BYTES
from diagnostics.violations import errors

MERMAID, GRAPHS = (".mmd", ".mermaid", ".md"), (".yml", ".yaml", ".json")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--folder", type=click.Path(path_type=Path), default=Path("trees"), show_default=True, help="The library folder.")
@click.option("--tree", help="The id of the new tree; the file's name if left out.")
@click.option("--area", help="An area of the library; its first one if left out.")
@click.option("--owner", help="A team of the library; its first one if left out.")
@click.option("--title", help="What is wrong, as a customer would say it; the chart's own title if left out.")
def import_(file: Path, folder: Path, tree: str | None, area: str | None, owner: str | None, title: str | None) -> None:
    """Make a draft tree of FILE: a Mermaid flow chart (.mmd, .mermaid, .md) or a node graph (.yml, .yaml, .json).

    The draft stands in the library folder, under its area, and what a person must still decide stands in it as comments. Nothing is
    overwritten.
    """
    library = load(meant((folder,)).folder)
    name = tree_id(tree or file.stem, exact=tree is not None)
    where, team = area_and_team(library.declared, area, owner)
    chart = _read(file)
    said = title or chart.title or name.replace("-", " ").capitalize()
    today = date.today()  # noqa: TID251 (the day on which it is written)
    header = Header(name, said, chart.summary or "Find out why, step by step, and what helps.", where, team, today)
    made = draft(chart, header, library.declared)
    path = new_tree_file(library, where, name, made.text)
    checked = check(load(library.folder))
    wrong = [v for v in errors(checked.violations) if v.span.file == path.relative_to(library.folder).as_posix()]
    for violation in wrong:
        click.echo(violation.text() + "\n")
    open_ = list(questions(made.decisions))
    for heading, lines in open_:
        click.echo(f"{heading}:")
        for line in lines:
            click.echo(f"  - {line}")
    steps = len(checked.library.trees[name].steps) if name in checked.library.trees else 0
    count = counted(sum(len(lines) for _, lines in open_), "thing")
    click.echo(f"Wrote {path}: {counted(steps, 'step')}; {count} to decide (they stand in it as comments).")
    if wrong:
        raise click.ClickException("the draft has errors: they are listed above")
    click.echo(f"Next: diagnostics play {name} --folder {folder}")


def _read(file: Path) -> FlowChart:
    """Reads the chart, by the file's ending.

    Raises:
        click.UsageError: another ending.
        click.ClickException: it cannot be read.
    """
    suffix = file.suffix.lower()
    if suffix not in (*MERMAID, *GRAPHS):
        raise click.UsageError(f"{file}: a file of this ending is not understood; it may be {', '.join((*MERMAID, *GRAPHS))}")
    try:
        data = file.read_bytes()
        if len(data) > MAX_BYTES:
            raise ImportFailed(f"{file} is larger than {MAX_BYTES // 1024} KB: no person could review such a tree")
        return read_node_graph(data, file.name) if suffix in GRAPHS else read_mermaid(_chart_in(data.decode("utf-8-sig"), suffix), "")
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not UTF-8 text: save it as UTF-8") from None
    except (ImportFailed, OSError) as error:
        raise click.ClickException(str(error)) from None


def _chart_in(text: str, suffix: str) -> str:
    """The chart itself: in a page of Markdown it is the first block that is marked so."""
    if suffix != ".md":
        return text
    _, fence, behind = text.replace("\r\n", "\n").partition("```mermaid\n")
    if not fence:
        raise ImportFailed("there is no block ```mermaid in this page")
    return behind.partition("```")[0]
