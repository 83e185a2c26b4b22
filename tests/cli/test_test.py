"""`diagnostics test`: scenarios run, answers counted."""

import json
import os
import re
import signal
import subprocess
import threading
from pathlib import Path
from xml.etree import ElementTree

import yaml

from tests.cli.running import COMMAND, GOOD, library, run

PASSES = "scenarios:\n  - {name: restart helps, walk: [{plugged: in_wall}, {restart: fixed}], ends: good}\n"


def test_passing_scenarios_exit_0(tmp_path: Path) -> None:
    """Answers that nobody gives are listed and are no failures."""
    result = run("test", library(tmp_path, main=GOOD, main_test=PASSES))
    assert result.exit_code == 0
    assert "main: no scenario answers plugged: out, restart: not fixed" in result.output
    assert "1 scenario, 0 failed; 2 of 4 answers covered (50.0 %)" in result.output


def test_of_very_many_missing_answers_some_are_listed(tmp_path: Path) -> None:
    """Nobody reads hundreds of them in a terminal."""
    answers = ", ".join(f"a{n}: {{label: Answer {n}, next: {'good' if n % 2 else 'bad'}}}" for n in range(50))
    result = run("test", library(tmp_path, main=f"ask: {{question: 'Which?', answers: {{{answers}}}}}"))
    (line,) = [line for line in result.output.splitlines() if "no scenario answers" in line]
    assert line.count("ask: ") == 20 and line.endswith(" and 30 more: `diagnostics test --html` shows all")


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


WHOLE = PASSES + ("  - {name: out, walk: [{plugged: out}], ends: bad}\n"
                  "  - {name: no, walk: [{plugged: in_wall}, {restart: not_fixed}], ends: bad}\n")  # fmt: skip


def test_the_table_says_how_much_of_each_tree_is_covered(tmp_path: Path) -> None:
    """Steps, answers and outcomes."""
    said = run("test", "--coverage", library(tmp_path, main=GOOD, main_test=PASSES)).output
    assert [line.split() for line in said.splitlines() if line.startswith("main ")] == [
        ["main", "1", "2/2", "100", "%", "2/4", "50", "%", "1/2", "50", "%"],
    ]  # fmt: skip


def test_json_tells_everything(tmp_path: Path) -> None:
    """Each scenario with its line, each share, and what is missing."""
    folder = library(tmp_path, main=GOOD, main_test=PASSES.replace("ends: good", "ends: bad"))
    result = run("test", "--format", "json", "--mutate", folder)
    told = json.loads(result.output)
    assert (result.exit_code, told["format"], told["failed"], told["cannot_run"]) == (1, 1, 1, [])
    main = told["trees"]["main"]
    assert [(s["name"], s["line"], s["passed"], s["failure"]["code"]) for s in main["scenarios"]] == [("restart helps", 2, False, "SC003")]
    assert main["answers"] == {"all": 4, "missing": [["plugged", "out"], ["restart", "not fixed"]]}
    assert main["outcomes"]["missing"] == ["bad"] and main["swaps"]["counted"] >= 1


def test_github_and_junit_name_the_file_from_where_the_command_ran(tmp_path: Path) -> None:
    """JUnit has the scenarios that passed, too."""
    folder = library(tmp_path / "guides", main=GOOD, main_test=WHOLE.replace("{plugged: out}], ends: bad", "{plugged: out}], ends: good"))
    said = run("test", "--format", "github", folder).output
    assert said.startswith("::error file=") and "guides/main.test.yml,line=3," in said
    cases = ElementTree.fromstring(run("test", "--format", "junit", folder).output.encode()).findall(".//testcase")
    assert [(case.get("name"), case.find("failure") is not None) for case in cases] == [("restart helps", False), ("out", True), ("no", False)]


def test_a_tree_that_cannot_run_is_in_every_format(tmp_path: Path) -> None:
    """No machine may take it for a success."""
    library(tmp_path, main=GOOD.replace("next: restart", "next: nowhere"), main_test=PASSES)
    for form, mark in (("json", '"cannot_run": [\n  "main"'), ("github", "::error "), ("junit", "<failure ")):
        result = run("test", "--format", form, tmp_path)
        assert result.exit_code == 1 and mark in result.output


def test_pages_show_what_is_covered(tmp_path: Path) -> None:
    """They stand alone, run nothing, and lead to the line of what is missing."""
    folder = library(tmp_path / "guides", main=GOOD.replace("Is it plugged in?", "<script>alert(1)</script>"), main_test=PASSES)
    assert run("test", folder, "--html", tmp_path / "out").exit_code == 0
    index, page = ((tmp_path / "out" / name).read_text() for name in ("index.html", "main.html"))
    assert 'href="main.html"' in index and "1 of 2" in index
    assert f"{(folder / 'main.yml').resolve().as_uri()}#L11" in page and "<svg" in page
    assert "<script" not in page and "&lt;script&gt;" in page
    assert not re.search("https?://(?!www.w3.org/2000/svg)", page)


def test_pages_that_cannot_be_written_are_said(tmp_path: Path) -> None:
    """In one line."""
    (tmp_path / "file").write_text("")
    result = run("test", library(tmp_path / "guides"), "--html", tmp_path / "file" / "out")
    assert (result.exit_code, "cannot be written" in result.output) == (1, True)


def test_suggestions_are_printed_and_then_written(tmp_path: Path) -> None:
    """Printed they are YAML; written they stand behind those that were there, marked, and pass."""
    folder = library(tmp_path, main=GOOD, main_test=PASSES)
    printed = run("test", folder, "--suggest")
    assert printed.exit_code == 0 and len(yaml.safe_load(printed.output)["scenarios"]) == 2
    assert (folder / "main.test.yml").read_text() == PASSES
    assert "2 scenarios added" in run("test", folder, "--suggest", "--write").output
    text = (folder / "main.test.yml").read_text()
    assert text.startswith(PASSES) and "# Suggested by" in text
    assert "4 of 4 answers covered" in run("test", folder).output
    assert "Nothing to suggest" in run("test", folder, "--suggest").output


def test_suggestions_begin_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A tree's first scenarios."""
    folder = library(tmp_path, main=GOOD)
    assert run("test", folder, "--suggest", "--write").exit_code == 0
    assert run("test", folder).exit_code == 0


def test_a_file_that_cannot_be_added_to_is_left_as_it_is(tmp_path: Path) -> None:
    """With the reason, and exit 1."""
    flow = "scenarios: [{name: x, walk: [{plugged: out}], ends: bad}]\n"
    folder = library(tmp_path, main=GOOD, main_test=flow)
    result = run("test", folder, "--suggest", "--write")
    assert (result.exit_code, "in brackets" in result.output) == (1, True)
    assert (folder / "main.test.yml").read_text() == flow


def test_swaps_that_nobody_notices_are_told(tmp_path: Path) -> None:
    """With their place and how to notice them; the exit stays 0."""
    steps = "a: {question: A?, answers: {x: {label: X, next: good}, y: {label: Y, next: bad}, z: {label: Z, next: good}}}"
    folder = library(tmp_path, main=steps, main_test="scenarios:\n  - {name: x, walk: [{a: x}], ends: good}\n")
    result = run("test", folder, "--mutate")
    assert result.exit_code == 0
    assert "main.yml:10:58: SC005 warning: no scenario notices when answer `y` of `a` (next: bad) and answer `z` of `a`" in result.output
    assert "main: scenarios notice 1 of 2 swaps (50.0 %)" in result.output


def test_options_that_do_not_go_together_are_called_wrongly(tmp_path: Path) -> None:
    """Exit 2, in a sentence."""
    folder = library(tmp_path)
    for arguments in (["--write"], ["--suggest", "--watch"], ["--suggest", "--format", "json"], ["--suggest", "--mutate"]):
        assert run("test", folder, *arguments).exit_code == 2


def test_what_is_saved_is_run_again(tmp_path: Path) -> None:
    """Until Ctrl-C, which is no failure of its own."""
    folder = library(tmp_path, main=GOOD, main_test=PASSES, other=GOOD)
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen([COMMAND, "test", folder, "--watch"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    guard = threading.Timer(30, process.kill)
    guard.start()
    try:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        assert any("Watching" in line for line in lines)
        (folder / "main.test.yml").write_text(WHOLE)
        again = next(line for line in lines if "answers covered" in line)
        assert "3 scenarios, 0 failed" in again
        (folder / "main.test.yml").write_text("scenarios: [broken\n")
        assert any("SY001" in line for line in lines)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in (0, 1)
    finally:
        guard.cancel()
        process.kill()
        process.communicate()
