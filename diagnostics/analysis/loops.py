"""A graph of states to its order, or to the loops that nothing counts: each is said once, at the step whose route closes it."""

from collections.abc import Sequence

from diagnostics.analysis.explore import Explorer
from diagnostics.analysis.states import Finding, Graph, State, Way
from diagnostics.program.types import Program

Edge = tuple[str, str, str, str]
"""A way from (tree, step) to (tree, step)."""


def topological(graph: Graph, explorer: Explorer, known: set[Edge] | None = None) -> tuple[list[State], Sequence[State]]:
    """The states with every successor before them; and a cycle, if there is one without the `known` edges.

    In a sketch, ways of which nobody knows that they are there are left aside.
    """
    order: list[State] = []
    colour: dict[State, int] = {}
    for root in graph.ways if explorer.holes else (graph.start,):
        if root in colour:
            continue
        colour[root] = 1
        work = [(root, iter(_certain(graph, root, explorer)))]
        while work:
            state, rest = work[-1]
            for way in rest:
                target = way.target
                if target is None or target not in graph.ways or (known and _edge(state, target) in known):
                    continue
                if colour.get(target) == 1:
                    stack = [s for s, _ in work]
                    return order, stack[stack.index(target) :]
                if target not in colour:
                    colour[target] = 1
                    work.append((target, iter(_certain(graph, target, explorer))))
                    break
            else:
                colour[state] = 2
                order.append(state)
                work.pop()
    return order, ()


def loops(graph: Graph, explorer: Explorer, known: set[Edge]) -> dict[Finding, State]:
    """A finding for each loop, with the state that it begins with. One that shares a way with a `known` loop is the same mistake; adds to them."""
    found: dict[Finding, State] = {}
    while cycle := topological(graph, explorer, known)[1]:
        cycle = _from_head(cycle, explorer.program)
        known |= {_edge(state, after) for state, after in zip(cycle, (*cycle[1:], cycle[0]), strict=True)}
        names = tuple(dict.fromkeys(state.step for state in cycle))
        closing = [state for state in cycle if len(state.frames) == len(cycle[0].frames)][-1]
        found.setdefault(Finding("PR002", closing.frames[-1][0], closing.step, " → ".join((*names, names[0]))), cycle[0])
    return found


def _certain(graph: Graph, state: State, explorer: Explorer) -> Sequence[Way]:
    return graph.ways[state] if not explorer.holes or explorer.is_certain(state) else ()


def _edge(state: State, target: State) -> Edge:
    return state.frames[-1][0], state.step, target.frames[-1][0], target.step


def _from_head(cycle: Sequence[State], program: Program) -> Sequence[State]:
    """The cycle from its first step in the file on: mostly the last step then leads back to what had been written before it."""
    places = {name: {step: place for place, step in enumerate(tree.steps)} for name, tree in program.trees.items()}
    first = min(range(len(cycle)), key=lambda i: (len(cycle[i].frames), places[cycle[i].frames[-1][0]][cycle[i].step]))
    return (*cycle[first:], *cycle[:first])
