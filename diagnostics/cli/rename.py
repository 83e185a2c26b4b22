"""`diagnostics rename`: a step or an answer under another name, wherever it is named."""

from collections.abc import Iterator
from pathlib import Path

import click

from diagnostics.authoring.files import edited, write_all
from diagnostics.authoring.renaming import CannotRename, Name, Walked, in_catalogue, in_scenarios, in_tree
from diagnostics.cli.counted import counted
from diagnostics.cli.folders import meant
from diagnostics.library.load import Library, load
from diagnostics.scenarios.run import asked
from diagnostics.scenarios.scenario import read_scenarios, scenario_file
from diagnostics.source.reader import Document, read_file
from diagnostics.violations import Edit, did_you_mean


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--tree", help="The tree, where OLD is the name of a step alone.")
@click.option("--folder", type=click.Path(path_type=Path), default=Path("trees"), show_default=True, help="The library folder.")
def rename(old: str, new: str, tree: str | None, folder: Path) -> None:
    """Give a step or an answer another name: in its tree, in scenarios and in translations, all or nothing.

    OLD is TREE/STEP or TREE/STEP/ANSWER; with --tree it is STEP or STEP/ANSWER. Everything else in the files stays as it is. A tree's own id
    is permanent.
    """
    name = _named(old, tree)
    folder = meant((folder,)).folder
    library = load(folder)
    if name.tree not in library.files:
        raise click.UsageError(f"there is no tree `{name.tree}` in {folder}; {did_you_mean(name.tree, library.files) or 'see diagnostics check'}")
    try:
        edits = {path: found for path, found in _edits(folder, library, name, new) if found}
    except CannotRename as error:
        raise click.ClickException(str(error)) from None
    try:
        write_all({path: edited(path.read_bytes(), found) for path, found in edits.items()})
    except OSError as error:
        raise click.ClickException(f"{error.filename} cannot be written: {error.strerror}; nothing was changed") from None
    for path, found in edits.items():
        click.echo(f"{path}: {counted(len(found), 'place')}")
    click.echo(f"`{name}` is now `{new}`.")
    what = "this answer" if name.answer else "this step"
    click.echo(f"Visits recorded so far know it as `{name.own}`: figures of {what} begin anew when the tree is published. "
               "`diagnostics diff` shows it as renamed.", err=True)  # fmt: skip


def _named(old: str, tree: str | None) -> Name:
    parts = old.split("/") if tree is None else [tree, *old.split("/")]
    if not all(parts) or len(parts) > 3:
        raise click.UsageError(f"`{old}` is no name: write TREE/STEP or TREE/STEP/ANSWER, or STEP with --tree TREE")
    if len(parts) == 1:
        raise click.UsageError(f"`{old}` names no step: write TREE/{old}, or add --tree TREE. A tree's id is permanent: addresses, statistics and "
                               "hand-offs hang on it; change its `title` instead")  # fmt: skip
    return Name(*parts)


def _edits(folder: Path, library: Library, name: Name, new: str) -> Iterator[tuple[Path, list[Edit]]]:
    """Each file with its edits.

    Raises:
        CannotRename: as `in_tree`; or a file that may name it cannot be read.
    """
    files = {own: paths[0] for own, paths in library.files.items()}
    yield files[name.tree], in_tree(_read(files[name.tree], folder), name, new)
    for own, path in files.items():
        tests = scenario_file(path)
        program = library.programs.get(own)
        if tests.exists() and (own == name.tree or (program is not None and name.tree in program.trees)):
            yield tests, _in_scenarios(tests, folder, own, library, name, new)
    for path in sorted(folder.glob("locale/*/*.po")):
        try:
            text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError):
            raise CannotRename(f"{path} cannot be read, and may name it; nothing was changed") from None
        yield path, in_catalogue(text, name, new)


def _in_scenarios(path: Path, folder: Path, own: str, library: Library, name: Name, new: str) -> list[Edit]:
    document = _read(path, folder)
    if name.step not in document.text:
        return []
    scenarios, violations = read_scenarios(path, document.file)
    if violations:
        raise CannotRename(f"{violations[0].headline()}\nnothing was changed: correct the scenarios first")
    program = library.programs.get(own)
    ways = [asked(program, scenario) if program else None for scenario in scenarios]
    return in_scenarios(document, own, [Walked(*way) if way else None for way in ways], name, new)


def _read(path: Path, folder: Path) -> Document:
    document = read_file(path, path.relative_to(folder).as_posix())
    if isinstance(document, list):
        raise CannotRename(f"{document[0].headline()}\nnothing was changed: correct the file first")
    return document
