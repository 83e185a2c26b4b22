"""What is saved below a folder is told, save by save: by whatever way an editor saves it."""

import os
import queue
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from diagnostics.cli.watching import changes


class Seen:
    """The saves of a folder, gathered by a thread."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.stop, self._saves = folder, threading.Event(), queue.Queue[frozenset[Path]]()
        self._changes = changes(folder, self.stop)  # from here on nothing is missed
        self.thread = threading.Thread(target=lambda: [self._saves.put(save) for save in self._changes])
        self.thread.start()

    def after(self, *wanted: str) -> set[str]:
        """What was told until all of these were, and a little longer."""
        found: set[str] = set()
        while not set(wanted) <= found:
            found |= {path.relative_to(self.folder).as_posix() for path in self._saves.get(timeout=10)}
        return found


@pytest.fixture(params=["told by the system", "looked for"])
def seen(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seen]:
    if request.param == "looked for":
        monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "true")
    (tmp_path / "things").mkdir()
    (tmp_path / "things" / "old.yml").write_text("old")
    os.utime(tmp_path / "things" / "old.yml", (1, 1))  # whoever looks for saves tells them by the second
    watching = Seen(tmp_path)
    yield watching
    watching.stop.set()
    watching.thread.join(10)
    assert not watching.thread.is_alive()


def test_a_save_is_told(seen: Seen) -> None:
    """Of trees, scenarios, translations and pictures; of nothing else."""
    for name in ("notes.txt", ".hidden.yml", "main.yml", "main.test.yml", "ru.po", "lamp.svg"):
        (seen.folder / name).write_text("x")
    assert seen.after("main.yml", "main.test.yml", "ru.po", "lamp.svg") == {"main.yml", "main.test.yml", "ru.po", "lamp.svg"}


@pytest.mark.parametrize(
    "save",
    [
        lambda path: path.write_text("a longer text than before"),
        lambda path: os.replace(_beside(path, "new text"), path),
        lambda path: (path.rename(path.with_name("old.yml~")), path.write_text("saved anew")),
        lambda path: path.unlink(),
    ],
    ids=["in place", "by renaming a new file", "by renaming the old file", "removed"],
)
def test_editors_save_in_several_ways(save: Callable[[Path], object], seen: Seen) -> None:
    """All of them are a save of that file."""
    save(seen.folder / "things" / "old.yml")
    assert seen.after("things/old.yml")


def test_a_folder_that_is_new_is_watched_and_one_that_goes_is_told(seen: Seen) -> None:
    """With what is in it, or as itself."""
    (seen.folder / "more").mkdir()
    seen.after("more")
    (seen.folder / "more" / "new.yml").write_text("x")
    seen.after("more/new.yml")
    shutil.move(seen.folder / "things", seen.folder / "moved")
    assert seen.after("moved") & {"things", "things/old.yml"}


def _beside(path: Path, text: str) -> Path:
    made = path.with_name(f".{path.name}.swp")
    made.write_text(text)
    return made


def test_a_folder_that_is_not_there_cannot_be_watched(tmp_path: Path) -> None:
    """Said at once, not when the first change is waited for."""
    with pytest.raises(OSError):
        changes(tmp_path / "nowhere")
