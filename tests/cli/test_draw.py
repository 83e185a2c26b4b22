"""`diagnostics draw` and `diagnostics map`: pictures on the terminal and in files, and what lies over them."""

import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from diagnostics.cli.overlays import of_visits
from diagnostics.drawing.overlay import Mark
from diagnostics.service.ledger_ports import Flow, StepCount
from diagnostics.settings import Settings
from diagnostics.wiring import build, publish_folder
from tests.cli.running import GOOD, library, run
from tests.drawing.test_mermaid import unread

CALLS = """
    ask: {question: Again?, answers: {y: {label: "Yes", next: deep}, n: {label: "No", next: bad}}}
    deep: {call: below, next: good}
"""
BELOW = """
    dig: {question: Deeper?, answers: {y: {label: "Yes", next: back}, n: {label: "No", next: back}}}
    back: {outcome: return}
"""
SCENARIO = "scenarios:\n  - {name: it is dark, walk: [{plugged: out}], ends: bad}\n"


def count(step: str, entered: int, left: int = 0, person: int = 0) -> StepCount:
    return StepCount(step, entered, left, 0, 0, person, (0,) * 12)


def test_a_tree_is_printed_as_svg(tmp_path: Path) -> None:
    """A file that stands alone."""
    result = run("draw", "main", "--folder", library(tmp_path))
    assert (result.exit_code, ElementTree.fromstring(result.stdout).get("role")) == (0, "img")


def test_a_tree_is_printed_as_mermaid(tmp_path: Path) -> None:
    """Every line is one that Mermaid reads; the tree may be named by its file."""
    result = run("draw", library(tmp_path) / "main.yml", "--format", "mermaid")
    assert (result.exit_code, unread(result.stdout)) == (0, [])
    assert '-->|"Yes"|' in result.stdout


def test_a_picture_is_written_to_a_file(tmp_path: Path) -> None:
    """And only said to have been."""
    result = run("draw", "main", "--folder", library(tmp_path), "--output", tmp_path / "main.svg")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "main.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """In one line, with the reason."""
    result = run("draw", "main", "--folder", library(tmp_path), "--output", tmp_path / "nowhere" / "main.svg")
    assert (result.exit_code, "cannot be written" in result.output) == (1, True)


@pytest.mark.parametrize(("wrong", "says"), [
    (["mian"], "did you mean `main`"),
    (["main", "--coverage", "--changes", "HEAD"], "ask for one of them"),
    (["main", "--coverage", "--format", "mermaid"], "drawn as SVG only"),
    (["main", "--visits", "soon"], "'soon' is no time"),
    (["main", "--changes", "no-such-thing"], "there is no no-such-thing"),
])  # fmt: skip
def test_wrong_use_is_said(tmp_path: Path, wrong: list[str], says: str) -> None:
    """Exit 2, with the cure."""
    result = run("draw", *wrong, "--folder", library(tmp_path))
    assert (result.exit_code, says in result.output) == (2, True), result.output


def test_a_tree_with_errors_is_not_drawn(tmp_path: Path) -> None:
    """The errors go where they do not get into the picture."""
    result = run("draw", "main", "--folder", library(tmp_path, main=GOOD.replace("next: bad", "next: gone")))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "RF002" in result.output


def test_coverage_is_drawn(tmp_path: Path) -> None:
    """What scenarios give, what they do not, and what the colours mean, in words."""
    result = run("draw", "main", "--folder", library(tmp_path, main=GOOD, main_test=SCENARIO), "--coverage")
    assert result.exit_code == 0, result.output
    assert "✓ 1 · No" in result.stdout and "○ 0 · Yes" in result.stdout
    assert "no scenario does" in result.stdout


def test_changes_are_drawn(tmp_path: Path) -> None:
    """Against another folder, and against a commit."""
    now = library(tmp_path / "now")
    was = library(tmp_path / "was", main=GOOD.replace("Is it plugged in?", "Is it in the wall?").replace("in_wall: {label: \"Yes\", next: restart}",
                  "in_wall: {label: \"Yes\", next: bad}"))  # fmt: skip
    result = run("draw", "main", "--folder", now, "--changes", was)
    assert (result.exit_code, "≠ changed" in result.stdout, "+ Yes" in result.stdout, "− Yes" in result.stdout) == (0, True, True, True)
    git = ["git", "-C", str(now), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], check=True)
    assert 'class="step question added' not in run("draw", "main", "--folder", now, "--changes", "HEAD").stdout


def test_a_tree_that_is_new_has_nothing_to_compare(tmp_path: Path) -> None:
    """It is said that it is new."""
    now, was = library(tmp_path / "now"), library(tmp_path / "was", other=GOOD)
    result = run("draw", "main", "--folder", now, "--changes", was)
    assert (result.exit_code, "it is new" in result.output) == (2, True)


def test_nobody_s_visits_are_no_picture(tmp_path: Path) -> None:
    """A ledger without a visit of the tree says so."""
    folder = library(tmp_path / "trees")
    database = {"DIAGNOSTICS_DATABASE": f"sqlite:///{tmp_path / 'd.sqlite3'}", "DIAGNOSTICS_SECRET_FILE": str(tmp_path / "secret")}
    publish_folder(build(Settings.from_environment(database)), folder)
    result = run("draw", "main", "--folder", folder, "--visits", "30d", env=database)
    assert (result.exit_code, "nobody visited `main`" in result.output) == (1, True), result.output


def test_visits_stand_at_steps_and_answers(tmp_path: Path) -> None:
    """How many came, left, asked for a person; the worst step is strong, and where nobody came is weak."""
    from diagnostics.library.load import load

    program = load(library(tmp_path)).programs["main"]
    counts = [count("plugged", 10, left=1, person=2), count("plugged~2", 2), count("restart", 4), count("good", 4)]
    flows = [Flow("plugged", "in_wall", "restart", 4), Flow("restart", "fixed", "good", 3), Flow("restart", "tried_before", "bad", 1)]
    overlay = of_visits(program, counts, flows, "x")
    assert overlay.steps["plugged"] == Mark("strong", 12, "came, 1 left (8%), 2 asked for a person")
    assert (overlay.steps["restart"], overlay.steps["bad"]) == (Mark("plain", 4, "came"), Mark("weak", None, "nobody came"))
    assert overlay.answers == {("plugged", "in_wall"): Mark("plain", 4), ("plugged", "out"): Mark("weak", 0),
                               ("restart", "fixed"): Mark("plain", 3), ("restart", "not fixed"): Mark("plain", 1)}  # fmt: skip


def test_a_called_tree_is_one_card_with_its_visits(tmp_path: Path) -> None:
    """Those who came into it, and those who came back out."""
    from diagnostics.library.load import load

    program = load(library(tmp_path, main=CALLS, below=BELOW)).programs["main"]
    flows = [Flow("ask", "y", "deep.dig", 5), Flow("deep.dig", "y", "good", 3)]
    overlay = of_visits(program, [count("ask", 6), count("deep.dig", 5, left=2)], flows, "x")
    assert overlay.steps["deep"] == Mark("strong", 5, "came, 2 left (40%)")
    assert overlay.answers["deep", "back"] == Mark("plain", 3)


def test_the_map_is_printed(tmp_path: Path) -> None:
    """As SVG and as Mermaid, every tree of it."""
    folder = library(tmp_path, main=CALLS, below=BELOW, alone=GOOD)
    svg, chart = run("map", folder), run("map", folder, "--format", "mermaid")
    assert (svg.exit_code, chart.exit_code, unread(chart.stdout)) == (0, 0, [])
    assert "3 trees, 1 called by others, 1 calling others" in svg.stdout
    assert ElementTree.fromstring(svg.stdout).get("role") == "img"


def test_the_map_says_what_it_leaves_out(tmp_path: Path) -> None:
    """A tree with errors is named beside the picture; exit 1."""
    result = run("map", library(tmp_path, main=GOOD, bad=GOOD.replace("next: bad", "next: gone")))
    assert (result.exit_code, "bad is left out" in result.output, result.stdout.startswith("<svg")) == (1, True, True)


def test_a_folder_without_trees_has_no_map(tmp_path: Path) -> None:
    """Nor has one that is not there."""
    assert run("map", tmp_path).exit_code == 2
    assert run("map", tmp_path / "nowhere").exit_code == 2
