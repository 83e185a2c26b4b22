"""Which answers of a tree its scenarios give, and all scenarios of a library run at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from diagnostics.library.load import Library, tree_files
from diagnostics.program.types import Program
from diagnostics.scenarios.run import Covered, Result, answers_of, run
from diagnostics.scenarios.scenario import read_scenarios, scenario_file
from diagnostics.violations import Violation


@dataclass(frozen=True, slots=True)
class Tested:
    """One tree's scenarios: their results, what is wrong in their file, and the answers that none of them gives."""

    tree: str
    results: tuple[Result, ...]
    violations: tuple[Violation, ...]
    answers: int
    missing: tuple[Covered, ...]

    @property
    def failures(self) -> tuple[Violation, ...]:
        return (*self.violations, *(r.failure for r in self.results if r.failure))


def missing_answers(program: Program, results: Iterable[Result]) -> tuple[int, tuple[Covered, ...]]:
    """How many answers the tree's own steps have, and those that no result covers, in the order of the file."""
    covered = frozenset[Covered]().union(*(result.covered for result in results))
    every = [(step.id, answer) for step in program.root.steps.values() for answer in answers_of(step)]
    return len(every), tuple(pair for pair in every if pair not in covered)


def run_scenarios(library: Library, only: Sequence[str] = ()) -> Mapping[str, Tested]:
    """Runs the scenarios beside each tree (of `only`, if given). A tree without errors counts even if it has no scenarios."""
    tested = {}
    for path in tree_files(library.folder):
        program = library.programs.get(path.stem)
        if program is None or (only and path.stem not in only):
            continue
        tested[path.stem] = _test(program, path, library.folder)
    return tested


def _test(program: Program, path: Path, folder: Path) -> Tested:
    beside = scenario_file(path)
    scenarios, violations = read_scenarios(beside, beside.relative_to(folder).as_posix()) if beside.exists() else ([], [])
    results = tuple(run(program, scenario) for scenario in scenarios)
    answers, missing = missing_answers(program, results)
    return Tested(program.tree, results, tuple(violations), answers, missing)
