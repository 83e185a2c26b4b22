"""New tree files: what their names, areas and owners may be, and where they go."""

import re
from collections.abc import Collection
from pathlib import Path

import click

from diagnostics.authoring.formatting import formatted
from diagnostics.compiler.library import Declarations
from diagnostics.library.load import LIBRARY_FILE, Library
from diagnostics.model.language import KEBAB
from diagnostics.source.links import LEADS_OUT, leads_out
from diagnostics.violations import did_you_mean


def tree_id(text: str, exact: bool = False) -> str:
    """The id of a tree from a text.

    Raises:
        click.UsageError: with `exact`, the text is no id; otherwise there is nothing in it to make one of.
    """
    made = "-".join(re.findall("[a-z0-9]+", text.lower())).lstrip("-0123456789")[:80].rstrip("-")
    if not made or (exact and not re.fullmatch(KEBAB.pattern, text)):
        hint = f"; `{made}` would do" if made else ""
        raise click.UsageError(f"`{text}` cannot be a tree's id: {KEBAB.hint}{hint}")
    return made


def area_and_team(declared: Declarations, area: str | None, owner: str | None) -> tuple[str, str]:
    """The area and team that are meant: those named, else the library's first.

    Raises:
        click.UsageError: there is none of the name, or none at all.
    """
    return _one_of(area, declared.areas, "area"), _one_of(owner, declared.teams, "team")


def _one_of(name: str | None, known: Collection[str], what: str) -> str:
    if not known:
        raise click.UsageError(f"{LIBRARY_FILE} declares no {what}; `diagnostics check` says what is wrong with it")
    if name is None:
        return next(iter(known))
    if name not in known:
        raise click.UsageError(f"there is no {what} `{name}` in {LIBRARY_FILE}; {did_you_mean(name, known) or 'it has ' + ', '.join(known)}")
    return name


def new_tree_file(library: Library, area: str, name: str, text: str, beside: str = "") -> Path:
    """Writes a new file in canonical form in the folder of its area; `beside` is the text of its scenarios, if it has any.

    Raises:
        click.UsageError: there is a tree of this name already.
        click.ClickException: it cannot be written.
    """
    if name in library.trees or (library.folder / area / f"{name}.yml").exists():
        raise click.UsageError(f"there is a tree `{name}` already; give the new one another id with `--tree`")
    path = library.folder / area / f"{name}.yml"
    if leads_out(path):
        raise click.ClickException(f"{path} cannot be written: {LEADS_OUT}")
    try:
        path.parent.mkdir(exist_ok=True)
        for file, said in {path: text, path.with_name(f"{name}.test.yml"): beside}.items():
            if said:
                with file.open("x", encoding="utf-8") as new:
                    new.write(canonical(said, file.name))
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror or error}") from None
    return path


def canonical(text: str, file: str) -> str:
    """What `diagnostics fmt` would make of it; the text itself where that finds mistakes, which the check then tells."""
    made = formatted(text.encode(), file)
    return made if isinstance(made, str) else text
