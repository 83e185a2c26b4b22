"""Files of calls: each of `tests/fixtures/calls/*.csv` is read as its `.txt` says, whole or not at all."""

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from diagnostics.service import csv_import
from diagnostics.service.column_map import ColumnMap, MapError, map_body, map_from
from diagnostics.service.csv_import import Checked, bring, check
from tests.service.conftest import World

FILES = Path(__file__).parents[1] / "fixtures" / "calls"
HOW = ColumnMap(zone="Europe/Berlin", region="DE")


def told(checked: Checked) -> str:
    """What came of a check, as the expected files hold it."""
    lines = [f"problem  {problem}" for problem in checked.problems]
    if checked.sound and checked.written:
        lines += [f"written  {checked.written.encoding_name} {checked.written.delimiter!r}", f"rows     {checked.rows}"]
        lines += [f"warning  {warning}" for warning in checked.warnings]
        lines += ["row      " + "  ".join(f"{name}={value}" for name, value in row.items() if value) for row in checked.preview]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", sorted(FILES.glob("*.csv")), ids=lambda path: path.stem)
def test_a_file_is_read_as_expected(path: Path, world: World, update_golden: bool) -> None:
    """Every problem names its row; a file with one leaves nothing behind."""
    with path.open("rb") as file:
        checked = check(world.calls, file, path.name, "crm", HOW)
    expected = path.with_suffix(".txt")
    if update_golden:
        expected.write_text(told(checked), encoding="utf-8")
    assert told(checked) == expected.read_text(encoding="utf-8")
    assert checked.sound == path.stem.startswith("good")
    assert world.rows("call_record", "call_key", "call_import") == ""


def read(world: World, text: str, how: ColumnMap = HOW) -> Checked:
    return check(world.calls, io.BytesIO(text.encode()), "some.csv", "crm", how)


def test_what_was_checked_is_what_is_stored(world: World) -> None:
    """With hashes in place of numbers, a number of the import, and nothing new the second time."""
    checked = read(world, "id;start;duration;phone\nC-1;2026-11-20 09:14;60;030 1234567\nC-2;2026-11-20 09:15;60;\n")
    assert (checked.keyed, checked.known, checked.offsets["none"]) == (1, 0, 2)
    assert checked.first_at == datetime(2026, 11, 20, 8, 14, tzinfo=UTC)
    number, added = bring(world.calls, checked, "maria")
    assert (number, added.new) == (1, 2)
    stored = world.rows("call_record", "call_key", "call_import")
    assert "1234567" not in stored and "some.csv" in stored
    again = read(world, "id;start;duration;phone\nC-1;2026-11-20 09:14;60;030 1234567\nC-2;2026-11-20 09:15;60;\n")
    assert again.known == 2 and bring(world.calls, again, "maria")[1].repeated == 2
    assert world.calls.undo(number) == 2 and world.rows("call_record", "call_key") == ""


def test_a_saved_map_reads_foreign_headings(world: World) -> None:
    """Columns by name, dates as they are written there, products in the library's words."""
    columns = {"source_call_id": "Vorgang", "started_at": "Anruf um", "product": "Gerät", "service_tag": "Seriennr."}
    how = map_from({**map_body(HOW), "columns": columns, "written": "d.m.y", "products": {"Drucker": "printer"}})
    world.calls.save_map("crm", map_body(how))
    checked = read(world, "Vorgang;Anruf um;Gerät;Seriennr.\n7;20.11.2026 09:14;drucker;7abc-12x\n", map_from(world.calls.maps()["crm"]))
    assert checked.sound, checked.problems
    assert checked.preview[0]["product"] == "printer" and checked.kinds == {"tag": 1}


@pytest.mark.parametrize("name", ["", "a\0b", "a\nb", "\x1b[31m", "x" * 41])
def test_the_name_of_a_map_can_be_seen(world: World, name: str) -> None:
    """It stands on pages and in terminals."""
    with pytest.raises(MapError, match="cannot be the name of a map"):
        world.calls.save_map(name, map_body(HOW))
    assert world.calls.maps() == {}


def test_a_pipe_is_no_file(world: World) -> None:
    """It cannot be read twice."""
    reading, writing = os.pipe()
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        checked = check(world.calls, pipe, "pipe", "crm", HOW)
    assert [str(problem) for problem in checked.problems] == ["this is a pipe, and a file is read several times: save it first"]


@pytest.mark.parametrize("number", [-1, 0, 7, 2**31, 10**30])
def test_an_import_that_there_is_not_is_not_taken_back(world: World, number: int) -> None:
    """Whatever the number."""
    assert world.calls.undo(number) is None


@pytest.mark.parametrize(("body", "why"), [
    ({"colums": {}}, "'colums' is no part of a map; there are columns, written, zone, region, encoding, delimiter, products"),
    ({"written": "y-d-m"}, "'y-d-m' is no date format; there are iso, d.m.y, d/m/y, m/d/y, y/m/d, seconds"),
    ({"zone": "Berlin"}, "'Berlin' is no time zone; they read like Europe/Berlin"),
    ({"columns": {"telephone": "Tel"}}, "'telephone' is no field; there are"),
    ({"columns": [1]}, "columns must be an object of texts"),
    ({"encoding": 8}, "'8' is no encoding"),
])  # fmt: skip
def test_a_map_that_cannot_be_is_refused(body: dict[str, object], why: str) -> None:
    """With what it may hold."""
    with pytest.raises(MapError) as refused:
        map_from(body)
    assert str(refused.value).startswith(why)


def test_a_column_that_is_not_there_is_named(world: World) -> None:
    """With those that are."""
    checked = read(world, "id;start\n1;2026-11-20 09:14\n", ColumnMap(columns={"source_call_id": "Id", "started_at": "Beginn"}))
    assert [str(problem) for problem in checked.problems] == ["there is no column 'Beginn'; the columns are 'id', 'start'"]


def test_the_wrong_sign_between_columns_is_named(world: World) -> None:
    """Where it is given; else it is found out."""
    checked = read(world, "id;start\n1;2026-11-20 09:14\n", ColumnMap(delimiter="comma"))
    assert [str(problem) for problem in checked.problems] == ["row 1: the columns are separated by ';', not by ','"]


def test_a_file_that_is_too_long_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its rows and by its bytes, with the limit."""
    monkeypatch.setattr(csv_import, "MOST_ROWS", 2)
    rows = "".join(f"{n};2026-11-20 09:14\n" for n in range(3))
    assert "more than 2 calls" in str(read(world, f"id;start\n{rows}").problems[0])
    monkeypatch.setattr(csv_import, "MOST_BYTES", 10)
    assert "at most 0 MB" in str(read(world, "id;start\n1;2026-11-20 09:14\n").problems[0])


def test_the_memory_does_not_grow_with_the_file(world: World) -> None:
    """20,000 rows take less than 12 MB at their height: what was checked waits in a file."""
    import tracemalloc

    rows = "".join(f"{n};2026-11-20 09:14;60;reason {n % 7}\n" for n in range(20_000)).encode()
    file = io.BytesIO(b"id;start;duration;reason\n" + rows)
    tracemalloc.start()
    checked = check(world.calls, file, "some.csv", "crm", HOW)
    height = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert checked.rows == 20_000 and height < 12_000_000
