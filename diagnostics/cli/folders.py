"""What the paths on the command line mean: the library folder that they lie in, and the trees that are meant."""

from dataclasses import dataclass
from pathlib import Path

import click

from diagnostics.library.load import LIBRARY_FILE, load, tree_files
from diagnostics.program.types import Program
from diagnostics.violations import did_you_mean


@dataclass(frozen=True, slots=True)
class Meant:
    """A library folder, and the ids of the trees that were named; empty: all of them."""

    folder: Path
    trees: tuple[str, ...]

    def means(self, file: str) -> bool:
        """Whether a file of the library (as violations name it) was meant."""
        return not self.trees or Path(file).name.removesuffix(".yml").removesuffix(".test") in self.trees


def meant(paths: tuple[Path, ...]) -> Meant:
    """Finds the library that the paths are in: the nearest folder above them with a `_library.yml`; `trees` without any path.

    Raises:
        click.UsageError: a path does not exist, or lies in no library, or in another one than the first.
    """
    paths = paths or (Path("trees"),)
    folders = {_library_of(path) for path in paths}
    if len(folders) > 1:
        raise click.UsageError("the paths lie in different libraries: " + ", ".join(sorted(map(str, folders))))
    folder = folders.pop()
    if any(path.resolve() == folder.resolve() for path in paths):
        return Meant(folder, ())
    files = [f for path in paths for f in (tree_files(path) if path.is_dir() else [path])]
    return Meant(folder, tuple(dict.fromkeys(f.name.removesuffix(".yml").removesuffix(".test") for f in files)))


def _library_of(path: Path) -> Path:
    if not path.exists():
        raise click.UsageError(f"there is no {path}")
    for folder in (path, *path.resolve().parents):
        if folder.is_dir() and (folder / LIBRARY_FILE).exists():
            return folder
    if path.is_dir():
        return path  # the check says what is missing
    raise click.UsageError(f"{path} lies in no library: no folder above it has a {LIBRARY_FILE}")


def program_of(tree: str, folder: Path) -> Program:
    """The program of a tree named by its id or its file.

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
        for violation in library.violations:
            click.echo(violation.text() + "\n")
        raise click.ClickException(f"`{name}` or a tree that it calls has errors")
    return library.programs[name]
