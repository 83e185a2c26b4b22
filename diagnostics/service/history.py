"""Events to replies and back: what is written for each thing that happens in a visit, and the visit that events tell of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from diagnostics.engine import Given, Reply, Start
from diagnostics.engine.advance import reply_key
from diagnostics.program.inputs import best_match
from diagnostics.program.types import Asked, Input, Paste, Program, Step
from diagnostics.visits import events as e
from diagnostics.visits.events import Event
from diagnostics.visits.values import from_json, to_json

WOULD: Mapping[bool | None, str] = {True: "yes", False: "no", None: "unsure"}
"""What was said to "would you have called us otherwise?", by what its event holds."""


@dataclass(frozen=True, slots=True)
class History:
    """A visit as its events tell it. `fixed` is the customer's word on the outcome page, `would` what they said to "would you have called
    us otherwise?" (`yes`, `no`, `unsure`, "" where nothing); `asked_for_person` their wish. `contact_first`: a visit of the comparison
    group, whose customer has not gone on to the guide. `keyless`: no keys of it are kept."""

    visit_id: str
    tree: str
    fingerprint: str
    start: Start
    replies: Mapping[str, Reply]
    started_at: datetime
    last_at: datetime
    next_seq: int
    locale: str
    portal: str
    product: str | None
    fixed: bool | None
    asked_for_person: bool
    would: str = ""
    contact_first: bool = False
    commented: bool = False
    keyless: bool = False


def tell(events: Sequence[Event]) -> History:
    """Folds a visit's events, which begin with its start. A reply whose personal value was erased is left out: it is asked again."""
    first, last = events[0], events[-1]
    replies: dict[str, Reply] = {}
    fingerprint = first.fingerprint
    fixed: bool | None = None
    would = ""
    for event in events:
        if event.type == e.MOVED:
            fingerprint = event.fingerprint
        elif event.type == e.REPORTED:
            fixed = bool(event.body["fixed"]) if "fixed" in event.body else fixed
            would = WOULD[event.body["would_have_called"]] if "would_have_called" in event.body else would
        elif event.type in (e.ANSWERED, e.RETURNED) and event.step:
            reply = _reply(event)
            if reply is not None:
                key = reply_key(event.step, reply)
                replies.pop(key, None)  # the order of the mapping is the order in which things were said
                replies[key] = reply
    types = {x.type for x in events}
    answered = [x.occurred_at for x in events if x.type in (e.STARTED, e.ANSWERED, e.REPORTED, e.OPTED_IN)]
    return History(
        first.visit_id, first.tree, fingerprint, _start(first), replies, first.occurred_at, max(answered), last.seq + 1,
        first.locale, first.portal, first.product, fixed, any(x.type == e.HANDOFF and x.body.get("asked") for x in events),
        would, e.CONTACT in types and e.OPTED_IN not in types, e.COMMENT in types, bool(first.body.get("keyless")),
    )  # fmt: skip


def start_event_parts(program: Program, start: Start, extra: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The body and the personal part of a start event. `extra` are further entries of the body."""
    facts, personal = [], {}
    for given in start.facts:
        hidden = program.facts[given.fact].personal
        facts.append({"fact": given.fact, "source": given.source, "value": e.PERSONAL if hidden else to_json(given.value)})
        if hidden:
            personal[given.fact] = to_json(given.value)
    body = {"day": start.day.isoformat(), "entry": start.entry, "facts": facts, **extra}
    return body, ({"facts": personal} if personal else {})


def reply_event_parts(program: Program, step: Step, reply: Reply) -> tuple[str | None, dict[str, Any], dict[str, Any]]:
    """The `answer`, body and personal part of the event for a reply. Free text counts as personal: people write names into it."""
    fact = program.facts.get(step.fact) if isinstance(step, Asked) and step.fact else None
    hidden_value = isinstance(step, Paste) or (isinstance(step, Input) and step.kind == "text") or (fact is not None and fact.personal)
    body: dict[str, Any] = {"value": e.PERSONAL if hidden_value else to_json(reply.value)}
    personal: dict[str, Any] = {"value": to_json(reply.value)} if hidden_value else {}
    for name, pairs in (("kept", reply.kept), ("keys", reply.keys)):
        open_pairs = {fact: to_json(v) for fact, v in pairs if not program.facts[fact].personal}
        hidden = {fact: to_json(v) for fact, v in pairs if program.facts[fact].personal}
        if pairs:
            body[name] = open_pairs | dict.fromkeys(hidden, e.PERSONAL)
        if hidden:
            personal[name] = hidden
    if reply.measured:
        body["measured"] = True
    return _short(step, reply, hidden_value), body, personal


def _short(step: Step, reply: Reply, hidden: bool) -> str | None:
    if isinstance(step, Paste):
        match = best_match(step.matches, str(reply.value))
        return match.text[:200] if match else "other"
    if hidden or reply.value is None:
        return None
    if isinstance(reply.value, frozenset):
        return ",".join(sorted(reply.value))[:200] or "none"
    return str(reply.value)[:200]


def _start(event: Event) -> Start:
    hidden = event.personal.get("facts", {})
    facts = []
    for fact in event.body.get("facts", ()):
        data = hidden.get(fact["fact"]) if fact["value"] == e.PERSONAL else fact["value"]
        value = from_json(data)
        if value is not None:
            facts.append(Given(fact["fact"], value, fact["source"]))
    return Start(date.fromisoformat(event.body["day"]), event.body.get("entry"), tuple(facts))


def _reply(event: Event) -> Reply | None:
    parts: dict[str, Any] = {}
    for name in ("kept", "keys"):
        merged = {fact: event.personal.get(name, {}).get(fact) if v == e.PERSONAL else v for fact, v in event.body.get(name, {}).items()}
        if any(v is None and event.body[name][fact] == e.PERSONAL for fact, v in merged.items()):
            return None
        parts[name] = tuple((fact, from_json(v)) for fact, v in merged.items())
    value = event.body.get("value")
    if value == e.PERSONAL:
        if "value" not in event.personal:
            return None
        value = event.personal["value"]
    return Reply(from_json(value), parts["kept"], parts["keys"], bool(event.body.get("measured")))
