"""A file of calls to what would come of it, and then to calls: read and checked to its end before anything is stored.

What was checked waits in a temporary file, hashed already, so that what is stored is what was shown, in memory that does not grow with
the file. The file itself is kept nowhere.
"""

import hashlib
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import IO, Any

from diagnostics.deflection.intake import Added, content_of
from diagnostics.deflection.records import CallRecord, Key
from diagnostics.service.call_items import KEY_FIELDS, LABELS, Item, ItemError, Reading, read_item
from diagnostics.service.calls import Calls
from diagnostics.service.column_map import DELIMITERS, ColumnMap, MapError, placed
from diagnostics.service.csv_files import FileError, Written, look_at, rows_of

MOST_BYTES = 100 * 1024 * 1024
MOST_ROWS = 100_000
"""Calls of one file. They are stored at once, and on SQLite nobody else can write as long as that takes: here about eight seconds."""

MOST_PROBLEMS = 20
"""So many rows that cannot be read are named; then reading ends."""

SHOWN = 5
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in one row; `row` 0: with the file."""

    row: int
    why: str

    def __str__(self) -> str:
        return f"row {self.row}: {self.why}" if self.row and not self.why.startswith("row ") else self.why


@dataclass(slots=True)
class Checked:
    """A file as it was read. It may be imported where `problems` is empty. Counts are of rows: `again` were in the file before, word for
    word; `known` are calls that this source has told of already; `keyed` have a key; `reachable` share one with some visit."""

    source: str
    file: str
    written: Written | None = None
    columns: Mapping[str, int] = field(default_factory=dict)
    rows: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    offsets: Counter[str] = field(default_factory=Counter)
    again: int = 0
    known: int = 0
    keyed: int = 0
    reachable: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    problems: list[RowProblem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    preview: list[dict[str, str]] = field(default_factory=list)
    spilled: IO[bytes] | None = None

    @property
    def sound(self) -> bool:
        return not self.problems

    def records(self) -> Iterator[CallRecord]:
        """The calls in the order of the file."""
        assert self.spilled is not None, "a file with problems has no records"
        self.spilled.seek(0)
        for line in self.spilled:
            values = json.loads(line)
            yield CallRecord(**{**values, "keys": tuple(Key(*key) for key in values["keys"])})


def check(calls: Calls, file: IO[bytes], name: str, source: str, given: ColumnMap) -> Checked:
    """Reads a file to its end and stores nothing. `name` is told as the file's; what is wrong stands in `problems`, by row."""
    found = Checked(source, name)
    how = replace(calls.reading(source, given.zone, given.region, given.written, given.products), needs_end=False)
    try:
        if not file.seekable():
            raise FileError("this is a pipe, and a file is read several times: save it first")
        size = file.seek(0, 2)
        if size > MOST_BYTES:
            raise FileError(f"the file has {size / 1024 / 1024:,.0f} MB; at most {MOST_BYTES // 1024 // 1024} MB are read at once: split it by month")
        found.written = look_at(file, given.encoding, DELIMITERS[given.delimiter], tuple(given.columns.values()))
        found.columns = placed(given.columns, found.written.header)
        found.spilled = tempfile.TemporaryFile(prefix="diagnostics-calls-")  # noqa: SIM115  # lives as long as what was checked
        _read_all(file, found, how)
    except (FileError, MapError) as error:
        found.problems.append(RowProblem(0, str(error)))
    if found.sound and not found.rows:
        found.problems.append(RowProblem(0, "the file has no rows below its header"))
    if found.sound:
        _compare(calls, found)
    return found


def bring(calls: Calls, checked: Checked, by: str) -> tuple[int, Added]:
    """Stores what was checked, all or none; gives the number of the import and what became of each call."""
    assert checked.sound, "what has problems is not imported"
    return calls.bring(checked.records(), checked.source, checked.file, by, checked.rows)


def _read_all(file: IO[bytes], found: Checked, how: Reading) -> None:
    """Every row into the temporary file; problems by row until there are too many."""
    assert found.written is not None and found.spilled is not None
    seen: dict[bytes, tuple[bytes, int]] = {}
    width = len(found.written.header)
    twice: list[int] = []
    for number, row in rows_of(file, found.written):
        if found.rows >= MOST_ROWS:
            raise FileError(f"the file has more than {MOST_ROWS:,} calls: split it, by month for example")
        found.rows += 1
        try:
            if len(row) != width:
                raise ItemError("", f"{len(row)} cells, where the header has {width}")
            item = read_item(_fields(row, found.columns), how)
            _once(item.record, number, seen, found)
        except ItemError as error:
            found.problems.append(RowProblem(number, str(error).removeprefix(": ")))
            if len(found.problems) >= MOST_PROBLEMS:
                found.problems.append(RowProblem(0, f"… and perhaps more: reading ended at row {number}"))
                return
            continue
        _count(item, found)
        twice.extend([number] if item.started.twice else [])
        if len(found.preview) < SHOWN:
            found.preview.append(_shown(item))
        found.spilled.write(json.dumps(asdict(item.record), separators=(",", ":")).encode() + b"\n")
    if found.sound:
        _warn(found, twice)


def _fields(row: list[str], columns: Mapping[str, int]) -> dict[str, Any]:
    """The cells of a row as the fields of a call."""
    cells = {name: row[place].strip() for name, place in columns.items()}
    keys = {name: cells.pop(name) for name in KEY_FIELDS if name in cells}
    clock = _CLOCK.fullmatch(cells.get("handle_s", ""))
    if clock:  # 4:05, or 0:04:05, as telephone systems write it
        cells["handle_s"] = str(int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3]))
    return {**cells, "keys": keys}


def _once(record: CallRecord, number: int, seen: dict[bytes, tuple[bytes, int]], found: Checked) -> None:
    """A call may stand in a file twice only where both say the same. Digests, so that a large file needs little memory."""
    id, said = hashlib.blake2b(record.call_id.encode(), digest_size=12).digest(), bytes.fromhex(content_of(record))
    before = seen.setdefault(id, (said, number))
    if before[1] == number:
        return
    if before[0] != said:
        raise ItemError("source_call_id", f"{record.call_id!r} is in row {before[1]} too, and says something else there")
    found.again += 1


def _count(item: Item, found: Checked) -> None:
    at = item.started.at
    found.first_at, found.last_at = min(found.first_at or at, at), max(found.last_at or at, at)
    found.offsets[item.started.offset or "none"] += 1
    found.kinds.update({key.kind for key in item.record.keys})
    found.keyed += bool(item.record.keys)
    found.ignored.update(name.removeprefix("keys.") for name in item.ignored)


def _shown(item: Item) -> dict[str, str]:
    """A row as it was read. Of an identifier only that there is one."""
    record = item.record
    shown = {
        "source_call_id": record.call_id, "started_at": datetime.fromtimestamp(record.started_at, UTC).isoformat().replace("+00:00", "Z"),
        "handle_s": str(record.handle_s), **{name: getattr(record, name) for name in LABELS}, "ref": record.ref,
    }  # fmt: skip
    return {**shown, "keys": ", ".join(key.value if key.kind == "code" else key.kind for key in record.keys)}


def _warn(found: Checked, twice: list[int]) -> None:
    if twice:
        rows = ", ".join(str(number) for number in twice[:5])
        found.warnings.append(f"{len(twice)} times fall into the hour in which clocks go back (row {rows}…): the first of both hours was taken")
    if found.written is not None and found.written.assumed:
        found.warnings.append(f"nothing in the file says its encoding: it was read as {found.written.encoding_name}; look whether letters are right")
    if "handle_s" not in found.columns and "ended_at" not in found.columns:
        found.warnings.append("no column says how long calls were: they count as calls, and with 0 minutes")
    if found.rows and not found.keyed:
        found.warnings.append("no call has a key: none can ever be matched to a visit, and only their number counts")
    if len(found.offsets) > 1:
        found.warnings.append("times have several offsets: " + ", ".join(f"{offset} ({count:,})" for offset, count in found.offsets.most_common(5)))
    for name, count in sorted(found.ignored.items()):
        found.warnings.append(f"{count:,} of {found.rows:,} rows have a {name} that is none, so that it finds no visit")


def _compare(calls: Calls, found: Checked) -> None:
    """How many calls are known already, and how many share a key with a visit."""
    part: list[CallRecord] = []
    for record in found.records():
        part.append(record)
        if len(part) == 2_000:
            _compare_part(calls, found, part)
            part = []
    _compare_part(calls, found, part)


def _compare_part(calls: Calls, found: Checked, part: list[CallRecord]) -> None:
    known = calls.store.known(found.source, [record.call_id for record in part])
    reachable = calls.store.reachable([(key.kind, key.value) for record in part for key in record.keys])
    found.known += sum(record.call_id in known for record in part)
    found.reachable += sum(any((key.kind, key.value) in reachable for key in record.keys) for record in part)
