"""What OLD and NEW on the command line mean: a folder, a tree file, what is in service, or either of the first two at a commit."""

import os
import re
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

import click

from diagnostics.cli.folders import exists, meant
from diagnostics.library.load import LIBRARY_FILE, MEDIA_TYPES, Library, load
from diagnostics.program.manifest import Publication
from diagnostics.program.types import Program
from diagnostics.wiring import Records

_READ = frozenset((".yml", *MEDIA_TYPES))
"""Endings of the files that make programs."""
PUBLISHED = re.compile(r"published(?::([1-9][0-9]{0,8}))?")


@dataclass(frozen=True, slots=True)
class Version:
    """Trees at one time. `programs` are by tree; `offered` those that customers can start, `broken` the trees that have errors, `trees` those
    that were named (empty: all), and `frame` what the library declares besides what programs hold: its title, areas and products."""

    name: str
    programs: Mapping[str, Program]
    offered: frozenset[str]
    broken: frozenset[str]
    trees: tuple[str, ...]
    frame: Mapping[str, str]


def version(text: str, records: Records | None, like: Path) -> Version:
    """What was typed. `like` is the folder or file that a commit without a path is asked for.

    Raises:
        click.UsageError: there is no such folder, file, commit or publication.
        click.ClickException: git cannot do what is asked.
    """
    known = PUBLISHED.fullmatch(text)
    if known:
        return _published(text, records, int(known[1]) if known[1] else None)
    if text and exists(Path(text)):
        wanted = meant((Path(text),))
        return _of(text, load(wanted.folder), wanted.trees)
    ref, colon, path = text.partition(":")
    if ref and not ref.startswith("-") and _git(like, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}") is not None:
        return _at_commit(text, ref, path if colon and path else None, like)
    hint = "give a folder, a tree file, `published`, or a commit such as `HEAD` or `main:trees`"
    raise click.UsageError(f"there is no {text}: {hint}")


def _of(name: str, library: Library, trees: tuple[str, ...]) -> Version:
    declared = library.declared
    frame = _frame(declared.title, {name: (area.title, area.icon) for name, area in declared.areas.items()}, declared.products)
    return Version(name, library.programs, frozenset(library.offered()), frozenset(library.broken), trees, frame)


def _frame(title: str, areas: Mapping[str, tuple[str, str]], products: Mapping[str, str]) -> dict[str, str]:
    shown = {f"area `{name}`": f"{title} ({icon})" for name, (title, icon) in areas.items()}
    return {"title": title, **shown, **{f"product `{name}`": title for name, title in products.items()}}


def _published(name: str, records: Records | None, number: int | None) -> Version:
    if records is None:
        raise click.UsageError("there is no database yet, so nothing is in service: name a folder or a commit, or set DIAGNOSTICS_DATABASE")
    publication = records.programs.serving() if number is None else records.programs.publication(number)
    if publication is None:
        raise click.UsageError("nothing has been published yet" if number is None else f"there is no publication {number}")
    programs = programs_of(publication, records)
    manifest = publication.manifest
    broken = frozenset(manifest.trees.keys() - programs.keys())
    return Version(name, programs, frozenset(programs), broken, (), _frame(manifest.title, manifest.areas, manifest.products))


def programs_of(publication: Publication, records: Records) -> dict[str, Program]:
    """The programs of a publication by tree."""
    found = {name: records.programs.program(listed.fingerprint) for name, listed in publication.manifest.trees.items()}
    return {name: program for name, program in found.items() if program is not None}


def _at_commit(name: str, ref: str, path: str | None, like: Path) -> Version:
    top = Path((_git(like, "rev-parse", "--show-toplevel") or b"").decode("utf-8", "surrogateescape").strip())
    if path is None:
        path = os.path.relpath(like.resolve(), top.resolve())
    if not path.isprintable() or path.startswith(".."):
        raise click.UsageError(f"{like} lies outside the repository: name the folder, as in `{ref}:trees`")
    folder = _library_at(ref, PurePosixPath(Path(path).as_posix()), top)
    if folder is None:
        raise click.UsageError(f"there is no library at {ref}:{path}: no folder there or above it has a {LIBRARY_FILE}")
    with tempfile.TemporaryDirectory(prefix="diagnostics-diff-") as room:
        _unpack(top, ref if str(folder) == "." else f"{ref}:{folder}", Path(room))
        library = load(Path(room))
        below = Path(room) / PurePosixPath(path).relative_to(folder)
        if not below.exists():
            raise click.UsageError(f"there is no {path} at {ref}")
        return _of(name, library, meant((below,)).trees)


def _unpack(top: Path, tree: str, room: Path) -> None:
    """Puts a library's files as they are at a commit into a folder: what was committed, byte for byte. `git archive` would leave out and rewrite
    what attributes name, and run the filters that a repository's own settings give.

    Raises:
        click.ClickException: they cannot be read or written.
    """
    listed = (_git(top, "ls-tree", "-r", "-z", "--full-tree", tree) or b"").decode("utf-8", "surrogateescape").split("\0")
    blobs = [(PurePosixPath(path), about.split()[2]) for about, _, path in (entry.partition("\t") for entry in listed) if about.startswith("100")]
    wanted = [(path, blob) for path, blob in blobs if path.suffix in _READ and ".." not in path.parts]
    data = BytesIO(_git(top, "cat-file", "--batch", said="".join(f"{blob}\n" for _, blob in wanted).encode()) or b"")
    try:
        for path, _ in wanted:
            size = int(data.readline().split()[-1])
            (room / path).parent.mkdir(parents=True, exist_ok=True)
            (room / path).write_bytes(data.read(size))
            data.readline()
    except (OSError, ValueError, IndexError) as error:
        raise click.ClickException(f"the trees of {tree} cannot be unpacked: {error}") from None


def _library_at(ref: str, path: PurePosixPath, top: Path) -> PurePosixPath | None:
    for folder in (path, *path.parents):
        at = LIBRARY_FILE if str(folder) == "." else f"{folder}/{LIBRARY_FILE}"
        if _git(top, "cat-file", "-e", f"{ref}:{at}") is not None:
            return folder
    return None


def _git(like: Path, *arguments: str, said: bytes | None = None) -> bytes | None:
    """What git says, run in the folder of `like`; None where it refuses. A folder of trees may hold files that make it look like a repository,
    with settings that run programs: only a real one counts, a `.git`."""
    place = like if like.is_dir() else like.parent
    try:
        command = ["git", "-c", "safe.bareRepository=explicit", *arguments]
        done = subprocess.run(command, cwd=place if place.is_dir() else None, input=said, capture_output=True, check=False)
    except ValueError:  # a NUL: no name of anything
        return None
    except OSError as error:
        raise click.ClickException(f"git cannot be run ({error.strerror}): it is needed to look at a commit") from None
    return done.stdout if done.returncode == 0 else None
