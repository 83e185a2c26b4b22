"""What the pages about testing and previewing tell an author to type does what they say."""

import os
import re
import shlex
import signal
import subprocess
import urllib.request
from pathlib import Path

import pytest

from tests.cli.running import COMMAND, served
from tests.folders import LAMP, write_folder

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
COMMANDS = [line for block in re.findall(r"^```sh\n(.*?)^```", (HOW_TO / "test-trees.md").read_text(encoding="utf-8"), re.M | re.S)
            for line in block.splitlines()]  # fmt: skip
SAYS = {
    "--coverage": "outcomes", "--html": "Coverage: coverage/index.html", "--suggest": "scenarios:", "--write": "added",
    "--mutate": "scenarios notice", "pytest": "1 passed", "--watch": "Watching",
}  # fmt: skip


@pytest.fixture
def guides(tmp_path: Path) -> Path:
    """A folder `guides` with a lamp and one of its scenarios, where the page says that it is."""
    folder = write_folder(tmp_path / "guides", lamp=LAMP)
    for path in (folder / "things").iterdir():
        path.rename(folder / path.name)
    (folder / "lamp.test.yml").write_text("scenarios:\n  - {name: the bulb, walk: [{plugged: in_wall}, {bulb: fixed}], ends: resolved}\n")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_do_what_the_page_says(guides: Path, command: str) -> None:
    """Each by itself, from the folder above the library."""
    program, *arguments = shlex.split(command)
    environment = {**os.environ, "PATH": f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen([COMMAND.parent / program, *arguments], cwd=guides, env=environment, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    said = ""
    try:
        if "--watch" in arguments:
            said = _until(process, "Watching")
            process.send_signal(signal.SIGINT)
        said += process.communicate(timeout=60)[0]
    finally:
        process.kill()
    expected = next((words for option, words in reversed(SAYS.items()) if option in command), "2 of 6 answers covered")
    assert expected in said
    assert process.returncode == 0 or "--watch" in arguments, said


def _until(process: "subprocess.Popen[str]", word: str) -> str:
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if word in line:
            return said
    return said


def test_the_preview_starts_as_the_page_says(guides: Path) -> None:
    """And has its yellow line."""
    command = re.search(r"^```sh\ndiagnostics (.*)\n```", (HOW_TO / "preview.md").read_text(encoding="utf-8"), re.M)
    assert command is not None
    with served(*shlex.split(command[1]), cwd=guides) as (_, address):
        page = urllib.request.urlopen(address, timeout=20).read().decode()
    assert "<b>Preview</b>" in page
