"""A tree with errors to a sketch: a program of what can be read, in which holes stand for what cannot.

A hole is a step that may lead to every step that its text names, or end the visit, and that may set every fact that its text names. So
whatever the proofs find on a path beside the holes is true, however the holes will be filled. A sketch is proved and forgotten: it is never
run, and no part of a publication.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import partial
from typing import NamedTuple

from diagnostics.compiler.compile import CompiledTree, called_by, check_members_closed, joined, members_of, written_routes
from diagnostics.compiler.context import Context
from diagnostics.compiler.library import Declarations
from diagnostics.compiler.raw import RawStep, names_in, raw_steps, within_wording, words_in
from diagnostics.compiler.steps import INPUT_FACTS, compile_step
from diagnostics.model.read import WrittenTree, written_as_id
from diagnostics.model.shapes import Record
from diagnostics.program.fingerprint import Digests
from diagnostics.program.routes import following, heads, routes
from diagnostics.program.types import Asked, Call, Check, Choice, Decide, Instruction, Lookup, Paste, Program, Step, Tree
from diagnostics.violations import Violation, nearest

_LOSSES = frozenset(("ST002", "ST003", "ST011"))
_UNKNOWN_NAMES = frozenset(("RF004", "EX003"))
_WORD = re.compile("[a-z0-9]{3,}")
_ALMOST = 0.85
"""How alike two names are (`difflib`) that certainly mean the same step."""


class Hole(NamedTuple):
    """What may happen at a step that stands for something unread: it may set these facts, and remembered answers as `tree/step`. It leads
    to the results of its step; with `anywhere` nobody can tell where else."""

    sets: frozenset[str]
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class Sketch:
    """`holes` are steps of the program's root tree."""

    program: Program
    holes: Mapping[str, Hole]


@dataclass(slots=True)
class _Draft:
    """A sketch in the making. `leads` are the holes' targets; `open` are references that lead to nobody knows where, as (place in the file,
    name or "", hole)."""

    written: WrittenTree
    raw: Mapping[str, RawStep]
    context: Context
    steps: dict[str, Step]
    leads: dict[str, list[str]] = field(default_factory=dict)
    sets: dict[str, frozenset[str]] = field(default_factory=dict)
    open: list[tuple[int, str, str]] = field(default_factory=list)


def sketch(
    written: WrittenTree, declared: Declarations, trees: Mapping[str, bool | None], images: Mapping[str, str], compiled: Mapping[str, CompiledTree]
) -> Sketch | None:
    """The sketch of a tree that has no program: it has errors, or calls a tree that has. None where nothing of it can be walked.

    The first four are those of `compile_tree`; `compiled` are the trees without errors, at least those that this one leads into.
    """
    draft = _Draft(written, raw_steps(written.document), Context(written, declared, trees, images), {})
    broken = _compile_steps(draft)
    if draft.context.full:
        return None
    if meant := _misspelt(draft):
        draft = _Draft(written, draft.raw, Context(written, declared, trees, images, meant=meant), {})
        broken = _compile_steps(draft)
    if draft.context.full or any(v.code == "SY013" for v in written.violations):
        return None  # not every mistake is known, so what seems whole may not be
    for name in _beside_calls(draft.steps, compiled):
        broken[name] = "calls"
    for name, why in broken.items():
        _make_hole(name, why, draft)
    _free_members(draft)
    start = _start(draft)
    _lead_on(draft)
    if start is None or start not in draft.steps:
        return None
    return _joined(start, draft, declared, compiled)


def _compile_steps(draft: _Draft) -> dict[str, str]:
    """Compiles what can be read; gives the steps that cannot be trusted, each with why: `unread`, or the code of a violation."""
    c, written = draft.context, draft.written
    lists = members_of(written)
    broken = dict.fromkeys((name for name in written.broken if name in draft.raw), "unread")
    for step in written.steps.values():
        c.hollow = False
        done = compile_step(step, c, lists)
        if done is not None:
            draft.steps[step.id] = done
        if done is None or c.hollow:
            broken[step.id] = "unread"
    check_members_closed(written, draft.steps, lists, c)
    for violation in (*written.violations, *c.violations):
        name = next((name for name, raw in draft.raw.items() if raw.holds(violation.span)), None)
        if name is not None and not _harmless(violation, draft.raw[name]):
            broken.setdefault(name, violation.code)
    for member, name in lists.items():
        if member in broken or member not in draft.steps:
            broken.setdefault(name, "member")
    return broken


def _misspelt(draft: _Draft) -> dict[str, str]:
    """Names of steps that do not exist, and are almost those of steps that do."""
    named = {at.value for step in draft.written.steps.values() for at in written_routes(step.record)}
    strays = (named | {at.value for record in _entrances(draft.written) if (at := record.get("start")) is not None}) - draft.raw.keys()
    near = {name: get_close_matches(name, draft.raw, n=1, cutoff=_ALMOST) for name in strays}
    wrong = {written_as_id(name): name for name in draft.raw}  # an id of the wrong form, by the one that it should be
    return {name: found[0] for name, found in near.items() if found} | {name: wrong[name] for name in strays & wrong.keys()}


def _harmless(violation: Violation, raw: RawStep) -> bool:
    """Whether a mistake changes nothing of where its step leads and what it sets: a text is wrong, or one route leads to an unknown step."""
    path = raw.path_to(violation.span)
    return within_wording(path) or (violation.code == "RF002" and path[:1] != ["fixes"])


def _beside_calls(steps: Mapping[str, Step], compiled: Mapping[str, CompiledTree]) -> Iterator[str]:
    """The calls of trees that are not whole."""
    for name, step in steps.items():
        if isinstance(step, Call) and not called_by(step.tree, compiled):
            yield name


def _make_hole(name: str, why: str, draft: _Draft) -> None:
    c, raw = draft.context, draft.raw[name]
    done = draft.steps.get(name)
    known = draft.raw.keys()
    named = [word if word in known else almost for word in names_in(raw) if word in known or (almost := nearest(word, known))]
    draft.leads[name] = list(dict.fromkeys(named))
    draft.sets[name] = frozenset(c.declared.facts) if _sets_anything(why, raw, draft) else _named_facts(raw, c.declared) | _left_out(name, draft)
    if _lost_way(done, named, name, draft):
        draft.open.append((raw.line, "", name))


def _sets_anything(why: str, raw: RawStep, draft: _Draft) -> bool:
    """Whether a hole may set facts that it does not name: those of a tree that it calls, or one behind a name that is not known."""
    if why == "calls" or raw.has("call"):
        return True
    found = [v for v in (*draft.written.violations, *draft.context.violations) if v.code in _UNKNOWN_NAMES and raw.holds(v.span)]
    return any(not nearest(_piece(v), draft.context.declared.facts) for v in found)


def _piece(violation: Violation) -> str:
    column = violation.span.column
    return violation.source[column - 1 : column - 1 + violation.span.length]


def _named_facts(raw: RawStep, declared: Declarations) -> frozenset[str]:
    words = set(words_in(raw))
    near = {nearest(word, declared.facts) for word in words - declared.facts.keys()}
    return frozenset(declared.facts.keys() & (words | near))


def _left_out(name: str, draft: _Draft) -> frozenset[str]:
    """The facts of which one is meant where a question with an input names none."""
    step = draft.written.steps.get(name)
    if step is None or step.form != "input" or step.record.has("fact"):
        return frozenset()
    kind = step.record.get("input")
    wanted = INPUT_FACTS.get(kind.value) if kind is not None else None
    return frozenset(fact for fact, declared in draft.context.declared.facts.items() if wanted is None or declared.kind in wanted)


def _lost_way(done: Step | None, named: Sequence[str], name: str, draft: _Draft) -> bool:
    """Whether a way on is missing that must have led somewhere."""
    if not named:
        return not draft.raw[name].has("outcome")
    if done is None:
        return _misses_something(name, draft)
    guard, member = done.guard, isinstance(done, Instruction) and done.in_list
    if guard and ((guard.when and not guard.otherwise and not member) or (guard.rounds and not guard.then)):
        return True
    match done:
        case Choice(many=False):
            return any(answer.next is None for answer in done.answers.values())
        case Instruction():
            return done.not_fixed is None and done.in_list is None
        case Call():
            return done.next is None and bool(draft.context.trees.get(done.tree))
        case Check() | Lookup() | Decide() | Paste():
            return _misses_something(name, draft)
    return False


def _misses_something(name: str, draft: _Draft) -> bool:
    return any(v.code in _LOSSES and draft.raw[name].holds(v.span) for v in (*draft.written.violations, *draft.context.violations))


def _free_members(draft: _Draft) -> None:
    """The members of a fixes list that is a hole go on wherever that leads."""
    for name, step in draft.steps.items():
        if isinstance(step, Instruction) and step.in_list in draft.leads:
            guard = replace(step.guard, otherwise=step.in_list) if step.guard else None
            draft.steps[name] = replace(step, in_list=None, not_fixed=step.in_list, guard=guard)
    for member, name in members_of(draft.written).items():
        if member in draft.leads:
            draft.leads[member].append(name)


def _start(draft: _Draft) -> str | None:
    """Where the visit begins; where the file does not say, the first step."""
    start = _entered(draft.written.header, draft)
    return start if start in draft.raw else next(iter(draft.raw), None)


def _entrances(written: WrittenTree) -> tuple[Record, ...]:
    return (written.header, *(written.header.get("errors") or ()))


def _entered(record: Record, draft: _Draft) -> str | None:
    """The step at which a visit begins; for a member of a fixes list, the list."""
    step = draft.context.step(record, "start")
    return members_of(draft.written).get(step or "", step)


def _entries(draft: _Draft) -> tuple[tuple[str, str], ...]:
    found = (_entered(error, draft) for error in draft.written.header.get("errors") or ())
    return tuple(("", step) for step in found if step and step in draft.steps)


def _lead_on(draft: _Draft) -> None:
    """Makes the holes steps. A reference to a step that is not there may have been meant for one that nothing else names."""
    for name, step in list(draft.steps.items()):
        if name not in draft.leads:
            for target in routes(step):
                if target not in draft.raw and target not in draft.leads:
                    draft.leads[target], draft.sets[target] = [], frozenset(draft.context.declared.facts)
                    draft.open.append((draft.raw[name].line, target, target))
    for line, name, hole in sorted(draft.open):
        if guess := _meant(line, name, _unnamed(draft), draft):
            draft.leads[hole].append(guess)
    steps: dict[str, Step] = {}
    for name in (*draft.raw, *(name for name in draft.leads if name not in draft.raw)):
        if name in draft.leads:
            results = {str(number): target for number, target in enumerate(dict.fromkeys(draft.leads[name]))}
            steps[name] = Lookup(id=name, source="", keys=(), results=results, remember=name in draft.context.remembered)
        elif name in draft.steps:
            step = draft.steps[name]
            steps[name] = replace(step, remember=True) if name in draft.context.remembered and isinstance(step, (Asked, Lookup)) else step
    draft.steps = steps


def _unnamed(draft: _Draft) -> list[str]:
    """The steps that nothing leads to, but what is behind them, in the order of the file."""
    leads = {name: draft.leads[name] if name in draft.leads else following(step) for name, step in draft.steps.items()} | draft.leads
    pending = [at.value for record in _entrances(draft.written) if (at := record.get("start")) is not None]
    pending += [_start(draft) or "", *(name for name in draft.leads if name in draft.raw)]
    while pending:
        pending += leads.pop(pending.pop(), ())
    return sorted({head for head in heads(leads).values() if head in draft.raw}, key=lambda name: draft.raw[name].line)


def _meant(line: int, name: str, unnamed: Sequence[str], draft: _Draft) -> str | None:
    """The step that a reference was probably meant for: one whose id is like it or shares a word with it, else the next one in the file.

    Where none is behind it, a name may have led back: to the last one before.
    """
    near = nearest(name, unnamed)
    if near:
        return near
    words = set(_WORD.findall(name))
    alike = max(unnamed, key=lambda step: len(words & set(_WORD.findall(step))), default="")
    if words & set(_WORD.findall(alike)):
        return alike
    before = unnamed[-1] if unnamed and name else None
    return next((step for step in unnamed if draft.raw[step].line > line), before)


def _joined(start: str, draft: _Draft, declared: Declarations, compiled: Mapping[str, CompiledTree]) -> Sketch:
    c, written = draft.context, draft.written
    header = written.header
    tree = Tree(
        id=written.id, title=c.needed(header.get("title")), summary=c.needed(header.get("summary")), start=start, steps=draft.steps, owner="",
        errors=_entries(draft), returns=bool(written.returns) or (written.returns is None and not header.has("area")),
    )  # fmt: skip
    calls = frozenset(step.tree for step in draft.steps.values() if isinstance(step, Call))
    own = CompiledTree(tree, frozenset(c.facts), frozenset(c.teams), calls, partial(Digests, "", ""))
    wanted = {written.id: own}
    for name in sorted(calls):
        wanted |= called_by(name, compiled)
    program = joined(written.id, wanted, declared)
    remembered = {name: frozenset((f"{written.id}/{name}",)) for name in draft.leads}
    lost = {hole for _, _, hole in draft.open}
    return Sketch(program, {name: Hole((draft.sets[name] & program.facts.keys()) | remembered[name], name in lost) for name in draft.leads})
