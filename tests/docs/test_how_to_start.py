"""What the page about starting a tree says: what is written is where it says, and checks."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.folders import LAMP, write_folder

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "start-a-tree.md").read_text(encoding="utf-8")
ASKING, TOLD = (shlex.split(block.replace("\\\n", " ")) for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S))


@pytest.mark.parametrize("command, typed", [(ASKING, "The kettle stays cold\nIs it on its base?\nRemove the lime: Rinse it\ndesk\n"), (TOLD, None)])
def test_a_tree_and_its_scenarios_are_written(command: list[str], typed: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for or told at once, beside the trees that are there; it checks, all its scenarios pass and cover it."""
    write_folder(tmp_path / "guides", lamp=LAMP)
    monkeypatch.chdir(tmp_path)
    done = run(*command[1:], typed=typed)
    assert done.exit_code == 0, done.output
    tree = next((tmp_path / "guides").rglob("the-kettle-stays-cold.yml"))
    assert tree.with_name("the-kettle-stays-cold.test.yml").exists()
    assert "0 violations" in run("check", tree).output
    assert "0 failed; 5 of 5 answers covered" in run("test", tree).output


def test_an_empty_folder_becomes_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then it asks how the team is reached, too."""
    monkeypatch.chdir(tmp_path)
    done = run(*ASKING[1:], typed="The kettle stays cold\nIs it on its base?\nRemove the lime: Rinse it\nThe desk\n+44 20 7946 0100\n")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "guides" / "_library.yml").exists()
    assert run("check", tmp_path / "guides").exit_code == 0
