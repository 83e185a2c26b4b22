"""The proofs of one program: that nobody gets stuck in it. And how long it can take.

Every state that a visit can be in is visited (`explore`), up to a bound that the report states. What is proved is said by `Report.proved`;
a program beyond the bound is reported as not proved (PR007), never as fine.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diagnostics.analysis.explore import MAX_STATES, Explorer
from diagnostics.analysis.loops import Edge, loops, topological
from diagnostics.analysis.reads import Indexes
from diagnostics.analysis.states import NO_HOLES, Finding, Graph, Holes, State
from diagnostics.analysis.together import explore_together
from diagnostics.analysis.unreached import led_to, unreached
from diagnostics.program.types import Asked, Program

FEW_STATES = 4_000
"""So many are looked at one by one, which gives the exact longest path."""


@dataclass(frozen=True, slots=True)
class Effort:
    """From the start: pages of the longest path and of the shortest, the most minutes, and how many distinct paths there are.

    A path is a sequence of answers, together with what was known beforehand where that matters. Nothing is changed on it.
    """

    longest: int = 0
    shortest: int = 0
    minutes: float = 0.0
    paths: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. `witness` gives for each finding the answers that lead there; `reached` are (tree, step) pairs.
    `assumed` are steps with a condition that was taken both ways."""

    findings: tuple[Finding, ...]
    witness: Mapping[Finding, tuple[str, ...]]
    reached: frozenset[tuple[str, str]]
    assumed: frozenset[tuple[str, str]]
    states: int
    proved: bool
    effort: Effort


def prove(program: Program, indexes: Indexes | None = None, max_states: int = MAX_STATES, holes: Holes = NO_HOLES) -> Report:
    """Proves a program from its start and every entry. `indexes` saves work where several programs of one library are proved.

    For a tree that is only ever called every fact may be known or not, and what it needs of its callers is proved in them. With `holes` it
    is a sketch: what is found is true whatever the holes stand for, and there are no warnings.
    """
    lenient = program.root.returns
    findings: dict[Finding, tuple[str, ...]] = {}
    reached: set[tuple[str, str]] = set()
    assumed: set[tuple[str, str]] = set()
    states, complete, effort = 0, True, Effort()
    round_about: set[Edge] = set()
    explorer = Explorer(program, {} if indexes is None else indexes, lenient, holes)
    for fact in () if lenient else explorer.unset_in((program.root.title, program.root.summary)):
        if _declared(fact, program):
            findings[Finding("PR003", program.tree, "", fact)] = ()
    for entry in program.root.entries:
        graph = _explored(explorer, entry, max_states - states)
        states += len(graph.ways)
        complete = complete and graph.complete
        reached.update((state.frames[-1][0], state.step) for state in graph.ways)
        assumed |= graph.assumed
        for finding, state in graph.findings.items():
            if finding.code != "PR003" or (not lenient and _declared(finding.detail, program)):
                findings.setdefault(finding, _way_to(graph, state))
        order, cycle = topological(graph, explorer)
        if cycle:
            findings |= {finding: _way_to(graph, state) for finding, state in loops(graph, explorer, round_about).items()}
        elif graph.complete and entry == program.root.start and not holes:
            effort = _effort(program, graph, order)
    if complete:
        findings |= dict.fromkeys(_never_reached(program, reached, findings, holes), ())
    elif not holes:
        findings[Finding("PR007", program.tree, program.root.start, str(max_states))] = ()
    return Report(tuple(findings), findings, frozenset(reached), frozenset(() if holes else assumed), states, complete, effort)


def _never_reached(program: Program, reached: Iterable[tuple[str, str]], findings: Iterable[Finding], holes: Holes) -> list[Finding]:
    open_ends = [finding.step for finding in findings if finding.code == "PR004" and finding.tree == program.tree]
    here = {step for tree, step in reached if tree == program.tree}
    if any(hole.anywhere for hole in holes.values()):
        here |= led_to(program.root)
    found = ((step, cause) for step, cause in unreached(program.root, here, open_ends) if step not in holes)
    return [Finding("PR001", program.tree, step, "" if cause == step else cause) for step, cause in found]


def _explored(explorer: Explorer, entry: str, max_states: int) -> Graph:
    """State by state where there are few, else with states taken together, and state by state again where that shows a cycle."""
    graph = explorer.explore(entry, min(max_states, FEW_STATES))
    if graph.complete or max_states <= FEW_STATES:
        return graph
    graph = explore_together(explorer, entry, max_states)
    return explorer.explore(entry, max_states) if topological(graph, explorer)[1] else graph


def _way_to(graph: Graph, state: State) -> tuple[str, ...]:
    """The answers on one way to a state: `step: answer`."""
    way: list[str] = []
    while state in graph.came_from:
        state, label = graph.came_from[state]
        if label:
            way.append(f"{state.step}: {label}")
    return tuple(reversed(way))


def _declared(name: str, program: Program) -> bool:
    """Whether a fact is one of the program's; a sketch may show one in a text that does not exist."""
    return name in program.facts or "/" in name


_END = (0, 0, 0.0, 1)


def _effort(program: Program, graph: Graph, order: Sequence[State]) -> Effort:
    done: dict[State, tuple[int, int, float, int]] = {}
    for state in order:
        step = program.trees[state.frames[-1][0]].steps[state.step]
        shown = isinstance(step, Asked)
        ways = []
        for way in (way for way in graph.ways[state] if way.answers):  # not the corrections of what had been skipped
            longest, shortest, minutes, paths = done[way.target] if way.target is not None else _END
            if shown and way.asked:
                longest, shortest, minutes = longest + 1, shortest + 1, minutes + step.minutes
            ways.append((longest, shortest, minutes, paths * way.answers))
        if ways:
            most, least, time, every = zip(*ways, strict=True)
            done[state] = max(most), min(least), max(time), sum(every)
        else:
            done[state] = _END
    longest, shortest, minutes, paths = done[graph.start]
    return Effort(longest, shortest, minutes, paths)
