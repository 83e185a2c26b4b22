"""`diagnostics rename` as authors call it: every place, and nothing else."""

from pathlib import Path

import pytest

from tests.cli.running import library, run

MAIN = """
    plugged:   # the first
      question: Is it plugged in?
      answers:
        in_wall: {label: "Yes", next: by_answer}
        out:     {label: "No",  next: restart}
    by_answer:
      decide:
        - {when: "answer('plugged') == 'in_wall' or answer( \\"plugged\\" ) in ['out', 'in_wall']", next: side}
      otherwise: plugged_in
    plugged_in: {information: "plugged", next: side, at_most: {rounds: 2, then: ended}}
    side: {call: side-tree, next: restart}
    restart: {instruction: Restart plugged, actions: [Now], not_fixed: ended, cannot: plugged_in}
    ended: {outcome: handoff, to: desk, says: Wait, bring: [plugged, restart]}
"""
SIDE = """
    plugged: {question: Again?, answers: {in_wall: {label: "Yes", next: back}, out: {label: "No", next: back}}}
    back: {outcome: return}
"""
WALKS = """\
scenarios:
  - name: both trees ask it
    walk: [{plugged: in_wall}, {plugged: out}, {restart: not_fixed}]   # mine, then the other's
    ends: ended
"""
SIDE_WALKS = """\
scenarios:
  - name: alone
    walk: [{plugged: in_wall}]
    ends: back
"""
CATALOGUE = """\
# plugged
msgctxt "main.plugged.question"
msgid "Is it plugged in?"
msgstr "Steckt main.plugged?"

msgctxt "main.plugged.answers.in_wall.label"
msgid "Yes"
msgstr "Ja"

#~ msgctxt "main.plugged.hint"
#~ msgid "Old"
#~ msgstr "Alt"

msgctxt "main.plugged_in.information"
msgid "plugged"
msgstr "x"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = library(tmp_path / "trees", main=MAIN, main_test=WALKS, side_tree=SIDE, side_tree_test=SIDE_WALKS)
    (folder / "locale" / "de").mkdir(parents=True)
    (folder / "locale" / "de" / "things.po").write_text(CATALOGUE)
    assert run("test", folder).exit_code == 0
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in folder.rglob("*.*") if path.is_file()}


def test_a_step_is_renamed_everywhere_and_nothing_else_changes(folder: Path) -> None:
    """In routes, conditions, scenarios and translations; not in texts, nor where another tree has a step of that name."""
    before = texts(folder)
    said = run("rename", "main/plugged", "socket", "--folder", folder)
    assert said.exit_code == 0, said.output
    after = texts(folder)
    expected = before["main.yml"]
    for old, new in (("start: plugged", "start: socket"), ("  plugged:   #", "  socket:   #"), ("answer('plugged')", "answer('socket')"),
                     ('answer( \\"plugged\\" )', 'answer( \\"socket\\" )'), ("bring: [plugged,", "bring: [socket,")):  # fmt: skip
        expected = expected.replace(old, new)
    assert after["main.yml"].replace("answer('socket')", "").replace('answer( \\"socket\\" )', "") == expected.replace(
        "answer('socket')", "").replace('answer( \\"socket\\" )', "")  # fmt: skip
    assert after["main.test.yml"] == before["main.test.yml"].replace("[{plugged: in_wall}", "[{socket: in_wall}")
    assert after["things.po"] == before["things.po"].replace('msgctxt "main.plugged.', 'msgctxt "main.socket.')
    assert {name for name in before if before[name] != after[name]} == {"main.yml", "main.test.yml", "things.po"}
    assert run("test", folder).exit_code == 0
    assert "begin anew" in said.output


def test_a_step_of_a_called_tree_is_renamed_in_its_callers_scenarios(folder: Path) -> None:
    """Where the walk goes through it."""
    assert run("rename", "plugged", "again", "--tree", "side-tree", "--folder", folder).exit_code == 0
    after = texts(folder)
    assert "[{plugged: in_wall}, {again: out}" in after["main.test.yml"] and "{again: in_wall}" in after["side-tree.test.yml"]
    assert run("test", folder).exit_code == 0


def test_an_answer_is_renamed_with_what_is_compared_with_it(folder: Path) -> None:
    """Of this step, and of no other."""
    assert run("rename", "main/plugged/in_wall", "yes", "--folder", folder).exit_code == 0
    after = texts(folder)
    assert "== 'yes'" in after["main.yml"] and "['out', 'yes']" in after["main.yml"] and 'yes: {label: "Yes"' in after["main.yml"]
    assert "in_wall" in after["side-tree.yml"] and "main.plugged.answers.yes.label" in after["things.po"]
    assert run("test", folder).exit_code == 0


def test_there_and_back_again_changes_nothing(folder: Path) -> None:
    """To the byte."""
    before = texts(folder)
    run("rename", "main/plugged", "socket", "--folder", folder)
    run("rename", "main/socket", "plugged", "--folder", folder)
    assert texts(folder) == before


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("main", "other"), 2, "permanent"),
        (("main/plugged", "restart"), 1, "already"),
        (("main/plugged", "resolved"), 1, "it is the name of the end"),
        (("main/plugged", "Not-Good"), 1, "snake_case"),
        (("main/plugged", ""), 1, "snake_case"),
        (("main/pluged", "x"), 1, "did you mean `plugged`"),
        (("mian/plugged", "x"), 2, "did you mean `main`"),
        (("main/plugged/in_wal", "x"), 1, "did you mean `in_wall`"),
        (("main/plugged/out", "in_wall"), 1, "already"),
        (("main/restart/fixed", "x"), 1, "has no answer"),
        (("a/b/c/d", "x"), 2, "TREE/STEP"),
        (("//", "x"), 2, "TREE/STEP"),
    ],
)
def test_what_cannot_be_renamed_says_why_and_changes_nothing(folder: Path, arguments: tuple[str, str], code: int, says: str) -> None:
    """A name that is taken, reserved, malformed or not there."""
    before = texts(folder)
    said = run("rename", *arguments, "--folder", folder)
    assert said.exit_code == code and says in said.output, said.output
    assert texts(folder) == before


def test_values_of_a_fact_are_left_to_their_author(tmp_path: Path) -> None:
    """Other trees, look-ups and profiles use them too."""
    answers = "{windows: {label: A, next: ended}, macos: {label: B, next: ended}}"
    steps = f"\n    plugged: {{question: What?, fact: os, answers: {answers}}}\n" + MAIN[MAIN.index("    ended:") :]
    folder = library(tmp_path / "trees", main=steps.replace(", bring: [plugged, restart]", ""))
    said = run("rename", "main/plugged/windows", "light", "--folder", folder)
    assert said.exit_code == 1 and "values of the fact `os`" in said.output


def test_files_that_cannot_be_read_stop_it(folder: Path) -> None:
    """All or nothing."""
    (folder / "main.test.yml").write_text(WALKS.replace("ends: ended", "ends: ["))
    before = texts(folder)
    said = run("rename", "main/plugged", "socket", "--folder", folder)
    assert said.exit_code == 1 and "nothing was changed" in said.output and texts(folder) == before
