"""SQLite passes the contract; and what only a file on a disk can do: be damaged, locked, full, shared by processes and killed."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from diagnostics.program.codec import program_to_json
from diagnostics.store import sqlite
from diagnostics.store.database import open_database
from diagnostics.store.migrate import migrate
from diagnostics.store.programs import SqlProgramStore
from diagnostics.store.visit_log import SqlVisitLog
from diagnostics.visits.log import StoreError
from tests.store.contract import NOW, Opened, Opener, StoreContract, line, manifest_of, small_program

WRITER = Path(__file__).parent / "writer.py"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "d.sqlite3"
    engine = open_database(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def path(migrated: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(migrated, tmp_path / "d.sqlite3"))


@pytest.fixture
def opened(path: Path) -> Iterator[Opener]:
    engines: list[Engine] = []

    def opener() -> Opened:
        engines.append(open_database(f"sqlite:///{path}"))
        return Opened(SqlVisitLog(engines[-1]), SqlProgramStore(engines[-1], lambda: NOW))

    yield opener
    for engine in engines:
        engine.dispose()


class TestSqlite(StoreContract):
    @pytest.fixture
    def opened(self, opened: Opener) -> Iterator[Opener]:
        yield opened


def test_an_acknowledged_commit_has_reached_the_disk(path: Path) -> None:
    """Every connection uses WAL, waits for the disk, checks foreign keys and overwrites what is erased."""
    engine = open_database(f"sqlite:///{path}")
    with engine.connect() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")]
        assert found == ["wal", 2, 1, 1]
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == sqlite.BUSY_SECONDS * 1000
    engine.dispose()


def start_writer(path: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, str(WRITER), f"sqlite:///{path}", *arguments], stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("events_before", range(1, 11))
def test_an_acknowledged_event_survives_a_killed_process(path: Path, opened: Opener, events_before: int) -> None:
    """A process that appends as fast as it can is killed in the middle: what it said was stored is stored, and nothing is half there."""
    with start_writer(path, "endless", "v") as writer:
        assert writer.stdout
        for _ in range(events_before * 7):
            writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
        acknowledged = events_before * 7 + len([text for text in writer.stdout.read().splitlines(keepends=True) if text.endswith("\n")])
    events = opened().log.read("v")
    seqs = [event.seq for event in events]
    assert seqs == list(range(len(seqs)))
    assert len(seqs) >= acknowledged
    assert all(event.personal == {"value": f"secret {event.seq}"} for event in events)
    opened().log.append([line("v", len(seqs))])


def test_of_two_processes_one_wins_each_seq(path: Path, opened: Opener) -> None:
    """Two processes append to one visit: their acknowledged events are disjoint, and together they are the visit."""
    opened().log.append([line("v", 0)])
    writers = [start_writer(path, "contend", name) for name in ("one", "two")]
    won = [{int(text) for text in writer.communicate(timeout=60)[0].split()} for writer in writers]
    assert not won[0] & won[1]
    assert won[0] | won[1] == set(range(1, 101))
    answers = {event.seq: event.answer for event in opened().log.read("v")[1:]}
    assert answers == {seq: name for name, seqs in zip(("one", "two"), won, strict=True) for seq in seqs}


def test_a_publication_is_seen_whole_or_not_at_all(opened: Opener) -> None:
    """While one publishes, another never sees a publication whose programs are not there."""
    writer, reader = opened().programs, opened().programs
    programs = [small_program(f"Number {i}.", f"tree-{i}") for i in range(5)]
    done = threading.Event()

    def read() -> int:
        seen = 0
        while not done.is_set() or not seen:
            serving = reader.serving()
            if serving:
                seen = serving.id
                assert all(reader.program(tree.fingerprint) for tree in serving.manifest.trees.values())
        return seen

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        for count in range(1, 6):
            writer.publish("publish", manifest_of(*programs[:count]), programs[:count], [], NOW)
        done.set()
        assert reading.result(timeout=30)


def test_a_process_killed_while_publishing_leaves_the_old_publication(path: Path, opened: Opener) -> None:
    """The killed publication has left nothing: neither itself nor a program of it."""
    old = small_program("Old.")
    opened().programs.publish("publish", manifest_of(old), [old], [], NOW)
    with start_writer(path, "publish", "die") as writer:
        assert writer.wait(timeout=60) == -signal.SIGKILL
    programs = opened().programs
    assert programs.serving().id == 1  # type: ignore[union-attr]  # it was published above
    assert programs.fingerprints("lamp") == [old.fingerprint]


def test_a_program_of_an_unknown_format_is_no_program(path: Path, opened: Opener, caplog: pytest.LogCaptureFixture) -> None:
    """A program written by a newer version, or damaged, is left out and logged; the rest goes on."""
    program = small_program()
    opened().programs.publish("publish", manifest_of(program), [program], [], NOW)
    newer = json.dumps({**program_to_json(program), "format": 99}).encode()
    for body in (zlib.compress(newer), zlib.compress(b"[]"), zlib.compress(b"{}"), b"rubbish"):
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE program SET body = ?", [body])
        connection.close()
        assert opened().programs.program(program.fingerprint) is None
    assert "program format 99; this version reads 1" in caplog.text


def test_a_manifest_of_an_unknown_format_serves_nothing(path: Path, opened: Opener, caplog: pytest.LogCaptureFixture) -> None:
    """A manifest written by a newer version is no publication, and is logged."""
    program = small_program()
    opened().programs.publish("publish", manifest_of(program), [program], [], NOW)
    for manifest in ('{"format":99}', '{"format":1}', "[]"):
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE publication SET manifest = ?", [manifest])
        connection.close()
        assert opened().programs.serving() is None
        assert opened().programs.publications() == []
    assert "manifest format 99; this version reads 1" in caplog.text


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


@pytest.mark.parametrize("address", ["", "rubbish", "nosuch://x/y", "sqlite:/x"])
def test_an_address_that_is_none_is_a_clear_error(address: str) -> None:
    """The message shows what an address looks like."""
    with pytest.raises(StoreError, match=r"it looks like sqlite:///diagnostics\.sqlite3"):
        open_database(address)
