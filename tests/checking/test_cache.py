"""What a check keeps for the next one: the same verdicts, of the same content and program only, and never a reason to fail."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from diagnostics.checking.cache import MOST_FILES, Cache, user_cache
from diagnostics.checking.check import Checker, Outcome, check_folder
from tests.checking.folders import CALLER, GUIDE, NEEDS, TODAY, codes, folder_of, save

AGAIN_AND_AGAIN = """
import sys
from datetime import date
from pathlib import Path
from diagnostics.checking.cache import Cache
from diagnostics.checking.check import check_folder

for day in range(1, 13):
    check_folder(Path(sys.argv[1]), today=date(2026, 11, day), cache=Cache(Path(sys.argv[2])))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "trees", main=CALLER, inner=NEEDS, other=GUIDE.replace("next: bad", "next: bed"))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def checked(folder: Path, cache: Cache) -> Outcome:
    return check_folder(folder, today=TODAY, cache=cache)


def cache_file(cache: Cache) -> Path:
    (path,) = (cache.place / "checks").iterdir()
    return path


def test_what_was_found_is_found_again_without_looking(folder: Path, cache: Cache) -> None:
    """Violations, proofs and summaries, to the last field."""
    first, second = checked(folder, cache), checked(folder, cache)
    assert (first.looked, second.looked) == (3, 0)
    assert (second.violations, second.trees) == (first.violations, first.trees)


def test_what_changed_is_looked_at_and_nothing_else(folder: Path, cache: Cache) -> None:
    """What is gone is forgotten."""
    checked(folder, cache)
    save(folder, "other", GUIDE)
    second = checked(folder, cache)
    assert (second.looked, codes(second, "other.yml")) == (1, [])
    (folder / "other.yml").unlink()
    assert checked(folder, cache).looked == 0
    assert '["other"' not in cache_file(cache).read_text()


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b'["a", "b"]\n', b"null\nx y\n"])
def test_a_damaged_cache_is_none(damage: bytes, folder: Path, cache: Cache) -> None:
    """It is written anew."""
    first = checked(folder, cache)
    path = cache_file(cache)
    path.write_bytes(damage)
    assert (again := checked(folder, cache)).looked == 3
    assert again.violations == first.violations
    assert checked(folder, cache).looked == 0


def test_a_cache_of_which_one_character_changed_is_none(folder: Path, cache: Cache) -> None:
    """A verdict that the disk invented is not passed on."""
    checked(folder, cache)
    path = cache_file(cache)
    path.write_text(path.read_text().replace("RF002", "RF003"))
    assert checked(folder, cache).looked == 3


def test_what_another_version_found_is_not_used(folder: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """An upgrade may find more, or other things."""
    checked(folder, cache)
    monkeypatch.setattr("diagnostics.checking.check.program_digest", lambda: "another version")
    assert checked(folder, cache).looked == 3


def test_a_cache_that_cannot_be_written_is_not_used(folder: Path, tmp_path: Path) -> None:
    """A file stands where its folder should be."""
    (tmp_path / "taken").write_text("")
    for _ in range(2):
        assert checked(folder, Cache(tmp_path / "taken" / "cache")).looked == 3


def test_nothing_is_written_into_the_library(folder: Path, cache: Cache) -> None:
    """Whatever is checked stays as it is."""
    before = sorted(folder.rglob("*"))
    checked(folder, cache)
    assert sorted(folder.rglob("*")) == before


def test_others_may_not_read_it(folder: Path, cache: Cache) -> None:
    """It holds lines of the trees."""
    checked(folder, cache)
    assert cache_file(cache).parent.stat().st_mode & 0o077 == 0


def test_each_library_has_its_own_and_the_oldest_go(folder: Path, cache: Cache, tmp_path: Path) -> None:
    """A cache does not grow for ever."""
    checked(folder, cache)
    oldest = cache_file(cache)
    os.utime(oldest, (1, 1))
    for number in range(MOST_FILES):
        cache.write(tmp_path / str(number), "version", {"key": "line"})
    assert len(list(oldest.parent.iterdir())) == MOST_FILES
    assert not oldest.exists()


def test_two_processes_that_write_at_once_leave_a_whole_cache(folder: Path, cache: Cache) -> None:
    """One of the two, and nothing half written."""
    running = [subprocess.Popen([sys.executable, "-c", AGAIN_AND_AGAIN, str(folder), str(cache.place)]) for _ in range(2)]
    assert [process.wait(60) for process in running] == [0, 0]
    assert not list(cache_file(cache).parent.glob(".*"))
    assert check_folder(folder, today=TODAY.replace(day=12), cache=cache).looked == 0


def test_what_is_saved_while_it_is_read_is_not_kept(folder: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may have been read before or after: the next check looks again."""
    from diagnostics.checking.desk import Desk

    real = Desk.look

    def look(desk: Desk, name: str) -> object:
        kept = real(desk, name)
        if name == "other":
            save(folder, "other", GUIDE.replace("Which", "Which one"))
        return kept

    monkeypatch.setattr(Desk, "look", look)
    checker = Checker(folder, cache)
    checker.check(TODAY)
    checker.keep()
    monkeypatch.undo()
    assert checked(folder, cache).looked == 1


def test_the_cache_stands_where_the_system_keeps_such_things(tmp_path: Path) -> None:
    """A relative place is none, as the specification of these folders says."""
    assert user_cache({"XDG_CACHE_HOME": str(tmp_path)}) == tmp_path / "diagnostics"
    relative = user_cache({"XDG_CACHE_HOME": "here"})
    assert relative is not None and relative.is_absolute()
