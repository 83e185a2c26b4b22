"""Every state that a visit to a program can be in, and where each leads.

A state is the calls it stands in, the step, what is known of the facts that may still be read, and the rounds of counted steps. The
engine's rules are followed step by step; a fact that the profile or the address may supply is tried known and unknown, lazily: only
where something asks. A step that was skipped may be answered after all, by *Change*. Nothing is found at the holes of a sketch.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from diagnostics.analysis.answers import bounds_of, grouped, one_of, typed_routes
from diagnostics.analysis.certainty import Environment, least, partial
from diagnostics.analysis.domains import OTHER, domains_of
from diagnostics.analysis.environment import KNOWN, MAYBE, STEERED, UNSET, Branching, doubted, mentions, perhaps_unset, without
from diagnostics.analysis.reads import Indexes, Live, facts_of_text, reads_from, round_of, said
from diagnostics.analysis.states import COMPUTED, EXTERNAL, NO_HOLES, Finding, Frames, Graph, Holes, Move, State, Way
from diagnostics.conditions.expression import facts_in
from diagnostics.engine.advance import after_member
from diagnostics.program.types import (
    Call,
    Check,
    Choice,
    Compute,
    Decide,
    Fixes,
    Information,
    Input,
    Instruction,
    Lookup,
    Outcome,
    Paste,
    Program,
    Step,
    Text,
)  # fmt: skip

MAX_STATES = 20_000
MOST_WAYS = 64
"""So many things that the cases of a `decide` leave open are told apart; no tree that people wrote needs ten."""


class Explorer:
    """Explores one program. `lenient` starts with every fact perhaps known: for trees that are only ever called. `holes` are a sketch's."""

    def __init__(self, program: Program, indexes: Indexes, lenient: bool = False, holes: Holes = NO_HOLES) -> None:
        self.program, self.holes = program, holes
        self.live = reads_from(program, indexes)
        self.texts = {name: indexes[name].texts for name in program.trees}
        self.reads = {name: indexes[name].reads for name in program.trees}
        expressions = (e for name, tree in program.trees.items() for step in tree.steps for e in indexes[name].expressions[step])
        self.branching = Branching(domains_of(program, expressions), doubts=bool(holes))
        choices = [(name, step) for name, tree in program.trees.items() for step in tree.steps.values() if isinstance(step, Choice)]
        self.groups = {(tree, step.id): grouped(step) for tree, step in choices}
        self.initial = {name: MAYBE for name, fact in program.facts.items() if lenient or fact.sources & EXTERNAL}

    def unset_in(self, texts: Sequence[Text]) -> list[str]:
        """The facts that texts shown before the first step may miss."""
        self.branching.unset.clear()
        self._read_texts(texts, self.initial)
        return sorted(self.branching.unset)

    def start(self, entry: str) -> State:
        return self._state(((self.program.tree, None),), entry, self.initial, frozenset())

    def explore(self, entry: str, max_states: int = MAX_STATES) -> Graph:
        """Everything that can happen from an entry of the root tree."""
        graph = Graph(self.start(entry))
        pending = [graph.start]
        while pending:
            state = pending.pop()
            if state in graph.ways:
                continue
            if len(graph.ways) >= max_states:
                graph.complete = False
                return graph
            ways = graph.ways[state] = self.ways(state, graph)
            for way in ways:
                if way.target is not None and way.target not in graph.ways:
                    graph.came_from.setdefault(way.target, (state, way.label))
                    pending.append(way.target)
        return graph

    def _state(self, frames: Frames, step: str, env: Environment, rounds: frozenset[Any]) -> State:
        lives = [self.live[frames[-1][0]][step]]
        for depth in range(len(frames) - 1, 0, -1):
            back = frames[depth][1]
            if back is not None:
                lives.append(self.live[frames[depth - 1][0]][back])
        live = lives[0] if len(lives) == 1 else _merged(lives)
        known = []
        for key, value in env.items():
            if type(key) is tuple:
                if all(name in live for name in mentions(key)):
                    known.append((key, value))
            elif key in live:
                if type(value) is frozenset and not value - {UNSET} <= live[key]:
                    value = (value & (live[key] | {UNSET})) | {OTHER}  # nothing behind this tells the others apart
                known.append((key, value))
        if rounds:
            depth = len(frames) - 1
            rounds = frozenset(r for r in rounds if r[0][0] < depth or round_of(r[0][1]) in lives[0])
        return State(frames, step, frozenset(known), rounds)

    def ways(self, state: State, graph: Graph) -> list[Way]:
        tree = self.program.trees[state.frames[-1][0]]
        step = tree.steps[state.step]
        self.branching.unset.clear()
        self.branching.assumed.clear()
        ways: list[Way] = []
        if self.is_hole(state) and isinstance(step, Lookup):
            env = self.branching.doubting(self.holes[step.id].sets, dict(state.known))
            return [Way("", self._state(state.frames, target, env, state.rounds), False, 1) for target in step.results.values()]
        for move, rounds in self._arrive(step, dict(state.known), state, graph):
            ways.append(Way(move.label, self._go(state.frames, step, move.next, move.env, rounds), move.asked, move.answers))
        for fact in sorted(self.branching.unset):
            graph.findings.setdefault(Finding("PR003", tree.id, step.id, fact), state)
        if self.branching.assumed:
            graph.assumed.add((tree.id, step.id))
        return ways

    def is_hole(self, state: State) -> bool:
        return state.step in self.holes and len(state.frames) == 1

    def is_certain(self, state: State) -> bool:
        """Whether a state's ways are surely there: it is no hole, and does not look at what a hole may have set."""
        reads = self.reads[state.frames[-1][0]][state.step]
        return not self.is_hole(state) and not any(type(key) is tuple and key[0] == "doubt" and key[-1] in reads for key, _ in state.known)

    def _go(self, frames: Frames, step: Step, target: str | None, env: Environment, rounds: frozenset[Any]) -> State | None:
        if isinstance(step, Call):
            for stale in [name for name in env if isinstance(name, str) and name.startswith(f"{step.tree}/")]:
                env = without(env, stale)
            return self._state((*frames, (step.tree, step.next)), self.program.trees[step.tree].start, env, rounds)
        if target is None:
            return None
        if isinstance(step, Outcome):  # a return
            depth = len(frames) - 1
            rounds = frozenset(r for r in rounds if r[0][0] < depth)
            return self._state(frames[:-1], target, env, rounds)
        return self._state(frames, target, env, rounds)

    def _arrive(self, step: Step, env: Environment, state: State, graph: Graph) -> Iterator[tuple[Move, frozenset[Any]]]:
        """Each way on, with the rounds that are then counted."""
        steps = self.program.trees[state.frames[-1][0]].steps
        guard, rounds = step.guard, state.rounds
        if guard is not None and guard.rounds is not None:
            key = (len(state.frames) - 1, step.id)
            arrivals = dict(rounds).get(key, 0) + 1
            if arrivals > guard.rounds:
                yield Move("", guard.then, env, False), rounds
                return
            rounds = frozenset({**dict(rounds), key: arrivals}.items())
        shown = [env]
        if guard is not None and guard.when is not None:
            branches = self.branching.branch(guard.when, env)
            shown = [after for truth, after in branches if truth]
            passed = guard.otherwise or after_member(steps, step)
            yield from ((Move("", passed, after, False), rounds) for truth, after in branches if not truth)
        for after in shown:
            for move in self._after(step, after, state, steps, graph):
                yield move, rounds

    def _after(self, step: Step, env: Environment, state: State, steps: Mapping[str, Step], graph: Graph) -> Iterator[Move]:
        tree = state.frames[-1][0]
        match step:
            case Choice(many=False):
                yield from self._choice(step, env, tree)
            case Choice() | Input() | Paste():
                yield from self._typed(step, env, tree)
            case Instruction():
                for way in self._read_texts(self.texts[tree][step.id], env):
                    yield from self._instruction(step, way, tree, steps)
            case Information():
                yield from (Move("go_on", step.next, way, True) for way in self._read_texts(self.texts[tree][step.id], env))
            case Check() | Lookup():
                yield from self._measured(step, env, tree)
            case Decide():
                yield from self._decide(step, env, tree, state, graph)
            case Compute():
                yield Move("", step.next, self._compute(step, env), False)
            case Fixes():
                yield Move("", step.members[0], env, False)
            case Call():
                yield Move("", None, env, False)
            case Outcome(kind="return"):
                yield Move("", state.frames[-1][1], env, False)
            case Outcome():
                yield from (Move("", None, way, False) for way in self._read_texts(self.texts[tree][step.id], env))

    def _read_texts(self, texts: Sequence[Text], env: Environment) -> list[Environment]:
        """The environments after texts were read: a variant is read only where its condition holds."""
        ways: list[Environment] = [env]
        for text in texts:
            if isinstance(text, str):
                ways = [after for way in ways for _, after in self.branching.read(facts_of_text(text), way)]
                continue
            done: list[Environment] = []
            for variant in text:
                following: list[Environment] = []
                for way in ways:
                    for truth, after in self.branching.branch(variant.when, way) if variant.when else [(True, way)]:
                        if truth:
                            done += [shown for _, shown in self.branching.read(facts_of_text(variant.text), after)]
                        else:
                            following.append(after)
                ways = following
            ways = done
        return ways

    def _remember(self, step: Any, tree: str, value: Any, env: Environment) -> Environment:
        name = f"{tree}/{step.id}"
        return {**without(env, name), name: value} if step.remember else env

    def _choice(self, step: Choice, env: Environment, tree: str) -> Iterator[Move]:
        groups = self.groups[tree, step.id]
        asked = [(env, 1)]
        if step.fact:
            asked = []
            for known, way in self.branching.knowing(step.fact, env):
                rest = way[step.fact] if known else frozenset()
                for target, values, remembered in groups:
                    if inside := rest & values:
                        yield Move(one_of(inside), target, self._remember(step, tree, remembered, {**way, step.fact: inside}), False)
                        rest = rest - values
                if rest or not known:
                    asked.append(({**way, step.fact: rest} if rest else way, 1))
                if known and rest != way[step.fact] and said(step.fact) not in way:
                    asked.append(({**way, step.fact: way[step.fact] - rest}, 0))
        for before, times in asked:
            for way in self._read_texts(self.texts[tree][step.id], before):
                for target, values, remembered in groups:
                    learned = {**without(way, step.fact), step.fact: values, said(step.fact): True} if step.fact and values else way
                    yield Move(one_of(remembered), target, self._remember(step, tree, remembered, learned), True, times * len(remembered))

    def _typed(self, step: Choice | Input | Paste, env: Environment, tree: str) -> Iterator[Move]:
        for known, now in self.branching.knowing(step.fact, env) if step.fact else [(False, env)]:
            times = 1
            if known:
                fitting = {**bounds_of(step), **now}
                yield from (Move(label, target, self._remember(step, tree, KNOWN, fitting), False) for label, target in typed_routes(step))
                times = 0 if self._surely_fits(step) else 1
                if not times and said(step.fact or "") in now:
                    continue
            for way in self._read_texts(self.texts[tree][step.id], now):
                learned = dict(way)
                if step.fact:
                    learned = {**without(way, step.fact), step.fact: self.branching.some(step.fact), said(step.fact): True, **bounds_of(step)}
                if isinstance(step, Choice):
                    never = self.program.facts[step.fact or ""].values.keys() - {name for name, answer in step.answers.items() if answer.value}
                    learned |= {("in", ("text", value), ("fact", step.fact)): False for value in sorted(never)}
                for label, target in typed_routes(step):
                    yield Move(label, target, self._remember(step, tree, KNOWN, learned), True, times)
                if isinstance(step, Input) and step.optional:
                    yield Move("left empty", step.next, way, True, times)
                if isinstance(step, Choice):
                    for name in (name for name, answer in step.answers.items() if answer.unknown):
                        yield Move(name, step.next, self._remember(step, tree, KNOWN, way), True, times)

    def _surely_fits(self, step: Choice | Input | Paste) -> bool:
        """Whether any known value of the fact is an answer, so that the step is never asked when it is known."""
        if isinstance(step, Choice):
            return self.program.facts[step.fact or ""].values.keys() <= {name for name, answer in step.answers.items() if answer.value}
        return not isinstance(step, Input) or (step.low is None and step.high is None and step.kind != "code")

    def _instruction(self, step: Instruction, env: Environment, tree: str, steps: Mapping[str, Step]) -> Iterator[Move]:
        on = step.not_fixed or after_member(steps, step)
        yield Move("fixed", step.fixed, self._remember(step, tree, frozenset(("fixed",)), env), True)
        yield Move("not_fixed", on, self._remember(step, tree, frozenset(("not_fixed",)), env), True)
        if step.remember:
            yield Move("tried_before", on, self._remember(step, tree, frozenset(("tried_before",)), env), True)
        if step.cannot or step.remember:
            yield Move("cannot", step.cannot or on, self._remember(step, tree, frozenset(("cannot",)), env), True)

    def _measured(self, step: Check | Lookup, env: Environment, tree: str) -> Iterator[Move]:
        asked = isinstance(step, Check)
        for known in self._read_texts(self.texts[tree][step.id], env) if asked else [env]:
            learned = known
            for fact in step.keep:
                if said(fact) not in known:
                    open_still = perhaps_unset(known.get(fact))
                    learned = {**without(learned, fact), fact: MAYBE if open_still else self.branching.some(fact), **doubted(fact, learned)}
            for result, target in step.results.items():
                missing = isinstance(step, Lookup) and any(known.get(key) is None for key in step.keys)
                if missing and result != "unavailable":
                    continue
                yield Move(result, target, self._remember(step, tree, frozenset((result,)), known if missing else learned), asked)

    def _decide(self, step: Decide, env: Environment, tree: str, state: State, graph: Graph) -> Iterator[Move]:
        open_ways: Sequence[Environment] = [env]
        for when, target in step.cases:
            following = []
            for way in open_ways:
                for truth, after in self.branching.branch(when, way):
                    if truth:
                        yield Move("", target, after, False)
                    else:
                        following.append(after)
            open_ways = following
            if len(open_ways) > MOST_WAYS:  # what the cases before ruled out is forgotten: more may happen behind this, never less
                self.branching.assumed.add(when)
                open_ways = [env]
        for way in open_ways:
            if step.otherwise is not None:
                yield Move("", step.otherwise, way, False)
                continue
            values = {name: way.get(name) for when, _ in step.cases for name in facts_in(when)}
            if STEERED in way or any(("doubt", name) in way for name in values):
                continue
            if not self.branching.unset or None not in values.values():
                named = [(name.split("/")[-1], sorted(value - {OTHER, UNSET})) for name, value in values.items() if isinstance(value, frozenset)]
                shown = ", ".join(f"{name} is {' or '.join(some)}" for name, some in named if 0 < len(some) < 5)
                graph.findings.setdefault(Finding("PR004", tree, step.id, shown), state)

    def _compute(self, step: Compute, env: Environment) -> Environment:
        domains = self.branching.domains
        for fact, expression in step.sets:
            sure = all(known for known, _ in self.branching.read(facts_in(expression), env)) and not partial(expression, env, domains)
            now = env.get(fact)
            if said(fact) in env:
                continue
            replaces = sure and (now is None or self.program.facts[fact].sources <= COMPUTED)  # else another source's value may win
            low = least(expression, env, domains) if replaces else None
            doubt = {} if sure else doubted(fact, env, facts_in(expression))
            if expression[0] == "text" and replaces:
                env = {**without(env, fact), fact: frozenset((expression[1],))}
            else:
                env = {**without(env, fact), fact: MAYBE if not sure and perhaps_unset(now) else self.branching.some(fact), **doubt}
            if low is not None:
                env = {**env, ("least", fact): low}
        return env


def _merged(lives: Sequence[Live]) -> Live:
    merged: dict[str, frozenset[str]] = {}
    for live in lives:
        for name, values in live.items():
            merged[name] = merged[name] | values if name in merged else values
    return merged
