"""A folder to what its trees share: the declarations of `_library.yml`, the pictures of `images/`, and which files are trees."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from diagnostics.compiler.library import NOTHING_DECLARED, Declarations, declare
from diagnostics.model.read import read_library
from diagnostics.model.shapes import Record
from diagnostics.source.links import CURE, LEADS_OUT, leads_out
from diagnostics.source.links import LIBRARY_FILE as LIBRARY_FILE
from diagnostics.source.reader import Document, read_file
from diagnostics.violations import Span, Violation, visible

MAX_IMAGE_BYTES = 200 * 1024
MEDIA_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp", ".jpg": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Frame:
    """What trees are compiled against. `files`: tree id → the files of that name, of which the first that can be read is the tree.
    `images`: file name → SHA-256; `pictures`: file name → file. `document` and `record` are the library file's, None where it cannot be read."""

    folder: Path
    declared: Declarations
    document: Document | None
    record: Record | None
    images: Mapping[str, str]
    pictures: Mapping[str, Path]
    files: Mapping[str, tuple[Path, ...]]
    violations: tuple[Violation, ...]

    def shown(self, path: Path) -> str:
        """A file as violations name it."""
        return _printable(_inside(path, self.folder))


def frame_of(folder: Path) -> Frame:
    """Reads what the trees share, and finds their files. Never raises for what the files hold."""
    violations: list[Violation] = []
    document, record, declared = _declarations(folder, violations)
    images, pictures = _images(folder, violations)
    found = _found(folder)
    violations += [_nameless(path.relative_to(folder)) for path in found if not _is_shown(path, folder)]
    files = _by_tree(_sorted(path for path in found if _is_shown(path, folder)))
    return Frame(folder, declared, document, record, images, pictures, files, tuple(violations))


def tree_files(folder: Path) -> list[Path]:
    """The tree files of a folder, sorted: no scenarios, nothing hidden, not the library file, no names that cannot be shown."""
    return _sorted(path for path in _found(folder) if _is_shown(path, folder))


def _sorted(paths: Iterable[Path]) -> list[Path]:
    """As paths compare, and in a tenth of the time."""
    return sorted(paths, key=lambda path: path.parts)


def _found(folder: Path) -> list[Path]:
    found = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(place, name) for name in (*files, *folders) if _is_tree(name)]  # a folder of such a name is refused as a tree
    return found


def _is_shown(path: Path, folder: Path) -> bool:
    """Whether a file's name can be told to people: it holds nothing that ends a line or commands a terminal."""
    return _inside(path, folder).isprintable()


def _inside(path: Path, folder: Path) -> str:
    """The path of a file that stands in a folder, from there on: `Path.relative_to` takes ten times as long, and is asked for every file."""
    return "/".join(path.parts[len(folder.parts) :])


def _nameless(path: Path) -> Violation:
    message = "the name of this file, or of its folder, holds a character that cannot be shown"
    return Violation("SY010", Span(_printable(path.as_posix()), 1, 1), message, "use letters, digits and hyphens")


def _by_tree(files: Iterable[Path]) -> Mapping[str, tuple[Path, ...]]:
    """Tree id → the files of that name: one, or there is a mistake."""
    found: dict[str, tuple[Path, ...]] = {}
    for path in files:
        found[path.stem] = (*found.get(path.stem, ()), path)
    return found


def _is_tree(name: str) -> bool:
    return name.endswith(".yml") and not name.startswith(("_", ".")) and not name.endswith(".test.yml")


def _declarations(folder: Path, violations: list[Violation]) -> tuple[Document | None, Record | None, Declarations]:
    path = folder / LIBRARY_FILE
    document = read_file(path, LIBRARY_FILE, read_on=True) if path.exists() else [_missing(folder)]
    if isinstance(document, list):
        violations += document
        return None, None, NOTHING_DECLARED
    violations += document.refused
    record, found = read_library(document)
    declared, more = declare(document, record)
    violations += found + more
    return document, record, declared


def _missing(folder: Path) -> Violation:
    hint = "it declares areas, teams and facts; give the folder that holds it"
    return Violation("SY010", Span(LIBRARY_FILE, 1, 1), f"there is no {LIBRARY_FILE} in {folder}", hint)


def _images(folder: Path, violations: list[Violation]) -> tuple[dict[str, str], dict[str, Path]]:
    digests: dict[str, str] = {}
    files: dict[str, Path] = {}
    for path in sorted((folder / "images").glob("*")) if (folder / "images").is_dir() else ():
        if path.suffix not in MEDIA_TYPES or path.name.startswith("."):
            continue
        span = Span(f"images/{_printable(path.name)}", 1, 1)
        if not path.name.isprintable():
            violations.append(_nameless(path.relative_to(folder)))
            continue
        digests[path.name] = ""  # until it is read: what shows it is not wrong by itself
        try:
            if not path.is_file():
                violations.append(Violation("SY010", span, "this is not a file", "put a picture here, or remove it"))
                continue
            if leads_out(path):
                violations.append(Violation("SY010", span, LEADS_OUT, CURE))
                continue
            if path.stat().st_size > MAX_IMAGE_BYTES:
                violations.append(Violation("SY003", span, f"the image is larger than {MAX_IMAGE_BYTES // 1024} KB", "make it smaller"))
                continue
            digests[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            violations.append(Violation("SY010", span, f"the image cannot be read: {error.strerror or error}", "may you read it?"))
            continue
        files[path.name] = path
    return digests, files


def _printable(name: str) -> str:
    """A file's name as it can be shown: names need not be text."""
    return name if name.isascii() and name.isprintable() else visible(name.encode("utf-8", "replace").decode())
