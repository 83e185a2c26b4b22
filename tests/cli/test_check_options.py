"""`diagnostics check` with its options: documents for programs, what counts as failure, cures, and the watch."""

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest

from tests.cli.running import COMMAND, GOOD, library, run


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github"])
def test_a_document_stands_alone_on_standard_output(form: str, tmp_path: Path) -> None:
    """The summary is for people, and goes elsewhere."""
    result = run("check", library(tmp_path, main=GOOD.replace("next: restart", "next: restrat")), "--format", form)
    assert result.exit_code == 1
    assert "1 tree, 0 proved" in result.stderr
    assert "RF002" in result.stdout
    if form in ("json", "sarif"):
        json.loads(result.stdout)
    elif form == "junit":
        xml.fromstring(result.stdout)
    else:
        assert all(line.startswith(("::error ", "::warning ")) for line in result.stdout.splitlines())


def test_the_places_in_a_document_begin_where_the_command_ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that whoever reads it finds the files."""
    library(tmp_path / "trees", main=GOOD)
    monkeypatch.chdir(tmp_path)
    found = json.loads(run("check", "--format", "json").stdout)["violations"]
    assert {violation["file"].partition("/")[0] for violation in found} == {"trees"}


def test_warnings_fail_where_that_is_asked_for(tmp_path: Path) -> None:
    """They do not otherwise."""
    folder = library(tmp_path)
    assert "warning: " in run("check", folder).output
    assert [run("check", folder, *more).exit_code for more in ([], ["--strict"])] == [0, 1]


def test_the_cache_is_where_the_setting_says_and_is_not_needed(tmp_path: Path) -> None:
    """The same is said with it, by it, and without it."""
    folder, place = library(tmp_path / "trees"), tmp_path / "cache"
    env = {"DIAGNOSTICS_CACHE": str(place)}
    without = run("check", folder, "--no-cache", env=env).output
    assert not place.exists()
    assert [run("check", folder, env=env).output for _ in range(2)] == [without, without]
    assert len(list(place.rglob("*.jsonl"))) == 1


def test_an_unknown_setting_is_said_in_one_line(tmp_path: Path) -> None:
    """As by every command."""
    result = run("check", library(tmp_path), env={"DIAGNOSTICS_CAHCE": "x"})
    assert (result.exit_code, "DIAGNOSTICS_CAHCE is no setting" in result.output) == (2, True)


@pytest.mark.parametrize("wrong", [["--processes", "0"], ["--processes", "many"], ["--format", "xml"], ["--watch", "--fix"], ["--watch", "--links"]])
def test_what_makes_no_sense_is_called_wrongly(wrong: list[str], tmp_path: Path) -> None:
    """Exit 2, in one line."""
    result = run("check", library(tmp_path), *wrong)
    assert (result.exit_code, "Error: " in result.output) == (2, True)


def test_what_has_a_certain_cure_is_cured(tmp_path: Path) -> None:
    """The rest is said, as it is then."""
    folder = library(tmp_path, main=GOOD.replace("plugged in?", "plugged in"))
    before = json.loads(run("check", folder, "--format", "json").stdout)["violations"]
    curable = [violation for violation in before if violation["fixable"]]
    assert curable
    result = run("check", folder, "--fix")
    assert f"{len(curable)} violation" in result.output and " cured in " in result.output
    after = json.loads(run("check", folder, "--format", "json").stdout)["violations"]
    assert not [violation for violation in after if violation["fixable"]]
    assert len(after) <= len(before) - len(curable)


def test_links_are_asked_on_request_only(tmp_path: Path) -> None:
    """An address that is not public is not asked at all, and said."""
    folder = library(tmp_path, main=GOOD.replace("actions: [Now]", 'actions: ["See [the page](https://127.0.0.1:9/x)"]'))
    assert "LI004" not in run("check", folder).output
    assert "LI004" in run("check", folder, "--links").output


@contextmanager
def watching(folder: Path, cwd: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A watch as a real process, and the file that it writes to."""
    said = cwd / "said"
    with said.open("w") as out:
        process = subprocess.Popen([COMMAND, "check", folder, "--watch", *more], stdout=out, stderr=subprocess.STDOUT, cwd=cwd,
                                   env=os.environ | {"PYTHONUNBUFFERED": "1"})  # fmt: skip
        try:
            yield process, said
        finally:
            process.kill()
            process.wait()


def until(said: Path, pattern: str) -> str:
    """What was said when the pattern was found in it."""
    begun = time.monotonic()
    while not re.search(pattern, said.read_text()):
        assert time.monotonic() - begun < 30, said.read_text()
        time.sleep(0.01)
    return said.read_text()


def test_a_watch_tells_what_is_saved_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    """The violations anew after each save, with the time that it took; nothing is cleared where no terminal is. No traceback at the end."""
    folder = library(tmp_path / "trees")
    text = (folder / "main.yml").read_text()
    with watching(folder, tmp_path) as (process, said):
        first = until(said, r"0 violations.* ms\)\n")
        time.sleep(0.5)  # nothing is said while nothing is saved
        assert said.read_text() == first
        (folder / "main.yml").write_text(text.replace("next: restart", "next: restrat"))
        until(said, r"RF002[\s\S]*1 violation, .*\([0-9]+ ms\)\n")
        (folder / "main.yml").write_text(text)
        whole = until(said, r"1 violation, [\s\S]*0 violations, .*\([0-9]+ ms\)\n")
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    assert "Traceback" not in whole and "\x1b[" not in whole


def test_a_watch_of_a_library_that_breaks_and_heals_goes_on(tmp_path: Path) -> None:
    """Its library file too may be saved half written, or be gone for a moment."""
    folder = library(tmp_path / "trees")
    declared = folder / "_library.yml"
    text = declared.read_text()
    with watching(folder, tmp_path, "--no-cache") as (_, said):
        until(said, r"0 violations")
        declared.write_text("{")
        until(said, "SY001")
        declared.unlink()
        until(said, "there is no _library.yml")
        declared.write_text(text)
        until(said, r"there is no _library.yml[\s\S]*\n1 tree, 1 proved.* 0 violations")
