"""`diagnostics show`: one tree at a glance."""

from pathlib import Path

from tests.cli.running import GOOD, library, run


def test_it_shows_steps_and_figures(tmp_path: Path) -> None:
    """Each step with where it leads; pages, minutes and paths."""
    result = run("show", "main", "--folder", library(tmp_path))
    assert result.exit_code == 0
    assert "plugged" in result.output
    assert "1 to 2 pages" in result.output
    assert "3 distinct paths" in result.output


def test_brackets_in_texts_are_texts(tmp_path: Path) -> None:
    """What looks like markup of the terminal is shown as it is written."""
    steps = GOOD.replace("Is it plugged in?", '"Press [Esc] or [/red] now [bold]"')
    result = run("show", "main", "--folder", library(tmp_path, main=steps))
    assert (result.exit_code, "[Esc]" in result.output, "[/red]" in result.output) == (0, True, True)


def test_findings_are_shown(tmp_path: Path) -> None:
    """A tree that is not proved can be looked at."""
    steps = GOOD + "    dead: {information: Never, next: good}\n"
    result = run("show", "main", "--folder", library(tmp_path, main=steps))
    assert (result.exit_code, "PR001 dead" in result.output) == (0, True)


def test_an_unknown_tree_is_called_wrongly(tmp_path: Path) -> None:
    """Exit 2; so is a folder that is not there."""
    assert run("show", "mian", "--folder", library(tmp_path)).exit_code == 2
    assert run("show", "main", "--folder", tmp_path / "nowhere").exit_code == 2
