"""Loads a folder: `_library.yml`, `images/`, and every other `*.yml` below it that is not a scenario file."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.compiler.library import Declarations
from diagnostics.library.frame import LIBRARY_FILE as LIBRARY_FILE
from diagnostics.library.frame import MEDIA_TYPES as MEDIA_TYPES
from diagnostics.library.frame import frame_of
from diagnostics.library.frame import tree_files as tree_files
from diagnostics.library.workbench import Workbench
from diagnostics.model.read import WrittenTree
from diagnostics.program.types import Program
from diagnostics.source.reader import Document
from diagnostics.violations import Violation, in_order

if TYPE_CHECKING:  # only broken trees are sketched
    from diagnostics.compiler.sketch import Sketch


@dataclass(frozen=True, slots=True)
class Library:
    """A folder as it stands. `files` are those of each tree's name, readable or not; `programs` holds the trees without errors, called ones
    included; `sketches` what can be told of the others, for the proofs only. `images` maps SHA-256 → file."""

    folder: Path
    declared: Declarations
    files: Mapping[str, tuple[Path, ...]]
    documents: Mapping[str, Document]
    trees: Mapping[str, WrittenTree]
    programs: Mapping[str, Program]
    images: Mapping[str, Path]
    violations: tuple[Violation, ...]
    sketches: Mapping[str, "Sketch"] = field(default_factory=dict)

    @property
    def broken(self) -> tuple[str, ...]:
        """The trees that have errors, or call one that has, in the order of their files."""
        return tuple(name for name in self.files if name not in self.programs)

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
        return library_of(Workbench(frame_of(folder)))


def library_of(bench: Workbench) -> Library:
    """All trees of a workbench, linked."""
    frame = bench.frame
    trees = {name: tree for name in frame.files if (tree := bench.written(name)) is not None}
    programs = {name: program for name in trees if (program := bench.program(name)) is not None}
    found = [violation for name in frame.files for violation in bench.violations(name)]
    documents = {name: tree.document for name, tree in trees.items()}
    images = {digest: frame.pictures[name] for name, digest in frame.images.items() if digest}
    sketches = {name: made for name in trees if name not in programs and (made := bench.sketch(name)) is not None}
    said = tuple(in_order((*frame.violations, *found)))
    return Library(frame.folder, frame.declared, frame.files, documents, trees, programs, images, said, sketches)
