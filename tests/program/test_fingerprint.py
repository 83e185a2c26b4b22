"""The two names of a program: `fingerprint` for all of it, `structure` for what leads where."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from diagnostics.library.load import load
from diagnostics.program.types import Program

GOLDEN = Path(__file__).parents[1] / "golden"


def program(folder: Path, name: str = "everything", *changes: tuple[str, str, str]) -> Program:
    """The golden program after changes: (file, what stands there, what stands there instead)."""
    shutil.copytree(GOLDEN, folder, dirs_exist_ok=True)
    for file, old, new in changes:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    library = load(folder)
    assert library.violations == ()
    return library.programs[name]


def test_the_fingerprint_is_the_same_in_every_run(tmp_path: Path) -> None:
    """Whatever the seed of hashing, the folder and the time."""
    here = program(tmp_path)
    script = (
        "import sys; from pathlib import Path; from diagnostics.library.load import load; "
        "print(load(Path(sys.argv[1])).programs['everything'].fingerprint)"
    )
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        ran = subprocess.run([sys.executable, "-c", script, str(GOLDEN)], env=env, capture_output=True, text=True, check=True)
        assert ran.stdout.strip() == here.fingerprint


WORDING = [
    ("everything.yml", "Nothing works", "Nothing works at all"),
    ("everything.yml", "question: What do you notice?", "question: What is odd?"),
    ("everything.yml", "macos: {label: macOS,", "macos: {label: Apple macOS,"),
    ("everything.yml", "minutes: 4", "minutes: 5"),
    ("everything.yml", "chance: 0.45", "chance: 0.5"),
    ("everything.yml", "urgency: high", "urgency: now"),
    ("everything.yml", "reviewed: 2026-11-22", "reviewed: 2026-11-23"),
    ("everything.yml", "bring: [system, age]", "bring: [age, system]"),
    ("everything.yml", "      windows: Windows\n      macos: {label: macOS, hint: An Apple, means: Runs macOS, next: notices}\n",
     "      macos: {label: macOS, hint: An Apple, means: Runs macOS, next: notices}\n      windows: Windows\n"),
    ("drain.yml", "Pull the plug", "Pull out the plug"),
    ("_library.yml", "+44 20 7946 0100", "+44 20 7946 0199"),
    ("_library.yml", "windows: Windows", "windows: Microsoft Windows"),
    ("images/lights.svg", "0 0 1 1", "0 0 2 2"),
]  # fmt: skip

ROUTES = [
    ("everything.yml", "next: notices}\n      unsure", "next: age}\n      unsure"),
    ("everything.yml", "      unsure: {label: I'm not sure, unknown: true}\n", ""),
    ("everything.yml", "rounds: 2", "rounds: 3"),
    ("everything.yml", "or age > 0.5", "or age > 0.6"),
    ("everything.yml", "text: \"E-07*\", next", "text: \"E-08*\", next"),
    ("everything.yml", "max: 99.5", "max: 99"),
    ("everything.yml", "optional: true, ", ""),
    ("everything.yml", "fixes: [press, update]", "fixes: [update, press]"),
    ("everything.yml", "    cannot: person\n", ""),
    ("everything.yml", "    fixed: solved\n", "    fixed: person\n"),
    ("everything.yml", "\"table('warranty', 'macos') + 1\"", "\"table('warranty', 'macos') + 2\""),
    ("drain.yml", "not_fixed: back", "fixed: back, not_fixed: back"),
    ("_library.yml", "macos: 1.5", "macos: 2.5"),
]  # fmt: skip


@pytest.mark.parametrize("change", WORDING, ids=lambda change: change[2][:30])
def test_wording_changes_the_fingerprint_and_not_the_structure(change: tuple[str, str, str], tmp_path: Path) -> None:
    """Texts, minutes, contacts, pictures, and the order in which answers are shown."""
    before, after = program(tmp_path / "a"), program(tmp_path / "b", "everything", change)
    assert after.fingerprint != before.fingerprint
    assert after.structure == before.structure


@pytest.mark.parametrize("name", ["help", "title", "video", "bring"])
def test_a_step_may_be_named_like_a_key_and_still_counts_as_structure(name: str, tmp_path: Path) -> None:
    """Names of steps are the author's; that they read like wording means nothing."""
    renamed = [("everything.yml", "next: line", f"next: {name}"), ("everything.yml", "  line: {check", f"  {name}: {{check")]
    before = program(tmp_path / "a", "everything", *renamed)
    after = program(tmp_path / "b", "everything", *renamed, ("everything.yml", "results: {pass: number,", "results: {pass: note,"))
    assert after.structure != before.structure


def test_a_comment_changes_nothing(tmp_path: Path) -> None:
    """What is not compiled is not in the program."""
    before, after = program(tmp_path / "a"), program(tmp_path / "b", "everything", ("everything.yml", "steps:", "# a comment\nsteps:"))
    assert (after.fingerprint, after.structure) == (before.fingerprint, before.structure)


@pytest.mark.parametrize("change", ROUTES, ids=lambda change: change[1][:30])
def test_routes_answers_and_conditions_change_both(change: tuple[str, str, str], tmp_path: Path) -> None:
    """Numbers of before and after cannot be added up."""
    before, after = program(tmp_path / "a"), program(tmp_path / "b", "everything", change)
    assert after.fingerprint != before.fingerprint
    assert after.structure != before.structure
