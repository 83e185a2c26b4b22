"""A folder of trees from nothing: read, checked, compiled and proved, against the YAML parser alone on the same files."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from benchmarks.measure import Row, ratio
from diagnostics.analysis.check import check
from diagnostics.library.load import LIBRARY_FILE, load, tree_files


def rows(folder: Path, repetitions: int) -> Iterator[Row]:
    """Scenario files are left out on both sides: loading does not read them. The garbage collector is at work, as in any process: both make
    so many objects that it is a part of the cost."""
    files = [folder / LIBRARY_FILE, *tree_files(folder)]

    def parser() -> object:
        return [yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) for path in files]

    yield Row("loading, checking and compiling all trees, to `CSafeLoader` alone", ratio(lambda: load(folder), parser, (1, 1), repetitions, True),
              at_most=2)  # fmt: skip
    yield Row("the same with all proofs, to `CSafeLoader` alone", ratio(lambda: check(load(folder)), parser, (1, 1), repetitions, True))
