"""Which column of a file holds what: as it was saved, or guessed from the headings."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from zoneinfo import available_timezones

from diagnostics.service.call_items import KEY_FIELDS, LABELS
from diagnostics.service.identifiers import REGIONS
from diagnostics.service.moments import FORMATS

FIELDS = ("source_call_id", "started_at", "ended_at", "handle_s", *LABELS, "ref", "visit_code", *KEY_FIELDS)
"""What a column may hold, with the keys of a call beside the others."""

NEEDED = ("source_call_id", "started_at")
ENCODINGS = ("", "utf-8", "utf-16", "cp1252", "cp1251", "latin-1", "gb18030")
DELIMITERS = {"": "", "comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}

_HEADINGS = {
    "source_call_id": "call id, id, callid, contact id, session id, ticket, ticket id, case, case id, case number",
    "started_at": "start, started, start time, call start, begin, date, datetime, timestamp, created, created at, opened at",
    "ended_at": "end, ended, end time, call end, closed at",
    "handle_s": "handle time, handling time, duration, talk time, seconds, aht, call duration, duration s",
    "product": "product line, product group, device",
    "reason": "call reason, topic, category, contact reason, wrap up, wrapup",
    "disposition": "result, resolution, status",
    "channel": "media, media type, type",
    "ref": "reference, related id, external id",
    "visit_code": "code, web code, guide code, visit",
    "phone": "phone number, telephone, caller, caller id, ani, number, from, cli",
    "service_tag": "tag, serial, serial number, serial no, asset, device id",
    "email": "e mail, mail, email address",
    "customer_id": "customer, customer number, customer no, account, account id, account number, client id",
}


class MapError(ValueError):
    """A map cannot be used. The message says why."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """How the files of a source are read. `columns`: field → heading; empty: guessed. `written`: one of `moments.FORMATS`. `zone` and
    `region` complete what has none, "" where the source's own count. `encoding` and `delimiter` "" are found out. `products`: the source's
    words for products → the library's ids."""

    columns: Mapping[str, str] = field(default_factory=dict)
    written: str = "iso"
    zone: str = ""
    region: str = ""
    encoding: str = ""
    delimiter: str = ""
    products: Mapping[str, str] = field(default_factory=dict)


def map_from(body: Mapping[str, Any]) -> ColumnMap:
    """A map as it was saved or sent.

    Raises:
        MapError: it has a field that does not exist, or a value that a field cannot have.
    """
    unknown = [str(name) for name in body if name not in ColumnMap.__slots__]
    if unknown:
        raise MapError(f"{unknown[0]!r} is no part of a map; there are {', '.join(ColumnMap.__slots__)}")
    for name in ("columns", "products"):
        given = body.get(name, {})
        if not isinstance(given, Mapping) or not all(isinstance(text, str) and len(text) <= 200 for pair in given.items() for text in pair):
            raise MapError(f"{name} must be an object of texts")
    values: dict[str, Any] = {name: dict(value) if isinstance(value, Mapping) else value for name, value in body.items()}
    made = ColumnMap(**values)
    _one_of("date format", made.written, FORMATS)
    _one_of("encoding", made.encoding, ENCODINGS)
    _one_of("delimiter", made.delimiter, DELIMITERS)
    _one_of("time zone", made.zone, {"", *available_timezones()}, "they read like Europe/Berlin")
    _one_of("country", made.region, {"", *REGIONS}, "they read like DE or US")
    for name in made.columns:
        _one_of("field", name, FIELDS)
    return made


def map_body(given: ColumnMap) -> dict[str, Any]:
    """A map as it is saved."""
    return asdict(given)


def placed(columns: Mapping[str, str], header: Sequence[str]) -> dict[str, int]:
    """Where each field stands in a header: as the map says, else by headings that say it themselves.

    Raises:
        MapError: a heading is missing or there twice, or the header has none for a call's id or its beginning.
    """
    headings = [_plain(heading) for heading in header]
    if not columns:
        found = {name: place for name in FIELDS if (place := _guess(name, headings, header)) is not None}
    else:
        found = {name: _place(heading, headings, header) for name, heading in columns.items() if heading}
    missing = [name for name in NEEDED if name not in found]
    if missing:
        seen = ", ".join(repr(heading[:30]) for heading in header[:12])
        raise MapError(f"no column holds {' or '.join(missing)}; the columns are {seen}{' …' if len(header) > 12 else ''}: name it in a column map")
    return found


def _place(heading: str, headings: Sequence[str], header: Sequence[str]) -> int:
    plain = _plain(heading)
    places = [place for place, other in enumerate(headings) if other == plain]
    if not places:
        seen = ", ".join(repr(other[:30]) for other in header[:12])
        raise MapError(f"there is no column {heading[:60]!r}; the columns are {seen}{' …' if len(header) > 12 else ''}")
    if len(places) > 1:
        raise MapError(f"the column {header[places[0]][:60]!r} is there {len(places)} times")
    return places[0]


def _guess(name: str, headings: Sequence[str], header: Sequence[str]) -> int | None:
    names = [_plain(name), *_HEADINGS[name].split(", ")]
    heading = next((wanted for wanted in names if wanted in headings), None)
    return _place(heading, headings, header) if heading else None


def _plain(heading: str) -> str:
    """Capitals, underscores and points do not matter in a heading."""
    return " ".join(re.sub(r"[\W_]+", " ", heading.casefold()).split())


def _one_of(what: str, value: object, known: Iterable[str], hint: str = "") -> None:
    if not isinstance(value, str) or value not in known:
        raise MapError(f"{str(value)[:40]!r} is no {what}; " + (hint or "there are " + ", ".join(name for name in known if name)))
