"""What of a tree its scenarios cover (steps, answers, outcomes), and all scenarios of a library run at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from diagnostics.library.load import Library
from diagnostics.program.answers import answers_of
from diagnostics.program.types import RESOLVED, Instruction, Outcome, Program
from diagnostics.scenarios.answers import Covered
from diagnostics.scenarios.run import Result, run
from diagnostics.scenarios.scenario import read_scenarios, scenario_file
from diagnostics.violations import Violation


@dataclass(frozen=True, slots=True)
class Tested:
    """One tree's scenarios: their results, what is wrong in their file, how much there is to cover, and what none of them covers.

    `file` is the scenario file as violations name it. Steps count where they were shown or walked through, and are those of the tree
    itself: what it calls has scenarios of its own.
    """

    tree: str
    results: tuple[Result, ...]
    violations: tuple[Violation, ...]
    answers: int
    missing: tuple[Covered, ...]
    steps: int = 0
    missing_steps: tuple[str, ...] = ()
    outcomes: int = 0
    missing_outcomes: tuple[str, ...] = ()
    file: str = ""

    @property
    def failures(self) -> tuple[Violation, ...]:
        return (*self.violations, *(r.failure for r in self.results if r.failure))


def missing_answers(program: Program, results: Iterable[Result]) -> tuple[int, tuple[Covered, ...]]:
    """How many answers the tree's own steps have, and those that no result covers, in the order of the file."""
    covered = frozenset[Covered]().union(*(result.covered for result in results))
    every = [(step.id, answer) for step in program.root.steps.values() for answer in answers_of(step)]
    return len(every), tuple(pair for pair in every if pair not in covered)


def outcomes_of(program: Program) -> list[str]:
    """The ids of a tree's ends: its outcome steps, and `resolved` where an instruction ends the visit when it helped."""
    own = [step.id for step in program.root.steps.values() if isinstance(step, Outcome)]
    ends_by_itself = any(isinstance(step, Instruction) and step.fixed is None for step in program.root.steps.values())
    return [*own, *([RESOLVED.id] if ends_by_itself else [])]


def covered_by(program: Program, results: Sequence[Result], violations: Sequence[Violation] = (), file: str = "") -> Tested:
    """The results of a tree's scenarios with what they leave out, each list in the order of the tree's file."""
    answers, missing = missing_answers(program, results)
    steps = [step.id for step in program.root.steps.values() if not isinstance(step, Outcome)]
    walked = frozenset[str]().union(*(result.steps for result in results))
    outcomes, ended = outcomes_of(program), {result.outcome for result in results}
    return Tested(program.tree, tuple(results), tuple(violations), answers, missing, len(steps), tuple(s for s in steps if s not in walked),
                  len(outcomes), tuple(o for o in outcomes if o not in ended), file)  # fmt: skip


def run_scenarios(library: Library, only: Sequence[str] = ()) -> Mapping[str, Tested]:
    """Runs the scenarios beside each tree (of `only`, if given). A tree without errors counts even if it has no scenarios."""
    programs = ((name, program) for name, program in library.programs.items() if not only or name in only)
    return {name: run_beside(program, library.files[name][0], library.folder) for name, program in programs}


def run_beside(program: Program, path: Path, folder: Path) -> Tested:
    """Runs the scenarios beside one tree file; `folder` is its library's."""
    beside = scenario_file(path)
    shown = beside.relative_to(folder).as_posix()
    scenarios, violations = read_scenarios(beside, shown) if beside.exists() else ([], [])
    return covered_by(program, [run(program, scenario) for scenario in scenarios], violations, shown)
