"""Several processes at one folder: the same outcome, none left over, and a clear word where one is killed."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from benchmarks.forest import write_forest
from diagnostics.checking.check import check_folder
from diagnostics.checking.desk import Desk
from diagnostics.checking.kept import Kept
from diagnostics.checking.processes import HelperLost, look_at
from tests.checking.folders import GUIDE, TODAY, folder_of
from tests.cli.running import COMMAND


@pytest.fixture(scope="module")
def forest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough trees for several processes."""
    folder = tmp_path_factory.mktemp("forest") / "trees"
    write_forest(folder, trees=80, steps=12)
    return folder


def children() -> list[str]:
    return Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()


@pytest.mark.parametrize("processes", [2, 3])
def test_the_outcome_is_the_same_on_any_number_of_processes(processes: int, forest: Path) -> None:
    """And no process is left over."""
    before = children()
    alone, together = (check_folder(forest, today=TODAY, processes=count) for count in (1, processes))
    assert (together.violations, together.trees, together.looked) == (alone.violations, alone.trees, alone.looked)
    assert children() == before


def test_processes_that_cannot_be_forked_are_started_anew(forest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on systems without fork, and beside threads."""
    monkeypatch.setattr("threading.active_count", lambda: 2)
    assert check_folder(forest, today=TODAY, processes=2).violations == check_folder(forest, today=TODAY).violations


def test_a_helper_that_is_killed_is_said(forest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the signal, and with what helps where memory is short."""
    parent, before = os.getpid(), children()
    real = Desk.look

    def look(desk: Desk, name: str) -> Kept:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(desk, name)

    monkeypatch.setattr(Desk, "look", look)
    with pytest.raises(HelperLost, match=r"killed \(signal 9\).*--processes 1"):
        check_folder(forest, today=TODAY, processes=2)
    assert children() == before


def test_a_helper_that_fails_is_said_with_its_reason(forest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of the program is not passed over."""
    parent = os.getpid()

    def look(desk: Desk, name: str) -> Kept:
        if os.getpid() != parent:
            raise RuntimeError("a rule fell over")
        return Kept(name)

    monkeypatch.setattr(Desk, "look", look)
    with pytest.raises(HelperLost, match="a rule fell over"):
        list(look_at(Desk(forest, TODAY), [f"tree-{n}" for n in range(10, 80)], 2))


def test_few_trees_are_checked_by_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one would take longer to start."""
    monkeypatch.setattr("multiprocessing.get_context", None)
    assert check_folder(folder_of(tmp_path, main=GUIDE), today=TODAY, processes=8).looked == 1


def test_an_interrupted_check_ends_at_once_and_leaves_nobody(tmp_path: Path) -> None:
    """Ctrl-C reaches the whole group, as in a terminal. No traceback, no process left."""
    write_forest(tmp_path / "trees", trees=300, steps=60)
    arguments = [COMMAND, "check", str(tmp_path / "trees"), "--no-cache", "--processes", "3"]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    helpers = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    begun = time.monotonic()
    while len(helpers.read_text().split()) < 2 and time.monotonic() - begun < 30:
        time.sleep(0.01)
    started = helpers.read_text().split()
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert (len(started), process.returncode, said.strip()) == (2, 1, "Aborted!")
    assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]
