"""A program to what its conditions tell apart: the values of each choice, and the constants that each number or date is compared with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diagnostics.analysis.terms import Typing, typing_of
from diagnostics.conditions.expression import COMPARISONS, Expression
from diagnostics.program.inputs import HELPED
from diagnostics.program.types import Check, Choice, Compute, Instruction, Lookup, Program, Step

OTHER = "\0other"
"""Stands for every value that nothing tells apart."""


@dataclass(frozen=True, slots=True)
class Domains:
    """`choices` are the facts, and the answers as `tree/step`, whose values are told apart; `values` and `constants` what is told apart."""

    choices: frozenset[str]
    values: Mapping[str, frozenset[str]]
    constants: Mapping[Expression, tuple[Any, ...]]
    typing: Typing

    def of_fact(self, name: str) -> frozenset[str]:
        return self.values.get(name, frozenset((OTHER,)))


def domains_of(program: Program, expressions: Iterable[Expression]) -> Domains:
    """What the expressions and the questions of a program tell apart."""
    mentioned: dict[str, set[str]] = {}
    for tree in program.trees.values():
        for step in tree.steps.values():
            for name, values in _given_by(tree.id, step):
                mentioned.setdefault(name, set()).update(values)
    choices = {name for name, fact in program.facts.items() if fact.kind in ("choice", "yes_no")} | {name for name in mentioned if "/" in name}
    constants: dict[Expression, set[Any]] = {}
    typing = typing_of(program)
    for expression in expressions:
        _collect(expression, typing, mentioned, constants)
    loose = _loose(program)
    told = {}
    for name, found in mentioned.items():
        declared = set(program.facts[name].values) if name in program.facts else found
        told[name] = frozenset((found & declared) | ({OTHER} if declared - found or name in loose else set()))
    return Domains(frozenset(choices), told, {term: tuple(sorted(found)) for term, found in constants.items()}, typing)


def _given_by(tree: str, step: Step) -> Iterator[tuple[str, Iterable[str]]]:
    """The facts and remembered answers that a step gives a listed value, with those values."""
    remembered = f"{tree}/{step.id}" if getattr(step, "remember", False) else ""
    if isinstance(step, Choice) and not step.many:
        if step.fact:
            yield step.fact, [answer.value for answer in step.answers.values() if answer.value]
        if remembered:
            yield remembered, step.answers
    elif remembered and isinstance(step, Instruction):
        yield remembered, HELPED
    elif remembered and isinstance(step, Check | Lookup):
        yield remembered, step.results


def _loose(program: Program) -> set[str]:
    """The facts that may be computed to a value that is not declared for them: from a table, or from another fact."""
    found = set()
    for tree in program.trees.values():
        for step in tree.steps.values():
            for fact, expression in step.sets if isinstance(step, Compute) else ():
                declared = program.facts[fact].values.keys()
                if expression[0] == "table" and not declared >= set(program.tables[expression[1]].values()):
                    found.add(fact)
                if expression[0] == "fact":
                    source = program.facts.get(expression[1])
                    if source is None or not source.values or not declared >= source.values.keys():
                        found.add(fact)
    return found


def _collect(e: Expression, typing: Typing, mentioned: dict[str, set[str]], constants: dict[Expression, set[Any]]) -> None:
    if e[0] in COMPARISONS:
        if (split := typing.threshold(e)) is not None:
            constants.setdefault(split[1], set()).add(split[2])
        for fact, other in ((e[1], e[2]), (e[2], e[1])):
            texts = other[1:] if other[0] == "list" else (other,)
            if fact[0] == "fact":
                mentioned.setdefault(fact[1], set()).update(t[1] for t in texts if t[0] == "text")
    for part in e[1:]:
        if isinstance(part, tuple):
            _collect(part, typing, mentioned, constants)
