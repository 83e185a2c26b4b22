"""`diagnostics check`: every violation at its place, and exit codes that a pipeline can rely on."""

from pathlib import Path

import pytest

from tests.cli.running import GOOD, library, run
from tests.engine.guides import BACK, written

FIVE = """\
format: 1
tree: main
title: Five mistakes
summary: {os
area: nowhere
owner: desk
reviewed: 2026-11-22
start: ask
steps:
  ask: {question: Which?, answers: {a: {label: A, next: goood}}}
  by: {decide: [{when: oss == 'windows', next: good}], otherwise: good}
  tell: {information: "Yours is {oss}", nxt: good}
  good: {outcome: resolved, says: Good.}
"""


def test_a_good_library_exits_0(tmp_path: Path) -> None:
    """And says what was proved."""
    result = run("check", library(tmp_path))
    assert result.exit_code == 0
    assert "\n1 tree, 1 proved (" in result.output
    assert "0 violations" in result.output


def test_five_mistakes_are_five_violations(tmp_path: Path) -> None:
    """All at once, each at its line and column."""
    library(tmp_path)
    (tmp_path / "main.yml").write_text(FIVE.replace("summary: {os", "summary: Something"))
    result = run("check", tmp_path)
    assert result.exit_code == 1
    lines = (tmp_path / "main.yml").read_text().splitlines()
    wrong = [("nowhere", "RF006"), ("goood", "RF002"), ("oss ==", "EX003"), ("{oss}", "TX001"), ("nxt", "ST001")]
    places = [(n, line.index(piece) + 1, code) for piece, code in wrong for n, line in enumerate(lines, 1) if piece in line]
    assert [line.split(" ")[:2] for line in result.output.splitlines() if line.startswith("main.yml:") and "warning: " not in line] == [
        [f"main.yml:{n}:{column}:", code] for n, column, code in places
    ]  # fmt: skip
    assert "5 violations" in result.output


def test_what_is_no_yaml_is_said_in_one_violation(tmp_path: Path) -> None:
    """The rest of the file was not read."""
    library(tmp_path)
    (tmp_path / "main.yml").write_text(FIVE)
    result = run("check", tmp_path)
    assert (result.exit_code, "SY001" in result.output, "Traceback" in result.output) == (1, True, False)


def test_a_tree_that_is_not_proved_fails(tmp_path: Path) -> None:
    """With the way to the mistake."""
    result = run("check", library(tmp_path, main="""
        system: {question: Which?, fact: os, answers: {windows: W, macos: M}, next: by}
        by: {decide: [{when: os == 'windows', next: good}], otherwise: bad}
        dead: {information: Never seen, next: good}
    """))  # fmt: skip
    assert result.exit_code == 1
    assert "PR001 no path reaches the step `dead`" in result.output


@pytest.mark.parametrize("path", ["nowhere", "nowhere/at/all.yml", "\x01", "-", "*.yml", "a" * 300])
def test_a_path_that_is_not_there_is_called_wrongly(path: str, tmp_path: Path) -> None:
    """Exit 2, in one line."""
    result = run("check", tmp_path / path)
    assert result.exit_code == 2
    assert "Error: " in result.output


def test_without_paths_and_without_trees_it_is_called_wrongly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder `trees` is meant, and there is none."""
    monkeypatch.chdir(tmp_path)
    result = run("check")
    assert (result.exit_code, "there is no trees" in result.output) == (2, True)


def test_a_folder_without_a_library_file_is_said(tmp_path: Path) -> None:
    """It is a violation of the folder, not a wrong call."""
    (tmp_path / "main.yml").write_text(written("main", GOOD))
    result = run("check", tmp_path)
    assert result.exit_code == 1
    assert "SY010 there is no _library.yml" in result.output


def test_a_file_in_no_library_is_called_wrongly(tmp_path: Path) -> None:
    """Nobody knows its facts and teams."""
    (tmp_path / "main.yml").write_text(written("main", GOOD))
    assert run("check", tmp_path / "main.yml").exit_code == 2


def test_a_file_that_is_no_tree_is_called_wrongly(tmp_path: Path) -> None:
    """Nothing was checked, so nothing is called fine."""
    library(tmp_path)
    (tmp_path / "notes.txt").write_text("Nothing")
    result = run("check", tmp_path / "notes.txt")
    assert (result.exit_code, "is no tree file" in result.output) == (2, True)


def test_a_folder_without_trees_inside_a_library_is_called_wrongly(tmp_path: Path) -> None:
    """It does not stand for the whole library."""
    library(tmp_path)
    (tmp_path / "images").mkdir()
    assert run("check", tmp_path / "images").exit_code == 2


def test_the_library_file_stands_for_the_library(tmp_path: Path) -> None:
    """So an editor may check what was saved, whatever it was."""
    assert run("check", library(tmp_path) / "_library.yml").exit_code == 0


def test_one_file_is_checked_in_its_library(tmp_path: Path) -> None:
    """The mistakes of other trees are not its own."""
    library(tmp_path, main=GOOD, other=GOOD.replace("next: restart", "next: nowhere"))
    assert run("check", tmp_path / "main.yml").exit_code == 0
    result = run("check", tmp_path / "other.yml")
    assert (result.exit_code, "RF002" in result.output) == (1, True)


def test_what_a_tree_calls_is_checked_with_it(tmp_path: Path) -> None:
    """A mistake there is one that its customers meet, though the called tree is not named."""
    library(tmp_path, main="power: {call: inner, next: good}\n")
    (tmp_path / "inner.yml").write_text(written("inner", "by: {decide: [{when: wired == 'yes', next: back}], otherwise: good}", ends=BACK))
    result = run("check", tmp_path / "main.yml")
    assert (result.exit_code, "inner.yml:" in result.output, "PR003 `by` reads `wired`" in result.output) == (1, True, True)


def test_paths_in_two_libraries_are_called_wrongly(tmp_path: Path) -> None:
    """One at a time."""
    assert run("check", library(tmp_path / "one"), library(tmp_path / "two")).exit_code == 2


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"\xff\xfe", b"- just\n- a list\n", b"42\n", b"a: &a [*a]\n", b"{" * 200, b"x" * 300_000])
def test_whatever_a_file_holds_is_said(content: bytes, tmp_path: Path) -> None:
    """Violations, exit 1, no traceback."""
    library(tmp_path)
    (tmp_path / "main.yml").write_bytes(content)
    result = run("check", tmp_path)
    assert (result.exit_code, "main.yml:" in result.output) == (1, True)


def test_an_unknown_command_is_called_wrongly() -> None:
    """Exit 2."""
    assert run("chekc").exit_code == 2
    assert run("check", "--no-such-option").exit_code == 2
