"""A tree's conditions are the same read from the file and taken from the compiled tree."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from diagnostics.library.load import Library, load
from diagnostics.lint.conditions import chains_of, judged
from diagnostics.lint.subject import Subject

TREES = Path(__file__).parents[2] / "trees"


def _subjects(library: Library) -> list[Subject]:
    trees, declared = library.trees, library.declared
    return [Subject(trees[name], declared, date(2026, 11, 22), {}, program.root, program) for name, program in library.programs.items()]


def test_read_and_compiled_are_the_same() -> None:
    """Trees with mistakes are read, for they have no compiled form: nothing may be found otherwise for it."""
    found = 0
    for subject in _subjects(load(TREES)):
        chains = chains_of(subject)
        assert chains_of(replace(subject, tree=None, program=None)) == chains
        found += len(chains)
    assert found > 100


def test_of_the_conditions_of_good_trees_nothing_is_certain() -> None:
    """Each of them holds for some, and not for others."""
    assert [one.condition.at.value for subject in _subjects(load(TREES)) for one in judged(subject)] == []
