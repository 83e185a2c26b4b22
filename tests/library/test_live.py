"""A folder loaded again is what it would be if it were loaded for the first time, whatever was saved in between."""

from collections.abc import Callable
from pathlib import Path

import pytest

from diagnostics.library.live import Live
from diagnostics.library.load import load
from tests.folders import LAMP, LIBRARY, PARTS, write_folder

CALLER = LAMP.replace("tree: lamp", "tree: caller").replace("next: plug_in", "next: away").replace(
    "  person:", "  away: {call: helper, next: bulb}\n  person:")  # fmt: skip
HELPER = LAMP.replace("tree: lamp", "tree: helper").replace("area: things\n", "").replace(
    "outcome: handoff\n    says: The desk helps.\n    to: desk", "outcome: return")  # fmt: skip

Change = Callable[[Path], object]


def same(folder: Path, live: Live) -> None:
    again, fresh = live.load(), load(folder)
    assert again.violations == fresh.violations
    assert {name: program.fingerprint for name, program in again.programs.items()} == {n: p.fingerprint for n, p in fresh.programs.items()}
    assert (again.trees.keys(), again.images, again.declared.title) == (fresh.trees.keys(), fresh.images, fresh.declared.title)


def edited(name: str, old: str, new: str) -> Change:
    return lambda folder: (folder / name).write_text((folder / name).read_text().replace(old, new))


@pytest.mark.parametrize("change", [
    edited("things/lamp.yml", "Is it plugged in?", "Is the plug in the wall?"),
    edited("things/helper.yml", "Change the bulb", "Take another bulb"),
    edited("things/helper.yml", "outcome: return", "outcome: resolved"),
    edited("things/caller.yml", "call: helper", "call: caller"),
    edited("things/lamp.yml", "start: plugged", "start: nowhere"),
    edited("things/lamp.yml", "steps:", "steps: ["),
    edited("_library.yml", "Test guides", "Other guides"),
    edited("_library.yml", "desk:", "help:"),
    lambda folder: (folder / "things" / "lamp.yml").unlink(),
    lambda folder: (folder / "things" / "helper.yml").unlink(),
    lambda folder: (folder / "_library.yml").write_text("[broken"),
    lambda folder: (folder / "things" / "lamp.yml").rename(folder / "things" / "lantern.yml"),
    lambda folder: (folder / "lamp.yml").write_text(LAMP),
])  # fmt: skip
def test_after_any_change_it_is_as_if_loaded_anew(tmp_path: Path, change: Change) -> None:
    """And again, once the change is taken back."""
    folder = write_folder(tmp_path, lamp=LAMP, parts=PARTS, caller=CALLER, helper=HELPER)
    live = Live(folder)
    same(folder, live)
    before = {path: path.read_text() for path in folder.rglob("*.yml")}
    change(folder)
    same(folder, live)
    for path in folder.rglob("*.yml"):
        path.unlink()
    for path, text in before.items():
        path.write_text(text)
    same(folder, live)
    assert not live.load().violations


def test_what_was_not_saved_is_not_read_again(tmp_path: Path) -> None:
    """The written trees are the very same."""
    folder = write_folder(tmp_path, library=LIBRARY, lamp=LAMP, parts=PARTS)
    live = Live(folder)
    first = live.load()
    edited("things/lamp.yml", "Change the bulb", "Change it")(folder)
    again = live.load()
    assert again.trees["parts"] is first.trees["parts"] and again.trees["lamp"] is not first.trees["lamp"]
    assert again.programs["parts"].root is first.programs["parts"].root
