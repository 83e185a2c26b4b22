"""A customer's visit: start it, show a place of it, take an answer, hand it over. Stamps time and ids, appends events.

Every method may be called again with the same arguments: a double click, a retried request or a second tab changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from diagnostics.conditions.expression import Value
from diagnostics.engine import (
    Ask,
    End,
    Fetch,
    Given,
    Left,
    Page,
    Problem,
    Reply,
    Start,
    State,
    advance,
    page,
    read_answer,
    replay,
    time_left,
)  # fmt: skip
from diagnostics.program.inputs import Raw, read_fact
from diagnostics.program.types import Check, Fact, Program
from diagnostics.service.history import History, reply_event_parts, start_event_parts, tell
from diagnostics.service.lookups import Lookups
from diagnostics.service.ports import ProgramStore, VisitLog
from diagnostics.visits import codes
from diagnostics.visits import events as e
from diagnostics.visits.events import Event
from diagnostics.visits.log import CodeTaken, Conflict, StoreError

OPEN_FOR = timedelta(days=14)
"""How long a visit stays open after its last answer."""

MAX_EVENTS = 2_000
"""So long a visit may become; then it is closed. Real ones have less than a hundred, and every page reads them all."""

TRIES = 32
"""How often an append is tried again when requests of one visit meet."""


@dataclass(frozen=True, slots=True)
class View:
    """Everything that a page of a visit needs. `page` is None where the asked place is not on the path; `problem` is why an
    answer was not taken, and `raw` what was sent. `left` is counted from where the visit stands."""

    visit_id: str
    code: str
    program: Program
    history: History
    state: State
    page: Page | None
    left: Left
    is_open: bool
    problem: Problem | None = None
    raw: Raw = ""


@dataclass(frozen=True, slots=True)
class Entrance:
    """How a visitor comes in. `facts` are raw texts of the address; those that do not fit their declaration are dropped."""

    entry: str | None = None
    facts: Mapping[str, str] | None = None
    locale: str = "en"
    portal: str = "main"
    visitor: str | None = None


class Visits:
    """The use cases. `clock` gives UTC; `new_code` a fresh visit code."""

    def __init__(self, log: VisitLog, programs: ProgramStore, lookups: Lookups, clock: Callable[[], datetime],
                 new_code: Callable[[], str] = codes.new_code) -> None:  # fmt: skip
        self._log, self._programs, self._lookups, self._clock, self._new_code = log, programs, lookups, clock, new_code

    def start(self, tree: str, visit_id: str, entrance: Entrance = Entrance()) -> View | None:
        """Starts a visit with the program in service. Starting the same visit again gives it as it stands. None: no such tree."""
        serving = self._programs.serving()
        listed = serving.manifest.trees.get(tree) if serving else None
        program = self._programs.program(listed.fingerprint) if listed else None
        if program is None:
            return None
        existing = self.view(visit_id)
        if existing is not None:
            return existing
        now = self._clock()
        entry = entrance.entry if entrance.entry in program.root.entries and entrance.entry != program.root.start else None
        start = Start(now.date(), entry, _given(program, entrance.facts or {}, now.date()))
        state = replay(program, start, {})
        extra = {"arm": "tree", "p_holdout": 0, "alloc_id": None, "visitor": entrance.visitor}
        body, personal = start_event_parts(program, start, extra)
        product = next((str(g.value) for g in start.facts if g.fact == "product" and not program.facts[g.fact].personal), None)
        first = Event(visit_id, 0, e.STARTED, now, tree, program.fingerprint, program.structure, portal=entrance.portal,
                      locale=entrance.locale, product=product, body=body, personal=personal)  # fmt: skip
        for _ in range(TRIES):
            try:
                self._log.append([first, *self._shown(first, program, state)], self._new_code())
                break
            except CodeTaken:
                continue
            except Conflict:
                break
        return self.view(visit_id)

    def view(self, visit_id: str, place: str | None = None) -> View | None:
        """A visit as it stands, at a place of its path or where it is now. None: no such visit."""
        for _ in range(TRIES):
            view = self._read(visit_id, place)
            if view is None or not isinstance(view.page, Fetch) or not view.is_open:
                return view
            self._append_reply(view, view.page, self._lookups.fetch(view.page, view.program.facts))
        return view

    def answer(self, visit_id: str, place: str, raw: Raw) -> View | None:
        """Takes what a customer sent for a place. The view stands at the next page, or with a problem at the same one."""

        def read(view: View, asked: Ask) -> Reply | Problem:
            return read_answer(asked.step, raw, view.program.facts, view.state.start.day)

        return self._take(visit_id, place, read, raw)

    def report_check(self, visit_id: str, place: str, result: str, measured: Mapping[str, str]) -> View | None:
        """Takes what a check in the browser found. `measured` are raw values; only facts that the step keeps and that fit are kept."""

        def read(view: View, asked: Ask) -> Reply | Problem:
            reply = read_answer(asked.step, result, view.program.facts, view.state.start.day)
            if isinstance(reply, Problem) or not isinstance(asked.step, Check):
                return reply
            given = {name: measured[name] for name in asked.step.keep if name in measured}
            kept = _typed(view.program.facts, given, view.state.start.day)
            return replace(reply, kept=tuple(kept.items()), measured=True)

        return self._take(visit_id, place, read, result)

    def report_outcome(self, visit_id: str, fixed: bool) -> View | None:
        """Keeps the customer's yes or no on the outcome page. Saying the same again adds nothing."""
        for _ in range(TRIES):
            view = self.view(visit_id)
            if view is None or not isinstance(view.page, End) or view.history.fixed == fixed or not view.is_open:
                return view
            event = replace(self._next(view), type=e.REPORTED, step=view.state.place, answer="fixed" if fixed else "not_fixed", body={"fixed": fixed})
            if self._try_append([event]):
                return self.view(visit_id)
        raise _crowded()

    def ask_for_person(self, visit_id: str) -> View | None:
        """Notes that the customer would rather talk to someone. Once is enough."""
        for _ in range(TRIES):
            view = self.view(visit_id)
            if view is None or view.history.asked_for_person or not view.is_open:
                return view
            event = replace(self._next(view), type=e.HANDOFF, step=view.state.place, body={"team": view.program.root.owner, "asked": True})
            if self._try_append([event]):
                return self.view(visit_id)
        raise _crowded()

    def find(self, typed: str) -> str | None:
        """The visit of a code as somebody typed it. None alike for a wrong code, an unknown one and one whose visit has closed."""
        code = codes.read_code(typed)
        visit_id = self._log.visit_of(code) if code else None
        view = self.view(visit_id) if visit_id else None
        return visit_id if view is not None and view.is_open else None

    def erase_personal(self, typed: str) -> int | None:
        """Erases the personal values of the visit of a code, open or closed; gives how many events had any. None: no such visit."""
        code = codes.read_code(typed)
        visit_id = self._log.visit_of(code) if code else None
        return self._log.erase_personal(visit_id) if visit_id else None

    def _take(self, visit_id: str, place: str, read: Callable[[View, Ask], Reply | Problem], raw: Raw) -> View | None:
        for _ in range(TRIES):
            view = self.view(visit_id, place)
            if view is None or not view.is_open or not isinstance(view.page, Ask):
                return view
            reply = read(view, view.page)
            if isinstance(reply, Problem):
                return replace(view, problem=reply, raw=raw)
            if view.page.reply == reply or self._append_reply(view, view.page, reply):
                return self.view(visit_id)
        raise _crowded()

    def _append_reply(self, view: View, asked: Ask | Fetch, reply: Reply) -> bool:
        state = advance(view.program, view.state, asked.place, reply)
        answer, body, personal = reply_event_parts(view.program, asked.step, reply)
        kind = e.RETURNED if isinstance(asked, Fetch) else e.ANSWERED
        event = replace(self._next(view), type=kind, step=asked.place, answer=answer, body=body, personal=personal)
        return self._try_append([event, *self._shown(event, view.program, state)])

    def _shown(self, after: Event, program: Program, state: State) -> list[Event]:
        """The events for the page that a state shows: viewed, and at an end what it is."""
        now = page(program, state)
        if now is None or isinstance(now, Fetch):
            return []
        bare = replace(after, answer=None, body={}, personal={}, step=now.place)
        shown = [replace(bare, seq=after.seq + 1, type=e.VIEWED)]
        if isinstance(now, End):
            shown.append(replace(bare, seq=after.seq + 2, type=e.REACHED, answer=now.outcome.kind,
                                 body={"outcome": now.outcome.kind, "claimed": now.claimed}))  # fmt: skip
            if now.outcome.team:
                shown.append(replace(bare, seq=after.seq + 3, type=e.HANDOFF, body={"team": now.outcome.team, "asked": False}))
        return shown

    def _read(self, visit_id: str, place: str | None) -> View | None:
        events = self._log.read(visit_id)
        if not events:
            return None
        try:
            history = tell(events)
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:  # no value of it may reach a log
            raise StoreError(f"the events of a visit cannot be read ({type(error).__name__}): restore the database from a backup") from error
        program = self._program_of(history)
        if program is None:
            return None
        state = replay(program, history.start, history.replies)
        is_open = self._clock() < history.last_at + OPEN_FOR and history.next_seq < MAX_EVENTS
        code = self._log.code_of(visit_id) or ""
        return View(visit_id, code, program, history, state, page(program, state, place), time_left(program, state), is_open)

    def _program_of(self, history: History) -> Program | None:
        """The visit's own program; where that has been withdrawn, the one in service, to which the visit then moves."""
        if not self._programs.withdrawn(history.fingerprint):
            return self._programs.program(history.fingerprint)
        serving = self._programs.serving()
        listed = serving.manifest.trees.get(history.tree) if serving else None
        program = self._programs.program(listed.fingerprint) if listed else None
        if program is None or self._programs.withdrawn(program.fingerprint):
            return None
        moved = Event(history.visit_id, history.next_seq, e.MOVED, self._clock(), history.tree, program.fingerprint, program.structure,
                      portal=history.portal, locale=history.locale, product=history.product, body={"from": history.fingerprint})  # fmt: skip
        self._try_append([moved])
        return program

    def _next(self, view: View) -> Event:
        """A blank event behind the last one."""
        h = view.history
        return Event(h.visit_id, h.next_seq, "", self._clock(), h.tree, view.program.fingerprint, view.program.structure,
                     portal=h.portal, locale=h.locale, product=h.product)  # fmt: skip

    def _try_append(self, events: Sequence[Event]) -> bool:
        try:
            self._log.append(events)
        except Conflict:
            return False
        return True


def _crowded() -> StoreError:
    """Rather than to say that an answer was taken which was not."""
    return StoreError(f"so many requests of one visit came at once that one of them lost {TRIES} times")


def utc_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  # this is the clock that callers hand in


def _given(program: Program, raw: Mapping[str, str], today: date) -> tuple[Given, ...]:
    allowed = {name: text for name, text in raw.items() if name in program.facts and "address" in program.facts[name].sources}
    return tuple(Given(name, value, "address") for name, value in sorted(_typed(program.facts, allowed, today).items()))


def _typed(facts: Mapping[str, Fact], raw: Mapping[str, str], today: date) -> dict[str, Value]:
    """Raw texts as values of their facts. What does not fit is dropped: it came from an address or a browser, not from a person."""
    read = {name: read_fact(name, facts[name], text, today) for name, text in raw.items()}
    return {name: value for name, value in read.items() if value is not None}
