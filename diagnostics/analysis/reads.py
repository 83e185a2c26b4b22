"""Which facts a step reads, and which may still be read behind it: only these need to be told apart on a path."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from diagnostics.compiler.compile import routes
from diagnostics.conditions.expression import Expression, facts_in
from diagnostics.program.types import (
    Asked, Call, Compute, Decide, Fixes, Instruction, Lookup, Program, Step, Text, Tree, Variant,
)  # fmt: skip

_FACT = re.compile(r"(?<!\{)\{([a-z][a-z0-9_]*)\}")


def expressions_of(step: Step) -> Iterator[Expression]:
    """Every expression of a step, those of its texts included."""
    if step.guard and step.guard.when:
        yield step.guard.when
    if isinstance(step, Decide):
        yield from (when for when, _ in step.cases)
    if isinstance(step, Compute):
        yield from (expression for _, expression in step.sets)
    for text in texts_of(step):
        if not isinstance(text, str):
            yield from (variant.when for variant in text if variant.when)


def texts_of(step: Any) -> list[Text]:
    """The texts of a step that depend on facts; the others show the same always."""
    found: list[Text] = []
    _gather(step, found)
    return found


def _gather(value: Any, found: list[Text]) -> None:
    if isinstance(value, str):
        if "{" in value and _FACT.search(value):
            found.append(value)
    elif isinstance(value, tuple):
        if value and isinstance(value[0], Variant):
            found.append(value)
        else:
            for item in value:
                if not isinstance(item, (str, int, float)):
                    _gather(item, found)
    elif isinstance(value, Mapping):
        for item in value.values():
            _gather(item, found)
    elif is_dataclass(value):
        for name in _field_names(type(value)):
            item = getattr(value, name)
            if item is not None and not isinstance(item, (int, float)):
                _gather(item, found)


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.name not in ("id", "bring", "guard", "cases", "sets"))


def facts_of_text(text: str) -> list[str]:
    """The facts that a text inserts."""
    return _FACT.findall(text) if "{" in text else []


def reads(step: Step) -> set[str]:
    """Every fact whose being known or whose value can matter at a step."""
    found = {name for expression in expressions_of(step) for name in facts_in(expression)}
    for text in texts_of(step):
        for plain in (text,) if isinstance(text, str) else (variant.text for variant in text):
            found.update(facts_of_text(plain))
    if isinstance(step, Asked) and step.fact:
        found.add(step.fact)
    if isinstance(step, Lookup):
        found.update(step.keys)
    return found


def reads_from(program: Program) -> dict[str, dict[str, frozenset[str]]]:
    """Tree → step → the facts that may be read from there to the end of the tree, in called trees too."""
    done: dict[str, dict[str, frozenset[str]]] = {}
    for tree in _called_first(program, program.tree, set()):
        done[tree.id] = _reads_in(tree, done)
    return done


def _called_first(program: Program, name: str, seen: set[str]) -> Iterator[Tree]:
    if name in seen:
        return
    seen.add(name)
    for step in program.trees[name].steps.values():
        if isinstance(step, Call):
            yield from _called_first(program, step.tree, seen)
    yield program.trees[name]


def _reads_in(tree: Tree, done: Mapping[str, Mapping[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    own: dict[str, set[str]] = {}
    following: dict[str, set[str]] = {}
    for name, step in tree.steps.items():
        own[name] = reads(step)
        if isinstance(step, Call):
            own[name].update(*done[step.tree].values())
        following[name] = set(routes(step))
        if isinstance(step, Instruction) and step.in_list:
            following[name].add(step.in_list)  # the list's other members, and what follows it
        if isinstance(step, Fixes):
            following[name].update(step.members)
    changed = True
    while changed:  # a few rounds: steps are written roughly in the order in which they follow
        changed = False
        for name in reversed(own):
            size = len(own[name])
            for target in following[name]:
                own[name] |= own[target]
            changed = changed or len(own[name]) != size
    return {name: frozenset(found) for name, found in own.items()}
