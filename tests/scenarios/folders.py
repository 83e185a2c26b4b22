"""Small libraries for the tests of scenarios: a tree that has what they need, and the library loaded."""

from pathlib import Path

from diagnostics.library.load import Library, load
from diagnostics.scenarios.coverage import Tested, run_scenarios
from tests.engine.guides import BACK, LIBRARY, written

STEPS = """
    plugged: {question: Is it plugged in?, answers: {in_wall: {label: "Yes", next: restart}, out: {label: Not in any wall, next: bad}}}
    restart: {instruction: Restart, actions: [Now], not_fixed: bad, fixed: good}
"""
PASSES = "scenarios:\n  - {name: restart helps, walk: [{plugged: in_wall}, {restart: fixed}], ends: good}\n"


def library(folder: Path, steps: str = STEPS, scenarios: str = "", more: str = "", **called: str) -> Library:
    """A folder with the tree `main`, its scenarios, and the trees that it calls, loaded."""
    folder.mkdir(exist_ok=True)
    (folder / "_library.yml").write_text(LIBRARY)
    (folder / "main.yml").write_text(written("main", steps, more=more))
    if scenarios:
        (folder / "main.test.yml").write_text(scenarios)
    for name, inside in called.items():
        (folder / f"{name}.yml").write_text(written(name, inside, ends=BACK))
    return load(folder)


def main_of(made: Library) -> Tested:
    return run_scenarios(made)["main"]
