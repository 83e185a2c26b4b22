"""`publish`, `rollback` and `withdraw`: what is in service, on a database that the environment names."""

from pathlib import Path

import pytest

from tests.cli.running import GOOD, library, run

Env = dict[str, str]


@pytest.fixture
def env(tmp_path: Path) -> Env:
    return {"DIAGNOSTICS_DATABASE": f"sqlite:///{tmp_path / 'visits.sqlite3'}"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return library(tmp_path / "trees")


def test_publishing_says_what_is_in_service(folder: Path, env: Env) -> None:
    """The same again stores nothing."""
    first = run("publish", folder, "--note", "first", env=env)
    assert (first.exit_code, "as publication 1" in first.output) == (0, True)
    again = run("publish", folder, env=env)
    assert (again.exit_code, "Nothing to publish" in again.output) == (0, True)


def test_a_broken_tree_keeps_its_last_good_program(folder: Path, env: Env) -> None:
    """It is named, and the exit code is 1; the others are in service."""
    run("publish", folder, env=env)
    library(folder, main=GOOD.replace("next: restart", "next: nowhere"), other=GOOD)
    result = run("publish", folder, env=env)
    assert result.exit_code == 1
    assert "main: " in result.output
    assert "stays in service" in result.output


def test_a_folder_without_a_library_file_changes_nothing(tmp_path: Path, folder: Path, env: Env) -> None:
    """Exit 1, and what was in service still is."""
    run("publish", folder, env=env)
    (tmp_path / "empty").mkdir()
    assert run("publish", tmp_path / "empty", env=env).exit_code == 1
    assert "publication 1" in run("rollback", "--to", "1", env=env).output


def test_a_missing_folder_is_called_wrongly(tmp_path: Path, env: Env) -> None:
    """Exit 2."""
    assert run("publish", tmp_path / "nowhere", env=env).exit_code == 2


def test_rolling_back_puts_the_one_before_into_service(folder: Path, env: Env) -> None:
    """As a publication of its own; all of them are listed."""
    run("publish", folder, "--note", "first", env=env)
    library(folder, main=GOOD.replace("plugged in", "switched on"))
    run("publish", folder, "--note", "second", env=env)
    result = run("rollback", env=env)
    assert (result.exit_code, "Publication 3 is in service" in result.output) == (0, True)
    listed = run("rollback", "--list", env=env).output
    assert [line.split()[0] for line in listed.splitlines()] == ["3", "2", "1"]


@pytest.mark.parametrize("arguments", [[], ["--to", "7"], ["--to", "0"], ["--to", "-1"]])
def test_there_may_be_nothing_to_roll_back_to(arguments: list[str], folder: Path, env: Env) -> None:
    """Exit 1 and the reason."""
    run("publish", folder, env=env)
    result = run("rollback", *arguments, env=env)
    assert (result.exit_code, "Error: there is no" in result.output) == (1, True)


def test_a_publication_is_named_by_its_number(env: Env) -> None:
    """Anything else is called wrongly."""
    assert run("rollback", "--to", "the last", env=env).exit_code == 2


def test_nothing_published_is_nothing_to_roll_back(env: Env) -> None:
    """Exit 1; the list is empty."""
    assert run("rollback", env=env).exit_code == 1
    assert run("rollback", "--list", env=env).output == ""


def test_withdrawing_counts_the_old_programs(folder: Path, env: Env) -> None:
    """The one in service stays."""
    run("publish", folder, env=env)
    assert "0 programs of main withdrawn" in run("withdraw", "main", env=env).output
    library(folder, main=GOOD.replace("plugged in", "switched on"))
    run("publish", folder, env=env)
    assert "1 program of main withdrawn" in run("withdraw", "main", env=env).output


def test_withdrawing_an_unknown_tree_exits_1(folder: Path, env: Env) -> None:
    """It was never published."""
    run("publish", folder, env=env)
    assert run("withdraw", "nonsense", env=env).exit_code == 1


@pytest.mark.parametrize("command", [["publish", "FOLDER"], ["rollback"], ["withdraw", "main"], ["serve", "--port", "0"], ["erase", "AAA-AAA-AAA"]])
@pytest.mark.parametrize("database", ["sqlite:////no/such/folder/x.sqlite3", "nonsense", "nonsense://x", "sqlite:////dev/null/x", "sqlite:///FOLDER"])
def test_an_unusable_database_is_said(command: list[str], database: str, folder: Path) -> None:
    """Exit 1, in one line that names the reason."""
    arguments = [str(folder) if word == "FOLDER" else word for word in command]
    result = run(*arguments, env={"DIAGNOSTICS_DATABASE": database.replace("FOLDER", str(folder))})
    assert result.exit_code == 1
    assert len([line for line in result.output.splitlines() if line.startswith("Error: ")]) == 1


@pytest.mark.parametrize("setting", [{"DIAGNOSTICS_DATABSE": "x"}, {"DIAGNOSTICS_CONSENT": "maybe"}, {"DIAGNOSTICS_PROXIES": "two"}])
@pytest.mark.parametrize("command", [["publish", "FOLDER"], ["rollback"], ["withdraw", "main"], ["serve"], ["demo"]])
def test_an_unknown_setting_is_called_wrongly(command: list[str], setting: Env, folder: Path, env: Env) -> None:
    """Exit 2, and the message names the variable."""
    result = run(*(str(folder) if word == "FOLDER" else word for word in command), env=env | setting)
    assert (result.exit_code, next(iter(setting)) in result.output) == (2, True)
