"""What a state shows: a page to ask, something to fetch, or the end. And the views on the path that pages need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from diagnostics.conditions.expression import Value
from diagnostics.engine.state import Reply, State
from diagnostics.program.inputs import Problem, Raw, read_value
from diagnostics.program.types import Call, Check, Choice, Fact, Information, Input, Instruction, Lookup, Outcome, Paste, Program, Step, Tree

Shown = Choice | Input | Paste | Instruction | Information | Check


@dataclass(frozen=True, slots=True)
class Ask:
    """Show this step. `reply` is what was answered before, on the way back; `source` is set where the step had been skipped."""

    place: str
    tree: Tree
    step: Shown
    reply: Reply | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Fetch:
    """Fetch from a named source with these keys, then `advance` with a reply that names them again."""

    place: str
    step: Lookup
    keys: tuple[tuple[str, Value | None], ...]


@dataclass(frozen=True, slots=True)
class End:
    """The visit has ended. `claimed`: the customer said yes to an instruction, the last one answered."""

    place: str
    tree: Tree
    outcome: Outcome
    claimed: bool


Page = Ask | Fetch | End


def read_answer(step: Step, raw: Raw, facts: Mapping[str, Fact], today: date) -> Reply | Problem:
    """What a customer sent for a step, as a reply or as the problem to show beside the question. See `program.inputs.read_value`."""
    value = read_value(step, raw, facts, today)
    return value if isinstance(value, Problem) else Reply(value)


def page(program: Program, state: State, place: str | None = None) -> Page | None:
    """The page of a place on the path, or of where the visit stands. None: the path does not hold this place (any more)."""
    if place is not None and place != state.place:
        for visited in state.path:
            step = program.trees[visited.tree].steps[visited.step]
            if visited.place == place and isinstance(step, Shown):
                source = visited.source if visited.reply is None else None
                return Ask(place, program.trees[visited.tree], step, visited.reply, source)
        return None
    tree = program.trees[state.frames[-1].tree]
    if state.outcome is not None:
        return End(state.place, tree, state.outcome, _claimed(program, state))
    step = tree.steps[state.step]
    if isinstance(step, Lookup):
        return Fetch(state.place, step, tuple((name, state.facts.get(name)) for name in step.keys))
    assert isinstance(step, Shown)
    return Ask(state.place, tree, step)


def _claimed(program: Program, state: State) -> bool:
    for visited in reversed(state.path):
        if visited.reply and isinstance(program.trees[visited.tree].steps[visited.step], Instruction):
            return visited.reply.value == "fixed" and state.outcome is not None and state.outcome.kind == "resolved"
    return False


def dormant(program: Program, state: State) -> list[tuple[str, Tree, Step, Reply]]:
    """The customer's replies that the present path does not use: they hold again if the path returns to them."""
    used = {visited.place for visited in state.path if visited.reply}
    unused = [(place, reply) for place, reply in state.replies.items() if place not in (*used, state.place) and not reply.keys]
    return [(place, *at, reply) for place, reply in unused if (at := step_at(program, place))]


def step_at(program: Program, place: str) -> tuple[Tree, Step] | None:
    """The tree and step that a place names, or None where the program has no such place."""
    tree = program.root
    *calls, last = (part.partition("~")[0] for part in place.split("."))
    for name in calls:
        call = tree.steps.get(name)
        if not isinstance(call, Call):
            return None
        tree = program.trees[call.tree]
    step = tree.steps.get(last)
    return None if step is None else (tree, step)
