"""`replay`: recorded visits through the trees as they stand in the folder."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from diagnostics.service.lookups import Lookups
from diagnostics.service.visits import Visits
from diagnostics.settings import Settings
from diagnostics.store.database import open_database
from diagnostics.store.migrate import migrate
from diagnostics.store.visit_log import SqlVisitLog
from diagnostics.wiring import build, publish_folder
from tests.cli.running import library, run
from tests.databases import own_postgres

NOW = datetime.now(UTC)
STEPS = """
    lit: {question: Is it lit?, answers: {yes: {label: "Yes", next: clean}, no: {label: "No", next: bulb}}}
    bulb: {instruction: Change the bulb, actions: [Now], minutes: 5, not_fixed: bad, fixed: good}
    clean: {instruction: Clean it, actions: [Now], minutes: 1, not_fixed: bad, fixed: good}
"""
REROUTED = STEPS.replace('"No", next: bulb', '"No", next: clean')
Env = dict[str, str]


def recorded(address: str, folder: Path, visits: int = 8) -> Env:
    """Publishes a folder and makes visits of it, every second one by `no`; the last one stopped there, and all but one in the last 30 days."""
    settings = Settings(database=address, secret_file=str(folder.parent / "secret"))
    services = build(settings)
    publish_folder(services, folder)
    for n in range(visits):
        at = NOW - timedelta(days=100 if n == 0 else n % 20, minutes=n)
        clock: Callable[[], datetime] = lambda at=at: at  # type: ignore[misc]  # noqa: E731  # shorter than a function
        made = Visits(SqlVisitLog(open_database(address)), services.programs, Lookups({}), clock)
        assert made.start("main", f"v{n}")
        made.answer(f"v{n}", "lit", "no" if n % 2 else "yes")
        if n < visits - 1:
            made.answer(f"v{n}", "bulb" if n % 2 else "clean", "fixed")
    return {"DIAGNOSTICS_DATABASE": address, "DIAGNOSTICS_SECRET_FILE": str(folder.parent / "secret")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return library(tmp_path / "trees", main=STEPS)


@pytest.fixture
def env(tmp_path: Path, folder: Path) -> Env:
    return recorded(f"sqlite:///{tmp_path / 'visits.sqlite3'}", folder)


def report(folder: Path, env: Env, *options: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run("replay", folder, "--format", "json", *options, env=env).stdout)
    return found


def test_unchanged_trees_change_nothing(folder: Path, env: Env) -> None:
    """Everybody goes the same way."""
    result = run("replay", folder, env=env)
    assert result.exit_code == 0
    assert result.output.splitlines()[1].split() == ["main", "6", "6", "(100", "%)", "–", "–", "–", "–", "–", "1", "–"]


def test_a_rerouted_answer_is_told_with_its_visits(folder: Path, env: Env) -> None:
    """The visits that took it lose an answer and are asked something new; each can be opened by its code."""
    library(folder, main=REROUTED)
    main = report(folder, env)["trees"]["main"]  # type: ignore[index]  # JSON
    assert (main["finished"], main["same"], main["asked"], main["lost"], main["end"]) == (6, 3, 3, 3, 0)
    assert (main["unfinished"], main["unfinished_elsewhere"]) == (1, 1)
    listed = run("replay", folder, "--show", "asked", env=env).output
    assert "main: 3 visits (" in listed
    code = listed.split("3 visits (")[1].split(",")[0]
    opened = run("replay", folder, "--visit", code, env=env)
    assert (opened.exit_code, opened.output.startswith(f"main: {code}")) == (0, True)
    assert "bulb: fixed" in opened.output and "≠ clean: ? Clean it" in opened.output


def test_since_says_whose_visits(folder: Path, env: Env) -> None:
    """The visit of a hundred days ago counts where it is asked for."""
    assert report(folder, env, "--since", "200d")["trees"]["main"]["finished"] == 7  # type: ignore[index]  # JSON
    assert report(folder, env, "--since", "1h")["trees"] == {}


def test_too_many_that_end_elsewhere_fail_the_build(folder: Path, env: Env) -> None:
    """Exit 1 above the share, 0 at it; 2 where the share is none."""
    library(folder, main=STEPS.replace('"No", next: bulb', '"No", next: bad'))
    assert run("replay", folder, "--fail-over", "50%", env=env).exit_code == 0
    failed = run("replay", folder, "--fail-over", "49", env=env)
    assert (failed.exit_code, "main: 50.0 % of its finished visits would end elsewhere, more than 49 %" in failed.stderr) == (1, True)
    assert run("replay", folder, "--fail-over", "half", env=env).exit_code == 2


def test_against_what_is_published_only_what_is_not_counts(folder: Path, env: Env) -> None:
    """The change that is in service already is nobody's news."""
    library(folder, main=STEPS.replace("minutes: 5, not_fixed: bad, fixed: good", "minutes: 5, not_fixed: bad, fixed: bad"))
    run("publish", folder, env=env)
    assert report(folder, env)["trees"]["main"]["end"] == 3  # type: ignore[index]  # JSON
    assert report(folder, env, "--against", "published")["trees"]["main"]["end"] == 0  # type: ignore[index]  # JSON


def test_a_tree_with_errors_is_left_out_and_named(folder: Path, env: Env) -> None:
    """Exit 1: what is broken cannot be judged."""
    library(folder, main=STEPS.replace("next: bulb", "next: nowhere"))
    result = run("replay", folder, env=env)
    assert (result.exit_code, "main is left out: it or a tree that it calls has errors" in result.stderr) == (1, True)


def test_a_tree_that_is_gone_ends_all_its_visits(folder: Path, env: Env) -> None:
    """Nobody could begin it any more."""
    (folder / "main.yml").unlink()
    library(folder, other=STEPS)
    result = run("replay", folder, "--fail-over", "99%", env=env)
    assert (result.exit_code, "main (gone)" in result.output) == (1, True)


def test_nothing_is_written(folder: Path, env: Env, tmp_path: Path) -> None:
    """Not to the database, and no secret."""
    before = (tmp_path / "visits.sqlite3").read_bytes()
    (tmp_path / "secret").unlink()
    run("replay", folder, "--show", "end", env=env)
    assert (tmp_path / "visits.sqlite3").read_bytes() == before
    assert not (tmp_path / "secret").exists()


def test_without_a_database_none_is_made(folder: Path, tmp_path: Path) -> None:
    """Exit 1 and the cure."""
    result = run("replay", folder, env={"DIAGNOSTICS_DATABASE": f"sqlite:///{tmp_path / 'none.sqlite3'}"})
    assert (result.exit_code, "there is no database yet" in result.output) == (1, True)
    assert not (tmp_path / "none.sqlite3").exists()


def test_a_database_of_another_version_is_left_as_it_is(folder: Path, tmp_path: Path) -> None:
    """It is not migrated by a command that reads."""
    (tmp_path / "old.sqlite3").touch()
    result = run("replay", folder, env={"DIAGNOSTICS_DATABASE": f"sqlite:///{tmp_path / 'old.sqlite3'}"})
    assert (result.exit_code, "the schema of the database is that of another version" in result.output) == (1, True)


@pytest.mark.parametrize("arguments", [["--since", "yesterday"], ["--since", "0d"], ["--since", "2026-02-30"], ["--limit", "0"], ["--show", "all"],
                                       ["--tree", "nothing"], ["--fail-over", "nan"]])  # fmt: skip
def test_nonsense_is_called_wrongly(arguments: list[str], folder: Path, env: Env) -> None:
    """Exit 2 and a line that says what it may be."""
    result = run("replay", folder, *arguments, env=env)
    assert (result.exit_code, "Error: " in result.output) == (2, True)


@pytest.mark.parametrize("typed", ["zzz", "7KQ-4MX-2PA", "", "x\ud800"])
def test_a_visit_that_does_not_exist_is_said(typed: str, folder: Path, env: Env) -> None:
    """Exit 1."""
    result = run("replay", folder, "--visit", typed, env=env)
    assert (result.exit_code, "Error: there is no visit" in result.output) == (1, True)


def test_it_reads_postgres_too(folder: Path) -> None:
    """The same figures."""
    with own_postgres() as server:
        address = server.create()
        engine = open_database(address)
        migrate(engine)
        engine.dispose()
        env = recorded(address, folder)
        library(folder, main=REROUTED)
        main = report(folder, env)["trees"]["main"]  # type: ignore[index]  # JSON
        assert (main["finished"], main["same"], main["asked"]) == (6, 3, 3)
