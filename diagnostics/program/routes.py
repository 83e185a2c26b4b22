"""Where each step leads and what it sets, as the compiler, the engine and the proofs see it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from diagnostics.program.types import (
    Asked,
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
    Tree,
)  # fmt: skip

_AHEAD: Mapping[type, Callable[[Any], Sequence[str | None]]] = {
    Choice: lambda step: (step.next, *[answer.next for answer in step.answers.values()]),
    Paste: lambda step: (*[match.next for match in step.matches], step.next),
    Instruction: lambda step: (step.fixed, step.not_fixed, step.cannot),
    **dict.fromkeys((Check, Lookup), lambda step: tuple(step.results.values())),
    Decide: lambda step: (*[target for _, target in step.cases], step.otherwise),
    Fixes: lambda step: (*step.members, step.not_fixed),
    **dict.fromkeys((Input, Information, Compute, Call), lambda step: (step.next,)),
    Outcome: lambda step: (),
}
"""Kind of step → where its own ways lead. By kind and not one test after the other: it is asked for eight times a step."""


def routes(step: Step) -> list[str]:
    """The steps of the same tree that may follow a step."""
    ahead, guard = _AHEAD[type(step)](step), step.guard
    if guard:
        ahead = (guard.otherwise, guard.then, *ahead)
    return [name for name in ahead if name]


def following(step: Step) -> list[str]:
    """The steps that a path may go to next, from a member of a fixes list by way of the list."""
    listed = step.in_list if isinstance(step, Instruction) else None
    return [*routes(step), listed] if listed else routes(step)


def heads(leads: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Of steps that nothing else leads to, each with the first of those that it is behind: itself, where none of them leads to it."""
    led_to = {target for name, targets in leads.items() for target in targets if target != name}
    found: dict[str, str] = {}
    for head in (*(name for name in leads if name not in led_to), *leads):  # then those that only lead to each other
        pending = [] if head in found else [head]
        while pending:
            name = pending.pop()
            if name in leads and name not in found:
                found[name] = head
                pending += leads[name]
    return found


def facts_set_by(step: Step) -> Iterator[str]:
    """The facts that a step may set."""
    yield from getattr(step, "keep", ())
    yield from (fact for fact, _ in getattr(step, "sets", ()))
    if isinstance(step, Asked) and step.fact:
        yield step.fact


def facts_set_by_several(program: Program) -> set[str]:
    """The facts that more than one step may set, or one more than once."""
    calls = [step for tree in program.trees.values() for step in tree.steps.values() if isinstance(step, Call)]
    twice = len({call.tree for call in calls}) < len(calls) or any(call.loops for call in calls)
    times = Counter(fact for name, tree in program.trees.items() for step in tree.steps.values() for fact in facts_set_by(step)
                    for _ in range(2 if step.loops or (twice and name != program.tree) else 1))  # fmt: skip
    return {fact for fact, count in times.items() if count > 1}


def counted_ahead(tree: Tree) -> Mapping[str, frozenset[str]]:
    """Step → the counted steps that a path may still arrive at from there, itself included: only their rounds matter any more."""
    counted = [name for name, step in tree.steps.items() if step.guard and step.guard.rounds is not None]
    ahead = {name: 1 << counted.index(name) if name in counted else 0 for name in tree.steps}
    leads = {name: [target for target in following(step) if target in ahead] for name, step in tree.steps.items()}
    changed = bool(counted)
    while changed:  # a few rounds: steps are written roughly in the order in which they follow
        changed = False
        for name in reversed(ahead):
            found = ahead[name]
            for target in leads[name]:
                found |= ahead[target]
            if found != ahead[name]:
                ahead[name], changed = found, True
    sets = {bits: frozenset(name for bit, name in enumerate(counted) if bits >> bit & 1) for bits in set(ahead.values())}
    return {name: sets[bits] for name, bits in ahead.items()}
