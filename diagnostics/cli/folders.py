"""What the paths on the command line mean: the library folder that they lie in, and the trees that are meant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from diagnostics.library.load import LIBRARY_FILE, Library, load, tree_files
from diagnostics.program.types import Program
from diagnostics.violations import did_you_mean


@dataclass(frozen=True, slots=True)
class Meant:
    """A library folder, and the ids of the trees that were named; empty: all of them."""

    folder: Path
    trees: tuple[str, ...]

    def files(self, library: Library) -> set[str]:
        """The files that count, as violations name them: of the trees that are meant and of all that they call, and the library's own."""
        return self.files_of({name: tree.calls for name, tree in library.trees.items()})

    def files_of(self, calls: Mapping[str, Iterable[str]]) -> set[str]:
        """The same, told which trees each one calls."""
        pending, found = list(self.trees or (path.stem for path in tree_files(self.folder))), set[str]()
        while pending:
            name = pending.pop()
            if name not in found:
                found.add(name)
                pending += calls.get(name, ())
        return {path.relative_to(self.folder).as_posix() for path in tree_files(self.folder) if path.stem in found} | {LIBRARY_FILE}


def meant(paths: tuple[Path, ...]) -> Meant:
    """Finds the library that the paths are in: the nearest folder above them with a `_library.yml`; `trees` without any path.

    Raises:
        click.UsageError: a path does not exist, holds no tree, or lies in no library, or in another one than the first.
    """
    paths = paths or (Path("trees"),)
    folders = {_library_of(path) for path in paths}
    if len(folders) > 1:
        raise click.UsageError("the paths lie in different libraries: " + ", ".join(sorted(map(str, folders))))
    folder = folders.pop()
    parts = [path for path in paths if path.resolve() not in (folder.resolve(), (folder / LIBRARY_FILE).resolve())]
    names = [name for path in parts for name in _trees_of(path)]
    return Meant(folder, tuple(dict.fromkeys(names)) if len(parts) == len(paths) else ())


def _trees_of(path: Path) -> list[str]:
    if path.is_dir():
        names = [file.stem for file in tree_files(path)]
        if not names and not (path / LIBRARY_FILE).exists() and _library_of(path) != path:
            raise click.UsageError(f"there is no tree in {path}")
        return names
    if path.suffix != ".yml":
        raise click.UsageError(f"{path} is no tree file: its name must end in .yml")
    return [path.name.removesuffix(".yml").removesuffix(".test")]


def _library_of(path: Path) -> Path:
    if not exists(path):
        cure = "; name the folder that your trees are in" if path == Path("trees") else ""  # nobody wrote that: it is what is left out
        raise click.UsageError(f"there is no {path}{cure}")
    for folder in (path, *path.resolve().parents):
        if folder.is_dir() and (folder / LIBRARY_FILE).exists():
            return folder
    if path.is_dir():
        return path  # the check says what is missing
    raise click.UsageError(f"{path} lies in no library: no folder above it has a {LIBRARY_FILE}")


def exists(path: Path) -> bool:
    """Whether there is such a file or folder, as far as one may look."""
    try:
        return path.exists()
    except (OSError, ValueError):  # no name of a file: too long, with a NUL, or forbidden to look at
        return False


def say_left_out(broken: Iterable[str]) -> None:
    """Names the trees that a command could not take in, on standard error."""
    for name in broken:
        click.echo(f"{name} is left out: it or a tree that it calls has errors (see `diagnostics check`)", err=True)


def program_of(tree: str, folder: Path) -> Program:
    """The program of a tree named by its id or its file; raises as `loaded` does."""
    return loaded(tree, folder)[1]


def loaded(tree: str, folder: Path) -> tuple[Library, Program]:
    """The library that a tree is in, named by its id or its file, and the tree's program.

    Raises:
        click.UsageError: there is no such tree.
        click.ClickException: it has errors; they are printed.
    """
    path = Path(tree)
    name, library_folder = (path.stem, meant((path,)).folder) if path.suffix == ".yml" else (tree, meant((folder,)).folder)
    library = load(library_folder)
    if name not in library.trees:
        raise click.UsageError(f"there is no tree `{name}` in {library_folder}; {did_you_mean(name, library.trees) or 'see diagnostics check'}")
    if name not in library.programs:
        wanted = Meant(library_folder, (name,)).files(library)
        for violation in library.violations:
            if violation.span.file in wanted:
                click.echo(violation.text() + "\n", err=True)
        raise click.ClickException(f"`{name}` or a tree that it calls has errors")
    return library, library.programs[name]
