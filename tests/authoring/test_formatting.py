"""The canonical form: it says the same, keeps every comment where it belongs, and is its own canonical form."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.authoring.canonical import shape_of
from diagnostics.authoring.comments import comments_of
from diagnostics.authoring.formatting import formatted
from diagnostics.authoring.outline import outline
from diagnostics.compiler.compile import compile_tree
from diagnostics.library.load import LIBRARY_FILE, load
from diagnostics.model.read import read_tree
from diagnostics.source.reader import Document, read_bytes
from tests.authoring.scrambling import Scrambler, about, data_of

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "trees").rglob("*.yml"))
FIXTURES = sorted((ROOT / "tests" / "fixtures" / "trees").rglob("*.yml"))
LIBRARIES = {path.parent: load(path.parent) for path in (ROOT / "trees" / LIBRARY_FILE, ROOT / "tests" / "fixtures" / "trees" / LIBRARY_FILE)}


def read(text: str | bytes, name: str) -> Document:
    document = read_bytes(text if isinstance(text, bytes) else text.encode(), name)
    assert isinstance(document, Document), document
    return document


def canonical(text: str | bytes, name: str) -> str:
    result = formatted(text if isinstance(text, bytes) else text.encode(), name)
    assert isinstance(result, str), [violation.text() for violation in result] or text
    return result


@pytest.mark.parametrize("path", FIXTURES + FILES, ids=lambda path: path.name)
def test_a_file_in_canonical_form_says_the_same(path: Path) -> None:
    """The same data, the same comments; and a second time changes nothing."""
    text = canonical(path.read_bytes(), path.name)
    before, after = read(path.read_bytes(), path.name), read(text, path.name)
    assert data_of(before.root) == data_of(after.root)
    assert sorted(c.text for c in comments_of(before)) == sorted(c.text for c in comments_of(after))
    assert canonical(text, path.name) == text
    assert all(line == line.rstrip() for line in text.split("\n")) and text.endswith("\n") and not text.endswith("\n\n")


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_however_a_file_is_written_it_keeps_its_program_and_its_comments(path: Path, seed: int) -> None:
    """Scrambled by chance: idempotent, the same program, and each comment is still beside what it is about."""
    original = read(path.read_bytes(), path.name)
    scrambled = Scrambler(Random(seed)).write(data_of(original.root))
    before = read(scrambled, path.name)
    text = canonical(scrambled, path.name)
    after = read(text, path.name)
    assert data_of(before.root) == data_of(after.root) == data_of(original.root)
    assert canonical(text, path.name) == text, scrambled
    for comment, where in about(outline(after, shape_of(path.name)).root).items():
        meant = comment.split()[-1]
        assert where == meant or (f"{where}.{meant.rpartition('.')[2]}" == meant and where[-1].isdecimal()), (comment, where, scrambled)
    if not path.name.endswith(".test.yml") and path.name != LIBRARY_FILE:
        library = next(library for folder, library in LIBRARIES.items() if path.is_relative_to(folder))
        returns = {name: tree.returns for name, tree in library.trees.items()}
        images = {image.name: image.name for image in (library.folder / "images").glob("*")}
        first, second = (compile_tree(read_tree(document), library.declared, returns, images)[0] for document in (before, after))
        assert first and second and (first.tree, first.facts, first.digests()) == (second.tree, second.facts, second.digests())
