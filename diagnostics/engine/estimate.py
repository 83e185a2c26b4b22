"""Honest time left: expected minutes over the paths still possible, and the fewest and most pages.

Answers are taken as equally likely; an instruction helps with its `chance` (0.3 where the author gave none). Facts that are known now
decide; facts that later answers will set are taken every way, so the bounds hold whatever they become.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagnostics.conditions.evaluate import Scope, holds
from diagnostics.conditions.expression import Expression, facts_in
from diagnostics.engine.advance import after_member, fits_known
from diagnostics.engine.state import State
from diagnostics.program.types import (
    Asked, Call, Check, Choice, Compute, Decide, Fixes, Information, Input, Instruction, Lookup, Outcome, Paste, Program, Step,
)  # fmt: skip

DEFAULT_CHANCE = 0.3


@dataclass(frozen=True, slots=True)
class Left:
    """`minutes` expected from the page shown on, and how many pages come after it: at least `fewest`, at most `most`."""

    minutes: float
    fewest: int
    most: int


Stack = tuple[tuple[str, str | None], ...]
Counts = tuple[tuple[str, int], ...]
_Key = tuple[Stack, str, Counts]


class _Wanted(Exception):
    """An estimate that is needed first."""

    def __init__(self, key: _Key) -> None:
        self.key = key


def time_left(program: Program, state: State) -> Left:
    """What is left from where the visit stands. All zero at the end."""
    if state.outcome is not None:
        return Left(0.0, 0, 0)
    stack = tuple((frame.tree, frame.next) for frame in state.frames)
    counts = tuple((f"{i}/{step.id}", state.rounds.get(frame.prefix + step.id, 0)) for i, frame in enumerate(state.frames)
                   for step in program.trees[frame.tree].steps.values() if step.guard and step.guard.rounds)  # fmt: skip
    step = program.trees[stack[-1][0]].steps[state.step]
    left = _Estimate(program, state).solve(stack, step, tuple(c for c in counts if c[1])) or Left(0.0, 0, 0)
    return Left(left.minutes + step.minutes, left.fewest, left.most)


class _Estimate:
    """One estimate. Counted steps carry their arrivals in the memo's key, which makes every proved tree finite."""

    def __init__(self, program: Program, state: State) -> None:
        self.program, self.state = program, state
        self.scope = Scope(state.facts, state.start.day, program.tables)
        self.memo: dict[_Key, Left | None] = {}

    def solve(self, stack: Stack, step: Step, counts: Counts) -> Left | None:
        """What comes behind a step. What it needs is worked out first, on a list instead of the call stack: trees may be deep."""
        pending: list[_Key] = []
        while True:
            try:
                if not pending:
                    return self.after(stack, step, counts)
                place, name, arrivals = pending[-1]
                left = self._at(place, self.program.trees[place[-1][0]].steps[name], arrivals)
                self.memo[pending.pop()] = left
            except _Wanted as wanted:
                self.memo[wanted.key] = None
                pending.append(wanted.key)

    def at(self, stack: Stack, step_id: str, counts: Counts) -> Left | None:
        """What is left from a step on. None on a way that comes back to itself uncounted: facts that it sets will close it."""
        key = (stack, step_id, counts)
        if key not in self.memo:
            raise _Wanted(key)
        return self.memo[key]

    def _at(self, stack: Stack, step: Step, counts: Counts) -> Left | None:
        guard = step.guard
        ways: list[Left | None] = []
        if guard is not None and guard.rounds is not None:
            name = f"{len(stack) - 1}/{step.id}"
            arrivals = dict(counts).get(name, 0) + 1
            if arrivals > guard.rounds:
                return self.at(stack, guard.then or "", counts)
            counts = tuple(sorted({**dict(counts), name: arrivals}.items()))
        if guard is not None and guard.when is not None:
            verdict = self._verdict(guard.when)
            if verdict is not True:
                steps = self.program.trees[stack[-1][0]].steps
                ways.append(self.at(stack, guard.otherwise or after_member(steps, step), counts))  # type: ignore[arg-type]  # only members have no otherwise
            if verdict is False:
                return ways[0]
        known = self.state.facts.get(step.fact) if isinstance(step, Asked) and step.fact else None
        shown = int(isinstance(step, Asked) and (known is None or not fits_known(step, known, self.state.start)))
        left = self.after(stack, step, counts)
        ways.append(left and Left(left.minutes + step.minutes * shown, left.fewest + shown, left.most + shown))
        return _mean(ways)

    def after(self, stack: Stack, step: Step, counts: Counts) -> Left | None:
        """What comes behind a step. None where every way comes back."""
        steps = self.program.trees[stack[-1][0]].steps
        go = [self.at(stack, next_step, counts) for next_step in self._routes(steps, step)]
        match step:
            case Outcome(kind="return"):
                return self.at(stack[:-1], stack[-1][1] or "", counts)
            case Outcome():
                return Left(0.0, 0, 0)
            case Call():
                return self.at((*stack, (step.tree, step.next)), self.program.trees[step.tree].start, counts)
            case Instruction():
                chance = DEFAULT_CHANCE if step.chance is None else step.chance
                fixed = self.at(stack, step.fixed, counts) if step.fixed else Left(0.0, 0, 0)
                rest = _mean(go)
                if rest is None or fixed is None:
                    return rest or fixed
                minutes = chance * fixed.minutes + (1 - chance) * rest.minutes
                return Left(minutes, min(fixed.fewest, rest.fewest), max(fixed.most, rest.most))
        return _mean(go)

    def _routes(self, steps: Mapping[str, Step], step: Step) -> Sequence[str]:
        """The steps that may follow, without an instruction's `fixed`. A known fact leaves one."""
        match step:
            case Choice(many=False):
                known = self.state.facts.get(step.fact) if step.fact else None
                every = [a.next for a in step.answers.values() if a.next and (known is None or a.value == known)]
                return every or [a.next for a in step.answers.values() if a.next]
            case Choice() | Input() | Information() | Compute():
                return [step.next] if step.next else []
            case Paste():
                return [*(m.next for m in step.matches), step.next]
            case Instruction():
                return [*filter(None, (step.not_fixed or after_member(steps, step), step.cannot))]
            case Check() | Lookup():
                return list(step.results.values())
            case Fixes():
                return [step.members[0]]
            case Decide():
                return self._cases(step)
        return []

    def _cases(self, step: Decide) -> list[str]:
        possible = []
        for when, next_step in step.cases:
            verdict = self._verdict(when)
            if verdict is not False:
                possible.append(next_step)
            if verdict is True:
                return possible
        return [*possible, step.otherwise] if step.otherwise else possible

    def _verdict(self, when: Expression) -> bool | None:
        """Whether a condition holds; None where it reads a fact that is not known yet."""
        return holds(when, self.scope) if all(fact in self.state.facts for fact in facts_in(when)) else None


def _mean(every: Sequence[Left | None]) -> Left | None:
    """Equally likely ways: the mean of their minutes, the least and the most of their pages."""
    ways = [way for way in every if way is not None]
    if not ways:
        return None
    return Left(sum(w.minutes for w in ways) / len(ways), min(w.fewest for w in ways), max(w.most for w in ways))
