"""How much scenarios would notice: two `next`s of a tree change places, and some scenario ought to fail.

A swap that none notices counts only if somebody could: there is a visit that goes another way by it, and that visit is told. Swaps that
change nothing for anybody are left out.
"""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagnostics.analysis.reads import Indexes
from diagnostics.engine import State, page, replay
from diagnostics.engine.advance import NeverProved
from diagnostics.program.types import Program
from diagnostics.scenarios.passing import At
from diagnostics.scenarios.run import Result, passes
from diagnostics.scenarios.sayings import Saying, Sayings
from diagnostics.scenarios.scenario import TODAY, Scenario
from diagnostics.scenarios.search import Sameness, Ways, say, search
from diagnostics.scenarios.swaps import Exit, everywhere_counted, exits_of, swapped, swaps_of

FURTHER = 200
"""So many pairs of states are followed where a swap has changed what is known, and not yet what is shown."""


@dataclass(frozen=True, slots=True)
class Unnoticed:
    """A swap that every scenario passes. By the answers of `walk` a visit comes to `now`, where it came to `before`."""

    one: Exit
    other: Exit
    walk: tuple[Saying, ...]
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The swaps of one tree: how many there are, how many of them were `tried`, and how many of these make a difference to anybody."""

    tree: str
    swaps: int
    tried: int
    counted: int
    unnoticed: tuple[Unnoticed, ...]

    @property
    def noticed(self) -> int:
        return self.counted - len(self.unnoticed)


def judge(program: Program, results: Sequence[Result], indexes: Indexes | None = None, ways: Ways | None = None) -> Judged:
    """Tries the swaps of a tree on the scenarios that pass. Each scenario runs only where its walk comes by one of the two places."""
    counted = everywhere_counted(program)
    passing = _by_step(results, program.tree)
    exits = exits_of(program)
    tried, every = swaps_of(exits)
    survivors = [pair for pair in tried if not _noticed(counted, *pair, passing)]
    if not survivors:
        return Judged(program.tree, every, len(tried), len(tried), ())
    known = {} if indexes is None else indexes
    witness = _Witness(counted, known, ways or search(counted, known))
    told = [found for one, other in survivors if (found := witness.of(one, other))]
    return Judged(program.tree, every, len(tried), len(tried) - len(survivors) + len(told), tuple(told))


def _by_step(results: Sequence[Result], tree: str) -> Mapping[str, list[Scenario]]:
    found: dict[str, list[Scenario]] = defaultdict(list)
    for result in results:
        if result.failure is None:
            for name in (step for at, step in result.passed if at == tree):
                found[name].append(result.scenario)
    return found


def _noticed(program: Program, one: Exit, other: Exit, passing: Mapping[str, list[Scenario]]) -> bool:
    mutant = swapped(program, one, other)
    by = {id(s): s for s in (*passing.get(one.step, ()), *passing.get(other.step, ()))}
    return any(not passes(mutant, scenario) for scenario in by.values())


class _Witness:
    """Finds a visit that goes another way by a swap."""

    def __init__(self, program: Program, indexes: Indexes, ways: Ways) -> None:
        self._program, self._ways = program, ways
        self._same = Sameness(program, indexes)
        self._sayings = Sayings(program, indexes, TODAY)
        self._edges: dict[At, list[int]] = defaultdict(list)
        for number, edge in enumerate(ways.edges):
            for at in {*edge.passed, (edge.saying.tree, edge.saying.step)}:
                self._edges[at].append(number)

    def of(self, one: Exit, other: Exit) -> Unnoticed | None:
        """None where all visits go the same way as before."""
        mutant, tree = swapped(self._program, one, other), self._program.tree
        for node in self._ways.nodes:
            comes_by = node.came is None and {(tree, one.step), (tree, other.step)} & node.passed
            if comes_by and (differs := self._differs(mutant, node.state, _begun(mutant, node.state))) is not None:
                return Unnoticed(one, other, *differs)
        for number in dict.fromkeys((*self._edges[tree, one.step], *self._edges[tree, other.step])):
            edge = self._ways.edges[number]
            before = self._ways.nodes[edge.source].state
            went, goes = _said(self._program, before, edge.saying), _said(mutant, before, edge.saying)
            if went is not None and (differs := self._differs(mutant, went, goes)) is not None:
                walk = (*self._ways.walk_to(edge.source)[1], edge.saying, *differs[0])
                return Unnoticed(one, other, walk, *differs[1:])
        return None

    def _differs(self, mutant: Program, went: State, goes: State | None) -> tuple[tuple[Saying, ...], str, str] | None:
        """The answers by which two states show different pages, and these pages; none where they are shown already."""
        pending: deque[tuple[State, State | None, tuple[Saying, ...]]] = deque([(went, goes, ())])
        seen = set[object]()
        while pending and len(seen) < FURTHER:
            went, goes, said = pending.popleft()
            if goes is None or _shown(went) != _shown(goes):
                return said, went.step, goes.step if goes is not None else "nowhere: it goes round without asking"
            keys = (self._same.key(went), self._same.key(goes))
            if keys[0] == keys[1] or keys in seen or went.outcome is not None:
                continue
            seen.add(keys)
            for saying in self._sayings.at(page(self._program, went)):  # type: ignore[arg-type]  # it has not ended
                after = _said(self._program, went, saying)
                if after is not None:
                    pending.append((after, _said(mutant, goes, saying), (*said, saying)))
        return None


def _shown(state: State) -> object:
    return (*(frame.tree for frame in state.frames), state.step)


def _begun(program: Program, like: State) -> State | None:
    try:
        return replay(program, like.start, {})
    except NeverProved:
        return None


def _said(program: Program, state: State, saying: Saying) -> State | None:
    try:
        return say(program, state, saying)
    except NeverProved:
        return None
