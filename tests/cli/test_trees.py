"""The commands for authors: `check`, `test`, `show` and `play`, by what they print and how they exit."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from diagnostics.cli import main
from tests.folders import LAMP, PARTS, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of two good trees."""
    return write_folder(tmp_path, lamp=LAMP, parts=PARTS)


def run(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=typed)


def test_check_says_how_much_is_proved(folder: Path) -> None:
    """Advice alone exits 0."""
    done = run("check", folder)
    assert done.exit_code == 0
    assert re.fullmatch(r"2 trees, 2 proved \(\d+ states\); 0 violations, \d+ warnings", done.output.splitlines()[-1])


def test_check_of_one_file_looks_at_that_tree(folder: Path) -> None:
    """What is wrong elsewhere is not its author's matter; what is wrong in it exits 1."""
    write_folder(folder, lamp=LAMP.replace("next: bulb}", "next: blub}"))
    assert run("check", folder / "things" / "parts.yml").exit_code == 0
    done = run("check", folder / "things" / "lamp.yml")
    assert done.exit_code == 1 and "RF002 `next: blub` names a step that does not exist" in done.output


def test_a_folder_beside_one_of_its_files_is_the_whole_folder(folder: Path) -> None:
    """A shell's pattern may name both."""
    write_folder(folder, parts=PARTS.replace("to: desk", "to: dask"))
    assert run("check", folder, folder / "things" / "lamp.yml").exit_code == 1
    assert run("check", folder / "things" / "lamp.yml").exit_code == 0


@pytest.mark.parametrize("command", ["check", "test", "show", "play"])
def test_a_path_that_is_not_there_is_wrong_usage(command: str) -> None:
    """One line, exit 2, no traceback."""
    done = run(command, "nowhere/none.yml")
    assert done.exit_code == 2 and "there is no nowhere/none.yml" in done.output


def test_show_tells_the_steps_and_the_longest_path(folder: Path) -> None:
    """And what was meant where the name is wrong."""
    done = run("show", "lamp", "--folder", folder)
    assert done.exit_code == 0
    assert "Is it plugged in?" in done.output and "handoff → desk" in done.output
    assert "4 steps; 2 to 3 pages, at most 4 minutes; 5 distinct paths; 4 states" in done.output
    assert "did you mean `lamp`?" in run("show", "lam", "--folder", folder).output


def test_play_walks_to_an_end(folder: Path) -> None:
    """A number, an answer's id, a step back, and an answer that does not fit; the exit is 0 wherever it stops."""
    done = run("play", "lamp", "--folder", folder, typed="7\n2\nb\nin_wall\n2\n")
    assert done.exit_code == 0
    assert "That does not fit here" in done.output and "End: handoff → The desk" in done.output
    assert done.output.rstrip().endswith("path: plugged → bulb → person")
    assert run("play", "lamp", "--folder", folder, typed="q\n").exit_code == 0


def test_play_asks_for_the_result_of_a_look_up(folder: Path) -> None:
    """Nothing is fetched in the terminal: whoever walks says what came back."""
    done = run("play", "parts", "--folder", folder, typed="ab 12\ngone\n")
    assert "Look-up: parts (Part: AB-12)" in done.output and "It is gone." in done.output


def test_test_counts_what_is_missing_and_exits_1_for_failures_only(folder: Path) -> None:
    """An answer that nobody gives is listed; a visit that goes another way fails."""
    beside = folder / "things" / "lamp.test.yml"
    beside.write_text("scenarios:\n  - {name: n, walk: [{plugged: in_wall}, {bulb: fixed}], ends: resolved}\n", encoding="utf-8")
    done = run("test", folder)
    assert done.exit_code == 0 and "lamp: no scenario answers plugged: out, " in done.output
    assert "2 trees, 1 scenario, 0 failed; 2 of 10 answers covered (20.0 %)" in done.output
    beside.write_text("scenarios:\n  - {name: n, walk: [{bulb: fixed}], ends: resolved}\n", encoding="utf-8")
    assert run("test", folder).exit_code == 1
