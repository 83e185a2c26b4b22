"""The commands of "See what a change does", typed in a folder with visits of a lamp, print what the page shows."""

import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from diagnostics.service.lookups import Lookups
from diagnostics.service.visits import Visits
from diagnostics.settings import Settings
from diagnostics.store.database import open_database
from diagnostics.store.visit_log import SqlVisitLog
from diagnostics.visits.codes import ALPHABET, check_character
from diagnostics.wiring import build, publish_folder
from tests.cli.running import run
from tests.folders import LAMP, LIBRARY

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "see-what-a-change-does.md").read_text(encoding="utf-8")
NOW = datetime.now(UTC)
WALKS = ((("plugged", "out"), ("plug_in", "fixed")), (("plugged", "out"), ("plug_in", "not_fixed"), ("bulb", "fixed")),
         (("plugged", "in_wall"), ("bulb", "fixed")), (("plugged", "in_wall"), ("bulb", "not_fixed")), (("plugged", "out"),))  # fmt: skip
CHANGED = LAMP.replace('out: {label: "No", next: plug_in}', 'out: {label: "No", next: person}').replace("Change the bulb", "Put a new bulb in")


def code(number: int) -> str:
    body = f"7KQ4MX{ALPHABET[number // 31]}{ALPHABET[number % 31]}"
    return body + check_character(body)


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A repository with a folder `trees`, forty visits of what was published of it, and a change since."""
    folder = tmp_path_factory.mktemp("author")
    lamp = folder / "trees" / "lamps" / "lamp.yml"
    lamp.parent.mkdir(parents=True)
    (folder / "trees" / "_library.yml").write_text(LIBRARY)
    lamp.write_text(LAMP)
    known = ["git", "-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "init.defaultBranch=main"]
    for arguments in (["init"], ["add", "trees"], ["commit", "-m", "first"], ["commit", "--allow-empty", "-m", "second"]):
        subprocess.run([*known, *arguments], cwd=folder, check=True, capture_output=True)
    settings = Settings(database=f"sqlite:///{folder / 'visits.sqlite3'}", secret_file=str(folder / "secret"))
    services = build(settings)
    publish_folder(services, folder / "trees")
    log = SqlVisitLog(open_database(settings.database))
    for number in range(40):
        clock: Callable[[], datetime] = lambda number=number: NOW - timedelta(days=20, minutes=-number)  # type: ignore[misc]  # noqa: E731
        visits = Visits(log, services.programs, Lookups({}), clock, lambda number=number: code(number))  # type: ignore[misc]
        assert visits.start("lamp", f"visit-{number}")
        for place, answer in WALKS[int("2230213042"[number % 10])]:
            visits.answer(f"visit-{number}", place, answer)
    lamp.write_text(CHANGED)
    return {"DIAGNOSTICS_DATABASE": settings.database, "DIAGNOSTICS_SECRET_FILE": settings.secret_file, "IN": str(folder)}


def typed(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.M | re.S)


def said(command: str, env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(env["IN"])
    words = command.partition("#")[0].split()
    assert words[0] == "diagnostics"
    result = run(*words[1:], env={name: value for name, value in env.items() if name != "IN"})
    assert result.exit_code in (0, 1), result.output
    return result.stdout


@pytest.mark.parametrize("number", [0, 1, 2])
def test_what_the_page_shows_is_what_is_printed(number: int, env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The words, the table, and two ways beside each other."""
    command = [commands[0] for commands in map(str.splitlines, typed("sh")) if commands[0] in ("diagnostics diff", "diagnostics replay")
               or "--show" in commands[0]][number]  # fmt: skip
    assert [line.rstrip() for line in said(command, env, monkeypatch).strip().splitlines()] == typed("text")[number].strip().splitlines()


def test_every_command_of_the_page_runs(env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """None of them is called wrongly."""
    commands = [line for block in typed("sh") for line in block.splitlines()]
    assert len(commands) == 9
    for command in commands:
        assert said(command, env, monkeypatch) or "--fail-over" in command
