"""Each tree that ships, one by one: proved, covered, short enough; and thousands of customers who click at random all come to an end."""

from pathlib import Path
from random import Random

import pytest

from diagnostics.analysis.check import Checked, check
from diagnostics.engine import End, page, time_left
from diagnostics.library.load import load, tree_files
from diagnostics.program.types import Program
from diagnostics.scenarios import coverage
from diagnostics.violations import errors
from tests.strategies.walks import last_state, pages_on, random_start, random_walk

TREES = Path(__file__).parents[2] / "trees"
NAMES = [path.stem for path in tree_files(TREES)]
MOST_PAGES, MOST_STEPS, WALKS = 20, 30, 2_000


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check(load(TREES))


@pytest.fixture(scope="module")
def scenarios(checked: Checked) -> dict[str, coverage.Tested]:
    return dict(coverage.run_scenarios(checked.library))


@pytest.mark.parametrize("name", NAMES)
def test_it_checks_clean(name: str, checked: Checked) -> None:
    """Proved to the end, without any violation in its file."""
    file = checked.library.documents[name].file
    assert [v.text() for v in errors(checked.violations) if v.span.file == file] == []
    assert checked.reports[name].proved


@pytest.mark.parametrize("name", NAMES)
def test_its_scenarios_pass_and_cover_it(name: str, scenarios: dict[str, coverage.Tested]) -> None:
    """Every answer is given by one of them."""
    assert [failure.text() for failure in scenarios[name].failures] == []
    assert scenarios[name].results
    assert scenarios[name].missing == ()


@pytest.mark.parametrize("name", NAMES)
def test_it_is_short_enough(name: str, checked: Checked) -> None:
    """At most 30 steps in the file, and 20 pages on the longest path."""
    assert len(checked.library.trees[name].steps) <= MOST_STEPS
    assert 0 < checked.reports[name].effort.longest <= MOST_PAGES


@pytest.mark.parametrize("name", NAMES)
def test_random_walks_end_within_20_pages(name: str, checked: Checked) -> None:
    """Its share of 2,000 seeded walks, with facts known and unknown, from the start and from every entry."""
    program, dice = checked.library.programs[name], Random(name)
    for _ in range(WALKS // len(NAMES) + 1):
        state = last_state(program, random_start(program, dice), dice)
        assert isinstance(page(program, state), End)
        assert pages_on(program, state) <= MOST_PAGES


@pytest.mark.parametrize("name", NAMES)
def test_time_left_holds_on_its_walks(name: str, checked: Checked) -> None:
    """What a page promises is what follows."""
    program: Program = checked.library.programs[name]
    dice = Random(name)
    for _ in range(3):
        states = [state for state, _ in random_walk(program, random_start(program, dice), dice)]
        in_all = pages_on(program, states[-1])
        for state in states[:-1]:
            left = time_left(program, state)
            assert left.fewest <= in_all - pages_on(program, state) - 1 <= max(left.most, MOST_PAGES if _has_a_loop(program) else 0)


def _has_a_loop(program: Program) -> bool:
    """Whether a loop may be ended by a fact alone: time left counts such a loop once."""
    return any(step.loops and not (step.guard and step.guard.rounds) for tree in program.trees.values() for step in tree.steps.values())
