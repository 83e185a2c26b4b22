"""The scenarios that a tree's file lacks: for all that none covers, as few walks as cover it, each as short as can be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from diagnostics.analysis.reads import Indexes
from diagnostics.engine import End, Problem, page, read_answer
from diagnostics.program.types import Asked, Lookup, Program
from diagnostics.scenarios.answers import given_by
from diagnostics.scenarios.carrying import reads_today
from diagnostics.scenarios.coverage import Tested
from diagnostics.scenarios.naming import name_of
from diagnostics.scenarios.run import Result, run
from diagnostics.scenarios.sayings import Saying
from diagnostics.scenarios.scenario import TODAY, scenarios_in
from diagnostics.scenarios.search import Edge, Ways, search
from diagnostics.scenarios.writing import Draft, text_of
from diagnostics.source.reader import read_bytes

Goal = tuple[str, str, str]
"""What is to be covered: `answer`, `step` or `outcome`; the step; the answer, if it is one."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Scenarios that pass, and what no scenario can cover, each with the reason."""

    drafts: tuple[Draft, ...]
    impossible: tuple[tuple[Goal, str], ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    draft: Draft
    covers: frozenset[Goal]


def suggest(program: Program, tested: Tested, indexes: Indexes | None = None) -> Suggestions:
    """What would complete a tree's scenarios. Every suggestion has been run, and passes."""
    goals = _missing(tested)
    if not goals:
        return Suggestions((), ())
    ways = search(program, indexes)
    home = ways.to_the_end()
    shortest = _shortest(program, ways, home, frozenset(goals))
    found = [candidate for way in dict.fromkeys(shortest.values()) for candidate in _candidate(program, ways, home, *way)]
    covered = frozenset[Goal]().union(*(candidate.covers for candidate in found))
    chosen = _named(program, _fewest(found, frozenset(goals) & covered), frozenset(goals), tested)
    return Suggestions(tuple(chosen), tuple((goal, _why(program, ways, goal)) for goal in goals if goal not in covered))


def _missing(tested: Tested) -> list[Goal]:
    answers = [("answer", step, answer) for step, answer in tested.missing]
    return [*answers, *(("step", step, "") for step in tested.missing_steps), *(("outcome", name, "") for name in tested.missing_outcomes)]


def _covers(result: Result) -> frozenset[Goal]:
    answers = (("answer", step, answer) for step, answer in result.covered)
    ended = (("outcome", result.outcome, ""),) if result.outcome else ()
    return frozenset((*answers, *(("step", step, "") for step in result.steps), *ended))


Home = Mapping[int, Edge | None]
"""Node → the next answer on a shortest way to an end."""

Way = tuple[int, Edge | None]
"""A node, and what is said there for what is to be covered; None where it is covered on the way to the node."""


def _shortest(program: Program, ways: Ways, home: Home, goals: frozenset[Goal]) -> dict[Goal, Way]:
    """For each goal that can be reached, the shortest whole walk by way of it."""
    far = _distances(home)
    best: dict[Goal, tuple[int, Way]] = {}

    def offer(goal: Goal, length: int, way: Way) -> None:
        if goal in goals and (goal not in best or length < best[goal][0]):
            best[goal] = (length, way)

    for number, node in enumerate(ways.nodes):
        if number in far:
            for goal in _at_node(program, ways, number):
                offer(goal, node.depth + far[number], (number, None))
    for edge in ways.edges:
        if edge.target in far:
            for goal in _on_edge(program, ways, edge):
                offer(goal, ways.nodes[edge.source].depth + 1 + far[edge.target], (edge.source, edge))
    return {goal: way for goal, (_, way) in best.items()}


def _distances(home: Home) -> dict[int, int]:
    """How many answers each node is from an end."""
    far: dict[int, int] = {}
    for number, edge in home.items():  # in the order in which they were found: nearer ones first
        far[number] = far[edge.target] + 1 if edge else 0
    return far


def _at_node(program: Program, ways: Ways, number: int) -> Iterator[Goal]:
    node = ways.nodes[number]
    if len(node.state.frames) == 1:
        yield ("outcome" if node.state.outcome is not None else "step", node.state.step, "")
    if node.came is None:
        yield from _silent(program, node.passed)


def _on_edge(program: Program, ways: Ways, edge: Edge) -> Iterator[Goal]:
    state = ways.nodes[edge.source].state
    now = page(program, state)
    if len(state.frames) == 1 and now is not None and not isinstance(now, End):
        reply = read_answer(now.step, edge.saying.answer, program.facts, state.start.day)
        if not isinstance(reply, Problem):
            yield from (("answer", now.step.id, answer) for answer in given_by(now.step, reply))
    yield from _silent(program, edge.passed)


def _silent(program: Program, passed: Iterable[tuple[str, str]]) -> Iterator[Goal]:
    own = program.root.steps
    yield from (("step", name, "") for tree, name in passed if tree == program.tree and not isinstance(own[name], Asked | Lookup))


def _candidate(program: Program, ways: Ways, home: Home, number: int, edge: Edge | None) -> list[_Candidate]:
    """The walk as a scenario, if it passes when it is run."""
    state, said = ways.walk_to(number)
    sayings: list[Saying] = [*said, *([edge.saying] if edge else [])]
    at = edge.target if edge else number
    while (onward := home[at]) is not None:
        sayings.append(onward.saying)
        at = onward.target
    given = {fact.fact: _raw(fact.value) for fact in state.start.facts}
    draft = Draft("a walk", given, tuple(sayings), ways.nodes[at].state.step, state.start.entry)
    result = _ran(program, draft)
    return [_Candidate(draft, _covers(result))] if result and result.failure is None else []


def _raw(value: object) -> str:
    return ",".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def _ran(program: Program, draft: Draft) -> Result | None:
    """The draft written, read and run as it will be from its file."""
    document = read_bytes(text_of((draft,)).encode(), "suggested")
    read = [] if isinstance(document, list) else scenarios_in(document)[0]
    return run(program, read[0]) if read else None


def _fewest(candidates: Sequence[_Candidate], goals: frozenset[Goal]) -> list[_Candidate]:
    """Greedily: the walk that covers most of what is left, the shorter of equals; then without those that the later ones made needless."""
    chosen: list[_Candidate] = []
    left = goals
    while left:
        best = max(candidates, key=lambda c: (len(c.covers & left), -len(c.draft.walk)))
        chosen.append(best)
        left -= best.covers
    for one in list(chosen):
        others = frozenset[Goal]().union(*(c.covers for c in chosen if c is not one))
        if goals <= others:
            chosen.remove(one)
    return chosen


def _named(program: Program, chosen: Sequence[_Candidate], goals: frozenset[Goal], tested: Tested) -> Iterator[Draft]:
    """With a name that tells what each is there for: what those before it do not cover."""
    taken, left = {result.scenario.name for result in tested.results}, goals
    for one in chosen:
        name = name_of(program, one.draft.walk, {step for _, step, _ in one.covers & left}, taken)
        taken.add(name)
        left -= one.covers
        yield replace(one.draft, name=name)


def _why(program: Program, ways: Ways, goal: Goal) -> str:
    """Why nothing covers a goal."""
    kind, step, answer = goal
    if not ways.complete:
        return "not found: the tree has more ways than are tried"
    by_day = f" on {TODAY}; a scenario may have another `today`" if reads_today(program) else ""
    if kind != "answer":
        return f"no visit comes to it{by_day}"
    if not any(node.state.step == step and len(node.state.frames) == 1 for node in ways.nodes):
        return f"`{step}` is never asked: no visit comes to it, or its fact is always known by then{by_day}"
    if isinstance(program.root.steps[step], Lookup) and answer != "unavailable":
        return "the look-up never has all its keys, so that it only says `unavailable`"
    return "no answer that was tried means this; write one by hand"
