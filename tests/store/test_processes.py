"""What holds on both databases when processes share one, are killed in the middle, or meet what another version has written."""

import json
import signal
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from diagnostics.program.codec import program_to_json
from diagnostics.store import schema as s
from diagnostics.store.database import writing
from diagnostics.visits.log import Conflict
from tests.store.contract import NOW, Opened, Opener, line, manifest_of, small_program

WRITER = Path(__file__).parent / "writer.py"


@pytest.fixture
def opened(database_address: str, open_store: Callable[[str], Opened]) -> Opener:
    return lambda: open_store(database_address)


def start_writer(address: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, str(WRITER), address, *arguments], stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("events_before", (7, 21, 35, 49, 70))
def test_an_acknowledged_event_survives_a_killed_process(database_address: str, opened: Opener, events_before: int) -> None:
    """A process that appends as fast as it can is killed in the middle: what it said was stored is stored, and nothing is half there."""
    with start_writer(database_address, "endless", "v") as writer:
        assert writer.stdout
        for _ in range(events_before):
            writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
        acknowledged = events_before + len([text for text in writer.stdout.read().splitlines(keepends=True) if text.endswith("\n")])
    events = opened().log.read("v")
    assert len(events) >= acknowledged
    while True:  # a server may still be committing what the killed process had sent
        try:
            opened().log.append([line("v", len(events), personal={"value": f"secret {len(events)}"})])
            break
        except Conflict:
            events = opened().log.read("v")
    events = opened().log.read("v")
    assert [event.seq for event in events] == list(range(len(events)))
    assert all(event.personal == {"value": f"secret {event.seq}"} for event in events)


def test_of_two_processes_one_wins_each_seq(database_address: str, opened: Opener) -> None:
    """Two processes append to one visit: their acknowledged events are disjoint, and together they are the visit."""
    opened().log.append([line("v", 0)])
    writers = [start_writer(database_address, "contend", name) for name in ("one", "two")]
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


def test_a_process_killed_while_publishing_leaves_the_old_publication(database_address: str, opened: Opener) -> None:
    """The killed publication has left nothing: neither itself nor a program of it."""
    old = small_program("Old.")
    opened().programs.publish("publish", manifest_of(old), [old], [], NOW)
    with start_writer(database_address, "publish", "die") as writer:
        assert writer.wait(timeout=60) == -signal.SIGKILL
    programs = opened().programs
    assert programs.serving().id == 1  # type: ignore[union-attr]  # it was published above
    assert programs.fingerprints("lamp") == [old.fingerprint]


def test_a_program_of_an_unknown_format_is_no_program(engine: Engine, opened: Opener, caplog: pytest.LogCaptureFixture) -> None:
    """A program written by a newer version, or damaged, is left out and logged; the rest goes on."""
    program = small_program()
    opened().programs.publish("publish", manifest_of(program), [program], [], NOW)
    newer = json.dumps({**program_to_json(program), "format": 99}).encode()
    for body in (zlib.compress(newer), zlib.compress(b"[]"), zlib.compress(b"{}"), b"rubbish"):
        with writing(engine) as connection:
            connection.execute(update(s.program).values(body=body))
        assert opened().programs.program(program.fingerprint) is None
    assert "program format 99; this version reads 1" in caplog.text


def test_a_manifest_of_an_unknown_format_serves_nothing(engine: Engine, opened: Opener, caplog: pytest.LogCaptureFixture) -> None:
    """A manifest written by a newer version is no publication, and is logged."""
    program = small_program()
    opened().programs.publish("publish", manifest_of(program), [program], [], NOW)
    for manifest in ({"format": 99}, {"format": 1}, []):
        with writing(engine) as connection:
            connection.execute(update(s.publication).values(manifest=manifest))
        assert opened().programs.serving() is None
        assert opened().programs.publications() == []
    assert "manifest format 99; this version reads 1" in caplog.text
