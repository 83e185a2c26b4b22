"""Every command of the page on pictures does what the page says."""

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.running import run

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "draw.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S) for line in block.splitlines()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The trees that ship, in a repository of their own."""
    shutil.copytree(ROOT / "trees", tmp_path / "trees")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", [command for command in COMMANDS if "--visits" not in command])
def test_the_command_draws(folder: Path, command: str) -> None:
    """An SVG in the file that it names, or a chart on the terminal."""
    program, *arguments = command.split()
    result = run(*arguments)
    assert (program, result.exit_code) == ("diagnostics", 0), result.output
    if "--output" in arguments:
        assert ElementTree.parse(folder / arguments[-1]).getroot().get("role") == "img"
    else:
        assert result.stdout.startswith("flowchart")


def test_without_visits_it_says_so(folder: Path) -> None:
    """The one command that needs a database that somebody used."""
    (command,) = (command for command in COMMANDS if "--visits" in command)
    env = {"DIAGNOSTICS_DATABASE": f"sqlite:///{folder / 'd.sqlite3'}", "DIAGNOSTICS_SECRET_FILE": str(folder / "secret")}
    result = run(*command.split()[1:], env=env)
    assert (result.exit_code, "nobody visited `printer-not-printing`" in result.output) == (1, True), result.output
