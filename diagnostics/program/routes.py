"""Where each step leads and what it sets, as the compiler, the engine and the proofs see it."""

from collections import Counter
from collections.abc import Iterator, Mapping

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
    Paste,
    Program,
    Step,
    Tree,
)  # fmt: skip


def routes(step: Step) -> Iterator[str]:
    """The steps of the same tree that may follow a step."""
    if step.guard:
        yield from filter(None, (step.guard.otherwise, step.guard.then))
    match step:
        case Choice():
            yield from filter(None, (step.next, *(a.next for a in step.answers.values())))
        case Paste():
            yield from (*(m.next for m in step.matches), step.next)
        case Instruction():
            yield from filter(None, (step.fixed, step.not_fixed, step.cannot))
        case Check() | Lookup():
            yield from step.results.values()
        case Decide():
            yield from filter(None, (*(target for _, target in step.cases), step.otherwise))
        case Fixes():
            yield from (*step.members, step.not_fixed)
        case Input() | Information() | Compute() | Call():
            if step.next:
                yield step.next


def following(step: Step) -> list[str]:
    """The steps that a path may go to next, from a member of a fixes list by way of the list."""
    listed = step.in_list if isinstance(step, Instruction) else None
    return [*routes(step), listed] if listed else [*routes(step)]


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
