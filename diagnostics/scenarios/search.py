"""Every place that a visit to a program can come to, by walking the engine itself: a graph of real states, joined by what is said.

States are taken as one where nothing behind them can tell them apart (`analysis.reads`), which keeps the graph about as large as that of
the proofs. Breadth first, so the way by which a state was first reached is a shortest one. Bounded: `complete` says whether all was seen.
"""

from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from diagnostics.analysis.reads import Indexes, Live, index_of, reads_from, round_of, said
from diagnostics.engine import Ask, End, Fetch, Given, Problem, Reply, Start, State, advance, page, read_answer, replay
from diagnostics.engine.advance import NeverProved
from diagnostics.program.inputs import read_fact
from diagnostics.program.types import Program
from diagnostics.scenarios.passing import At, noting
from diagnostics.scenarios.sayings import Saying, Sayings
from diagnostics.scenarios.scenario import TODAY

MOST_STEPS = 30_000
"""So many answers are tried in one tree. Sixty steps need a few thousand."""


class Edge(NamedTuple):
    """What is said at a node, and where it leads. `passed` is every step that the engine came to on it."""

    source: int
    saying: Saying
    target: int
    passed: frozenset[At]


@dataclass(slots=True)
class Node:
    """A state, how it was first reached (None: it is a start), and how many answers that took."""

    state: State
    came: Edge | None
    depth: int
    passed: frozenset[At] = frozenset()


@dataclass(slots=True)
class Ways:
    """All that was seen. `starts` are nodes without answers; `ends` those where the visit has ended."""

    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    complete: bool = True

    def walk_to(self, node: int) -> tuple[State, tuple[Saying, ...]]:
        """The start and the answers that lead to a node."""
        said: list[Saying] = []
        while (edge := self.nodes[node].came) is not None:
            said.append(edge.saying)
            node = edge.source
        return self.nodes[node].state, tuple(reversed(said))

    def to_the_end(self) -> dict[int, Edge | None]:
        """For each node from which an end can be reached, the next answer on a shortest way there; None at an end."""
        into: dict[int, list[Edge]] = {}
        for edge in self.edges:
            into.setdefault(edge.target, []).append(edge)
        nearest: dict[int, Edge | None] = {number: None for number, node in enumerate(self.nodes) if node.state.outcome is not None}
        pending = deque(nearest)
        while pending:
            target = pending.popleft()
            for edge in into.get(target, ()):
                if edge.source not in nearest:
                    nearest[edge.source] = edge
                    pending.append(edge.source)
        return nearest


def search(program: Program, indexes: Indexes | None = None, today: date = TODAY, most: int = MOST_STEPS) -> Ways:
    """Walks a program every way from its start: with nothing known first, then from its other entries, then with
    each value of each fact that may be known beforehand."""
    return _Search(program, {} if indexes is None else indexes, today, most).ways


def say(program: Program, state: State, saying: Saying) -> State | None:
    """The state after something was said; None where it is not asked there, or no answer.

    Raises:
        NeverProved: the program leads nowhere from here.
    """
    now = page(program, state)
    if now is None or isinstance(now, End) or now.step.id != saying.step:
        return None
    reply = _reply(program, now, saying, state.start.day)
    return advance(program, state, now.place, reply) if reply else None


def _reply(program: Program, now: Ask | Fetch, saying: Saying, today: date) -> Reply | None:
    reply = read_answer(now.step, saying.answer, program.facts, today)
    if isinstance(reply, Problem):
        return None
    kept = [(name, value) for name, text in saying.facts if (value := read_fact(name, program.facts[name], text, today)) is not None]
    return replace(reply, kept=tuple(kept), keys=now.keys if isinstance(now, Fetch) else ())


class Sameness:
    """What tells two states of a program apart."""

    def __init__(self, program: Program, indexes: Indexes) -> None:
        for tree in program.trees.values():
            index_of(tree, indexes)
        self._live = reads_from(program, indexes)

    def key(self, state: State) -> Hashable:
        """Equal for states behind which everything goes the same way."""
        if state.outcome is not None:
            return (tuple((f.tree, f.next) for f in state.frames), state.step)
        lives: list[Live] = [self._live[state.frames[-1].tree][state.step]]
        lives += [self._live[caller.tree][frame.next] for caller, frame in zip(state.frames, state.frames[1:], strict=False) if frame.next]
        names = frozenset[str]().union(*lives)
        facts = frozenset((name, value) for name, value in state.facts.items() if name in names)
        asked = frozenset(name for name, origin in state.origins.items() if said(name) in names and origin.source == "asked")
        rounds = frozenset((place, count) for place, count in state.rounds.items()
                           if round_of(place.rpartition(".")[2]) in names)  # fmt: skip
        return (tuple((f.tree, f.next) for f in state.frames), state.step, facts, asked, rounds)


class _Search:
    def __init__(self, program: Program, indexes: Indexes, today: date, most: int) -> None:
        self.same = Sameness(program, indexes)
        self.sayings = Sayings(program, indexes, today)
        self.noted = noting(program)
        self.ways, self.known, self.left = Ways(), dict[Hashable, int](), most
        for start in self._starts(today):
            self._begin(start)

    def _starts(self, today: date) -> Iterator[Start]:
        root = self.noted.program.root
        yield Start(today)
        yield from (Start(today, entry) for entry in root.entries if entry != root.start)
        facts = self.noted.program.facts
        for name, text in self.sayings.given():
            value = read_fact(name, facts[name], text, today)
            if value is not None:
                yield Start(today, None, (Given(name, value, "profile" if "profile" in facts[name].sources else "address"),))

    def _begin(self, start: Start) -> None:
        self.noted.passed.clear()
        try:
            state = replay(self.noted.program, start, {})
        except NeverProved:
            return
        known = len(self.ways.nodes)
        pending = deque(number for number in (self._node(state, None, 0),) if number == known)
        while pending:
            number = pending.popleft()
            for edge in self._on(number):
                if edge.target == len(self.ways.nodes) - 1 and self.ways.nodes[edge.target].came is edge:
                    pending.append(edge.target)
                self.ways.edges.append(edge)

    def _on(self, number: int) -> Iterator[Edge]:
        node = self.ways.nodes[number]
        now = page(self.noted.program, node.state)
        if now is None or isinstance(now, End):
            return
        for saying in self.sayings.at(now):
            if self.left <= 0:
                self.ways.complete = False
                return
            self.left -= 1
            self.noted.passed.clear()
            try:
                state = say(self.noted.program, node.state, saying)
            except NeverProved:
                continue
            if state is not None:
                yield self._edge(number, saying._replace(tree=node.state.frames[-1].tree), state, node.depth + 1)

    def _edge(self, source: int, saying: Saying, state: State, depth: int) -> Edge:
        passed = frozenset(self.noted.passed)
        known = self.known.get(self.same.key(state))
        edge = Edge(source, saying, len(self.ways.nodes) if known is None else known, passed)
        if known is None:
            self._node(state, edge, depth)
        return edge

    def _node(self, state: State, came: Edge | None, depth: int) -> int:
        known = self.known.setdefault(self.same.key(state), len(self.ways.nodes))
        if known == len(self.ways.nodes):
            self.ways.nodes.append(Node(state, came, depth, frozenset(self.noted.passed)))
        return known
