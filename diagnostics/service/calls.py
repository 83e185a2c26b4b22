"""Calls come in: from machines that sign what they send, from files, and from an agent who has just hung up."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any, Literal

from diagnostics.deflection.intake import DESK, Added, CallImport, Feed, Stored, Told
from diagnostics.deflection.records import Audit, CallRecord
from diagnostics.keyring import Keyring
from diagnostics.service.call_items import LONGEST_ID, Item, ItemError, Reading, read_item
from diagnostics.service.call_ports import CallStore, FeedStore, VisitTeller
from diagnostics.service.column_map import MapError
from diagnostics.service.moments import MomentError, read_moment
from diagnostics.service.ports import ProgramStore
from diagnostics.visits.codes import ALPHABET, LENGTH, check_character, read_code

MOST_AT_ONCE = 1_000
"""Calls of one request."""

AUDIT_FIELDS = ("source_call_id", "started_at", "visit_code")
"""With others refused, a signed request that tells of calls is none that tells of audits, wherever it is sent."""

LAST_IMPORT = 2**31
"""No database counts imports further."""

RECENT = timedelta(days=45)
"""For so long a visit's code finds calls."""

LONGEST_MAP_NAME = 40

NEAR = 12
"""How many visits an agent is offered, where the customer does not know the code."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one item of a request. `field` and `reason` say why it was refused; `ignored` are keys that were none."""

    source_call_id: str
    result: Stored | Literal["refused"]
    field: str = ""
    reason: str = ""
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """A call that an agent has noted. `told` is the visit of its code, None where it has none or no visit has it."""

    call_id: str
    code: str
    told: Told | None


class Calls:
    """The use cases. `clock` gives UTC; `region` is the country of telephone numbers without one, where a source has none of its own."""

    def __init__(self, store: CallStore, feeds: FeedStore, visits: VisitTeller, programs: ProgramStore, keyring: Keyring,
                 clock: Callable[[], datetime], region: str = "") -> None:  # fmt: skip
        self.store, self._feeds, self._visits, self._programs, self._keyring = store, feeds, visits, programs, keyring
        self._clock, self._region = clock, region

    def reading(self, source: str, zone: str = "", region: str = "", written: str = "iso", products: Mapping[str, str] | None = None) -> Reading:
        """How the calls of a source are read: as given here, else as agreed with it, else as the installation has it."""
        feed = self._feeds.feed(source)
        zone = zone or (feed.zone if feed else "")
        region = region or (feed.region if feed else "") or self._region
        return Reading(source, self._clock(), self._keyring, zone, region, written, self._product_reader(products or {}))

    def receive(self, feed: Feed, items: Sequence[Any]) -> list[Result]:
        """Stores the calls of one request: all that are well formed, in one transaction. Gives what became of each, in their order."""
        how = self.reading(feed.source)
        read = [_read(item, how) for item in items]
        added = self.store.add([item.record for item in read if isinstance(item, Item)])
        states = iter(added.states)
        return [Result(item.record.call_id, next(states), ignored=item.ignored) if isinstance(item, Item) else item for item in read]

    def audit(self, feed: Feed, items: Sequence[Any]) -> list[Result]:
        """Keeps what audits of a source's calls found: each names the visit that a call was truly about, or none."""
        how = self.reading(feed.source)
        read = [self._audit_item(item, how) for item in items]
        self.store.audit([audit for audit in read if isinstance(audit, Audit)], how.now)
        return [Result(audit.call_id, "new") if isinstance(audit, Audit) else audit for audit in read]

    def bring(self, records: Iterable[CallRecord], source: str, file: str, by: str, rows: int) -> tuple[int, Added]:
        """Stores the calls of a file under one number, all or none."""
        self._feeds.keep(Feed(source, "", self._clock()))
        return self.store.bring(records, CallImport(0, source, file, by, self._clock(), rows))

    def undo(self, import_id: int) -> int | None:
        """Takes back what an import added; gives how many calls. None: no such import, or it is undone already."""
        return self.store.undo(import_id, self._clock()) if 0 < import_id < LAST_IMPORT else None

    def maps(self) -> dict[str, dict[str, Any]]:
        """The saved column maps, by name."""
        return self._feeds.maps()

    def save_map(self, name: str, body: Mapping[str, Any]) -> None:
        """Saves a column map in place of one of that name.

        Raises:
            MapError: this cannot be a name.
        """
        if not 0 < len(name) <= LONGEST_MAP_NAME or not name.isprintable():
            raise MapError(f"{name[:LONGEST_MAP_NAME]!r} cannot be the name of a map: 1 to {LONGEST_MAP_NAME} characters that can be seen")
        self._feeds.save_map(name, body, self._clock())

    def look_up(self, typed: str) -> Told | None:
        """The visit of a code as an agent typed it. None: no visit of the last 45 days has it."""
        code = _code(typed)
        told = self._visits.by_codes([code]).get(code) if code else None
        return told if told is not None and self._clock() - told.last_at <= RECENT else None

    def meant(self, typed: str) -> list[str]:
        """Codes of visits that differ from a mistyped one by one character or by two swapped ones, at most three."""
        letters = "".join(c for c in typed.upper() if c.isalnum())
        found = self._visits.by_codes(sorted(_neighbours(letters)))
        return [code for code, told in sorted(found.items()) if self._clock() - told.last_at <= RECENT][:3]

    def note(self, call_id: str, fields: Mapping[str, Any]) -> None:
        """Keeps a call that an agent notes, begun now. `call_id` is the form's: sent twice, it is noted once.

        Raises:
            ItemError: a field cannot be kept.
        """
        now = self._clock()
        whole = {**fields, "source_call_id": call_id, "started_at": now.isoformat(timespec="seconds"), "channel": "phone", "handle_s": 0}
        item = read_item(whole, self.reading(DESK))
        self._feeds.keep(Feed(DESK, "UTC", now))
        if not self.store.known(DESK, [call_id]):
            self.store.add([item.record])

    def noted(self, call_id: str) -> Noted | None:
        """A call that an agent has noted, with the visit of its code."""
        if self.store.started(DESK, call_id) is None:
            return None
        code = self.store.code_of(DESK, call_id)
        return Noted(call_id, code or "", self.look_up(code) if code else None)

    def found(self, call_id: str, visit_id: str | None) -> None:
        """Keeps an agent's finding about a call that was noted here: the visit that it was about, None for none."""
        started = self.store.started(DESK, call_id)
        if started is not None:
            self.store.audit([Audit(DESK, call_id, visit_id, int(started.timestamp()))], self._clock())

    def near(self, tree: str) -> list[Told]:
        """The newest visits of a tree, or of all for "": one of them may be the caller's."""
        now = self._clock()
        return self._visits.near(tree, now - timedelta(days=7), now, NEAR)

    def _audit_item(self, item: Any, how: Reading) -> Audit | Result:
        if not isinstance(item, Mapping):
            return Result("", "refused", "", "an audit must be an object")
        unknown = next((name for name in item if name not in AUDIT_FIELDS), None)
        if unknown is not None:
            return Result("", "refused", str(unknown)[:40], "there is no such field")
        call_id = item.get("source_call_id")
        if not isinstance(call_id, str) or not 0 < len(call_id) <= LONGEST_ID or not call_id.isprintable():
            return Result("", "refused", "source_call_id", "is missing, or no text of at most 128 characters")
        started = self._audited_at(call_id, item.get("started_at"), how)
        if isinstance(started, Result):
            return started
        code = item.get("visit_code")
        if "visit_code" not in item or not (code is None or isinstance(code, str)):
            return Result(call_id, "refused", "visit_code", "must be the code of a visit, or null where the call was about none")
        read = _code(code) if code else None
        told = self._visits.by_codes([read]).get(read) if read else None
        if read and told is None:
            return Result(call_id, "refused", "visit_code", "no visit has this code")
        return Audit(how.source, call_id, told.visit_id if told else None, started)

    def _audited_at(self, call_id: str, text: Any, how: Reading) -> int | Result:
        """When an audited call began: as given, or as its record says."""
        if text is not None:
            try:
                return int(read_moment(str(text)[:64], how.zone, how.now).at.timestamp())
            except MomentError as error:
                return Result(call_id, "refused", "started_at", str(error))
        known = self.store.started(how.source, call_id)
        return int(known.timestamp()) if known else Result(call_id, "refused", "source_call_id", "this call is not known; say its started_at")

    def _product_reader(self, own: Mapping[str, str]) -> Callable[[str], str]:
        """A source's word for a product to the library's, by its id or its title; words of nobody stay as they are."""
        serving = self._programs.serving()
        products = serving.manifest.products if serving else {}
        known = {name.casefold(): id for id, title in products.items() for name in (id, title)}
        known.update({name.casefold(): id for name, id in own.items()})
        return lambda text: known.get(text.casefold(), text)


def _read(item: Any, how: Reading) -> Item | Result:
    if not isinstance(item, Mapping):
        return Result("", "refused", "", "a call must be an object")
    try:
        return read_item(item, how)
    except ItemError as error:
        call_id = item.get("source_call_id")
        shown = call_id if isinstance(call_id, str) and len(call_id) <= LONGEST_ID and call_id.isprintable() else ""
        return Result(shown, "refused", error.field, error.why)


def _code(typed: str) -> str:
    """A code as it is kept. Codes of imported histories may look like anything."""
    return read_code(typed[:80]) or "".join(c for c in typed.strip()[:40] if c.isprintable())


def _neighbours(letters: str) -> set[str]:
    """All codes that a typed one can have been meant for."""
    if len(letters) != LENGTH:
        return set()
    changed = {letters[:i] + c + letters[i + 1 :] for i in range(LENGTH) for c in ALPHABET}
    swapped = {letters[:i] + letters[k] + letters[i + 1 : k] + letters[i] + letters[k + 1 :] for i, k in combinations(range(LENGTH), 2) if k == i + 1}
    return {code for code in changed | swapped if all(c in ALPHABET for c in code) and check_character(code[:-1]) == code[-1]}
