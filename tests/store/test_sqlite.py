"""SQLite passes the contract; and what only a file on a disk can do: be damaged, locked, full, or no file at all."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from diagnostics.store import sqlite
from diagnostics.store.database import open_database
from diagnostics.store.migrate import migrate
from diagnostics.store.visit_log import SqlVisitLog
from diagnostics.visits.log import StoreError
from tests.store.contract import Opened, Opener, StoreContract, line


@pytest.fixture
def path(sqlite_address: str, tmp_path: Path) -> Path:
    return tmp_path / "d.sqlite3"


@pytest.fixture
def opened(sqlite_address: str, open_store: Callable[[str], Opened]) -> Opener:
    return lambda: open_store(sqlite_address)


class TestSqlite(StoreContract):
    @pytest.fixture
    def opened(self, opened: Opener) -> Opener:
        return opened


def test_an_acknowledged_commit_has_reached_the_disk(path: Path) -> None:
    """Every connection uses WAL, waits for the disk, checks foreign keys and overwrites what is erased."""
    engine = open_database(f"sqlite:///{path}")
    with engine.connect() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")]
        assert found == ["wal", 2, 1, 1]
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == sqlite.BUSY_SECONDS * 1000
    engine.dispose()


def test_a_locked_database_is_a_clear_error(path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who holds the write lock makes appends fail with a message for operators; reading goes on."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0)
    store = opened()
    store.log.append([line("v", 0)])
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another process holds it open for writing"):
        store.log.append([line("v", 1, personal={"value": "secret"})])
    assert len(store.log.read("v")) == 1
    blocker.execute("ROLLBACK")
    blocker.close()
    store.log.append([line("v", 1)])


def test_a_full_disk_is_a_clear_error(path: Path) -> None:
    """A database that may not grow refuses the append as a whole, and what was there stays."""
    engine = open_database(f"sqlite:///{path}")
    log = SqlVisitLog(engine)
    log.append([line("v", 0)])
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreError, match="the disk is full") as refused:
        log.append([line("v", 1, body={"value": "secret" * 20_000})])
    assert "secret" not in str(refused.value)
    assert len(log.read("v")) == 1
    engine.dispose()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"this is a letter to my aunt, and no database\n" * 100, "not an SQLite database"),
        (b"SQLite format 3\x00" + b"\x7f" * 8000, "damaged|not an SQLite database"),
    ],
)
def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path, content: bytes, message: str) -> None:
    """Whatever lies at the address is left as it is, and the message says what is wrong with it."""
    path = tmp_path / "letter"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=message):
        migrate(open_database(f"sqlite:///{path}"))
    assert path.read_bytes() == content


def test_a_damaged_database_is_a_clear_error(path: Path) -> None:
    """Pages overwritten by something else make reading fail with a message, not with wrong answers."""
    engine = open_database(f"sqlite:///{path}")
    SqlVisitLog(engine).append([line("v", seq) for seq in range(200)])
    engine.dispose()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    with pytest.raises(StoreError, match="damaged"):
        SqlVisitLog(open_database(f"sqlite:///{path}")).read("v")


def test_a_folder_that_does_not_exist_is_a_clear_error(tmp_path: Path) -> None:
    """The message says that the folder must be there."""
    with pytest.raises(StoreError, match="its folder must exist"):
        migrate(open_database(f"sqlite:///{tmp_path}/nowhere/d.sqlite3"))


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?mode=memory&uri=true"])
def test_a_database_in_memory_is_refused(address: str) -> None:
    """Threads would each have their own one, and a restart would lose every visit."""
    with pytest.raises(StoreError, match="must be a file"):
        open_database(address)
