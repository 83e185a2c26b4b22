"""`diagnostics fmt`: files of trees in canonical form."""

import difflib
from collections.abc import Iterator
from pathlib import Path

import click

from diagnostics.authoring.files import write_whole
from diagnostics.authoring.formatting import formatted
from diagnostics.cli.counted import counted
from diagnostics.source.links import LEADS_OUT, leads_out
from diagnostics.violations import Violation, visible


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit with 1 if a file is not in canonical form.")
@click.option("--diff", "show", is_flag=True, help="Change nothing; print what would change.")
def fmt(paths: tuple[Path, ...], only_check: bool, show: bool) -> None:
    """Put trees, their scenarios and `_library.yml` into canonical form. What they say stays the same, and so does every comment.

    PATHS are files, or folders with all that is below them; `trees` if left out. A file with mistakes is left as it is, and named.
    """
    changed = unread = 0
    files = list(_files(paths or (Path("trees"),)))
    for path in files:
        data = _content(path)
        text = formatted(data, path.as_posix()) if data is not None else None
        if not isinstance(text, str):
            unread += 1
            _say_mistakes(path, text)
            continue
        if data is None or text.encode() == data:
            continue
        changed += 1
        if show:
            _print_difference(path, data, text)
        elif only_check:
            click.echo(f"{path} is not in canonical form")
        else:
            _write(path, text)
            click.echo(f"{path} formatted")
    _sum_up(len(files), changed, unread, only_check or show)
    if unread or (changed and only_check):
        raise SystemExit(1)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    """The files that are meant, each once.

    Raises:
        click.UsageError: a path does not exist, is no YAML file, or has none below it.
    """
    seen = set[Path]()
    for path in paths:
        found = _below(path)
        yield from (file for file in found if file.resolve() not in seen)
        seen.update(file.resolve() for file in found)


def _below(path: Path) -> list[Path]:
    try:
        if path.is_dir():
            found = sorted(file for file in path.rglob("*.yml") if not _is_hidden(file, path) and not file.is_dir())
            if not found:
                raise click.UsageError(f"there is no .yml file in {path}")
            return found
        if not path.exists():
            raise click.UsageError(f"there is no {path}")
    except OSError as error:
        raise click.UsageError(f"{path} cannot be read: {error.strerror}") from None
    if path.suffix != ".yml":
        raise click.UsageError(f"{path} is no tree, scenario or library file: its name must end in .yml")
    return [path]


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") or not part.isprintable() for part in file.relative_to(folder).parts)  # `check` tells of the latter


def _content(path: Path) -> bytes | None:
    """What is in a file; None after saying why it cannot be read."""
    try:
        reason = LEADS_OUT if leads_out(path) else "it is not a file" if not path.is_file() else ""
        if not reason:
            return path.read_bytes()
    except OSError as error:
        reason = str(error.strerror)
    click.echo(visible(f"{path} cannot be read: {reason}"), err=True)
    return None


def _say_mistakes(path: Path, mistakes: list[Violation] | None) -> None:
    """The first one with its place and cure; `check` tells the others."""
    if mistakes:
        more = f"\n    and {len(mistakes) - 1} more: `diagnostics check` shows them" if len(mistakes) > 1 else ""
        click.echo(mistakes[0].text() + more, err=True)
    elif mistakes is not None:
        click.echo(f"{path} is written so unusually that its canonical form would not say the same", err=True)


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from None


def _print_difference(path: Path, data: bytes, text: str) -> None:
    before = data.decode("utf-8-sig").replace("\r\n", "\n").splitlines(keepends=True)
    lines = difflib.unified_diff(before, text.splitlines(keepends=True), f"{path}", f"{path} (canonical)")
    for line in lines:
        colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[0])
        click.secho(line.rstrip("\n"), fg=colour, bold=line.startswith(("+++", "---")))


def _sum_up(files: int, changed: int, unread: int, dry: bool) -> None:
    parts = [f"{changed} would change" if dry else f"{counted(changed, 'file')} formatted"] if changed else []
    parts += [f"{counted(unread, 'file')} with mistakes left as {'it is' if unread == 1 else 'they are'}"] if unread else []
    rest = files - changed - unread
    parts += [f"{counted(rest, 'file')} in canonical form"] if rest or not parts else []
    click.echo("; ".join(parts))
