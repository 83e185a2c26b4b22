"""Honest time left: expected minutes over the paths still possible, and the fewest and most pages.

Answers are taken as equally likely; an instruction helps with its `chance` (0.3 where the author gave none). Facts that are known now
and that nothing ahead can change decide; all others are taken every way, so the bounds hold whatever they become. Two things are
rounded up: a loop that only a fact ends is counted once, and an answer that lies dormant ahead counts as a page.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

from diagnostics.conditions.evaluate import Scope, holds
from diagnostics.conditions.expression import Expression, facts_in
from diagnostics.engine.advance import after_member, fits_known
from diagnostics.engine.state import State
from diagnostics.program.routes import counted_ahead, facts_set_by, facts_set_by_several
from diagnostics.program.types import Asked, Call, Check, Choice, Decide, Fixes, Instruction, Lookup, Outcome, Paste, Program, Step


@dataclass(frozen=True, slots=True)
class Left:
    """`minutes` expected from the page shown on, and how many pages come after it: at least `fewest`, at most `most`."""

    minutes: float
    fewest: int
    most: int


DEFAULT_CHANCE = 0.3
MANY = 1_000
"""Arrivals in one estimate, beyond which no loop is gone round again: loops inside loops would take longer than a page may."""
NOTHING = Left(0.0, 0, 0)
Stack = tuple[tuple[str, str | None], ...]
Counts = frozenset[tuple[tuple[int, str], int]]
Arrival = tuple[Stack, str, Counts]
Sum = Generator[list[Arrival], list[Left | None], Left | None]
"""Asks for what is left from some arrivals, and returns its own. None: all ways come round to an arrival that is being summed up."""


def time_left(program: Program, state: State) -> Left:
    """What is left from where the visit stands. All zero at the end."""
    if state.outcome is not None:
        return NOTHING
    counts = frozenset(((depth, name), state.rounds[frame.prefix + name]) for depth, frame in enumerate(state.frames)
                       for name in program.trees[frame.tree].steps if frame.prefix + name in state.rounds)  # fmt: skip
    step = program.trees[state.frames[-1].tree].steps[state.step]
    changing = facts_set_by_several(program) - state.facts.keys()
    while True:  # mostly once: again where a step ahead may change a fact that had decided
        estimate = _Estimate(program, state, changing)
        left = estimate.total(estimate.after(tuple((frame.tree, frame.next) for frame in state.frames), step, counts)) or NOTHING
        if estimate.changing <= changing:
            return Left(left.minutes + step.minutes, left.fewest, left.most)
        changing |= estimate.changing


class _Estimate:
    """One estimate. The arrivals at counted steps are part of the memo's key, which makes every proved tree finite."""

    def __init__(self, program: Program, state: State, doubtful: set[str]) -> None:
        self.program, self.state, self.doubtful, self.changing = program, state, frozenset(doubtful), set[str]()
        self.known = {name: value for name, value in state.facts.items() if name not in doubtful}
        self.scope = Scope(self.known, state.start.day, program.tables)
        self.memo: dict[Arrival | None, Left | None] = {}
        self.ahead: dict[str, Mapping[str, frozenset[str]]] = {}

    def total(self, first: Sum) -> Left | None:
        """Runs a sum and all that it asks for, each arrival once; without recursion, since a tree may have a thousand steps in a row."""
        running: list[tuple[Arrival | None, Sum, list[Arrival]]] = [(None, first, [])]
        while running:
            arrival, ways, wanted = running[-1]
            missing = next((key for key in wanted if key not in self.memo), None)
            if missing is not None:
                self.memo[missing] = None
                running.append((missing, self._at(*missing), []))
                continue
            try:
                running[-1] = (arrival, ways, ways.send([self.memo[key] for key in wanted] or None))  # type: ignore[arg-type]  # a start takes None
            except StopIteration as done:
                self.memo[arrival] = done.value
                running.pop()
        return self.memo[None]

    def _at(self, stack: Stack, name: str, counts: Counts) -> Sum:
        steps = self.program.trees[stack[-1][0]].steps
        step, ways = steps[name], list[Left | None]()
        guard = step.guard
        if len(self.memo) > MANY:
            counts = frozenset()
        elif guard is not None and guard.rounds is not None:
            at = (len(stack) - 1, name)
            arrivals = dict(counts).get(at, 0) + 1
            if arrivals > guard.rounds:
                return (yield [(stack, guard.then or "", counts)])[0]
            counts = frozenset({**dict(counts), at: arrivals}.items())
        if guard is not None and guard.when is not None:
            verdict = self._verdict(guard.when)
            if verdict is not True:
                ways += yield [(stack, guard.otherwise or after_member(steps, step), counts)]
            if verdict is False:
                return ways[0]
        most = int(isinstance(step, Asked) and not self._skips(step))
        fewest = 0 if isinstance(step, Asked) and step.fact in self.doubtful else most  # another step may have set it by then
        left = yield from self.after(stack, step, counts)
        return _mean([*ways, left and Left(left.minutes + step.minutes * (fewest + most) / 2, left.fewest + fewest, left.most + most)])

    def _skips(self, step: Step) -> bool:
        return isinstance(step, Asked) and step.fact in self.known and fits_known(step, self.known[step.fact], self.state.start)

    def after(self, stack: Stack, step: Step, counts: Counts) -> Sum:
        """What is left behind a step."""
        self._note_changes(stack[-1][0], step)
        counts = self._that_matter(counts, stack, step.id)
        match step:
            case Outcome():
                if step.kind != "return" or len(stack) == 1:
                    return NOTHING
                counts = frozenset(count for count in counts if count[0][0] < len(stack) - 1)  # the next call counts anew
                return (yield [(stack[:-1], stack[-1][1] or "", counts)])[0]
            case Call():
                return (yield [((*stack, (step.tree, step.next)), self.program.trees[step.tree].start, counts)])[0]
            case Instruction():
                on = step.not_fixed or after_member(self.program.trees[stack[-1][0]].steps, step)
                rest = _mean((yield [(stack, name, counts) for name in (on, step.cannot) if name]))
                fixed = (yield [(stack, step.fixed, counts)])[0] if step.fixed else NOTHING
                if rest is None or fixed is None:
                    return rest or fixed
                chance = DEFAULT_CHANCE if step.chance is None else step.chance
                minutes = chance * fixed.minutes + (1 - chance) * rest.minutes
                return Left(minutes, min(fixed.fewest, rest.fewest), max(fixed.most, rest.most))
        return _mean((yield [(stack, name, counts) for name in self._following(step)]))

    def _that_matter(self, counts: Counts, stack: Stack, name: str) -> Counts:
        """Without the rounds of loops that lie behind a step: they would keep apart what is the same."""
        if not counts:
            return counts
        depth, tree = len(stack) - 1, stack[-1][0]
        if tree not in self.ahead:
            self.ahead[tree] = counted_ahead(self.program.trees[tree])
        return frozenset(count for count in counts if count[0][0] < depth or count[0][1] in self.ahead[tree][name])

    def _note_changes(self, tree: str, step: Step) -> None:
        """Notes the known facts that a step ahead may change."""
        ahead = [(fact, fact == getattr(step, "fact", None)) for fact in facts_set_by(step) if fact in self.known]
        self.changing.update(f for f, asked in ahead if (not self._skips(step) if asked else self.state.origins[f].source != "asked"))
        forgets = f"{step.tree}/" if isinstance(step, Call) else f"{tree}/{step.id}"
        self.changing.update(name for name in self.known if name == forgets or (forgets[-1] == "/" and name.startswith(forgets)))

    def _following(self, step: Step) -> list[str]:
        """The steps that may follow. A known fact leaves one."""
        match step:
            case Choice(many=False):
                known = self.known.get(step.fact) if step.fact else None
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
        return list(filter(None, [getattr(step, "next", None)]))

    def _verdict(self, when: Expression) -> bool | None:
        """Whether a condition holds; None where it reads a fact that is not known yet."""
        return holds(when, self.scope) if all(fact in self.known for fact in facts_in(when)) else None


def _mean(ways: Sequence[Left | None]) -> Left | None:
    """Equally likely ways: the mean of their minutes, the least and the most of their pages. None where all come round again."""
    real = [way for way in ways if way is not None]
    return Left(sum(w.minutes for w in real) / len(real), min(w.fewest for w in real), max(w.most for w in real)) if real else None
