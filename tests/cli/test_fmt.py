"""`diagnostics fmt` as authors and their machines call it."""

from pathlib import Path

import pytest

from tests.cli.running import library, run

UGLY = """
    plugged:
      answers: {in_wall: {next: over, label: 'Yes'}, out: {label: "No", next: over}}  # both lead there
      question: "Is it plugged in?"
    # the end
    over: {outcome: handoff, to: desk, says: "Wait: we come"}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return library(tmp_path / "trees", main=UGLY)


def test_it_formats_what_is_below_a_folder_and_keeps_comments(folder: Path) -> None:
    """And then there is nothing left to do."""
    said = run("fmt", folder)
    assert said.exit_code == 0 and "main.yml formatted" in said.output
    text = (folder / "main.yml").read_text()
    assert "    # both lead there\n    answers:\n      in_wall: {label: \"Yes\", next: over}\n" in text and "  # the end\n  over:\n" in text
    assert 'says: "Wait: we come"' in text
    again = run("fmt", folder, "--check")
    assert again.exit_code == 0 and again.output == "2 files in canonical form\n"


def test_check_and_diff_change_nothing(folder: Path) -> None:
    """One for a machine, one to look at."""
    before = (folder / "main.yml").read_bytes()
    checked, shown = run("fmt", folder, "--check"), run("fmt", folder / "main.yml", "--diff")
    assert checked.exit_code == 1 and "main.yml is not in canonical form" in checked.output
    assert shown.exit_code == 0 and "-    question: \"Is it plugged in?\"" in shown.output and "1 would change" in shown.output
    assert (folder / "main.yml").read_bytes() == before


@pytest.mark.parametrize("text", ["a: [", "", "\0", "steps: {}\n", "format: 1\ntree: main\ntitle: A # b\n", "- 1\n", "a: &x 1\nb: *x\n"])
def test_a_file_with_mistakes_is_left_and_named(folder: Path, text: str) -> None:
    """Whatever it holds; the others are formatted."""
    (folder / "broken.yml").write_text(text)
    said = run("fmt", folder)
    assert said.exit_code == 1 and "broken.yml:" in said.output and "main.yml formatted" in said.output
    assert (folder / "broken.yml").read_text() == text


def test_a_name_that_is_no_file_of_the_kind_is_wrong_usage(tmp_path: Path) -> None:
    """Nothing there, another kind of file, an empty folder, a folder with such a name."""
    (tmp_path / "note.txt").write_text("x")
    (tmp_path / "d.yml").mkdir()
    for path in (tmp_path / "none.yml", tmp_path / "note.txt", tmp_path, tmp_path / "d.yml", Path("x" * 300)):
        assert run("fmt", path).exit_code == 2


def test_dos_line_ends_become_plain_ones(folder: Path) -> None:
    """One form for everybody; git can turn them for those who want others."""
    run("fmt", folder)
    text = (folder / "main.yml").read_bytes()
    (folder / "main.yml").write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    assert run("fmt", folder, "--check").exit_code == 1
    run("fmt", folder)
    assert (folder / "main.yml").read_bytes() == text
