"""A tree's steps to cards and the ways between them, in words and without any places: what both SVG and Mermaid draw.

A fixes list is one card with its members on it. An instruction whose yes ends the visit has no way for it: its card says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from diagnostics.drawing.said import condition, literal, worded
from diagnostics.program.texts import plain
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

OUTCOMES = {"resolved": "Solved", "handoff": "A person takes over", "stop": "Stop", "not_covered": "Not covered", "return": "Goes back"}


@dataclass(frozen=True, slots=True)
class Member:
    """One fix of a fixes list."""

    id: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A card. `kind` is one of `question`, `instruction`, `check`, `lookup`, `information`, `compute`, `decide`, `fixes`, `call`, and the
    kinds of outcomes; `word` says it to people. `solves`: a yes here ends the visit. `gone`: it is only in the version before."""

    id: str
    kind: str
    word: str
    title: str
    notes: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    solves: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One reason to go a way. `answer` is named as scenarios name it; for what is no answer: `if 1`, `if 2`, …, `otherwise` of a decide,
    `skipped` and `rounds` of a guard, `next` of a compute, `back` of a call, `not fixed` of a fixes list."""

    step: str
    answer: str
    label: str


@dataclass(frozen=True, slots=True)
class Way:
    """From a card to a card, by whatever leads there. `gone`: it leads there only in the version before."""

    source: str
    target: str
    said: tuple[Said, ...]
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Sketch:
    """A tree in words. The first node is the start."""

    nodes: tuple[Node, ...]
    ways: tuple[Way, ...]


def sketch(program: Program) -> Sketch:
    """The tree that customers start; of a tree that it calls, only its name."""
    tree = program.root
    card_of = {name: card_of_step(step) for name, step in tree.steps.items()}
    found: dict[tuple[str, str], list[Said]] = {}
    for step in tree.steps.values():
        for target, said in _leads(step):
            found.setdefault((card_of[step.id], card_of[target]), []).append(said)
    ways = (Way(source, target, tuple(said)) for (source, target), said in found.items() if not (source == target and _within(tree, source)))
    steps = sorted((step for step in tree.steps.values() if card_of[step.id] == step.id), key=lambda step: step.id != tree.start)
    return Sketch(tuple(_node(program, step) for step in steps), tuple(ways))


def card_of_step(step: Step) -> str:
    """The id of the card on which a step stands."""
    return (step.in_list if isinstance(step, Instruction) else None) or step.id


def _within(tree: Tree, card: str) -> bool:
    return isinstance(tree.steps[card], Fixes)


def _leads(step: Step) -> Iterator[tuple[str, Said]]:
    """Each step that may follow, and why."""
    for target, answer, label in (*_guarded(step), *_next(step)):
        if target:
            yield target, Said(step.id, answer, label)


def _guarded(step: Step) -> Iterator[tuple[str | None, str, str]]:
    if step.guard:
        if step.guard.when:
            yield step.guard.otherwise, "skipped", f"unless {condition(step.guard.when)}"
        yield step.guard.then, "rounds", f"after {step.guard.rounds} rounds"


def _next(step: Step) -> Iterator[tuple[str | None, str, str]]:
    match step:
        case Choice():
            yield from ((answer.next or step.next, name, plain(answer.label)) for name, answer in step.answers.items())
        case Input():
            yield step.next, "answered", "answered"
            if step.optional:
                yield step.next, "left empty", "left empty"
        case Paste():
            yield from ((match.next, match.text, f"“{literal(match.text)}”") for match in step.matches)
            yield step.next, "anything else", "anything else"
        case Instruction():
            about = f"{plain(step.heading)}: " if step.in_list else ""
            yield step.fixed, "fixed", f"{about}yes, fixed"
            yield step.not_fixed, "not fixed", "no"
            yield step.cannot, "cannot", f"{about}can’t"
        case Information():
            yield step.next, "go_on", "go on"
        case Check() | Lookup():
            yield from ((target, result, worded(result)) for result, target in step.results.items())
        case Compute():
            yield step.next, "next", ""
        case Decide():
            yield from ((target, f"if {number}", condition(case)) for number, (case, target) in enumerate(step.cases, 1))
            yield step.otherwise, "otherwise", "otherwise"
        case Fixes():
            yield step.not_fixed, "not fixed", "none of these helped"
        case Call():
            yield step.next, "back", "then"


def _node(program: Program, step: Step) -> Node:
    kind, word = _kind(step)
    members = tuple(_member(program.root.steps[name]) for name in step.members) if isinstance(step, Fixes) else ()
    notes = []
    if step.guard and step.guard.when:
        notes.append(f"only if {condition(step.guard.when)}")
    messages = [match for match, entry in program.root.errors if entry == step.id]
    if messages:
        notes.append("starts here for " + ", ".join(f"“{literal(match)}”" for match in messages))
    return Node(step.id, kind, word, _title(program, step), tuple(notes), members, isinstance(step, Instruction) and not step.fixed)


def _kind(step: Step) -> tuple[str, str]:
    match step:
        case Choice():
            return "question", "Question, several answers" if step.many else "Question"
        case Input():
            return "question", f"Question: {step.kind}"
        case Paste():
            return "question", "Question: message"
        case Instruction():
            return "instruction", "Try this"
        case Information():
            return "information", "Read"
        case Check():
            return "check", "Browser check"
        case Lookup():
            return "lookup", "Look-up"
        case Compute():
            return "compute", "Set"
        case Decide():
            return "decide", "Decide"
        case Fixes():
            return "fixes", "Fixes, one after the other"
        case Call():
            return "call", "Calls"
        case Outcome():
            return step.kind, OUTCOMES[step.kind]


def _title(program: Program, step: Step) -> str:
    match step:
        case Check():
            return worded(step.kind)
        case Lookup():
            return worded(step.source)
        case Compute():
            return ", ".join(f"{fact} = {condition(value)}" for fact, value in step.sets)
        case Decide() | Fixes():
            return ""
        case Call():
            return plain(program.trees[step.tree].title) if step.tree in program.trees else step.tree
        case Outcome():
            team = plain(program.teams[step.team].title) if step.team and step.team in program.teams else ""
            return plain(step.title) or team or plain(step.says)
        case Asked():
            return plain(step.heading)


def _member(step: Step) -> Member:
    note = f"if {condition(step.guard.when)}" if step.guard and step.guard.when else ""
    return Member(step.id, plain(step.heading) if isinstance(step, Asked) else step.id, note)


def merged(before: Sketch, now: Sketch) -> Sketch:
    """The tree as it is now, with the steps and ways that it no longer has. An answer that led elsewhere has gone from there."""
    there = {node.id for node in now.nodes}
    kept = {(way.source, way.target, said.step, said.answer) for way in now.ways for said in way.said}
    gone = [
        Way(way.source, way.target, said, True)
        for way in before.ways
        if (said := tuple(s for s in way.said if (way.source, way.target, s.step, s.answer) not in kept))
    ]
    nodes = (*now.nodes, *(replace(node, gone=True) for node in before.nodes if node.id not in there))
    return Sketch(nodes, (*now.ways, *gone))


def leading_back(sketched: Sketch) -> frozenset[Way]:
    """The ways that lead back to a card that the path from the start has come by: without them there is no loop."""
    leads: dict[str, list[Way]] = {node.id: [] for node in sketched.nodes}
    for way in sketched.ways:
        leads[way.source].append(way)
    back, done, path = set[Way](), set[str](), dict[str, Iterator[Way]]()
    for first in leads:
        if first not in done:
            path[first] = iter(leads[first])
        while path:  # depth first, without recursion: a tree may be deeper than Python likes
            here = next(reversed(path))
            for way in path[here]:
                if way.target in path:
                    back.add(way)
                elif way.target not in done:
                    path[way.target] = iter(leads[way.target])
                    break
            else:
                done.add(here)
                del path[here]
    return frozenset(back)
