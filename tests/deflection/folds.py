"""Short words for what the ledger folds: visits, calls and events of examples, at minutes after a Monday morning."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from diagnostics.deflection.derive import Derived, derive
from diagnostics.deflection.records import DAY, Audit, CallRecord, Key, VisitSummary
from diagnostics.visits.events import Event

CHICAGO = ZoneInfo("America/Chicago")
MINUTE, HOUR = 60, 3_600
MONDAY = int(datetime(2026, 11, 2, 15, tzinfo=UTC).timestamp())
"""Monday, 2 November 2026, 09:00 in Chicago: the day after summer time ended."""


def keys(text: str) -> tuple[Key, ...]:
    """`tag=a code=b` as keys."""
    return tuple(sorted(Key(kind, value) for kind, _, value in (word.partition("=") for word in text.split())))  # type: ignore[arg-type]  # a kind


def visit(name: str, at: int = MONDAY, known: str = "", **fields: Any) -> VisitSummary:
    """A visit of ten minutes; `known` are its keys."""
    told = {"tree": "printer", "structure": "s1", "product": "", "portal": "main", "locale": "en", "device": "phone", "alloc_id": "a"}
    told |= {"p_ppm": 100_000, "last_at": at + 10 * MINUTE, "engaged": True} | fields
    if told.get("fixed"):
        told.setdefault("claimed_at", told["last_at"])
    return VisitSummary(name, started_at=at, keys=keys(known), **told)  # type: ignore[arg-type]  # fields by name


def call(name: str, at: int, known: str = "", source: str = "acd", **fields: Any) -> CallRecord:
    """A call of five minutes that is received a minute after it began."""
    return CallRecord(source, name, at, **({"received_at": at + MINUTE, "handle_s": 300} | fields), keys=keys(known))


def ledger(visits: Any = (), calls: Any = (), audits: Any = (), shifts: Mapping[Any, Any] | None = None) -> Derived:
    return derive(visits, calls, audits, shifts or {}, CHICAGO)


def audit(name: str, visit_id: str | None, at: int, source: str = "acd") -> Audit:
    return Audit(source, name, visit_id, at)


def days(count: float) -> int:
    return round(count * DAY)


def told(*lines: str, fingerprint: str = "f1", start: Mapping[str, Any] | None = None) -> list[Event]:
    """The events of a visit, ten seconds apart: `viewed a`, `answered a yes`, `reached good resolved claimed`, `reported fixed`, …"""
    events = [_event(0, "visit.started", fingerprint, None, None, {"arm": "tree", "p_holdout": 0.05, "alloc_id": "a1"} if start is None else start)]
    for seq, line in enumerate(lines, 1):
        word, *rest = line.split()
        place, answer, body = (rest[0] if rest else None), (rest[1] if len(rest) > 1 else None), {}
        if word == "reached":
            body = {"outcome": answer, "claimed": "claimed" in rest}
        elif word == "reported":
            body = {name.removeprefix("not_"): not name.startswith("not_") for name in rest}
            place = answer = None
        elif word == "handoff":
            body = {"asked": "asked" in rest}
            answer = None
        events.append(_event(seq, WORDS.get(word, word), fingerprint, place, answer, body))
    return events


WORDS = {
    "viewed": "step.viewed", "answered": "step.answered", "returned": "lookup.returned", "reached": "outcome.reached",
    "reported": "outcome.reported", "handoff": "handoff.shown", "optin": "holdout.optin", "contact": "contact.shown",
}  # fmt: skip


def _event(seq: int, kind: str, fingerprint: str, step: str | None, answer: str | None, body: Mapping[str, Any]) -> Event:
    at = datetime.fromtimestamp(MONDAY + 10 * seq, UTC)
    return Event("v", seq, kind, at, "printer", fingerprint, "s1", step=step, answer=answer, body=body)
