"""`diagnostics test`: scenarios run, answers counted."""

from pathlib import Path

from tests.cli.running import GOOD, library, run

PASSES = "scenarios:\n  - {name: restart helps, walk: [{plugged: in_wall}, {restart: fixed}], ends: good}\n"


def test_passing_scenarios_exit_0(tmp_path: Path) -> None:
    """Answers that nobody gives are listed and are no failures."""
    result = run("test", library(tmp_path, main=GOOD, main_test=PASSES))
    assert result.exit_code == 0
    assert "main: no scenario answers plugged: out, restart: not fixed" in result.output
    assert "1 scenario, 0 failed; 2 of 4 answers covered (50.0 %)" in result.output


def test_a_failing_scenario_exits_1(tmp_path: Path) -> None:
    """At its line, with what is asked instead."""
    result = run("test", library(tmp_path, main=GOOD, main_test=PASSES.replace("plugged: in_wall", "plugged: out")))
    assert result.exit_code == 1
    assert "main.test.yml:2" in result.output
    assert "SC001" in result.output


def test_a_tree_that_cannot_run_exits_1(tmp_path: Path) -> None:
    """Also one whose file cannot be read at all."""
    library(tmp_path, main=GOOD, main_test=PASSES, other=GOOD.replace("next: restart", "next: nowhere"))
    (tmp_path / "third.yml").write_text("[broken")
    result = run("test", tmp_path)
    assert result.exit_code == 1
    assert "other: cannot run" in result.output
    assert "third: cannot run" in result.output
    assert run("test", tmp_path / "main.yml").exit_code == 0


def test_a_tree_that_was_never_proved_exits_1(tmp_path: Path) -> None:
    """Its walk leads nowhere; that is said, and raises nothing."""
    steps = """
        system: {question: Which?, fact: os, answers: {windows: W, macos: M}, next: by}
        by: {decide: [{when: os == 'windows', next: good}]}
    """
    result = run("test", library(tmp_path, main=steps, main_test="scenarios:\n  - {name: x, walk: [{system: macos}], ends: good}\n"))
    assert (result.exit_code, "leads nowhere" in result.output) == (1, True)


def test_a_missing_folder_is_called_wrongly(tmp_path: Path) -> None:
    """Exit 2."""
    assert run("test", tmp_path / "nowhere").exit_code == 2


def test_a_folder_without_a_library_file_exits_1(tmp_path: Path) -> None:
    """Nothing in it can run."""
    result = run("test", tmp_path)
    assert (result.exit_code, "_library.yml: cannot run" in result.output) == (1, True)


def test_a_broken_scenario_file_exits_1(tmp_path: Path) -> None:
    """With its violation."""
    result = run("test", library(tmp_path, main=GOOD, main_test="scenarios: [broken\n"))
    assert (result.exit_code, "SY001" in result.output) == (1, True)
