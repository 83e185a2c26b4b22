"""`diff`: what changed, in words, between folders, commits and what is in service."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import library, run
from tests.cli.test_replay import REROUTED, STEPS, Env, recorded

SAYS = "  answer `no` of `lit` now leads to `clean`, was `bulb`"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return library(tmp_path / "trees", main=STEPS)


@pytest.fixture
def none(tmp_path: Path) -> Env:
    """An installation that has no database."""
    return {"DIAGNOSTICS_DATABASE": f"sqlite:///{tmp_path / 'none.sqlite3'}"}


def git(folder: Path, *arguments: str) -> None:
    known = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *known, *arguments], cwd=folder, check=True, capture_output=True)


def test_two_folders_differ_in_words(folder: Path, none: Env, tmp_path: Path) -> None:
    """Without a database the words alone, and none is made."""
    other = library(tmp_path / "other", main=REROUTED)
    result = run("diff", folder, other, env=none)
    assert (result.exit_code, SAYS in result.output.splitlines()) == (0, True)
    assert not (tmp_path / "none.sqlite3").exists()


def test_what_is_in_service_is_told_with_its_visits(folder: Path, tmp_path: Path) -> None:
    """How many took it, of those that began within the time."""
    env = recorded(f"sqlite:///{tmp_path / 'visits.sqlite3'}", folder)
    library(folder, main=REROUTED)
    assert f"{SAYS}; 4 of the last 30 days' visits took it" in run("diff", "published", folder, env=env).output
    assert f"{SAYS}; none of the last hour's visits took it" not in run("diff", "published", folder, "--since", "1h", env=env).output
    told = json.loads(run("diff", "published:1", folder, "--format", "json", env=env).stdout)
    assert (told["visits"], told["restructured"]) == (7, ["main"])
    assert [(one["kind"], one["visits"]) for one in told["changes"]] == [("answer.route", 4)]


def test_nothing_differs_from_itself(folder: Path, tmp_path: Path) -> None:
    """Also from what was published of it."""
    env = recorded(f"sqlite:///{tmp_path / 'visits.sqlite3'}", folder, 1)
    for old in (folder, "published"):
        assert f"Nothing differs between {old} and {folder}." in run("diff", old, folder, env=env).output


def test_a_commit_is_compared_with_the_folder(folder: Path, none: Env, tmp_path: Path) -> None:
    """By its name alone, with a path in it, and for one tree."""
    git(tmp_path, "init")
    git(tmp_path, "add", "trees")
    git(tmp_path, "commit", "-m", "first")
    library(folder, main=REROUTED, other=STEPS)
    whole = run("diff", "HEAD", folder, env=none).output
    assert SAYS in whole and "the tree `other` is new" in whole
    one = run("diff", "main", folder / "main.yml", env=none).output
    assert SAYS in one and "`other`" not in one


def test_a_commit_with_a_path_is_found_from_within_the_repository(folder: Path, none: Env, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two commits, as well as a commit and the folder."""
    git(tmp_path, "init")
    git(tmp_path, "add", "trees")
    git(tmp_path, "commit", "-m", "first")
    library(folder, main=REROUTED)
    git(tmp_path, "commit", "-a", "-m", "second")
    monkeypatch.chdir(tmp_path)
    assert SAYS in run("diff", "HEAD~1:trees", "HEAD:trees", env=none).output
    assert SAYS in run("diff", "HEAD~1:trees/main.yml", "trees", env=none).output
    assert run("diff", "HEAD~1:nowhere", "trees", env=none).exit_code == 2


def test_two_tree_files_are_compared_whatever_they_are_called(folder: Path, none: Env) -> None:
    """A copy that is worked on beside the old one."""
    library(folder, main=STEPS, main_new=REROUTED)
    assert SAYS in run("diff", folder / "main.yml", folder / "main-new.yml", env=none).output


def test_a_tree_with_errors_is_left_out_and_named(folder: Path, none: Env, tmp_path: Path) -> None:
    """Exit 1: it is not said to be gone."""
    other = library(tmp_path / "other", main=STEPS.replace("next: bulb", "next: nowhere"))
    result = run("diff", folder, other, env=none)
    assert (result.exit_code, "main is left out" in result.stderr, "gone" in result.output) == (1, True, False)


@pytest.mark.parametrize("old", ["nope", "", "published", "published:7", ":", "nope:trees", "/etc/hostname", "x\0y", "a" * 5000])
def test_nonsense_is_called_wrongly(old: str, folder: Path, none: Env) -> None:
    """Exit 2 and what it may be."""
    result = run("diff", old, folder, env=none)
    assert (result.exit_code, "Error: " in result.output) == (2, True)


def test_an_unknown_tree_is_said(folder: Path, none: Env) -> None:
    """Rather than that nothing differs."""
    result = run("diff", folder, folder, "--tree", "nope", env=none)
    assert (result.exit_code, "there is no tree `nope`" in result.output) == (2, True)
