"""What the page about checking says: its commands run, and what it allows or sets does so."""

import re
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.folders import LAMP, LIBRARY, write_folder

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "keep-trees-right.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S) for line in block.splitlines()]
IN_PLACE, FOR_THE_FILE, FOR_ALL = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.M | re.S)


def codes(folder: Path) -> list[str]:
    return re.findall(r"^\S+:\d+:\d+: ([A-Z]{2}\d{3})", run("check", folder).output, re.M)


@pytest.mark.parametrize("command", [command for command in COMMANDS if "--watch" not in command])
def test_the_commands_succeed(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small library has advice to hear, and no violation; `--watch` has tests of its own."""
    write_folder(tmp_path / "guides", lamp=LAMP)
    monkeypatch.chdir(tmp_path)
    done = run(*command.split()[1:])
    assert done.exit_code == 0 and "FI101" in done.output, done.output


def test_a_rule_is_allowed_in_one_place(tmp_path: Path) -> None:
    """The line of the page is fine as it stands, and not without its comment."""
    line = IN_PLACE.splitlines()[1].strip()
    tree = LAMP.replace("question: Is it plugged in?", line)
    assert line in tree
    assert "SA101" in codes(write_folder(tmp_path / "bare", lamp=tree.replace(line, line.split("  #")[0])))
    assert not {"SA101", "AL001", "AL002", "AL003"} & {*codes(write_folder(tmp_path / "allowed", lamp=tree))}


def test_a_rule_is_allowed_in_a_file(tmp_path: Path) -> None:
    """The comment above everything counts for all of it."""
    tree = LAMP.replace("format: 1\n", FOR_THE_FILE, 1)
    assert "FI101" in codes(write_folder(tmp_path / "bare", lamp=LAMP))
    assert not {"FI101", "AL003"} & {*codes(write_folder(tmp_path / "allowed", lamp=tree))}


def test_rules_are_set_for_all_trees(tmp_path: Path) -> None:
    """A rule that was made an error fails; the limit of the page is the one that is told."""
    done = run("check", write_folder(tmp_path, library=LIBRARY + FOR_ALL, lamp=LAMP))
    assert done.exit_code == 1
    assert "FI101 this tree has no symptoms; 5 are the least" in done.output
    assert not {"AL004", "ST001"} & {*re.findall(r"[A-Z]{2}\d{3}", done.output)}
