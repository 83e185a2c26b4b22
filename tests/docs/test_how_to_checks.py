"""What the how-to pages on formatting, renaming, editors and CI say: their commands run, their files are what they claim to be."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.folders import LAMP, write_folder

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs" / "how-to"
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def fenced(page: str, language: str, file: str = "") -> list[str]:
    """The blocks of a page in a language; with `file`, the one that is that file."""
    head = rf"{language} {re.escape(file)}" if file else language
    return re.findall(rf"^```{head}\n(.*?)^```", (HOW_TO / page).read_text(encoding="utf-8"), re.M | re.S)


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": PATH, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    return subprocess.run(["sh", "-ec", command], cwd=folder, env=environment, timeout=120, capture_output=True, text=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a small library in canonical form below it."""
    write_folder(tmp_path / "trees", lamp=LAMP)
    assert shell("diagnostics fmt", tmp_path).returncode == 0
    return tmp_path


def test_the_commands_that_change_files_do_so(folder: Path) -> None:
    """Formatting, fixing and both renamings of the page, one after another; the trees check afterwards."""
    for block in fenced("format-and-rename.md", "sh"):
        done = shell(block, folder)
        assert done.returncode == 0, done.stdout + done.stderr
    text = (next((folder / "trees").rglob("lamp.yml"))).read_text()
    assert "in_socket:" in text and "yes: " in text and "plugged:" not in text
    assert shell("diagnostics check trees", folder).returncode == 0


def test_the_settings_for_an_editor_are_those_that_the_command_prints(folder: Path) -> None:
    """And the files that they name are there then."""
    done = shell(fenced("write-in-your-editor.md", "sh")[0], folder)
    settings = json.loads(fenced("write-in-your-editor.md", "json")[0])
    assert json.loads(done.stdout)["yaml.schemas"] == settings["yaml.schemas"]
    assert all((folder / path).exists() for path in settings["yaml.schemas"])


def test_the_stable_names_are_installed() -> None:
    """As the page says."""
    for name in ("tree", "library", "scenarios"):
        assert f"{name}.schema.json" in (HOW_TO / "write-in-your-editor.md").read_text(encoding="utf-8")
        json.loads((ROOT / "diagnostics" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", [".github/workflows/trees.yml", ".gitlab-ci.yml"])
def test_the_commands_for_ci_pass_for_good_trees_and_fail_for_broken_ones(folder: Path, file: str) -> None:
    """All but the installation, one after another, as the machine runs them."""
    said = yaml.safe_load(fenced("check-in-ci.md", "yaml", file)[0])
    steps = said["jobs"]["check"]["steps"] if "jobs" in said else [{"run": command} for command in said["trees"]["script"]]
    commands = [step["run"] for step in steps if "run" in step and not step["run"].startswith("pip")]
    assert len(commands) >= 3
    for command in commands:
        done = shell(command.replace("--strict ", ""), folder)  # the small library is not a model
        assert done.returncode == 0, done.stdout + done.stderr
    for written in {name for command in commands for name in re.findall(r"> (\S+)", command)}:
        assert (folder / written).stat().st_size > 0
    tree = next((folder / "trees").rglob("lamp.yml"))
    tree.write_text(tree.read_text().replace("next: bulb", "next: blub", 1))
    assert any(shell(command, folder).returncode == 1 for command in commands)


def test_the_hooks_run_in_pre_commit(folder: Path) -> None:
    """The real program, with the hooks of this repository: it formats, it finds a mistake, it lets a good change pass."""
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    named = yaml.safe_load(fenced("check-in-ci.md", "yaml", ".pre-commit-config.yaml")[0])["repos"][0]["hooks"]
    assert [hook["id"] for hook in named] == [hook["id"] for hook in manifest]
    assert shell(f"pre-commit validate-manifest {ROOT / '.pre-commit-hooks.yaml'}", folder).returncode == 0
    local = [{**hook, "language": "system"} for hook in manifest]  # installed already: nothing is to be fetched
    (folder / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [{"repo": "local", "hooks": local}]}))
    assert shutil.which("git", path=PATH)
    git = "git -c user.name=a -c user.email=a@example.com"
    assert shell("git init -q && git add . && pre-commit run", folder).returncode == 0
    shell(f"{git} commit -q -m first", folder)
    tree = next((folder / "trees").rglob("lamp.yml"))
    tree.write_text(tree.read_text().replace("owner: desk", "owner:   'desk'").replace("next: bulb", "next: blub", 1))
    refused = shell("git add . && pre-commit run", folder)
    assert refused.returncode == 1 and "lamp.yml formatted" in refused.stdout and "did you mean `bulb`" in refused.stdout, refused.stdout
    tree.write_text(tree.read_text().replace("blub", "bulb"))
    assert shell("git add . && pre-commit run", folder).returncode == 0
