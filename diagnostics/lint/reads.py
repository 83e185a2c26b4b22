"""A tree to what is read of its facts and answers: by conditions, texts, lookups and hand-offs, in the trees that it calls as well."""

import re
from collections import Counter
from collections.abc import Iterator

from diagnostics.analysis.reads import expressions_of, facts_of_text, texts_of
from diagnostics.conditions.expression import facts_in
from diagnostics.lint.conditions import chains_of
from diagnostics.lint.subject import Subject
from diagnostics.program.types import Asked, Compute, Lookup, Outcome, Step, Text, Tree

_IN_BRACES = re.compile(r"\{([a-z]\w*)\}")


def own_reads(subject: Subject) -> frozenset[str]:
    """The facts that something in the tree's own steps reads; answers that are read stand there as `tree/step`. Empty without a program.

    Questions that are skipped while their fact is known are not among it: see `times_asked`.
    """
    if subject.program is None or subject.tree is None:
        return frozenset()
    found = {name for name, fact in subject.program.facts.items() if fact.identifies}
    for expression in {condition.expression for chain in subject.once(chains_of) for condition in chain.conditions}:
        found.update(facts_in(expression))
    found.update(_IN_BRACES.findall(subject.written.document.text))
    for step in subject.tree.steps.values():
        found.update(_silent(step, subject.tree.id))
    return frozenset(found)


def is_read_by_called(subject: Subject, fact: str) -> bool:
    """Whether a tree that this one calls reads a fact."""
    program = subject.program
    called = [tree for name, tree in program.trees.items() if name != program.tree] if program is not None else []
    return any(fact == name for tree in called for name in _reads(tree))


def _reads(tree: Tree) -> Iterator[str]:
    """The facts that a tree reads, in no order: first those that are found at once."""
    for step in tree.steps.values():
        yield from _silent(step, tree.id)
        for expression in expressions_of(step, ()):
            yield from facts_in(expression)
    for step in tree.steps.values():
        for text in texts_of(step):
            for variant in () if isinstance(text, str) else text:
                yield from facts_in(variant.when) if variant.when else ()
            yield from _in_text(text)


def _silent(step: Step, tree: str) -> Iterator[str]:
    """What a step reads without a condition or a text."""
    if isinstance(step, Compute):
        yield from (name for _, expression in step.sets for name in facts_in(expression))
    elif isinstance(step, Lookup):
        yield from step.keys
    elif isinstance(step, Outcome):
        yield from (b.name if b.kind == "fact" else f"{tree}/{b.name}" for b in step.bring)


def _in_text(text: Text) -> Iterator[str]:
    for plain in (text,) if isinstance(text, str) else [variant.text for variant in text]:
        yield from facts_of_text(plain)


def times_asked(subject: Subject) -> Counter[str]:
    """Fact → how many questions ask for it, in called trees as well: each of them is skipped while it is known."""
    trees = subject.program.trees.values() if subject.program is not None else ()
    return Counter(step.fact for tree in trees for step in tree.steps.values() if isinstance(step, Asked) and step.fact)
