"""Files of a history to facts: visits, events, calls and audits from a folder, in any order, some of it twice, as often as one likes.

Lines are stored in parts, each part whole or not at all. What was stored is found again, so an import that was broken off is completed by
importing again; and a line that cannot be used is refused and named, and keeps no other line out.
"""

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Literal, Protocol, TypeVar

from diagnostics.deflection.brought import Brought, Started
from diagnostics.deflection.intake import Added
from diagnostics.deflection.records import Audit, CallRecord, Key
from diagnostics.service import interchange_lines as lines
from diagnostics.service.interchange_lines import LineError
from diagnostics.visits.events import Event

Kind = Literal["visits", "events", "calls", "audit"]

KINDS: tuple[Kind, ...] = ("visits", "events", "calls", "audit")
"""In this order: an event belongs to a visit that is known."""

PART = 5_000
"""Lines of one transaction."""

NAMED = 20
"""Refused lines that are named, of each file; the others are counted."""

LONGEST_LINE = 100_000

Read = TypeVar("Read")
Told = TypeVar("Told", CallRecord, Audit)


class HistoryError(Exception):
    """The folder cannot be imported. The message says why."""


class HistoryStore(Protocol):
    def bring_visits(self, visits: Sequence[Started], at: datetime) -> Brought: ...
    def bring_events(self, events: Sequence[Event]) -> Brought: ...

    def numbered(self, file: str, at: datetime) -> int:
        """A fresh number for an import of calls."""
        ...

    def counted(self, import_id: int, rows: int) -> None:
        """How many records an import has brought so far."""
        ...


class CallHistoryStore(Protocol):
    def add(self, records: Iterable[CallRecord], import_id: int | None = None) -> Added: ...
    def audit(self, audits: Sequence[Audit], at: datetime) -> None: ...


@dataclass(slots=True)
class FileReport:
    """What became of a file's lines. `problems`: the first refused ones as `file:line: reason`."""

    name: str
    lines: int = 0
    new: int = 0
    repeated: int = 0
    contradicting: int = 0
    refused: int = 0
    problems: list[str] = field(default_factory=list)

    def refuse(self, number: int, reason: str) -> None:
        self.refused += 1
        if len(self.problems) < NAMED:
            self.problems.append(f"{self.name}:{number}: {reason}")


@dataclass(frozen=True, slots=True)
class _File:
    kind: Kind
    path: Path
    size: int


class Interchange:
    """The import. `clock` gives UTC; keys are kept as long as if they had come in just now."""

    def __init__(self, histories: HistoryStore, calls: CallHistoryStore, clock: Callable[[], datetime]) -> None:
        self._histories, self._calls, self._clock = histories, calls, clock

    def bring(self, folder: Path, progress: Callable[[str, float], None] = lambda name, share: None,
              sources: frozenset[str] = frozenset()) -> list[FileReport]:  # fmt: skip
        """Stores whatever of the four files there is, with `.gz` or without; of calls and audits those of these sources, or all.
        `progress` is told a file and how much of it is read.

        Raises:
            HistoryError: none of the files is there, or one of them may not be read.
            StoreError: the database cannot be used; the parts until then stand, and importing again goes on from there.
        """
        files = files_of(folder)
        if not files:
            raise HistoryError(f"{folder} holds none of " + ", ".join(f"{kind}.jsonl[.gz]" for kind in KINDS))
        return [self._file(file, partial(progress, file.path.name), sources) for file in files]

    def take(self, visits: Sequence[tuple[Sequence[Event], frozenset[Key]]], calls: Sequence[CallRecord], audits: Sequence[Audit]) -> None:
        """Stores whole visits with their keys, and calls, that are in hand already. Unlike those of files they keep their programs.

        Raises:
            StoreError: the database cannot be used.
        """
        told = [Started(event, keys if event.seq == 0 else frozenset()) for events, keys in visits for event in events]
        self._histories.bring_visits(told, self._clock())
        self._calls.add(calls)
        self._calls.audit(audits, self._clock())

    def _file(self, file: _File, progress: Callable[[float], None], sources: frozenset[str]) -> FileReport:
        report = FileReport(file.path.name)
        numbered = _lines(file, report, progress)
        match file.kind:
            case "visits":
                self._visits(_read(numbered, lines.visit, report), report)
            case "events":
                self._events(_read(numbered, lines.event, report), report)
            case "calls":
                self._call_records(_of(_read(numbered, lines.call, report), sources), report, file)
            case "audit":
                self._audits(_of(_read(numbered, lines.audit, report), sources), report)
        progress(1.0)
        return report

    def _visits(self, found: Iterator[tuple[int, Started]], report: FileReport) -> None:
        now = self._clock()
        while part := list(islice(found, PART)):
            _count(report, self._histories.bring_visits([visit for _, visit in part], now))

    def _events(self, found: Iterator[tuple[int, Event]], report: FileReport) -> None:
        while part := list(islice(found, PART)):
            brought = self._histories.bring_events([event for _, event in part])
            _count(report, brought)
            for number, event in part:
                if event.visit_id in brought.orphans:
                    report.refuse(number, "its visit is in no visits file that was imported")

    def _call_records(self, found: Iterator[tuple[int, CallRecord]], report: FileReport, file: _File) -> None:
        import_id: int | None = None
        while part := list(islice(found, PART)):
            import_id = import_id if import_id is not None else self._histories.numbered(file.path.name, self._clock())
            added = self._calls.add([record for _, record in part], import_id)
            report.new += added.new + added.revised
            report.repeated += added.repeated
            self._histories.counted(import_id, report.new)

    def _audits(self, found: Iterator[tuple[int, Audit]], report: FileReport) -> None:
        """Of several audits of one call the least stands, by what it says."""
        by_call: dict[tuple[str, str], Audit] = {}
        for _, audit in found:
            name = (audit.source, audit.call_id)
            other = by_call.setdefault(name, audit)
            report.repeated += other is not audit
            by_call[name] = min(other, audit, key=lambda a: (a.visit_id is None, a.visit_id or "", a.started_at))
        report.new = len(by_call)
        self._calls.audit([by_call[name] for name in sorted(by_call)], self._clock())


def files_of(folder: Path) -> list[_File]:
    """The files that are there: of `calls.jsonl` and `calls.jsonl.gz` both."""
    return [_File(kind, path, path.stat().st_size) for kind in KINDS for name in (f"{kind}.jsonl", f"{kind}.jsonl.gz")
            if (path := folder / name).is_file()]  # fmt: skip


def _lines(file: _File, report: FileReport, progress: Callable[[float], None]) -> Iterator[tuple[int, bytes]]:
    """The lines that are not empty, by number. A file that breaks off in the middle is read as far as it goes, and that is refused."""
    number = 0
    with _opened(file.path) as raw, gzip.open(raw) if file.path.suffix == ".gz" else raw as source:
        try:
            while line := source.readline(LONGEST_LINE + 1):
                number += 1
                if number % 1000 == 0:
                    progress(raw.tell() / max(file.size, raw.tell(), 1))  # what grows, or is no real file, has no size
                if len(line) > LONGEST_LINE:
                    report.refuse(number, f"longer than {LONGEST_LINE} bytes")
                    _skip(source.readline, line)
                elif line.strip():
                    report.lines += 1
                    yield number, line
        except (OSError, EOFError, zlib.error):
            report.refuse(number + 1, "the file cannot be read any further: it is damaged, or not what its name says")


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise HistoryError(f"{path} cannot be read: {error.strerror}") from None


def _skip(readline: Callable[[int], bytes], line: bytes) -> None:
    """To the end of a line that is too long."""
    while line and not line.endswith(b"\n"):
        line = readline(LONGEST_LINE)


def _read(numbered: Iterable[tuple[int, bytes]], read: Callable[[lines.Line], Read], report: FileReport) -> Iterator[tuple[int, Read]]:
    for number, line in numbered:
        try:
            yield number, read(lines.fields_of(line.decode("utf-8-sig" if number == 1 else "utf-8")))
        except UnicodeDecodeError:
            report.refuse(number, "this is not UTF-8")
        except LineError as error:
            report.refuse(number, str(error))


def _of(found: Iterator[tuple[int, Told]], sources: frozenset[str]) -> Iterator[tuple[int, Told]]:
    return (pair for pair in found if not sources or pair[1].source in sources)


def _count(report: FileReport, brought: Brought) -> None:
    report.new += brought.new
    report.repeated += brought.repeated
    report.contradicting += brought.contradicting
