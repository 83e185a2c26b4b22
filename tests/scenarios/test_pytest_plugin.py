"""`pytest guides/` runs scenarios as tests, in their own words, and touches no file of anybody else."""

import subprocess
import sys
from pathlib import Path

from tests.scenarios.folders import PASSES, library

WRONG = "scenarios:\n  - {name: restart helps, walk: [{plugged: out}, {restart: fixed}], ends: good}\n"


def ran(folder: Path, *arguments: str) -> tuple[int, str]:
    """A session of its own, as an author starts it."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_each_scenario_is_an_item_with_its_name(tmp_path: Path) -> None:
    """And passes."""
    library(tmp_path / "guides", scenarios=PASSES)
    code, said = ran(tmp_path, "-v", "guides")
    assert code == 0, said
    assert "guides/main.test.yml::restart helps PASSED" in said


def test_a_failure_is_told_by_its_place_and_without_a_traceback(tmp_path: Path) -> None:
    """The file as seen from where pytest runs, the line, the caret, the hint."""
    library(tmp_path / "guides", scenarios=WRONG)
    code, said = ran(tmp_path, "guides")
    assert code == 1
    assert "guides/main.test.yml:2:51: SC001 restart helps: `restart` is not asked" in said
    assert "^^^^^^^" in said and "hint: " in said
    assert "Traceback" not in said and ".py:" not in said


def test_a_broken_file_is_one_error(tmp_path: Path) -> None:
    """A scenario file, a tree, and a tree that is not there; all in the words of the check."""
    library(tmp_path, scenarios="scenarios: [broken\n")
    (tmp_path / "gone.test.yml").write_text(PASSES)
    main = (tmp_path / "main.yml").read_text()
    (tmp_path / "other.yml").write_text(main.replace("tree: main", "tree: other").replace("start: plugged", "start: no"))
    (tmp_path / "other.test.yml").write_text(PASSES)
    code, said = ran(tmp_path)
    assert code == 2
    assert "main.test.yml:1:12: SY001" in said
    assert "the tree `other` cannot run" in said and "other.yml:8:8: RF002" in said
    assert "Traceback" not in said and "3 errors" in said


def test_files_outside_a_library_are_left_alone(tmp_path: Path) -> None:
    """Other projects have files of such a name, too."""
    (tmp_path / "x.test.yml").write_text("just: data\n")
    code, said = ran(tmp_path)
    assert (code, "no tests ran" in said) == (5, True)


def test_it_works_beside_others_and_in_other_processes(tmp_path: Path) -> None:
    """With tests in Python, and with xdist, of which one worker shows all that more would."""
    library(tmp_path / "guides", scenarios=PASSES)
    (tmp_path / "test_own.py").write_text("def test_own():\n    pass\n")
    code, said = ran(tmp_path, "-n", "1")
    assert code == 0 and "2 passed" in said, said
