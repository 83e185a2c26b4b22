"""The places of a program that say what comes next, and the program with the targets of two of them swapped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any, NamedTuple, TypeVar

from diagnostics.program.types import (
    Call,
    Check,
    Choice,
    Compute,
    Decide,
    Fixes,
    Guard,
    Information,
    Input,
    Instruction,
    Lookup,
    Paste,
    Program,
    Step,
)  # fmt: skip

MOST_SWAPS, MOST_EXITS = 1_000, 1_500
"""So many swaps are tried in one tree: those within a step before those between two steps, an even sample where there are more. A tree with
more `next`s than that is sampled before they are paired."""

Item = TypeVar("Item")


class Exit(NamedTuple):
    """One `next` of the tree's own steps. `key` is an answer, a result, the number of a match or a case, or the name of the key itself."""

    step: str
    kind: str
    key: str
    target: str

    def words(self) -> str:
        """As an author finds it: `answer yes of plugged`."""
        if self.kind == "key":
            return f"`{self.key}` of `{self.step}`"
        return f"{self.kind} `{self.key}` of `{self.step}`"


def exits_of(program: Program) -> list[Exit]:
    """Every `next` that the author of a tree wrote, in the order of its file."""
    return [Exit(step.id, kind, key, target) for step in program.root.steps.values() for kind, key, target in _exits(step)]


def swaps_of(exits: Sequence[Exit], most: int = MOST_SWAPS) -> tuple[list[tuple[Exit, Exit]], int]:
    """The pairs that are tried, and how many there are: those that lead to two different steps, of which none would lead to itself."""
    pairs = [(a, b) for a, b in combinations(_sample(exits, MOST_EXITS), 2) if a.target != b.target and a.step != b.target and b.step != a.target]
    near = [pair for pair in pairs if pair[0].step == pair[1].step]
    far = [pair for pair in pairs if pair[0].step != pair[1].step]
    tried = _sample(near, most)
    return [*tried, *_sample(far, most - len(tried))], len(pairs)


def _sample(items: Sequence[Item], most: int) -> Sequence[Item]:
    """At most so many of them, evenly."""
    return items if len(items) <= most else [items[number * len(items) // most] for number in range(most)]


def everywhere_counted(program: Program) -> Program:
    """The program with arrivals counted at each step of its own: a swap may make a loop of any of them."""
    root = program.root
    steps: Mapping[str, Any] = {name: replace(step, loops=True) for name, step in root.steps.items()}
    return replace(program, trees={**program.trees, program.tree: replace(root, steps=steps)})


def swapped(program: Program, one: Exit, other: Exit) -> Program:
    """The program in which each of the two leads where the other did."""
    root = program.root
    steps = dict(root.steps)
    for exit, target in ((one, other.target), (other, one.target)):
        steps[exit.step] = _leading(steps[exit.step], exit, target)
    return replace(program, trees={**program.trees, program.tree: replace(root, steps=steps)})


def _exits(step: Step) -> Iterator[tuple[str, str, str]]:
    if step.guard:
        yield from (("key", name, target) for name, target in (("otherwise", step.guard.otherwise), ("then", step.guard.then)) if target)
    match step:
        case Choice():
            yield from (("answer", name, answer.next) for name, answer in step.answers.items() if answer.next)
        case Paste():
            yield from (("match", match.text, match.next) for match in step.matches)
        case Check() | Lookup():
            yield from (("result", name, target) for name, target in step.results.items())
        case Decide():
            yield from (("case", str(number), target) for number, (_, target) in enumerate(step.cases, 1))
    yield from (("key", name, target) for name in _keys(step) if (target := getattr(step, name)))


def _keys(step: Step) -> tuple[str, ...]:
    match step:
        case Instruction():
            return ("fixed", "not_fixed", "cannot")
        case Decide():
            return ("otherwise",)
        case Fixes():
            return ("not_fixed",)
        case Choice() | Input() | Paste() | Information() | Compute() | Call():
            return ("next",)
    return ()


def _leading(step: Step, exit: Exit, target: str) -> Any:
    match (exit.kind, step):
        case ("answer", Choice()):
            return replace(step, answers={**step.answers, exit.key: replace(step.answers[exit.key], next=target)})
        case ("match", Paste()):
            return replace(step, matches=tuple(replace(m, next=target) if m.text == exit.key else m for m in step.matches))
        case ("result", Check() | Lookup()):
            return replace(step, results={**step.results, exit.key: target})
        case ("case", Decide()):
            return replace(step, cases=tuple((when, target if str(n) == exit.key else to) for n, (when, to) in enumerate(step.cases, 1)))
    if step.guard and exit.key in ("otherwise", "then") and exit.key not in _keys(step):
        return replace(step, guard=_guard(step.guard, exit.key, target))
    return replace(step, **{exit.key: target})  # type: ignore[arg-type]  # one of `_keys`


def _guard(guard: Guard, key: str, target: str) -> Guard:
    return replace(guard, otherwise=target) if key == "otherwise" else replace(guard, then=target)
