"""One call as a source writes it, field by field, to a record without anything that identifies a person in the clear."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from diagnostics.deflection.records import CallRecord, Key
from diagnostics.keyring import Keyring
from diagnostics.service.identifiers import Identifier, hashed
from diagnostics.service.moments import Moment, MomentError, read_moment
from diagnostics.visits.codes import read_code

LABELS = {"product": 80, "reason": 80, "disposition": 80, "channel": 40}
"""Short words that calls are counted by, and how many characters they may have."""

KEY_FIELDS: dict[str, Identifier] = {"phone": "phone", "service_tag": "tag", "email": "email", "customer_id": "customer"}
FIELDS = ("source", "source_call_id", "started_at", "ended_at", "handle_s", *LABELS, "ref", "visit_code", "keys")
LONGEST_ID = 128
LONGEST_CALL = 24 * 3600
"""Seconds. What lasts longer is a mistake."""

FORMULA = ("=", "+", "-", "@")
"""A text that begins so would be calculated by the spreadsheet that somebody opens an export with."""

_OF_FIELD = ("is ", "has ", "must ", "begins ")
"""How reasons begin that go on from the name of the field."""

_PERSONAL = re.compile(r"\S@\S|(?:[0-9][ ()./-]{0,2}){7}")
"""An e-mail address, or so many digits that they may be a telephone number. Neither is a label."""


class ItemError(ValueError):
    """A call cannot be taken. `field` is what is wrong with it, the message why. Neither repeats a person's identifier."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field} {why}" if why.startswith(_OF_FIELD) else f"{field}: {why}")
        self.field, self.why = field, why


@dataclass(frozen=True, slots=True)
class Reading:
    """How a source's calls are read. `zone` and `region` complete what has none, `written` is one of `moments.FORMATS`; `product` brings
    a source's word for a product to the library's; `needs_end`: a call must say how long it was."""

    source: str
    now: datetime
    keyring: Keyring
    zone: str = ""
    region: str = ""
    written: str = "iso"
    product: Callable[[str], str] = str
    needs_end: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """A call that was read. `ignored`: identifiers and codes that are none, so that they find nothing."""

    record: CallRecord
    started: Moment
    ignored: tuple[str, ...] = ()


def read_item(fields: Mapping[str, Any], how: Reading) -> Item:
    """Reads one call. Numbers may be texts; what is empty counts as left out.

    Raises:
        ItemError: the first thing that is wrong with it.
    """
    for name in fields:
        if name not in FIELDS:
            raise ItemError(str(name)[:40], "there is no such field")
    if _text(fields, "source", LONGEST_ID) not in ("", how.source):
        raise ItemError("source", f"this request is signed by {how.source}")
    call_id = _text(fields, "source_call_id", LONGEST_ID)
    if not call_id:
        raise ItemError("source_call_id", "is missing")
    started = _moment(fields, "started_at", how)
    if started is None:
        raise ItemError("started_at", "is missing")
    labels = {name: _label(fields, name, longest) for name, longest in LABELS.items()}
    labels["product"] = how.product(labels["product"])
    keys, ignored = _keys(fields, how)
    record = CallRecord(
        how.source, call_id, int(started.at.timestamp()), int(how.now.timestamp()), _handled(fields, started, how),
        ref=_text(fields, "ref", LONGEST_ID), keys=keys, **labels,
    )  # fmt: skip
    return Item(record, started, ignored)


def _moment(fields: Mapping[str, Any], name: str, how: Reading) -> Moment | None:
    text = _text(fields, name, 64)
    try:
        return read_moment(text, how.zone, how.now, how.written) if text else None
    except MomentError as error:
        raise ItemError(name, str(error)) from None


def _handled(fields: Mapping[str, Any], started: Moment, how: Reading) -> int:
    """Seconds of handling: as they are given, or from the end of the call."""
    text = _text(fields, "handle_s", 20)
    ended = _moment(fields, "ended_at", how)
    if text:
        if not re.fullmatch(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?", text):
            raise ItemError("handle_s", f"{text!r} is no number of seconds")
        seconds = float(text)
    elif ended is not None:
        seconds = (ended.at - started.at).total_seconds()
    elif how.needs_end:
        raise ItemError("handle_s", "is missing, and so is ended_at: 0 says that nothing is known of it")
    else:
        seconds = 0
    name = "handle_s" if text else "ended_at"
    if seconds < 0:
        raise ItemError(name, "a call cannot end before it begins" if not text else f"{text} is negative")
    if seconds > LONGEST_CALL:
        raise ItemError(name, "a call of more than 24 hours is a mistake")
    return round(seconds)


def _keys(fields: Mapping[str, Any], how: Reading) -> tuple[tuple[Key, ...], tuple[str, ...]]:
    """The keys of a call, and which fields held something that is no key."""
    found: list[Key] = []
    ignored: list[str] = []
    code = _text(fields, "visit_code", 40)
    if code:
        read = read_code(code)
        found.extend([Key("code", read)] if read else [])
        ignored.extend([] if read else ["visit_code"])
    given = fields.get("keys")
    if given is not None and not isinstance(given, Mapping):
        raise ItemError("keys", "must be an object")
    for name in given or {}:
        if name not in KEY_FIELDS:
            raise ItemError(f"keys.{str(name)[:40]}", "there is no such key; there are " + ", ".join(KEY_FIELDS))
        text = _plain(given or {}, name, f"keys.{name}", 400)
        key = hashed(how.keyring, KEY_FIELDS[name], text, how.region) if text else None
        found.extend([key] if key else [])
        ignored.extend([f"keys.{name}"] if text and not key else [])
    return tuple(sorted(set(found))), tuple(ignored)


def _label(fields: Mapping[str, Any], name: str, longest: int) -> str:
    text = _text(fields, name, longest)
    if _PERSONAL.search(text):
        raise ItemError(name, "must be a short label to count calls by; it reads like an e-mail address or a telephone number")
    return text


def _text(fields: Mapping[str, Any], name: str, longest: int) -> str:
    text = _plain(fields, name, name, longest)
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
        raise ItemError(name, "has characters that are not text")
    if name not in ("handle_s", "started_at", "ended_at") and text.startswith(FORMULA):
        raise ItemError(name, f"begins with {text[0]!r}, as a formula does")
    return " ".join(text.split())


def _plain(fields: Mapping[str, Any], name: str, shown: str, longest: int) -> str:
    """A field's text. What is wrong with it is told without repeating it: it may identify somebody."""
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ItemError(shown, "must be a text" if name != "handle_s" else "must be a number")
    text = str(value).strip()
    if len(text) > longest:
        raise ItemError(shown, f"is longer than {longest} characters")
    return text
