"""Loads a folder: `_library.yml`, `images/`, and every other `*.yml` below it that is not a scenario file."""

import gc
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from diagnostics.compiler.compile import CompiledTree, compile_tree, link, recursive_calls
from diagnostics.compiler.library import NOTHING_DECLARED, Declarations, declare
from diagnostics.model.read import WrittenTree, read_library, read_tree
from diagnostics.program.types import Program
from diagnostics.source.reader import Document, read_file
from diagnostics.violations import Span, Violation, in_order

LIBRARY_FILE = "_library.yml"
MAX_IMAGE_BYTES = 200 * 1024
MEDIA_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp", ".jpg": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Library:
    """A folder as it stands. `programs` holds the trees without errors, called ones included; `images` maps SHA-256 → file."""

    folder: Path
    declared: Declarations
    documents: Mapping[str, Document]
    trees: Mapping[str, WrittenTree]
    programs: Mapping[str, Program]
    images: Mapping[str, Path]
    violations: tuple[Violation, ...]

    def offered(self) -> dict[str, Program]:
        """The programs that customers can start: not those that are only ever called."""
        return {name: program for name, program in self.programs.items() if not program.root.returns}


@contextmanager
def collector_paused() -> Iterator[None]:
    """Loading makes a few hundred thousand objects that all stay: looking through them again and again for garbage took a third of it.

    Freezing and thawing puts them among the old ones at once, so that the collector does not look through them as soon as it is back.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():  # nobody else keeps anything frozen
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def load(folder: Path) -> Library:
    """Loads everything. Never raises for what the files hold; `violations` are in order of place."""
    with collector_paused():
        return _load(folder)


def _load(folder: Path) -> Library:
    violations: list[Violation] = []
    declared = _declarations(folder, violations)
    images, image_files = _images(folder, violations)
    files = tree_files(folder)
    documents, written = _read_trees(folder, files, violations)
    returns = {path.stem: None for path in files} | {name: tree.returns for name, tree in written.items()}
    compiled: dict[str, CompiledTree] = {}
    for name, tree in written.items():
        done, found = compile_tree(tree, declared, returns, images)
        violations += found
        if done is not None:
            compiled[name] = done
    for name, way in recursive_calls(compiled).items():
        tree = written[name]
        call = next(s for s in tree.steps.values() if s.form == "call" and s.record.get("call").value == way[1])
        at = call.record.get("call")
        hint = "lead to a step instead, or put what both need into a third tree"
        violations.append(tree.document.violation("RF013", at.node, f"the tree calls itself: {' → '.join(way)}", hint))
        del compiled[name]
    programs = {name: program for name in compiled if (program := link(name, compiled, declared))}
    return Library(folder, declared, documents, written, programs, image_files, tuple(in_order(violations)))


def tree_files(folder: Path) -> list[Path]:
    """The tree files of a folder, sorted: no scenarios, nothing hidden, not the library file."""
    return sorted(p for p in folder.rglob("*.yml") if not p.name.startswith(("_", ".")) and not p.name.endswith(".test.yml"))


def _declarations(folder: Path, violations: list[Violation]) -> Declarations:
    path = folder / LIBRARY_FILE
    document = read_file(path, LIBRARY_FILE) if path.exists() else [_missing(folder)]
    if isinstance(document, list):
        violations += document
        return NOTHING_DECLARED
    record, found = read_library(document)
    declared, more = declare(document, record)
    violations += found + more
    return declared


def _missing(folder: Path) -> Violation:
    hint = "it declares areas, teams and facts; give the folder that holds it"
    return Violation("SY010", Span(LIBRARY_FILE, 1, 1), f"there is no {LIBRARY_FILE} in {folder}", hint)


def _read_trees(folder: Path, files: Iterable[Path], violations: list[Violation]) -> tuple[dict[str, Document], dict[str, WrittenTree]]:
    documents: dict[str, Document] = {}
    trees: dict[str, WrittenTree] = {}
    for path in files:
        shown = _printable(path.relative_to(folder).as_posix())
        document = read_file(path, shown)
        if isinstance(document, list):
            violations += document
            continue
        if path.stem in trees:
            first = trees[path.stem].document.file
            violations.append(document.violation("RF014", document.root, f"there are two trees `{path.stem}`", f"the other one is {first}"))
            continue
        documents[path.stem] = document
        trees[path.stem] = read_tree(document)
    return documents, trees


def _images(folder: Path, violations: list[Violation]) -> tuple[dict[str, str], dict[str, Path]]:
    names: dict[str, str] = {}
    files: dict[str, Path] = {}
    for path in sorted((folder / "images").glob("*")) if (folder / "images").is_dir() else ():
        if path.suffix not in MEDIA_TYPES or path.name.startswith("."):
            continue
        span = Span(f"images/{_printable(path.name)}", 1, 1)
        try:
            if not path.is_file():
                violations.append(Violation("SY010", span, "this is not a file", "put a picture here, or remove it"))
                continue
            if path.stat().st_size > MAX_IMAGE_BYTES:
                violations.append(Violation("SY003", span, f"the image is larger than {MAX_IMAGE_BYTES // 1024} KB", "make it smaller"))
                continue
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            violations.append(Violation("SY010", span, f"the image cannot be read: {error.strerror or error}", "may you read it?"))
            continue
        names[path.name] = digest
        files[digest] = path
    return names, files


def _printable(name: str) -> str:
    """A file's name as it can be shown: names need not be text."""
    return name.encode("utf-8", "replace").decode()
