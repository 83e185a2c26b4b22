"""A file of comma-separated values to its rows, each with its number as a spreadsheet counts: how it is written is found out first.

The file is read piece by piece, so that its size does not matter to the memory; what cannot be read is told with the row where it stands.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_COLUMNS = 200
LONGEST_LINE = 256 * 1024
"""Bytes. A longer one is no row of a table."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Windows-1252",
          "cp1251": "Windows-1251", "latin-1": "ISO 8859-1", "gb18030": "GB 18030"}  # fmt: skip


class FileError(ValueError):
    """A file cannot be read. The message says why and, where there is one, in which row."""


@dataclass(frozen=True, slots=True)
class Written:
    """How a file is written. `assumed`: nothing in the file proves the encoding."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    assumed: bool = False

    @property
    def encoding_name(self) -> str:
        return _NAMES.get(self.encoding, self.encoding)


def look_at(file: IO[bytes], encoding: str = "", delimiter: str = "", wanted: Sequence[str] = ()) -> Written:
    """How a file is written, and its header. `wanted` are headings that it must have: they tell which sign separates.

    Raises:
        FileError: it is empty, mixes encodings, is no text, or has no header that can be split.
    """
    found, assumed = (encoding, False) if encoding else _encoding(file)
    _decodes(file, found)
    return _split(file, found, assumed, delimiter, wanted)


def rows_of(file: IO[bytes], written: Written) -> Iterator[tuple[int, list[str]]]:
    """All rows below the header that are not empty, with their numbers: the header is row 1.

    Raises:
        FileError: a quote that is never closed, or a row that is no row.
    """
    number, begins = 1, 1
    reader = _reader(file, written.encoding, written.delimiter)
    try:
        next(reader)
        begins = reader.line_num + 1
        for row in reader:
            number += 1
            begins = reader.line_num + 1
            if any(cell.strip() for cell in row):
                yield number, row
    except csv.Error as error:
        where = f"row {number + 1} (line {begins})"
        if "field larger" in str(error) or "unexpected end" in str(error):
            raise FileError(f"{where}: a quotation mark that is opened here is never closed") from None
        raise FileError(f"{where}: something stands behind a closing quotation mark, before the next {written.delimiter!r}") from None


def _encoding(file: IO[bytes]) -> tuple[str, bool]:
    """By the mark at the beginning; else UTF-8 where all lines are; else Windows-1252 where all lines with other letters are not UTF-8."""
    file.seek(0)
    head = file.read(4096)
    if not head.strip():
        raise FileError("the file is empty")
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, False
    if b"\0" in head:
        odd, even = head[1::2].count(0), head[0::2].count(0)
        if max(odd, even) > len(head) * 0.3:
            return ("utf-16-le" if odd > even else "utf-16-be"), True
    utf8, other = 0, 0
    for number, line in _lines(file):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            utf8 = utf8 or number
        except UnicodeDecodeError:
            other = other or number
        if utf8 and other:
            first, second = sorted((utf8, other))
            raise FileError(
                f"row {second} is not written like row {first}: one is UTF-8, the other is not. Files were probably joined; save it again in UTF-8"
            )
    return ("cp1252", True) if other else ("utf-8", False)


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Lines of bytes with their numbers. Those that have no end are refused before they fill the memory."""
    file.seek(0)
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise FileError(f"row {number} is longer than {LONGEST_LINE // 1024} KB: this is no table, or its rows do not end as lines")
        if b"\0" in line:
            raise FileError(f"row {number} has a NUL byte: this is no text file (an Excel workbook is saved as CSV first)")
        yield number, line


def _decodes(file: IO[bytes], encoding: str) -> None:
    """Reads all of it once, so that what cannot be read is known before anything is done."""
    file.seek(0)
    text = _text(file, encoding)
    number = 0
    try:
        while line := text.readline(LONGEST_LINE + 1):
            number += 1
            if "\0" in line:
                raise FileError(f"row {number} has a NUL character: this is no text file")
            if len(line) > LONGEST_LINE:
                raise FileError(f"row {number} is longer than {LONGEST_LINE // 1024} KB: this is no table, or its rows do not end as lines")
    except UnicodeError:  # the reader decodes ahead, by whole blocks
        name = _NAMES.get(encoding, encoding)
        raise FileError(f"the file cannot be read as {name}, somewhere after row {number}: say its encoding, or save it in UTF-8") from None


def _split(file: IO[bytes], encoding: str, assumed: bool, delimiter: str, wanted: Sequence[str]) -> Written:
    """The header, split by the sign that is given, or by the one that splits it into the most columns."""
    ways = {sign: _header(file, encoding, sign) for sign in ",;\t|"}
    names = {heading.strip().casefold() for heading in wanted}
    best = max(ways, key=lambda sign: (len(names & {heading.strip().casefold() for heading in ways[sign]}), len(ways[sign])))
    chosen = delimiter or best
    header = ways[chosen]
    if delimiter and len(header) == 1 and len(ways[best]) > 1:
        raise FileError(f"row 1: the columns are separated by {best!r}, not by {delimiter!r}")
    if len(header) > MOST_COLUMNS:
        raise FileError(f"row 1 has {len(header):,} columns; at most {MOST_COLUMNS} are read")
    return Written(encoding, chosen, tuple(heading.strip() for heading in header), assumed)


def _header(file: IO[bytes], encoding: str, sign: str) -> list[str]:
    try:
        return next(_reader(file, encoding, sign), [])
    except csv.Error:
        raise FileError("row 1: a quotation mark that is opened here is never closed") from None


def _reader(file: IO[bytes], encoding: str, delimiter: str) -> "csv._reader":  # type: ignore[name-defined]  # typeshed's name of it
    file.seek(0)
    return csv.reader(_text(file, encoding), delimiter=delimiter, strict=True)


def _text(file: IO[bytes], encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedReader(_Kept(file)), encoding=encoding, newline="")


class _Kept(io.RawIOBase):
    """A file that stays open when a reader of its text is thrown away."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        data = self._file.read(len(view))
        view[: len(data)] = data
        return len(data)
