"""Honest time left: expected minutes over the paths still possible, and the fewest and most pages.

Answers are taken as equally likely; an instruction helps with its `chance` (0.3 where the author gave none). Facts that are known now
decide; facts that later answers will set are taken every way, so the bounds hold whatever they become.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnostics.conditions.evaluate import Scope, holds
from diagnostics.conditions.expression import Expression, facts_in
from diagnostics.engine.advance import after_member, fits_known
from diagnostics.engine.state import State
from diagnostics.program.types import (
    Asked, Call, Check, Choice, Decide, Fixes, Instruction, Lookup, Outcome, Paste, Program, Step,
)  # fmt: skip

DEFAULT_CHANCE = 0.3


@dataclass(frozen=True, slots=True)
class Left:
    """`minutes` expected from the page shown on, and how many pages come after it: at least `fewest`, at most `most`."""

    minutes: float
    fewest: int
    most: int


NOTHING = Left(0.0, 0, 0)
Stack = tuple[tuple[str, str | None], ...]
Counts = frozenset[tuple[tuple[int, str], int]]


def time_left(program: Program, state: State) -> Left:
    """What is left from where the visit stands. All zero at the end."""
    if state.outcome is not None:
        return NOTHING
    counts = frozenset(((depth, name), state.rounds[frame.prefix + name]) for depth, frame in enumerate(state.frames)
                       for name in program.trees[frame.tree].steps if frame.prefix + name in state.rounds)  # fmt: skip
    step = program.trees[state.frames[-1].tree].steps[state.step]
    left = _Estimate(program, state).solve(tuple((frame.tree, frame.next) for frame in state.frames), step, counts) or NOTHING
    return Left(left.minutes + step.minutes, left.fewest, left.most)


class _Wanted(Exception):
    """Another estimate is needed first."""


class _Estimate:
    """One estimate. The arrivals at counted steps are part of the memo's key, which makes every proved tree finite."""

    def __init__(self, program: Program, state: State) -> None:
        self.program, self.state = program, state
        self.scope = Scope(state.facts, state.start.day, program.tables)
        self.memo: dict[tuple[Stack, str, Counts], Left | None] = {}

    def solve(self, stack: Stack, step: Step, counts: Counts) -> Left | None:
        """What is left behind a step. What it needs is worked out first, on a list: a tree may be deeper than the call stack."""
        wanted: list[tuple[Stack, str, Counts]] = []
        while True:
            try:
                if not wanted:
                    return self.after(stack, step, counts)
                frames, name, arrivals = wanted[-1]
                self.memo[wanted[-1]] = self._at(frames, self.program.trees[frames[-1][0]].steps[name], arrivals)
                wanted.pop()
            except _Wanted as needed:
                wanted.append(needed.args[0])
                self.memo[wanted[-1]] = None

    def at(self, stack: Stack, name: str, counts: Counts) -> Left | None:
        """What is left from the arrival at a step. None for coming round to it again: a fact will end that loop."""
        key = (stack, name, counts)
        if key not in self.memo:
            raise _Wanted(key)
        return self.memo[key]

    def _at(self, stack: Stack, step: Step, counts: Counts) -> Left | None:
        guard = step.guard
        ways: list[Left | None] = []
        if guard is not None and guard.rounds is not None:
            at = (len(stack) - 1, step.id)
            arrivals = dict(counts).get(at, 0) + 1
            if arrivals > guard.rounds:
                return self.at(stack, guard.then or "", counts)
            counts = frozenset({**dict(counts), at: arrivals}.items())
        if guard is not None and guard.when is not None:
            verdict = self._verdict(guard.when)
            if verdict is not True:
                passed = guard.otherwise or after_member(self.program.trees[stack[-1][0]].steps, step)
                ways.append(self.at(stack, passed, counts))
            if verdict is False:
                return ways[0]
        known = self.state.facts.get(step.fact) if isinstance(step, Asked) and step.fact else None
        shown = int(isinstance(step, Asked) and (known is None or not fits_known(step, known, self.state.start)))
        left = self.after(stack, step, counts)
        return _mean([*ways, left and Left(left.minutes + step.minutes * shown, left.fewest + shown, left.most + shown)])

    def after(self, stack: Stack, step: Step, counts: Counts) -> Left | None:
        """What is left behind a step."""
        match step:
            case Outcome():
                returns = step.kind == "return" and len(stack) > 1
                return self.at(stack[:-1], stack[-1][1] or "", counts) if returns else NOTHING
            case Call():
                return self.at((*stack, (step.tree, step.next)), self.program.trees[step.tree].start, counts)
            case Instruction():
                on = step.not_fixed or after_member(self.program.trees[stack[-1][0]].steps, step)
                rest = _mean([self.at(stack, name, counts) for name in (on, step.cannot) if name])
                fixed = self.at(stack, step.fixed, counts) if step.fixed else NOTHING
                if rest is None or fixed is None:
                    return rest or fixed
                chance = DEFAULT_CHANCE if step.chance is None else step.chance
                minutes = chance * fixed.minutes + (1 - chance) * rest.minutes
                return Left(minutes, min(fixed.fewest, rest.fewest), max(fixed.most, rest.most))
        return _mean([self.at(stack, name, counts) for name in self._following(step)])

    def _following(self, step: Step) -> list[str]:
        """The steps that may follow. A known fact leaves one."""
        match step:
            case Choice(many=False):
                known = self.state.facts.get(step.fact) if step.fact else None
                every = [(answer.value, answer.next) for answer in step.answers.values() if answer.next]
                return [name for value, name in every if value == known and known is not None] or [name for _, name in every]
            case Paste():
                return [*(match.next for match in step.matches), step.next]
            case Check() | Lookup():
                return list(step.results.values())
            case Fixes():
                return [step.members[0]]
            case Decide():
                verdicts = [(self._verdict(when), name) for when, name in step.cases]
                sure = next((i + 1 for i, (verdict, _) in enumerate(verdicts) if verdict), None)
                possible = [name for verdict, name in verdicts[:sure] if verdict is not False]
                return possible if sure or not step.otherwise else [*possible, step.otherwise]
            case Call() | Instruction() | Outcome():
                return []
        return [step.next] if step.next else []

    def _verdict(self, when: Expression) -> bool | None:
        """Whether a condition holds; None where it reads a fact that is not known yet."""
        return holds(when, self.scope) if all(fact in self.state.facts for fact in facts_in(when)) else None


def _mean(ways: Sequence[Left | None]) -> Left | None:
    """Equally likely ways: the mean of their minutes, the least and the most of their pages. None where all come round again."""
    real = [way for way in ways if way is not None]
    if not real:
        return None
    return Left(sum(w.minutes for w in real) / len(real), min(w.fewest for w in real), max(w.most for w in real))
