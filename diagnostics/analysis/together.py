"""States that differ in one thing only, taken together: for trees in which much may or may not be known at once.

Fifteen questions that a customer may leave empty make 32,768 states, though no step cares about more than one of them. Two states at
one step that are alike but for one fact are the same as one state in which that fact is either: nothing is lost and nothing is added.
For it to happen often, a step is looked at only when all that comes before it was. What a merged state does not keep is how it was
reached: the longest path and the number of paths become upper bounds, and a cycle has to be confirmed without merging.
"""

import heapq
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from diagnostics.analysis.environment import KNOWN, MAYBE, UNSET, mentions
from diagnostics.analysis.explore import Explorer
from diagnostics.analysis.states import Graph, State
from diagnostics.program.routes import following
from diagnostics.program.types import Program

Place = tuple[Any, Any, Any]
Arrivals = dict[State, list[tuple[State, int]]]
"""States that wait to be looked at, each with the ways that lead to it: a state and the index of its way."""


def explore_together(explorer: Explorer, entry: str, max_states: int) -> Graph:
    """What `Explorer.explore` gives, with states merged before they are looked at."""
    orders = _orders(explorer.program)
    graph = Graph(explorer.start(entry))
    waiting: dict[Place, Arrivals] = {_place(graph.start): {graph.start: []}}
    heap = [((0, _position(graph.start, orders)), 0, _place(graph.start))]
    count = 0
    while heap:
        place = heapq.heappop(heap)[2]
        for state, sources in _merged(waiting.pop(place), graph):
            for source, index in sources:
                graph.ways[source][index] = graph.ways[source][index]._replace(target=state)
                graph.came_from.setdefault(state, (source, graph.ways[source][index].label))
            if len(graph.ways) >= max_states:
                graph.complete = False
                return graph
            ways = graph.ways[state] = explorer.ways(state, graph)
            for index, way in enumerate(ways):
                if way.target is None or way.target in graph.ways:
                    continue
                there = _place(way.target)
                if there not in waiting:
                    waiting[there] = {}
                    count += 1
                    rounds = sum(times for _, times in way.target.rounds)
                    heapq.heappush(heap, ((rounds, _position(way.target, orders)), count, there))
                waiting[there].setdefault(way.target, []).append((state, index))
    return graph


def _place(state: State) -> Place:
    return state.frames, state.step, state.rounds


_APART = "\0apart"


class Held(NamedTuple):
    """A state in the making: what it knows, what leads to it, the states that are in it; the hash of all entries, and those under a tuple."""

    known: dict[Any, Any]
    sources: list[tuple[State, int]]
    parts: list[State]
    sign: int
    compound: list[Any]


def _held(known: dict[Any, Any], sources: list[tuple[State, int]], parts: list[State]) -> Held:
    sign = 0
    for item in known.items():
        sign ^= hash(item)
    return Held(known, sources, parts, sign, [key for key in known if type(key) is tuple])


def _merged(arrived: Arrivals, graph: Graph) -> list[tuple[State, list[tuple[State, int]]]]:
    """The states that together are those that arrived."""
    if len(arrived) == 1:
        return [*arrived.items()]
    some = next(iter(arrived))
    held = [_held(dict(state.known), sources, [state]) for state, sources in arrived.items()]
    before = 0
    while before != len(held) and len(held) > 1:
        before = len(held)
        for key in _differing(held):
            held = _joined(held, key)
    found = []
    for one in held:
        state = some._replace(known=frozenset(one.known.items()))
        if len(one.parts) > 1 and state in graph.ways:  # its ways in are those of one moment, so these stay apart
            found += [(part, arrived[part]) for part in one.parts]
        else:
            found.append((state, one.sources))
    return found


def _differing(held: list[Held]) -> list[Any]:
    """What not all know alike: only there anything can be joined. What was found out comes before the facts that it is about, which can be
    joined once it is alike; and always in the same order, so that a proof says the same twice."""
    first = held[0].known.items()
    return sorted({key for one in held for key, _ in one.known.items() ^ first}, key=lambda key: (type(key) is str, repr(key)))


def _joined(held: list[Held], key: Any) -> list[Held]:
    """One for those that differ in nothing but what they know of `key`, and of what was found out about it."""
    groups: dict[int, list[Held]] = {}
    for one in held:
        rest = one.sign
        for about in _about(one, key):
            rest ^= hash((about, one.known[about]))
        groups.setdefault(rest, []).append(one)
    found: list[Held] = []
    for ones in groups.values():
        if len(ones) == 1:
            found += ones
        else:
            alike: dict[Any, list[Held]] = {}
            for one in ones:
                apart = set(_about(one, key))
                alike.setdefault(frozenset(item for item in one.known.items() if item[0] not in apart), []).append(one)
            for same, group in alike.items():
                found += _as_one(group, key, dict(same))
    return found


def _about(one: Held, key: Any) -> list[Any]:
    """Its entries about `key`: of a fact also what was found out about it."""
    own = [key] if key in one.known else []
    return [*own, *(entry for entry in one.compound if key in mentions(entry))] if type(key) is str else own


def _as_one(ones: list[Held], key: Any, rest: dict[Any, Any]) -> list[Held]:
    """Those that are alike in all but `key`, as one for each thing that was found out about it."""
    kinds: dict[Any, list[Held]] = {}
    for one in ones:
        found_out = frozenset((entry, one.known[entry]) for entry in _about(one, key) if entry != key)
        kinds.setdefault(found_out if key in one.known else None, []).append(one)
    absent = kinds.pop(None, [])
    found: list[Held] = []
    for found_out, alike in (kinds or {frozenset(): []}).items():
        whole, absent = [*alike, *absent], []  # what is absent fits to any: what was found out holds where the fact is known
        value = _either([one.known.get(key) for one in whole], key)
        if value == _APART:
            found += whole
            continue
        known = {**rest, **dict(found_out), **({} if value is None else {key: value})}
        found.append(_held(known, [s for one in whole for s in one.sources], [p for one in whole for p in one.parts]))
    return found


def _either(values: list[Any], key: Any) -> Any:
    """One entry that says what these say together; None for no entry, `_APART` where there is none."""
    if all(value == values[0] for value in values):
        return values[0]
    if type(key) is tuple:
        if key[0] == "doubt":
            return _APART
        if None in values:  # not looked at there, so anything
            return None
        return reduce(or_, values) if key[0] == "region" else _APART if key[0] in ("bounds", "least") else None
    if key.startswith("?"):
        return _APART
    if all(value is None or type(value) is frozenset for value in values):
        together = frozenset().union(*(value for value in values if value is not None))
        return together | {UNSET} if None in values else together
    return MAYBE if all(value is None or value in (KNOWN, MAYBE) or type(value) is frozenset for value in values) else _APART


def _orders(program: Program) -> Mapping[str, Mapping[str, int]]:
    """Tree → step → its rank, so that a step ranks behind those that lead to it, loops left aside."""
    return {tree.id: _order(tree.entries, {name: following(step) for name, step in tree.steps.items()}) for tree in program.trees.values()}


def _order(entries: Iterable[str], leads: Mapping[str, list[str]]) -> Mapping[str, int]:
    seen: set[str] = set()
    done: list[str] = []
    for entry in entries:
        work = [(entry, iter(leads[entry]))] if entry not in seen else []
        seen.add(entry)
        while work:
            name, rest = work[-1]
            fresh = next((n for n in rest if n not in seen), None)
            if fresh is None:
                done.append(name)
                work.pop()
            else:
                seen.add(fresh)
                work.append((fresh, iter(leads[fresh])))
    return {name: rank for rank, name in enumerate(reversed(done))}


def _position(state: State, orders: Mapping[str, Mapping[str, int]]) -> tuple[float, ...]:
    """The ranks of the steps that a state stands in: inside a call just before the step that it comes back to."""
    last = len(state.frames) - 1
    inside = [orders[state.frames[depth][0]].get(state.frames[depth + 1][1] or "", 1_000_000) - 0.5 for depth in range(last)]
    return (*inside, orders[state.frames[-1][0]].get(state.step, 1_000_000))
