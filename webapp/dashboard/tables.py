"""Rows to a table that is read on the page, and to the CSV and JSON of the same rows.

A cell has what a person reads and what a program reads. In CSV a text that a spreadsheet would take for a formula gets an apostrophe in
front: tree titles, reasons and comments are written by others.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Literal

Raw = str | int | float | bool | None
Kind = Literal["csv", "json"]

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What may begin a formula; the last four are the wide forms, which some spreadsheets read alike."""


@dataclass(frozen=True, slots=True)
class Column:
    """`key` names it in exports and never changes; `heading` is for people."""

    key: str
    heading: str
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """`raw` for programs: shares as parts of 1, money in minor units. `href` makes what is shown a link."""

    raw: Raw
    shown: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is its place in addresses; the first cell of a row is its heading."""

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


def as_csv(table: Table) -> str:
    """Comma-separated, CRLF, the keys of the columns first (RFC 4180). Nothing that is not known is an empty field."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([column.key for column in table.columns])
    writer.writerows([_field(cell.raw) for cell in row] for row in table.rows)
    return out.getvalue()


def as_json(table: Table, about: Mapping[str, object]) -> dict[str, object]:
    """`about` says which days, window and costs the rows rest on."""
    keys = [column.key for column in table.columns]
    return {"table": table.name, **about, "rows": [dict(zip(keys, (cell.raw for cell in row), strict=True)) for row in table.rows]}


def columns(*numeric: tuple[str, str], text: Iterable[str] = ()) -> tuple[Column, ...]:
    """Columns by (key, heading); those named in `text` hold no numbers."""
    words = frozenset(text)
    return tuple(Column(key, heading, key not in words) for key, heading in numeric)


def _field(raw: Raw) -> str:
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, str):
        return f"'{raw}" if raw.lstrip(" ").startswith(FORMULA) else raw
    return repr(raw) if isinstance(raw, float) else str(raw)
