"""A program as JSON and back, and the exact form that other interpreters rely on."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.library.load import load
from diagnostics.program.codec import ProgramFormatError, program_from_json, program_to_json
from diagnostics.program.types import Program

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
FOLDERS = (ROOT / "tests" / "fixtures" / "trees", GOLDEN)
PROGRAMS = {f"{folder.name}/{name}": program for folder in FOLDERS for name, program in load(folder).programs.items()}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_a_program_survives_json(program: Program) -> None:
    """Through text, as it is stored: equal in every part, and in the order of its answers."""
    again = program_from_json(json.loads(json.dumps(program_to_json(program))))
    assert again == program
    for tree, back in zip(program.trees.values(), again.trees.values(), strict=True):
        for step in tree.steps.values():
            if hasattr(step, "answers"):
                assert list(back.steps[step.id].answers) == list(step.answers)  # type: ignore[union-attr]  # the same kind of step


def test_the_json_form_is_the_one_that_was_agreed() -> None:
    """A change of this file is a change of the format: other interpreters and stored programs depend on it."""
    program = PROGRAMS["golden/everything"]
    written = json.dumps(program_to_json(program), indent=1, ensure_ascii=False) + "\n"
    assert (GOLDEN / "program.json").read_text(encoding="utf-8") == written


def test_the_golden_tree_uses_every_kind_of_step() -> None:
    """So that the golden file shows the form of each."""
    data = json.loads((GOLDEN / "program.json").read_text(encoding="utf-8"))
    kinds = {step["step"] for tree in data["trees"].values() for step in tree["steps"].values()}
    assert kinds == {"choice", "input", "paste", "instruction", "information", "check", "lookup", "compute", "decide", "fixes", "call", "outcome"}


@pytest.mark.parametrize("data", [{}, {"format": 2}, {"format": "1"}, [], None, {"format": 1}, {"format": 1, "tree": "a", "trees": []}])
def test_what_is_no_program_is_refused(data: Any) -> None:
    """With the one error that the codec has."""
    with pytest.raises(ProgramFormatError):
        program_from_json(data)


def _paths(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(found for key, value in inner for found in _paths(value, (*path, key)))]


_GOOD = program_to_json(PROGRAMS["golden/everything"])
_PATHS = _paths(_GOOD)[1:]


@given(st.sampled_from(_PATHS), st.sampled_from(["remove", None, [], {}, "x", 5, [["number", "x"]], {"step": "x"}]))
def test_a_damaged_program_is_refused_or_read_and_never_raises_anything_else(path: tuple[Any, ...], damage: Any) -> None:
    """One part is lost or replaced."""
    data = json.loads(json.dumps(_GOOD))
    parent = data
    for key in path[:-1]:
        parent = parent[key]
    if damage == "remove":
        del parent[path[-1]]
    else:
        parent[path[-1]] = damage
    with suppress(ProgramFormatError):
        program_from_json(data)
