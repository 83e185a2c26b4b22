"""Which facts a step reads, and which may still be read behind it: only these need to be told apart on a path."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

from diagnostics.conditions.expression import Expression, facts_in
from diagnostics.program.routes import following
from diagnostics.program.texts import BRACES
from diagnostics.program.types import (
    Asked,
    Call,
    Check,
    Choice,
    Compute,
    Decide,
    Lookup,
    Program,
    Step,
    Text,
    Tree,
    Variant,
)  # fmt: skip

_NO_TEXTS = ("id", "bring", "guard", "cases", "sets", "example", "matches", "url", "video")


def expressions_of(step: Step, texts: Sequence[Text]) -> Iterator[Expression]:
    """Every expression of a step, those of its texts included."""
    if step.guard and step.guard.when:
        yield step.guard.when
    if isinstance(step, Decide):
        yield from (when for when, _ in step.cases)
    if isinstance(step, Compute):
        yield from (expression for _, expression in step.sets)
    for text in texts:
        if not isinstance(text, str):
            yield from (variant.when for variant in text if variant.when)


def texts_of(step: Any) -> list[Text]:
    """The texts of a step that depend on facts; the others show the same always."""
    found: list[Text] = []
    _gather(step, found)
    return found


def _gather(value: Any, found: list[Text]) -> None:
    kind = type(value)
    if kind is str:
        if "{" in value and facts_of_text(value):
            found.append(value)
    elif kind is tuple:
        if value and isinstance(value[0], Variant):
            found.append(value)
        else:
            for item in value:
                _gather(item, found)
    elif isinstance(value, dict):
        for item in value.values():
            _gather(item, found)
    else:
        for name in _field_names(kind):  # type: ignore[arg-type]  # every class is hashable
            item = getattr(value, name)
            if type(item) is str:
                if "{" in item and facts_of_text(item):
                    found.append(item)
            elif item:
                _gather(item, found)


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.name not in _NO_TEXTS) if is_dataclass(kind) else ()


def facts_of_text(text: str) -> list[str]:
    """The facts that a text inserts."""
    return [name for name in BRACES.findall(text) if name] if "{" in text else []


Live = Mapping[str, frozenset[str]]
"""Facts that may still be read, each with the values that something there tells apart."""


def reads(step: Step, texts: Sequence[Text], expressions: Sequence[Expression]) -> dict[str, set[str]]:
    """Every fact whose being known or whose value can matter at a step, with the values that the step tells apart."""
    found: dict[str, set[str]] = {}
    for expression in expressions:
        _values_told_apart(expression, found)
    for text in texts:
        for plain in (text,) if isinstance(text, str) else (variant.text for variant in text):
            for name in facts_of_text(plain):
                found.setdefault(name, set())
    if isinstance(step, Asked) and step.fact:
        answers = {a.value for a in step.answers.values() if a.value} if isinstance(step, Choice) else set()
        found.setdefault(step.fact, set()).update(answers)
        found[said(step.fact)] = set()
    for name in step.keys if isinstance(step, Lookup) else ():
        found.setdefault(name, set())
    for name in step.keep if isinstance(step, Check | Lookup) else [fact for fact, _ in step.sets] if isinstance(step, Compute) else ():
        found[said(name)] = set()
    if step.guard and step.guard.rounds is not None:
        found[round_of(step.id)] = set()
    return found


def round_of(step: str) -> str:
    """The name under which a counted step's rounds are read: they matter only while the path can come back to it."""
    return f"~{step}"


def said(fact: str) -> str:
    """The name under which it is read whether the customer's own answer set a fact: only then no other source can change it."""
    return f"?{fact}"


def _values_told_apart(expression: Expression, found: dict[str, set[str]]) -> None:
    names = set(facts_in(expression))
    texts = set(_texts_in(expression)) if names else set()
    for name in names:
        found.setdefault(name, set()).update(texts)


def _texts_in(expression: Expression) -> Iterator[str]:
    if expression[0] == "text":
        yield expression[1]
    for part in expression[1:]:
        if isinstance(part, tuple):
            yield from _texts_in(part)


@dataclass(frozen=True, slots=True)
class Index:
    """What a tree's steps read, worked out once for all programs that the tree is part of: step id → its texts that depend on facts, its
    expressions, and the facts that it reads."""

    texts: Mapping[str, list[Text]]
    expressions: Mapping[str, list[Expression]]
    reads: Mapping[str, dict[str, set[str]]]


Indexes = dict[str, Index]
"""Indexes by tree id, filled as trees are met. One per library: a tree id stands for one compiled tree."""


def index_of(tree: Tree, indexes: Indexes) -> Index:
    """The tree's index, made and kept in `indexes` where it is not there yet."""
    if tree.id not in indexes:
        texts = {name: texts_of(step) for name, step in tree.steps.items()}
        expressions = {name: list(expressions_of(step, texts[name])) for name, step in tree.steps.items()}
        own = {name: reads(step, texts[name], expressions[name]) for name, step in tree.steps.items()}
        indexes[tree.id] = Index(texts, expressions, own)
    return indexes[tree.id]


def reads_from(program: Program, indexes: Indexes) -> dict[str, dict[str, Live]]:
    """Tree → step → the facts that may be read from there to the end of the tree, in called trees too."""
    done: dict[str, dict[str, Live]] = {}
    for tree in _called_first(program, program.tree, set()):
        done[tree.id] = _reads_in(tree, index_of(tree, indexes), done)
    return done


def _called_first(program: Program, name: str, seen: set[str]) -> Iterator[Tree]:
    if name in seen:
        return
    seen.add(name)
    for step in program.trees[name].steps.values():
        if isinstance(step, Call):
            yield from _called_first(program, step.tree, seen)
    yield program.trees[name]


def _reads_in(tree: Tree, index: Index, done: Mapping[str, Mapping[str, Live]]) -> dict[str, Live]:
    own: dict[str, dict[str, set[str]]] = {}
    leads: dict[str, set[str]] = {}
    for name, step in tree.steps.items():
        own[name] = {fact: set(values) for fact, values in index.reads[name].items()}
        if isinstance(step, Call):
            for inside in done[step.tree].values():
                _add(own[name], inside)
        leads[name] = set(following(step))
    changed = True
    while changed:  # a few rounds: steps are written roughly in the order in which they follow
        changed = False
        for name in reversed(own):
            for target in leads[name]:
                changed = _add(own[name], own[target]) or changed
    return {name: {fact: frozenset(values) for fact, values in found.items()} for name, found in own.items()}


def _add(into: dict[str, set[str]], more: Mapping[str, set[str] | frozenset[str]]) -> bool:
    changed = False
    for fact, values in more.items():
        known = into.get(fact)
        if known is None:
            into[fact] = set(values)
            changed = True
        elif not values <= known:
            known |= values
            changed = True
    return changed
