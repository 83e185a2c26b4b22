"""Which steps a walk passes: a program to the same program, noting each step that the engine comes to.

The engine keeps of a walk what was asked. Steps that show nothing (`decide`, `compute`, `call`, a fixes list) leave no trace in a state,
and a scenario covers them all the same.
"""

from dataclasses import replace
from typing import NamedTuple

from diagnostics.program.types import Program, Step

At = tuple[str, str]
"""A tree and a step of it."""


class Noting(NamedTuple):
    """`program` runs as the one that it was made of; `passed` has what the engine came to since it was last cleared."""

    program: Program
    passed: set[At]


class _Steps(dict[str, Step]):
    """Steps that note which of them is looked up, which the engine does as it comes to it."""

    __slots__ = ("passed", "tree")
    passed: set[At]
    tree: str

    def __getitem__(self, name: str) -> Step:
        self.passed.add((self.tree, name))
        return super().__getitem__(name)


def noting(program: Program) -> Noting:
    """One for each thread: what is noted is shared by all walks through it."""
    passed: set[At] = set()
    trees = {}
    for name, tree in program.trees.items():
        steps = _Steps(tree.steps)
        steps.passed, steps.tree = passed, name
        trees[name] = replace(tree, steps=steps)
    return Noting(replace(program, trees=trees), passed)
