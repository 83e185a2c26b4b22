"""`diagnostics translate`: the catalogues of a language, brought up to date with the trees."""

import re
from collections.abc import Mapping
from pathlib import Path

import click
from babel.messages.catalog import Catalog

from diagnostics.authoring.files import write_whole
from diagnostics.cli.counted import counted
from diagnostics.cli.folders import meant
from diagnostics.library.load import LIBRARY_FILE, Library, load
from diagnostics.model.read import WrittenTree
from diagnostics.source.links import LEADS_OUT, leads_out
from diagnostics.translations.catalogue import parse, read_text
from diagnostics.translations.merge import Merged, merge
from diagnostics.translations.units import NO_AREA, area_of
from diagnostics.violations import Violation, clipped

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:_[A-Z][A-Za-z]{1,3})?")


@click.command()
@click.argument("language")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit with 1 if a catalogue is not up to date.")
def translate(language: str, paths: tuple[Path, ...], only_check: bool) -> None:
    """Write the catalogues of LANGUAGE (`ru`, `zh`, `pt_BR`): all texts of the trees, for translators.

    There is one catalogue an area, `locale/LANGUAGE/AREA.po` in the library folder. In those that exist, new texts are added, translations of
    changed texts are marked `fuzzy`, and what is gone is set aside; translations and comments stay. PATHS are a library folder, folders in it, or
    tree files, whose whole areas are meant; `trees` if left out.
    """
    wanted = meant(paths)
    if not _LANGUAGE.fullmatch(language):
        raise click.UsageError(f"`{language}` is no language: write it as `ru`, `zh` or `pt_BR`")
    library = load(wanted.folder)
    if language == library.declared.locale:
        raise click.UsageError(f"the trees are written in `{language}`: it needs no catalogue")
    behind = 0
    for area, trees in _areas(library, wanted.trees).items():
        path = wanted.folder / "locale" / language / f"{area}.po"
        if area not in (*library.declared.areas, NO_AREA):  # it becomes a file's name
            click.echo(f"{trees[0].document.file}: there is no area `{clipped(area)}` in {LIBRARY_FILE}, so it gets no catalogue", err=True)
            behind += 1
            continue
        merged = _merged(path, trees, language)
        if merged is None:
            behind += 1
        elif not path.exists() or path.read_bytes() != merged.text.encode():
            behind += only_check
            if not only_check:
                _write(path, merged.text)
            click.echo(f"{path}: {_told(merged)}{' (not written)' if only_check else ''}")
        else:
            click.echo(f"{path}: up to date, {_waiting(merged)}")
    if behind:
        raise SystemExit(1)


def _areas(library: Library, names: tuple[str, ...]) -> Mapping[str, list[WrittenTree]]:
    """The trees by catalogue, sorted; only areas of the trees that were named, if any were."""
    areas: dict[str, list[WrittenTree]] = {}
    for name in sorted(library.trees):
        areas.setdefault(area_of(library.trees[name]), []).append(library.trees[name])
    return {area: trees for area, trees in sorted(areas.items()) if not names or any(tree.id in names for tree in trees)}


def _merged(path: Path, trees: list[WrittenTree], language: str) -> Merged | None:
    """The area's catalogue as it ought to be; None after saying why it must stay as it is."""
    broken = next((tree.violations[0] for tree in trees if tree.violations), None)
    if broken is not None:
        click.echo(f"{path} stays as it is, for a tree of the area has mistakes:\n{broken.text()}", err=True)
        return None
    old = _old(path)
    if isinstance(old, Violation):
        click.echo(f"{path} stays as it is:\n{old.text()}", err=True)
        return None
    return merge(trees, old, language)


def _old(path: Path) -> Catalog | Violation | None:
    if not path.exists():
        return None
    text = read_text(path, path.as_posix())
    return text if isinstance(text, Violation) else parse(text, path.as_posix())


def _write(path: Path, text: str) -> None:
    if leads_out(path):  # before a folder is made
        raise click.ClickException(f"{path} cannot be written: {LEADS_OUT}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror or error}") from None


def _told(merged: Merged) -> str:
    done = [f"{number} {what}" for number, what in ((merged.added, "new"), (merged.changed, "changed"), (merged.gone, "gone")) if number]
    return ", ".join([*(done or ["put in order"]), _waiting(merged)])


def _waiting(merged: Merged) -> str:
    fuzzy = f", {merged.fuzzy} to look at again" if merged.fuzzy else ""
    return f"{counted(merged.empty, 'text')} to translate{fuzzy}"
