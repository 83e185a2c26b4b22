"""`diagnostics new`: four questions, and a tree with its scenarios."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from diagnostics.authoring.scaffold import Answers, library_text, scaffold
from diagnostics.authoring.tree_text import Header
from diagnostics.cli.folders import meant
from diagnostics.cli.writing import area_and_team, canonical, new_tree_file, tree_id
from diagnostics.library.load import LIBRARY_FILE, load
from diagnostics.program.types import Team


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("trees"))
@click.option("--title", help="What is wrong, as a customer would say it.")
@click.option("--question", help="The first question, answered with yes or no.")
@click.option("--fix", help="What to try after a yes: `heading: action; action`.")
@click.option("--owner", help="A team of the library; in a new library, the name of its team.")
@click.option("--phone", help="The team's phone number; asked for in a new library only.")
@click.option("--tree", help="The id of the tree; made from the title if left out.")
@click.option("--area", help="An area of the library; its first one if left out.")
def new(folder: Path, title: str | None, question: str | None, fix: str | None, owner: str | None, phone: str | None, tree: str | None,
        area: str | None) -> None:  # fmt: skip
    """Write a new tree and its scenarios into FOLDER (`trees` if left out), which becomes a library where it is none yet.

    What the options leave open is asked. Nothing is overwritten.
    """
    title = title or _ask("What is wrong, as a customer would say it?")
    name = tree_id(tree or title, exact=tree is not None)
    question = question or _ask("What do you ask first, so that yes or no answers it?")
    fix = fix or _ask("What helps most when it is yes? (heading: action; action)")
    owner = owner or _ask("Which team takes over when nothing helps?")
    if not (folder / LIBRARY_FILE).exists() and not _inside_a_library(folder):
        owner = _new_library(folder, owner, phone)
    library = load(meant((folder,)).folder)
    where, team = area_and_team(library.declared, area, _named(owner, library.declared.teams))
    heading, _, rest = fix.partition(":")
    actions = tuple(part.strip() for part in rest.split(";") if part.strip())
    today = date.today()  # noqa: TID251 (the day on which it is written)
    header = Header(name, title.strip(), "Find out why, step by step, and what helps.", where, team, today)
    path = new_tree_file(library, where, name, *scaffold(header, Answers(question, heading.strip(), actions)))
    click.echo(f"Wrote {path} and {path.stem}.test.yml beside it.")
    click.echo(f"Next: diagnostics check {folder}")
    click.echo(f"      diagnostics play {name} --folder {folder}")


def _ask(question: str) -> str:
    answer: str = click.prompt(question, prompt_suffix="\n> ")
    return answer


def _inside_a_library(folder: Path) -> bool:
    return any((above / LIBRARY_FILE).exists() for above in folder.resolve().parents)


def _new_library(folder: Path, title: str, phone: str | None) -> str:
    """Writes a library file; gives the id of its team."""
    number = phone or _ask("How is that team reached? (a phone number)")
    team = tree_id(title)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = canonical(library_text("Help", team, title.strip(), number.strip()), LIBRARY_FILE)
        (folder / LIBRARY_FILE).write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{folder / LIBRARY_FILE} cannot be written: {error.strerror or error}") from None
    click.echo(f"Wrote {folder / LIBRARY_FILE}: one area, one team.")
    return team


def _named(owner: str, teams: Mapping[str, Team]) -> str:
    """A team by its id or its title."""
    return next((name for name, team in teams.items() if owner.strip().casefold() in (name, team.title.casefold())), owner.strip())
