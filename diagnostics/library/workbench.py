"""The trees of a folder, read, compiled and linked when they are asked for, and forgotten when they are done with."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from diagnostics.compiler.compile import CompiledTree, compile_tree, link, recursive_calls
from diagnostics.library.frame import Frame
from diagnostics.model.read import WrittenTree, read_tree
from diagnostics.program.types import Program
from diagnostics.source.reader import read_file
from diagnostics.violations import Violation

if TYPE_CHECKING:  # only broken trees are sketched
    from diagnostics.compiler.sketch import Sketch

MOST_KEPT = 64
"""Called trees that stay compiled when they are forgotten: what many call is not compiled for each of them."""


class Workbench:
    """Each tree is read and compiled once, as long as it is not forgotten. What is wrong with it is in `violations`.

    `named` programs have fingerprints.
    """

    def __init__(self, frame: Frame, named: bool = True) -> None:
        self.frame, self._named = frame, named
        self._written: dict[str, WrittenTree | None] = {}
        self._compiled: dict[str, CompiledTree | None] = {}
        self._violations: dict[str, list[Violation]] = {}
        self._returns: dict[str, bool | None] = {}

    def written(self, name: str) -> WrittenTree | None:
        """A tree as its author wrote it; None where its file cannot be read, or there is none."""
        if name not in self._written:
            self._written[name], self._violations[name] = _read(name, self.frame)
            tree = self._written[name]
            self._returns[name] = tree.returns if tree is not None else None
        return self._written[name]

    def returns(self, name: str) -> bool | None:
        """Whether a tree returns to its callers; None where it cannot be told."""
        if name not in self._returns:
            self.written(name)
        return self._returns[name]

    def compiled(self, name: str) -> CompiledTree | None:
        """A tree with its names resolved; None where it has errors."""
        if name not in self._compiled:
            tree = self.written(name)
            self._compiled[name] = None
            if tree is not None:
                compiled, found = compile_tree(tree, self.frame.declared, _Returns(self), self.frame.images)
                self._compiled[name] = compiled if not tree.document.refused else None
                self._violations[name] += found
        return self._compiled[name]

    def program(self, name: str) -> Program | None:
        """A tree with all that it calls; None where one of these has errors, or calls lead in a circle."""
        trees = self._closure(name)
        recursive = recursive_calls(trees) if len(trees) > 1 or any(name in tree.calls for tree in trees.values()) else {}
        if name in recursive:
            self._violations[name].append(self._calls_itself(name, recursive[name]))
        return None if recursive else link(name, trees, self.frame.declared, self._named)

    def sketch(self, name: str) -> "Sketch | None":
        """What can be told of a tree that has no program, for the proofs; None where there is nothing."""
        from diagnostics.compiler.sketch import sketch

        tree = self.written(name)
        if tree is None:
            return None
        trees = {called: one for root in tree.calls if root in self.frame.files for called, one in self._closure(root).items()}
        sound = {called: one for called, one in trees.items() if called not in recursive_calls(trees)}
        return sketch(tree, self.frame.declared, _Returns(self), self.frame.images, sound)

    def violations(self, name: str) -> list[Violation]:
        """What is wrong with a tree, as far as it was asked for."""
        return self._violations.get(name, [])

    def forget(self, name: str) -> None:
        """Lets go of a tree, and of the files of those that it calls."""
        self._compiled.pop(name, None)
        self._written.clear()
        self._violations.clear()
        for called in list(self._compiled)[:-MOST_KEPT]:
            del self._compiled[called]

    def _closure(self, name: str) -> dict[str, CompiledTree]:
        """The tree and all that it calls, as far as they have no errors."""
        found: dict[str, CompiledTree] = {}
        pending = [name]
        while pending:
            wanted = pending.pop()
            tree = self.compiled(wanted) if wanted not in found else None
            if tree is not None:
                found[wanted] = tree
                pending += sorted(tree.calls)
        return found

    def _calls_itself(self, name: str, way: tuple[str, ...]) -> Violation:
        tree = self.written(name)
        assert tree is not None  # it was compiled
        call = next(s for s in tree.steps.values() if s.form == "call" and s.record.get("call").value == way[1])
        hint = "lead to a step instead, or put what both need into a third tree"
        return tree.document.violation("RF013", call.record.get("call").node, f"the tree calls itself: {' → '.join(way)}", hint)


class _Returns(Mapping[str, bool | None]):
    """Tree id → whether it returns, read when it is asked for."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def __getitem__(self, name: str) -> bool | None:
        if name not in self._bench.frame.files:
            raise KeyError(name)
        return self._bench.returns(name)

    def __contains__(self, name: object) -> bool:
        return name in self._bench.frame.files

    def __iter__(self) -> Iterator[str]:
        return iter(self._bench.frame.files)

    def __len__(self) -> int:
        return len(self._bench.frame.files)


def _read(name: str, frame: Frame) -> tuple[WrittenTree | None, list[Violation]]:
    """The first file of that name that can be read; the others are mistakes."""
    tree: WrittenTree | None = None
    violations: list[Violation] = []
    for path in frame.files.get(name, ()):
        document = read_file(path, frame.shown(path), read_on=True)
        violations += document if isinstance(document, list) else document.refused
        if isinstance(document, list):
            continue
        if tree is not None:
            hint = f"the other one is {tree.document.file}"
            violations.append(document.violation("RF014", document.root, f"there are two trees `{name}`", hint))
        else:
            tree = read_tree(document)
    return tree, violations
