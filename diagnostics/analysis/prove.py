"""The proofs of one program: that nobody gets stuck in it. And how long it can take.

Every state that a visit can be in is visited (`explore`), up to a bound that the report states. What is proved is said by `Report.proved`;
a program beyond the bound is reported as not proved (PR007), never as fine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagnostics.analysis.explore import MAX_STATES, Explorer, Finding, Graph, State
from diagnostics.analysis.reads import Indexes
from diagnostics.analysis.together import explore_together
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


def prove(program: Program, indexes: Indexes | None = None, max_states: int = MAX_STATES) -> Report:
    """Proves a program from its start and every entry. `indexes` saves work where several programs of one library are proved.

    For a tree that is only ever called every fact may be known or not, and what it needs of its callers is proved in them.
    """
    lenient = program.root.returns
    findings: dict[Finding, tuple[str, ...]] = {}
    reached: set[tuple[str, str]] = set()
    assumed: set[tuple[str, str]] = set()
    states, complete, effort = 0, True, Effort()
    explorer = Explorer(program, {} if indexes is None else indexes, lenient)
    for fact in explorer.unset_in((program.root.title, program.root.summary)) if not lenient else ():
        findings[Finding("PR003", program.tree, "", fact)] = ()
    for entry in program.root.entries:
        graph = _explored(explorer, entry, max_states - states)
        states += len(graph.ways)
        complete = complete and graph.complete
        reached.update((state.frames[-1][0], state.step) for state in graph.ways)
        assumed |= graph.assumed
        for finding, state in graph.findings.items():
            if not (lenient and finding.code == "PR003"):
                findings.setdefault(finding, _way_to(graph, state))
        order, cycle = _topological(graph)
        if cycle:
            first = min(range(len(cycle)), key=lambda i: (cycle[i].frames[-1][0], cycle[i].step))  # the same name from every entry
            names = tuple(dict.fromkeys(state.step for state in (*cycle[first:], *cycle[:first])))
            finding = Finding("PR002", cycle[first].frames[-1][0], cycle[first].step, " → ".join((*names, names[0])))
            findings.setdefault(finding, _way_to(graph, cycle[first]))
        elif graph.complete and entry == program.root.start:
            effort = _effort(program, graph, order)
    if complete:
        for name in program.root.steps:
            if (program.tree, name) not in reached:
                findings.setdefault(Finding("PR001", program.tree, name, ""), ())
    else:
        findings[Finding("PR007", program.tree, program.root.start, str(max_states))] = ()
    return Report(tuple(findings), findings, frozenset(reached), frozenset(assumed), states, complete, effort)


def _explored(explorer: Explorer, entry: str, max_states: int) -> Graph:
    """State by state where there are few, else with states taken together, and state by state again where that shows a cycle."""
    graph = explorer.explore(entry, min(max_states, FEW_STATES))
    if graph.complete or max_states <= FEW_STATES:
        return graph
    graph = explore_together(explorer, entry, max_states)
    return explorer.explore(entry, max_states) if _topological(graph)[1] else graph


def _way_to(graph: Graph, state: State) -> tuple[str, ...]:
    """The answers on one way to a state: `step: answer`."""
    way: list[str] = []
    while state in graph.came_from:
        state, label = graph.came_from[state]
        if label:
            way.append(f"{state.step}: {label}")
    return tuple(reversed(way))


def _topological(graph: Graph) -> tuple[list[State], Sequence[State]]:
    """The states with every successor before them; and a cycle, if there is one."""
    order: list[State] = []
    colour: dict[State, int] = {graph.start: 1}
    work = [(graph.start, iter(graph.ways[graph.start]))]
    while work:
        state, rest = work[-1]
        for way in rest:
            target = way.target
            if target is None or target not in graph.ways:
                continue
            if colour.get(target) == 1:
                stack = [s for s, _ in work]
                return order, stack[stack.index(target) :]
            if target not in colour:
                colour[target] = 1
                work.append((target, iter(graph.ways[target])))
                break
        else:
            colour[state] = 2
            order.append(state)
            work.pop()
    return order, ()


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
