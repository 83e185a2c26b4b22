"""A customer's visit: start it, show a place of it, take an answer, hand it over. Stamps time and ids, appends events.

Every method may be called again with the same arguments: a double click, a retried request or a second tab changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from diagnostics.conditions.expression import Value
from diagnostics.deflection.assignment import OUTSIDE
from diagnostics.deflection.records import Key
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
from diagnostics.keyring import Keyring
from diagnostics.program.inputs import Raw, read_fact
from diagnostics.program.types import Check, Fact, Program
from diagnostics.service.comparison import Comparison, described
from diagnostics.service.history import WOULD, History, reply_event_parts, start_event_parts, tell
from diagnostics.service.lookups import Lookups
from diagnostics.service.ports import ProgramStore, VisitLog
from diagnostics.service.recognition import fact_keys, visitor_key
from diagnostics.service.scrubbing import scrubbed
from diagnostics.visits import codes
from diagnostics.visits import events as e
from diagnostics.visits.events import Event
from diagnostics.visits.log import CodeTaken, Conflict, StoreError

OPEN_FOR = timedelta(days=14)
"""How long a visit stays open after its last answer."""

MAX_COMMENT = 1_000
"""Characters of a comment."""

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
    """How a visitor comes in. `facts` are raw texts of the address; those that do not fit their declaration are dropped. `visitor` is the
    cookie, where it may be used; `excluded` why this is no customer (`bot`, `datacentre`, `staff`, `assisted`), "" for customers. With
    `keyless` nothing is kept by which a call could be found, but for the visit code: the visitor does not want to be recognised."""

    entry: str | None = None
    facts: Mapping[str, str] | None = None
    locale: str = "en"
    portal: str = "main"
    visitor: str | None = None
    excluded: str = ""
    device: str = "desktop"
    keyless: bool = False


class Visits:
    """The use cases. `clock` gives UTC; `new_code` a fresh visit code. With a `keyring`, visits keep the keys by which calls find them;
    with a `comparison` some of them begin with the contact details."""

    def __init__(self, log: VisitLog, programs: ProgramStore, lookups: Lookups, clock: Callable[[], datetime],
                 new_code: Callable[[], str] = codes.new_code, keyring: Keyring | None = None,
                 comparison: Comparison | None = None) -> None:  # fmt: skip
        self._log, self._programs, self._lookups, self._clock, self._new_code = log, programs, lookups, clock, new_code
        self._keyring, self._comparison = keyring, comparison

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
        assigned = self._comparison.assigned(tree, entrance.visitor, entrance.excluded) if self._comparison else OUTSIDE
        body, personal = start_event_parts(program, start, described(assigned, entrance.excluded, entrance.device, entrance.keyless))
        product = next((str(g.value) for g in start.facts if g.fact == "product" and not program.facts[g.fact].personal), None)
        first = Event(visit_id, 0, e.STARTED, now, tree, program.fingerprint, program.structure, portal=entrance.portal,
                      locale=entrance.locale, product=product, body=body, personal=personal)  # fmt: skip
        shown = self._shown(first, program, state)
        if assigned.arm == "holdout":
            shown = [replace(first, seq=1, type=e.CONTACT, body={"reason": "holdout"}, personal={})]
        for _ in range(TRIES):
            try:
                self._log.append([first, *shown], self._new_code(), self._first_keys(program, state, entrance))
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
            if view is None or not isinstance(view.page, Fetch) or not view.is_open or view.history.contact_first:
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

    def go_on_to_guide(self, visit_id: str) -> View | None:
        """A customer who was shown the contact details first would rather try the guide. Once is enough."""

        def said(view: View) -> Sequence[Event]:
            opted = replace(self._next(view), type=e.OPTED_IN)
            return [opted, *self._shown(opted, view.program, view.state)] if view.history.contact_first else ()

        return self._say(visit_id, said)

    def report_outcome(self, visit_id: str, fixed: bool) -> View | None:
        """Keeps the customer's yes or no on the outcome page. Saying the same again adds nothing."""

        def said(view: View) -> Sequence[Event]:
            event = replace(self._next(view), type=e.REPORTED, step=view.state.place, answer="fixed" if fixed else "not_fixed", body={"fixed": fixed})
            return [event] if isinstance(view.page, End) and view.history.fixed != fixed else ()

        return self._say(visit_id, said)

    def report_would_have_called(self, visit_id: str, would: bool | None) -> View | None:
        """Keeps what a customer whose problem is solved says to "would you have called us otherwise?". None, "not sure", takes
        back no yes or no."""

        def said(view: View) -> Sequence[Event]:
            event = replace(self._next(view), type=e.REPORTED, step=view.state.place, answer=WOULD[would], body={"would_have_called": would})
            news = view.history.would not in (WOULD[would], "yes", "no") if would is None else view.history.would != WOULD[would]
            return [event] if is_solved(view) and news else ()

        return self._say(visit_id, said)

    def comment(self, visit_id: str, text: str) -> View | None:
        """Keeps a customer's own words, one comment for each visit: at its end, or where a person was asked for. Who wrote is taken out."""
        kept = scrubbed(text.strip()[:MAX_COMMENT])

        def said(view: View) -> Sequence[Event]:
            event = replace(self._next(view), type=e.COMMENT, step=view.state.place, body={"text": e.PERSONAL}, personal={"text": kept})
            return [event] if kept and may_comment(view) else ()

        return self._say(visit_id, said)

    def ask_for_person(self, visit_id: str) -> View | None:
        """Notes that the customer would rather talk to someone. Once is enough."""

        def said(view: View) -> Sequence[Event]:
            event = replace(self._next(view), type=e.HANDOFF, step=view.state.place, body={"team": view.program.root.owner, "asked": True})
            return [event] if not view.history.asked_for_person and not view.history.contact_first else ()

        return self._say(visit_id, said)

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
            if view is None or not view.is_open or not isinstance(view.page, Ask) or view.history.contact_first:
                return view
            reply = read(view, view.page)
            if isinstance(reply, Problem):
                return replace(view, problem=reply, raw=raw)
            if view.page.reply == reply or self._append_reply(view, view.page, reply):
                return self.view(visit_id)
        raise _crowded()

    def _say(self, visit_id: str, said: Callable[[View], Sequence[Event]]) -> View | None:
        """Appends what is said besides answers, given a visit as it stands; nothing where it is closed."""
        for _ in range(TRIES):
            view = self.view(visit_id)
            events = said(view) if view is not None and view.is_open else ()
            if not events:
                return view
            if self._try_append(events):
                return self.view(visit_id)
        raise _crowded()

    def _append_reply(self, view: View, asked: Ask | Fetch, reply: Reply) -> bool:
        state = advance(view.program, view.state, asked.place, reply)
        answer, body, personal = reply_event_parts(view.program, asked.step, reply)
        kind = e.RETURNED if isinstance(asked, Fetch) else e.ANSWERED
        event = replace(self._next(view), type=kind, step=asked.place, answer=answer, body=body, personal=personal)
        fresh = {name: value for name, value in state.facts.items() if view.state.facts.get(name) != value}
        keys = fact_keys(self._keyring, view.program, fresh) if self._keyring and not view.history.keyless else ()
        return self._try_append([event, *self._shown(event, view.program, state)], keys)

    def _first_keys(self, program: Program, state: State, entrance: Entrance) -> Sequence[Key]:
        """The keys by which a call finds this visit, as far as they are known at its start."""
        if self._keyring is None or entrance.keyless:
            return ()
        own = [visitor_key(self._keyring, entrance.visitor)] if entrance.visitor else []
        return [*own, *fact_keys(self._keyring, program, state.facts)]

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

    def _try_append(self, events: Sequence[Event], keys: Sequence[Key] = ()) -> bool:
        try:
            self._log.append(events, keys=keys)
        except Conflict:
            return False
        return True


def _crowded() -> StoreError:
    """Rather than to say that an answer was taken which was not."""
    return StoreError(f"so many requests of one visit came at once that one of them lost {TRIES} times")


def is_solved(view: View) -> bool:
    """Whether the visit has ended and the customer has said that the problem is gone: to the last instruction, or on the last page."""
    return isinstance(view.page, End) and view.page.outcome.kind == "resolved" and (view.page.claimed or view.history.fixed is True)


def may_comment(view: View) -> bool:
    return not view.history.commented and (isinstance(view.page, End) or view.history.asked_for_person)


def utc_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  # this is the clock that callers hand in


def _given(program: Program, raw: Mapping[str, str], today: date) -> tuple[Given, ...]:
    allowed = {name: text for name, text in raw.items() if name in program.facts and "address" in program.facts[name].sources}
    return tuple(Given(name, value, "address") for name, value in sorted(_typed(program.facts, allowed, today).items()))


def _typed(facts: Mapping[str, Fact], raw: Mapping[str, str], today: date) -> dict[str, Value]:
    """Raw texts as values of their facts. What does not fit is dropped: it came from an address or a browser, not from a person."""
    read = {name: read_fact(name, facts[name], text, today) for name, text in raw.items()}
    return {name: value for name, value in read.items() if value is not None}
