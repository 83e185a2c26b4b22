"""Keeps the ledger: whatever came in is folded, linked with what it concerns, and the sums of the days that this moved are made anew.

The writers of visits and calls do nothing for it but to leave a ticket where no clock tells of what they did. Each stage works on what
the one before has left in the database, so that whoever is killed has lost nothing, and who comes next goes on from there.
"""

import logging
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from diagnostics.deflection.derive import local_day
from diagnostics.deflection.projection import CallId, Folded, Ticket
from diagnostics.deflection.records import HEADLINE, KEYS_LIVE, Key
from diagnostics.deflection.visits import summary
from diagnostics.service import ledger_clocks as clocks
from diagnostics.service.figures import Figures
from diagnostics.service.ledger_book import LedgerBook
from diagnostics.service.ledger_closure import closed
from diagnostics.service.ledger_erasing import erasure
from diagnostics.service.ledger_linking import in_parts, moved, projections, sums
from diagnostics.service.restating import Causes, causes, monday, restated
from diagnostics.visits import events as e
from diagnostics.visits.events import Event
from diagnostics.visits.log import StoreError

log = logging.getLogger(__name__)

OVERLAP, USUAL = timedelta(minutes=10), timedelta(minutes=1)
"""How far clocks of servers may differ, and how long an event may be on its way to the disk: so far back is looked every so often; and how
far the other times."""

EVENTS = 100_000
"""Events that are looked through at once."""

FOLDED, WRITTEN, SUMMED = 5_000, 5_000, 100
"""Visits, rows of a kind, and partitions of one transaction."""

LINKED = 100_000
"""Tickets that are derived together."""

TRIES = 100
"""How often others may be quicker."""

FORGOTTEN = 2_000
"""Visits, and calls, whose keys are erased in one transaction."""

HOURLY, WEEK = timedelta(hours=1), timedelta(weeks=1)

LOOKED_BACK = 8
"""Weeks among which one may have closed since yesterday."""

UNTIL, AS_OF, ZONE, WEEKS, CLOSING, FORGOT = "events_until", "as_of", "zone", "weeks_moved", "weeks_closed_on", "keys_forgotten_at"

TYPES = (e.STARTED, e.MOVED, e.VIEWED, e.ANSWERED, e.RETURNED, e.REACHED, e.REPORTED, e.HANDOFF, e.CONTACT, e.OPTED_IN, e.COMMENT)


class ZoneChanged(Exception):
    """The days of the ledger are those of another time zone than the settings'."""


class _Overtaken(Exception):
    """Somebody else wrote meanwhile."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What was done: visits folded, things linked anew, days × trees summed anew."""

    folded: int = 0
    linked: int = 0
    summed: int = 0


class Ledger:
    """Of one installation. `zone` is that of its local days; `figures` tell what has to be restated. `stage(words, done)` is told how far
    the work is."""

    def __init__(self, book: LedgerBook, zone: ZoneInfo, figures: Figures | None = None) -> None:
        self._book, self._zone, self._figures = book, zone, figures
        self._looked_far: datetime | None = None

    def refresh(self, now: datetime, stage: Callable[[str, int], None] = lambda words, done: None,
                settled: timedelta = timedelta()) -> Refreshed:  # fmt: skip
        """Brings the sums up to date with all that came in before. Several at once do no harm; killed at any moment, the next one goes on.
        Live visits wait until nothing has come of them for as long as `settled`: then each is folded once, and not after every answer.

        Raises:
            ZoneChanged: the installation's time zone is another one than the ledger's.
            StoreError: the database cannot be used; what was done until then stands.
        """
        kept = self._book.cursor(ZONE)
        if kept and kept != self._zone.key:
            raise ZoneChanged(f"the ledger counts the days of {kept}, the settings say {self._zone.key}: run `diagnostics ledger rebuild`")
        far = self._looked_far is None or now - self._looked_far >= OVERLAP
        folded = self._all(lambda: self._fold_recent(now, settled, 2 * OVERLAP if far else USUAL), "visits folded", stage)
        self._looked_far = now if far else self._looked_far
        folded += self._all(lambda: self._fold_tickets(now), "visits folded", stage)
        why: Causes = {}
        linked = self._all(lambda: self._link(now, why), "visits and calls linked", stage)
        summed = self._all(lambda: self._sum(), "days summed", stage)
        self._all(lambda: self._restate(now, why), "", stage)
        self._all(lambda: self._forget(now), "", stage)
        self._all(lambda: self._finish(now), "", stage)
        return Refreshed(folded, linked, summed)

    def rebuild(self, now: datetime, stage: Callable[[str, int], None] = lambda words, done: None) -> Refreshed:
        """Makes all projections and sums anew from the facts, in the zone of the settings. Of visits whose events are no longer kept, what was
        folded stands.

        Raises:
            StoreError: the database cannot be used; a refresh goes on from there.
        """
        notes = {ZONE: self._zone.key, UNTIL: now.astimezone(UTC).isoformat()}
        self._all(lambda: self._taken(self._book.all_anew(self._book.turn(), notes, now)), "", stage)
        return self.refresh(now, stage)

    def _all(self, step: Callable[[], int], words: str, stage: Callable[[str, int], None]) -> int:
        """Takes a step until there is nothing left to do; gives how much was done."""
        done = lost = 0
        while True:
            try:
                now_done = step()
            except _Overtaken:
                lost += 1
                if lost > TRIES:
                    raise StoreError(f"other processes keep the ledger and were quicker {TRIES} times") from None
                continue
            if not now_done:
                return done
            done += now_done
            stage(words, done)

    def _fold_recent(self, now: datetime, settled: timedelta, back: timedelta) -> int:
        """Folds visits with events since last time. The stretch is halved until it holds no more than can be looked through at once."""
        turn, kept, upto = self._book.turn(), self._book.cursor(UNTIL), now - settled
        oldest = datetime.fromisoformat(kept) - back if kept else self._book.oldest_event(TYPES)
        if oldest is None or oldest >= upto:
            return self._taken(self._book.note(turn, {UNTIL: upto.astimezone(UTC).isoformat()})) if oldest is None else 0
        until = upto if settled else upto + OVERLAP
        while until - oldest > 3 * OVERLAP and self._book.events_between(TYPES, oldest, until) > EVENTS:
            until = oldest + (until - oldest) / 2
        stale = self._book.stale_visits(TYPES, oldest, until)
        self._fold(turn, sorted(stale), (), now, until=min(until, upto) if len(stale) <= FOLDED else None)
        return len(stale) or (1 if until < upto else 0)

    def _fold_tickets(self, now: datetime) -> int:
        turn, tickets = self._book.turn(), self._book.tickets(("events",), FOLDED)
        if tickets:
            self._fold(turn, sorted({ticket.ref for ticket in tickets}), [ticket.id for ticket in tickets], now)
        return len(tickets)

    def _fold(self, turn: int, visit_ids: list[str], done: list[int] | tuple[()], now: datetime, until: datetime | None = None) -> None:
        taken = visit_ids[:FOLDED]
        found = self._book.events(taken)
        folded = [self._folded(found[visit_id]) for visit_id in taken if visit_id in found]
        folded += self._again([visit_id for visit_id in taken if visit_id not in found])
        self._taken(self._book.fold(turn, folded, done, now, until))

    def _folded(self, events: list[Event]) -> Folded:
        made = summary(events)
        return Folded(made, local_day(made.started_at, self._zone), max(event.seq for event in events))

    def _again(self, visit_ids: list[str]) -> list[Folded]:
        """Visits whose events are no longer kept: as they were folded, on their day by the zone of now."""
        if not visit_ids:
            return []
        kept = self._book.whole(visit_ids)
        seqs = self._book.seqs(visit_ids)
        return [Folded(one, local_day(one.started_at, self._zone), seqs[one.visit_id]) for one in kept]

    def _link(self, now: datetime, why: Causes) -> int:
        turn, tickets = self._book.turn(), self._book.tickets(("visit", "call"), LINKED)
        if not tickets:
            return 0
        visits = {ticket.ref for ticket in tickets if ticket.kind == "visit"}
        calls = {(ticket.source, ticket.ref) for ticket in tickets if ticket.kind == "call"}
        change = clocks.changed(self._book, visits, calls)
        if change.fresh or change.gone:
            self._taken(self._book.set_shifts(turn, change.fresh, change.gone, change.moved - calls))
            turn += 1
        for week, found in self._derive(turn, visits, calls, tickets, now).items():
            why.setdefault(week, Counter()).update(found)
        return len(tickets)

    def _derive(self, turn: int, visits: set[str], calls: set[CallId], tickets: list[Ticket], now: datetime) -> Causes:
        found = closed(self._book, visits, calls)
        before = self._book.projected(found.visits.keys(), found.calls)
        after = projections(self._book, found, clocks.known(self._book.shifts()), self._zone)
        parts = in_parts(before, after, WRITTEN)
        for n, (one, other) in enumerate(parts):  # the tickets go with the last part: until then, everything would be derived once more
            done = [ticket.id for ticket in tickets] if n == len(parts) - 1 else []
            self._taken(self._book.keep(turn + n, one, other, moved(one, other), done, now))
        return causes(before, after)

    def _sum(self) -> int:
        turn, partitions = self._book.turn(), self._book.dirty(SUMMED)
        if partitions:
            weeks = {*self._book.cursor(WEEKS).split(), *(monday(day).isoformat() for day, tree in partitions if tree)}
            made = sums(self._book.summands(partitions), self._zone)
            self._taken(self._book.put_sums(turn, partitions, made, {WEEKS: " ".join(sorted(weeks))}))
        return len(partitions)

    def _restate(self, now: datetime, why: Causes) -> int:
        """Looks at the weeks whose sums were made anew since last time, and at those that may have closed."""
        if self._figures is None:
            return 0
        turn, today = self._book.turn(), local_day(int(now.timestamp()), self._zone)
        over = today - timedelta(days=HEADLINE) - WEEK  # of a later week the last day's window is still open
        weeks = {week for text in self._book.cursor(WEEKS).split() if (week := date.fromisoformat(text)) < over}
        if self._book.cursor(CLOSING) == today.isoformat() and not weeks:
            return 0
        weeks |= {monday(today) - n * WEEK for n in range(LOOKED_BACK)}
        told, lines = restated(self._book, self._figures, weeks, why, now)
        self._taken(self._book.publish(turn, told, lines, now, {WEEKS: "", CLOSING: today.isoformat()}))
        return 0

    def _forget(self, now: datetime) -> int:
        """Erases the keys of visits and calls that came in so long ago that no call is about them any more. Looked for once an hour."""
        turn, last = self._book.turn(), self._book.cursor(FORGOT)
        if last and now - datetime.fromisoformat(last) < HOURLY:
            return 0
        before = now - timedelta(seconds=KEYS_LIVE)
        visits, calls = self._book.old_visits(before, FORGOTTEN), self._book.old_calls(before, FORGOTTEN)
        if not visits and not calls:
            return self._taken(self._book.note(turn, {FORGOT: now.astimezone(UTC).isoformat()}))
        self._erase(turn, visits, calls, words=False)
        return len(visits) + len(calls)

    def erase(self, now: datetime, visits: Collection[str] = (), keys: Collection[Key] = ()) -> tuple[int, int]:
        """Erases the keys and personal values of these visits and of whoever has one of these keys; gives how many visits and calls.
        Counts stay, and stay through a rebuild.

        Raises:
            ZoneChanged, StoreError: as for `refresh`, which comes first: what came in must be linked before it can be parted.
        """
        self.refresh(now)
        done = (0, 0)

        def step() -> int:
            nonlocal done
            turn = self._book.turn()
            theirs = set(visits).union(*self._book.visits_with(keys).values())
            calls: set[CallId] = set().union(*self._book.calls_with(keys).values())
            self._erase(turn, theirs, calls, words=True)
            done = (len(theirs), len(calls))
            return 0

        self._all(step, "", lambda words, count: None)
        return done

    def _erase(self, turn: int, visits: set[str], calls: set[CallId], *, words: bool) -> None:
        shifts = clocks.known(self._book.shifts())
        self._taken(self._book.erase(turn, erasure(self._book, visits, calls, shifts, self._zone), words=words))

    def _finish(self, now: datetime) -> int:
        self._taken(self._book.note(self._book.turn(), {AS_OF: now.astimezone(UTC).isoformat(), ZONE: self._zone.key}))
        return 0

    def _taken(self, ours: bool, worth: int = 0) -> int:
        if not ours:
            raise _Overtaken
        return worth
