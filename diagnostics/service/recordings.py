"""The visit log to recorded visits, as `replay` takes them: customers' visits to the guides, one after the other, nothing written."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from diagnostics.deflection.visits import IMPORTED
from diagnostics.engine import Reply, Start
from diagnostics.service.history import History, tell
from diagnostics.service.ports import VisitLog
from diagnostics.visits import codes
from diagnostics.visits import events as e
from diagnostics.visits.events import Event

_TYPES = (e.STARTED, e.MOVED, e.ANSWERED, e.RETURNED, e.CONTACT, e.OPTED_IN)


@dataclass(frozen=True, slots=True)
class RecordedVisit:
    """A customer's visit. `erased`: at least one personal value that was given in it has been erased since."""

    visit_id: str
    tree: str
    fingerprint: str
    start: Start
    replies: Mapping[str, Reply]
    erased: bool


class Recordings:
    """Reads visits again. `left_out` counts, by reason, those that are no customer's way through a guide: `bot`, `datacentre`, `staff` and
    `assisted`, `contact first` (the comparison group), `imported` (a history without answers), `unreadable`."""

    def __init__(self, log: VisitLog) -> None:
        self._log = log
        self.left_out: Counter[str] = Counter()

    def count(self, since: datetime, until: datetime) -> int:
        return self._log.count_begun(since, until)

    def begun(self, since: datetime, until: datetime) -> Iterator[RecordedVisit | None]:
        """The visits that began in that time, in that order; None for each that is left out, so that all of them can be counted."""
        for events in self._log.begun(since, until, _TYPES):
            visit = _recorded(events)
            if isinstance(visit, str):
                self.left_out[visit] += 1
            yield None if isinstance(visit, str) else visit

    def one(self, visit_id: str) -> RecordedVisit | str | None:
        """One visit, the reason for which it would be left out, or None where there is none."""
        events = self._log.read(visit_id)
        return _recorded([event for event in events if event.type in _TYPES]) if events else None

    def find(self, typed: str) -> str | None:
        """The id of a visit by its code, as somebody typed it, or by the id itself; however old it is."""
        code = codes.read_code(typed)
        found = self._log.visit_of(code) if code else None
        return found or (typed if self._log.read(typed) else None)

    def name(self, visit_id: str) -> str:
        """What a visit is called: its code, or its id where it has none."""
        return self._log.code_of(visit_id) or visit_id


def _recorded(events: Sequence[Event]) -> RecordedVisit | str:
    first = events[0]
    if first.fingerprint == IMPORTED:
        return "imported"
    excluded = first.body.get("excluded")
    if excluded:
        return str(excluded)
    try:
        history: History = tell(events)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError):  # a damaged event: no value of it may be shown
        return "unreadable"
    if history.contact_first:
        return "contact first"
    return RecordedVisit(history.visit_id, history.tree, history.fingerprint, history.start, history.replies, any(map(_is_erased, events)))


def _is_erased(event: Event) -> bool:
    """Whether a body says that a value is kept in the side table, and it is not there."""
    if event.type == e.STARTED:
        hidden = [fact["fact"] for fact in event.body.get("facts", ()) if fact["value"] == e.PERSONAL]
        return not event.personal.get("facts", {}).keys() >= set(hidden)
    if event.body.get("value") == e.PERSONAL and "value" not in event.personal:
        return True
    return any(value == e.PERSONAL and fact not in event.personal.get(name, {})
               for name in ("kept", "keys") for fact, value in event.body.get(name, {}).items())  # fmt: skip
