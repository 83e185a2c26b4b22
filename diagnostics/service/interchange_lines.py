"""One line of an interchange file to what it says. What cannot be used is refused with the field and the reason."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from diagnostics.deflection.brought import Started
from diagnostics.deflection.records import Audit, CallRecord, Key
from diagnostics.deflection.visits import IMPORTED
from diagnostics.visits import events as e
from diagnostics.visits.codes import read_code
from diagnostics.visits.events import Event

Line = Mapping[str, Any]

LONGEST = 200
"""Characters of a name, an id or a key."""

LONGEST_COMMENT = 4_000

LAST_SEQ = 100_000
"""No visit has more events."""

LONGEST_CALL = 86_400

_UNKEPT = re.compile("[\0\ud800-\udfff]")

_KEYS = {"tag_h": "tag", "customer_h": "customer", "phone_h": "phone", "email_h": "email"}
_EXCLUDED = (("ua", "bot", "bot"), ("ip", "datacenter", "datacentre"), ("agent_assisted", True, "assisted"))


class LineError(ValueError):
    """A line that cannot be used. The message says which field and why, without its value where that may be somebody's."""


def fields_of(text: str) -> Line:
    """The object of a line.

    Raises:
        LineError: it is none.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise LineError("this is not JSON") from None
    if not isinstance(found, dict):
        raise LineError("this is not a JSON object")
    return found


def visit(line: Line) -> Started:
    """The start event of a visit and its keys."""
    arm = _text(line, "arm", "none")
    if arm not in ("tree", "holdout", "none"):
        raise LineError("`arm` must be tree, holdout or none")
    excluded = next((rule for name, value, rule in _EXCLUDED if line.get(name) == value and line.get(name) is not None), None)
    body: dict[str, Any] = {"arm": arm, "p_holdout": _share(line, "p_holdout"), "alloc_id": IMPORTED}
    body.update({"excluded": excluded} if excluded else {})
    body.update({"device": device} if (device := _text(line, "device", "")) else {})
    portal, locale, product = _text(line, "portal", "main"), _text(line, "locale", ""), _text(line, "product", "") or None
    event = Event(_text(line, "visit_id"), 0, e.STARTED, _moment(line, "started_at"), _text(line, "tree"), IMPORTED, _version(line),
                  portal=portal, locale=locale, product=product, body=body)  # fmt: skip
    return Started(event, _keys(line, "code", {"cookie": "visitor", **_KEYS}))


def event(line: Line) -> Event:
    """An event of a visit, one place behind where the file counts it: the visit's start is event 0."""
    kind = _text(line, "type")
    step = _text(line, "step", "") or None
    body: dict[str, Any] = {}
    personal: dict[str, Any] = {}
    if kind == e.VIEWED:
        step = _text(line, "step")
    elif kind == e.REPORTED:
        body = {name: _flag(line, name) for name in ("fixed", "would_have_called") if line.get(name) is not None}
        if not body:
            raise LineError("`fixed` or `would_have_called` is missing")
    elif kind == e.CONTACT:
        body = {"reason": _text(line, "reason", "holdout")}
    elif kind == e.COMMENT:
        body, personal = {"text": e.PERSONAL}, {"text": _text(line, "text", longest=LONGEST_COMMENT)}
    elif kind not in (e.HANDOFF, e.OPTED_IN):
        raise LineError("`type` is none of those that a history can have")
    seq = _whole(line, "seq", LAST_SEQ) + 1
    return Event(_text(line, "visit_id"), seq, kind, _moment(line, "occurred_at"), "", IMPORTED, "", step=step, body=body, personal=personal)


def call(line: Line) -> CallRecord:
    """A revision of a call. Its keys are hashes already, and are taken as they stand."""
    words = {name: _text(line, name, "") for name in ("product", "reason", "disposition", "channel", "ref")}
    return CallRecord(_text(line, "source"), _text(line, "call_id"), _seconds(line, "started_at"), _seconds(line, "received_at"),
                      _whole(line, "handle_s", LONGEST_CALL), **words, keys=tuple(sorted(_keys(line, "visit_code", _KEYS))))  # fmt: skip


def audit(line: Line) -> Audit:
    """What an agent found out about a call."""
    return Audit(_text(line, "source"), _text(line, "call_id"), _text(line, "true_first_visit_id", "") or None, _seconds(line, "true_started_at"))


def _keys(line: Line, code: str, names: Mapping[str, str]) -> frozenset[Key]:
    """The code of a live visit as it is issued; one of a history is opaque."""
    found = [Key(kind, value) for name, kind in names.items() if name in line and (value := _text(line, name, ""))]  # type: ignore[arg-type]  # kinds
    if written := _text(line, code, ""):
        found.append(Key("code", read_code(written) or written))
    return frozenset(found)


def _text(line: Line, name: str, default: str | None = None, longest: int = LONGEST) -> str:
    value = line.get(name)
    if value is None and default is not None:
        return default
    if value is None:
        raise LineError(f"`{name}` is missing")
    if not isinstance(value, str) or (default is None and not value):
        raise LineError(f"`{name}` must be a text")
    if len(value) > longest:
        raise LineError(f"`{name}` is longer than {longest} characters")
    if not value.isprintable() and _UNKEPT.search(value):
        raise LineError(f"`{name}` holds a character that no database keeps")
    return value


def _version(line: Line) -> str:
    value = line.get("tree_version")
    if isinstance(value, str):
        return _text(line, "tree_version")
    if isinstance(value, bool) or not isinstance(value, int | None) or (value or 0) > 10**9:
        raise LineError("`tree_version` must be a number or a text")
    return "" if value is None else str(value)


def _whole(line: Line, name: str, most: int) -> int:
    value = line.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise LineError(f"`{name}` must be a whole number from 0 to {most}" if value is not None else f"`{name}` is missing")
    return value


def _share(line: Line, name: str) -> float:
    value = line.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise LineError(f"`{name}` must be a share from 0 to 1")
    return float(value)


def _flag(line: Line, name: str) -> bool:
    value = line[name]
    if not isinstance(value, bool):
        raise LineError(f"`{name}` must be true or false")
    return value


def _seconds(line: Line, name: str) -> int:
    return int(_moment(line, name).timestamp())


def _moment(line: Line, name: str) -> datetime:
    written = _text(line, name)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise LineError(f"`{name}` is no moment such as 2026-11-22T10:30:00Z") from None
    if moment.tzinfo is None:
        raise LineError(f"`{name}` has no offset: write 2026-11-22T10:30:00Z or …+01:00")
    if not 1990 <= moment.year <= 2200:
        raise LineError(f"`{name}` is in the year {moment.year}")
    return moment.astimezone(UTC)
