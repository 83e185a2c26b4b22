"""Walking: from a state and a reply to the next state, and from a start and all replies to the state they lead to."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from diagnostics.conditions.evaluate import Scope, evaluate, holds
from diagnostics.conditions.expression import Value
from diagnostics.engine.state import RANK, Frame, Origin, Reply, Start, State, Visited
from diagnostics.program.inputs import best_match, fits
from diagnostics.program.types import RESOLVED, Call, Check, Choice, Compute, Decide, Fixes, Instruction, Lookup, Outcome, Paste, Program, Step

_new = tuple.__new__  # makes a named tuple of all its fields in half the time that its own constructor takes

MAX_SILENT = 10_000
"""Steps in a row that show nothing. Proved trees never come near; this only keeps an unproved one from hanging."""


class NeverProved(RuntimeError):
    """The tree leads nowhere: it has a mistake that `diagnostics.analysis` reports. No visit to a published tree meets it."""


def replay(program: Program, start: Start, replies: Mapping[str, Reply]) -> State:
    """The state that a start and its replies lead to. Replies whose place is not on the path lie dormant in `State.replies`; a visit that
    was moved here from a program with another entry begins at the start."""
    walk = _Walk(program, start, replies, [], {}, {}, [Frame(program.tree)], {})
    for given in sorted(start.facts, key=lambda g: (g.fact, RANK[g.source])):
        walk.learn(given.fact, given.value, given.source, "")
    return walk.run(start.entry if start.entry in program.root.steps else program.root.start)


def advance(program: Program, state: State, place: str, reply: Reply) -> State:
    """The state with this reply at this place.

    At the place that is asked now the walk goes on from the state in hand; at any other it is a change, and all is replayed.
    Changing an answer to itself gives an equal state. A reply that does not fit its step changes nothing but `replies`.
    """
    replies = {**state.replies, reply_key(place, reply) if reply.keys else place: reply}
    if place != state.place or state.outcome is not None:
        return replay(program, state.start, replies)
    walk = _Walk(program, state.start, replies, [*state.path], {**state.facts}, {**state.origins}, [*state.frames], {**state.rounds})
    step = walk.steps[state.step]
    return walk.run(walk.take(step, place, reply)) if walk.reply_to(step, place) is reply else walk.stop(step.id, place)


def reply_key(place: str, reply: Reply) -> str:
    """Where a reply is kept: its place, and for a look-up also the key facts it was made with."""
    return f"{place}?{json.dumps([[name, _key_text(value)] for name, value in sorted(reply.keys, key=lambda key: key[0])])}" if reply.keys else place


def _key_text(value: Value | None) -> str | None:
    return ",".join(sorted(value)) if isinstance(value, frozenset) else None if value is None else str(value)


class _Walk:
    """A state in the making. One per call of `replay` or `advance`; frozen into a `State` at its end."""

    __slots__ = ("ended", "facts", "frames", "origins", "path", "prefix", "program", "replies", "rounds", "start", "steps", "tree")

    def __init__(self, program: Program, start: Start, replies: Mapping[str, Reply], path: list[Visited], facts: dict[str, Value],
                 origins: dict[str, Origin], frames: list[Frame], rounds: dict[str, int]) -> None:  # fmt: skip
        self.program, self.start, self.replies = program, start, replies
        self.path, self.facts, self.origins, self.frames, self.rounds = path, facts, origins, frames, rounds
        self.ended: Outcome | None = None
        self._look(frames[-1])

    def _look(self, frame: Frame) -> None:
        self.tree, self.prefix, self.steps = frame.tree, frame.prefix, self.program.trees[frame.tree].steps

    def run(self, next_step: str | None) -> State:
        """Walks from a step to the next one that must be asked, or to the end (None: an instruction ended the visit)."""
        for _ in range(MAX_SILENT):
            if next_step is None:
                self.ended = RESOLVED
                return self.stop(RESOLVED.id, self.prefix + RESOLVED.id)
            step = self.steps[next_step]
            silent = _SILENT.get(type(step))
            if silent is not None:
                next_step = silent(self, step)
                continue
            if type(step) is Outcome:
                if step.kind != "return" or len(self.frames) == 1:  # a shared tree walked by itself ends at its return
                    self.ended = step
                    return self.stop(step.id, self.prefix + step.id)
                next_step = self.frames.pop().next
                self._look(self.frames[-1])
                continue
            place = self.prefix + step.id
            if step.loops:
                self.rounds[place] = arrivals = self.rounds.get(place, 0) + 1
                place = place if arrivals == 1 else f"{place}~{arrivals}"
            asked, next_step = self._arrive(step, place)
            if asked:
                return self.stop(step.id, place)
        raise NeverProved(f"the tree {self.tree} walks in circles without asking")

    def stop(self, step: str, place: str) -> State:
        return _new(State, (self.start, self.replies, (*self.path,), self.facts, self.origins, (*self.frames,), self.rounds, step, place, self.ended))

    def _arrive(self, step: Any, place: str) -> tuple[bool, str | None]:
        """(True, None) where the step must be asked; else (False, the step that follows)."""
        guard = step.guard
        if guard is not None:
            if guard.rounds is not None and self.rounds[self.prefix + step.id] > guard.rounds:
                return False, guard.then
            if guard.when is not None and not holds(guard.when, self.scope()):
                return False, guard.otherwise or after_member(self.steps, step)
        reply = self.reply_to(step, place)
        known = None if type(step) is Lookup or step.fact is None else self.facts.get(step.fact)
        if known is not None and (reply is None or self.origins[step.fact].source == "asked") and fits_known(step, known, self.start):
            return False, self._skip(step, place, known, self.origins[step.fact].source)
        return (True, None) if reply is None else (False, self.take(step, place, reply))

    def reply_to(self, step: Any, place: str) -> Reply | None:
        """The reply that holds at a place, if there is one: it fits, and a look-up was made with what is known now."""
        if type(step) is Lookup:
            place = reply_key(place, Reply(None, keys=tuple((name, self.facts.get(name)) for name in step.keys)))
        reply = self.replies.get(place)
        return reply if reply is not None and fits(step, reply.value, self.start.day) else None

    def _skip(self, step: Any, place: str, known: Value, source: str) -> str | None:
        if source != "asked":  # what the customer said stands in the summary where it was said
            self.path.append(Visited(place, self.tree, step.id, None, source))
        if step.remember:
            self.facts[f"{self.tree}/{step.id}"] = known
        return self._route(step, known)

    def take(self, step: Any, place: str, reply: Reply) -> str | None:
        """Puts a fitting reply on the path, learns from it, and gives the step that follows (None: fixed, the end)."""
        self.path.append(_new(Visited, (place, self.tree, step.id, reply, "asked")))
        value = reply.value
        if step.remember and value is not None:
            self.facts[f"{self.tree}/{step.id}"] = value
        for fact, kept in reply.kept:
            self.learn(fact, kept, "check" if type(step) is Check else "lookup", place)
        learned = None if value is None or type(step) is Lookup or step.fact is None else _learned(step, value)
        if learned is not None:
            self.learn(step.fact, learned, "asked", place)
        return self._route(step, value)

    def learn(self, fact: str, value: Value, source: str, place: str) -> None:
        known = self.origins.get(fact)
        if known is None or RANK[source] <= RANK[known.source]:
            self.facts[fact] = value
            self.origins[fact] = Origin(source, place)

    def _route(self, step: Any, value: Any) -> str | None:
        kind = type(step)
        if kind is Choice:
            return step.next if step.many else step.answers[value].next  # type: ignore[no-any-return]
        if kind is Instruction:
            other = step.fixed if value == "fixed" else step.cannot if value == "cannot" else None
            return other if other or value == "fixed" else step.not_fixed or after_member(self.steps, step)
        if kind is Check or kind is Lookup:
            return step.results[value]  # type: ignore[no-any-return]
        found = best_match(step.matches, value) if kind is Paste else None
        return found.next if found else step.next

    def scope(self) -> Scope:
        return Scope(self.facts, self.start.day, self.program.tables)

    def _decide(self, step: Decide) -> str:
        scope = self.scope()
        for when, next_step in step.cases:
            if holds(when, scope):
                return next_step
        if step.otherwise is None:
            raise NeverProved(f"no case of {step.id} in the tree {self.tree} holds")
        return step.otherwise

    def _compute(self, step: Compute) -> str:
        for fact, expression in step.sets:
            if (value := evaluate(expression, self.scope())) is not None:
                self.learn(fact, frozenset(value) if isinstance(value, tuple) else value, "computed", self.prefix + step.id)
        return step.next

    def _call(self, step: Call) -> str:
        place = self.prefix + step.id
        if step.loops:
            self.rounds[place] = arrivals = self.rounds.get(place, 0) + 1
            place = place if arrivals == 1 else f"{place}~{arrivals}"
        self.frames.append(Frame(step.tree, f"{place}.", step.next))
        self._look(self.frames[-1])
        for stale in [name for name in self.facts if name.startswith(f"{step.tree}/")]:
            del self.facts[stale]  # `answer('step')` means the answer in this call
        return self.program.trees[step.tree].start


def _learned(step: Any, value: Any) -> Value | None:
    if type(step) is Choice and step.many:
        return None if any(step.answers[chosen].unknown for chosen in value) else value
    return step.answers[value].value if type(step) is Choice else value


def fits_known(step: Any, known: Value, start: Start) -> bool:
    """Whether a known fact's value is one of the step's answers, so that the step need not be asked."""
    if type(step) is Choice and not step.many:
        return any(answer.value == known for answer in step.answers.values())
    return fits(step, known, start.day)


def after_member(steps: Mapping[str, Step], member: Step) -> str:
    """What follows a member of a fixes list that did not help or was left out."""
    fixes = steps[member.in_list or ""] if isinstance(member, Instruction) else None
    if not isinstance(fixes, Fixes):
        raise TypeError(f"{member.id} is in no fixes list")
    following = fixes.members[fixes.members.index(member.id) + 1 :]
    return following[0] if following else fixes.not_fixed


_SILENT: dict[type, Callable[[_Walk, Any], str]] = {
    Decide: _Walk._decide, Compute: _Walk._compute, Call: _Walk._call, Fixes: lambda walk, step: step.members[0],
}  # fmt: skip
