"""A recorded visit to what becomes of it on another program: the same start and the same replies, walked through both. Pure.

Replies follow their steps where these were only renamed. Where the new program asks what was never answered, every answer to it is tried, and
the one that keeps most of the old visit counts: so a visit "ends elsewhere" only if no answer would bring it to its old end.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from diagnostics.engine import Reply, Start, State, advance, page
from diagnostics.engine.advance import NeverProved, reply_key
from diagnostics.engine.pages import End
from diagnostics.program.texts import first_wording
from diagnostics.program.types import Asked, Check, Choice, Information, Input, Lookup, Paste, Program, Step
from diagnostics.scenarios.answers import given_by
from diagnostics.scenarios.carrying import Carrying, walked
from diagnostics.scenarios.guessing import possible_replies

Fate = Literal["end", "asked", "lost", "longer", "shorter"]
FATES: Mapping[Fate, str] = {
    "end": "end elsewhere", "asked": "are asked something new", "lost": "lose answers", "longer": "take longer", "shorter": "get shorter",
}  # fmt: skip

MOST_TRIED = 60
"""Walks on from pages that were never answered, for one visit."""

MINUTE = 1.0
"""By so many minutes a visit of as many pages is longer."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One page, or look-up, of a way. `answer` is never what somebody typed; empty where nothing was answered."""

    place: str
    heading: str
    answer: str


@dataclass(frozen=True, slots=True)
class Way:
    """How a visit goes. `end` is the outcome's id, empty where it stands at a page; the last of `stops` is then that page. A page without an
    answer before the end is a new one, and what follows it is the way that keeps most of the visit."""

    stops: tuple[Stop, ...]
    end: str
    pages: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Compared:
    """One visit on both programs. `finished`: it had come to an end. `fates` is empty where it goes the same way; of an unfinished visit it
    holds `end` where it would stand elsewhere by now. `lost` are the places whose answers are not used any more."""

    old: Way
    new: Way
    finished: bool
    fates: frozenset[Fate]
    lost: tuple[str, ...] = ()


def compare(carrying: Carrying, start: Start, replies: Mapping[str, Reply]) -> Compared | None:
    """What becomes of a visit. None where one of the programs cannot be walked: it leads nowhere, as `diagnostics check` says."""
    old, new = carrying.old, carrying.new
    try:
        was = walked(old, start, replies)
        begun, carried = carrying.carried(start, replies)
        now = walked(new, begun, carried)
        then = _as_before(carrying, was, now) if was.outcome is not None and now.outcome is None else now
    except NeverProved:
        return None
    before, after = _way(old, was, replies), _way(new, then or now, carried)
    if was.outcome is None:
        moved = now.outcome is not None or carrying.place(was.place) != now.place
        return Compared(before, after, False, frozenset(("end",) if moved else ()))
    fates = set[Fate](("asked",) if now.outcome is None else ())
    if then is None:
        return Compared(before, after, True, frozenset(fates))
    lost = _lost(carrying, was, then)
    fates |= {"end"} if not carrying.same_end(was, then) else set()
    fates |= {"lost"} if lost else set()
    fates |= _length(before, after, bool(fates & {"end", "asked"}))
    return Compared(before, after, True, frozenset(fates), lost)


def _length(before: Way, after: Way, uncertain: bool) -> set[Fate]:
    """Longer than before in any case, or shorter; of an `uncertain` way, which may become longer still or is another one, not the latter."""
    if after.pages > before.pages or (after.pages == before.pages and after.minutes >= before.minutes + MINUTE):
        return {"longer"}
    less = after.pages < before.pages or (after.pages == before.pages and after.minutes <= before.minutes - MINUTE)
    return {"shorter"} if less and not uncertain else set()


def _as_before(carrying: Carrying, was: State, now: State) -> State | None:
    """The end that is most like the old one, of those that answers to the new pages lead to. None: none was found."""
    best: tuple[tuple[bool, int, int], State] | None = None
    for state in _ends(carrying.new, now):
        key = (not carrying.same_end(was, state), len(_lost(carrying, was, state)), len(state.path))
        if best is None or key < best[0]:
            best = (key, state)
        if key[:2] == (False, 0):
            break
    return best[1] if best else None


def _ends(program: Program, first: State) -> Iterator[State]:
    """Ends that can be reached from here, those behind the fewest new pages first."""
    waiting, tried = deque([first]), 0
    while waiting:
        state = waiting.popleft()
        now = page(program, state)
        if isinstance(now, End):
            yield state
        elif now is not None and tried < MOST_TRIED:
            for reply in possible_replies(now, program.facts, state.start.day):
                tried += 1
                waiting.append(advance(program, state, now.place, reply))


def _lost(carrying: Carrying, was: State, now: State) -> tuple[str, ...]:
    """The places whose answers the customer gave and the new path does not use."""
    used = {visited.place: visited.reply for visited in now.path if visited.reply}

    def is_lost(place: str, reply: Reply) -> bool:
        carried = carrying.reply(place, reply)
        return carried is None or used.get(carrying.place(place) or "") != carried

    steps = carrying.old.trees
    return tuple(v.place for v in was.path if v.reply and _is_said(steps[v.tree].steps[v.step]) and is_lost(v.place, v.reply))


def _is_said(step: Step) -> bool:
    return isinstance(step, Asked) and not isinstance(step, Information)


def _way(program: Program, state: State, replies: Mapping[str, Reply]) -> Way:
    """The way to a state. `replies` are those of the customer: what was only tried is a page without an answer."""
    stops, pages, minutes = [], 0, 0.0
    for visited in state.path:
        step = program.trees[visited.tree].steps[visited.step]
        if visited.reply is not None:
            is_said = replies.get(reply_key(visited.place, visited.reply)) == visited.reply
            stops.append(Stop(visited.place, heading(step), said(step, visited.reply) if is_said else ""))
            pages += isinstance(step, Asked)
            minutes += step.minutes
    if state.outcome is None:
        stops.append(Stop(state.place, heading(program.trees[state.frames[-1].tree].steps[state.step]), ""))
    return Way(tuple(stops), state.outcome.id if state.outcome else "", pages, minutes)


def heading(step: Step) -> str:
    """What a page says first; of a look-up its source, and of a check its kind."""
    if isinstance(step, Lookup | Check):
        return f"look-up {step.source}" if isinstance(step, Lookup) else f"check {step.kind}"
    return first_wording(step.heading) if isinstance(step, Asked) else ""


def said(step: Step, reply: Reply) -> str:
    """A reply in a word, and nothing of what was typed or pasted: people write names into it."""
    match step:
        case Input() | Paste():
            return next(given_by(step, reply))
        case Choice(many=True):
            return ", ".join(sorted(reply.value)) if isinstance(reply.value, frozenset) and reply.value else "none"
        case Information():
            return "read"
    return str(reply.value)


def passed(program: Program, state: State) -> Iterator[tuple[str, str, str]]:
    """What a visit went through: (tree, step, "") for each step that it came to, its end included, and (tree, step, answer) for each answer
    that it gave there."""
    for visited in state.path:
        step = program.trees[visited.tree].steps[visited.step]
        yield visited.tree, visited.step, ""
        if visited.reply is not None:
            yield from ((visited.tree, visited.step, answer) for answer in given_by(step, visited.reply))
    yield state.frames[-1].tree, state.step, ""
