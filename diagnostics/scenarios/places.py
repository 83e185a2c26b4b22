"""An answer, a result or a `next` of a tree to its place in the tree's file."""

from collections.abc import Iterator
from dataclasses import replace

import yaml

from diagnostics.model.read import WrittenTree
from diagnostics.scenarios.swaps import Exit
from diagnostics.violations import Severity, Violation

UNNOTICED = "SC005"


def line_of(tree: WrittenTree, step: str, answer: str = "") -> int:
    """The line, counted from 1, at which a step stands, or the answer of it if that is written out."""
    return tree.document.span(_node(tree, step, answer)).line


def unnoticed(tree: WrittenTree, one: Exit, other: Exit, hint: str) -> Violation:
    """The warning that no scenario notices a swap, at the place of the first of the two."""
    message = f"no scenario notices when {one.words()} (next: {one.target}) and {other.words()} (next: {other.target}) change places"
    return replace(tree.document.violation(UNNOTICED, _node(tree, one.step, one.key), message, hint), severity=Severity.WARNING)


def _node(tree: WrittenTree, step: str, answer: str) -> yaml.Node:
    if step not in tree.steps:
        return tree.document.root
    written = tree.steps[step]
    named = dict(_named(written.record.node))
    return named.get(answer) or named.get(answer.replace(" ", "_")) or written.key


def _named(step: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    """What is named in a step, deepest last: its keys, its answers and results, its matches by their text, its cases by their number."""
    for key, value in step.value if isinstance(step, yaml.MappingNode) else ():
        yield key.value, key
        if key.value in ("answers", "results") and isinstance(value, yaml.MappingNode):
            yield from ((name.value, name) for name, _ in value.value)
        if key.value in ("matches", "decide") and isinstance(value, yaml.SequenceNode):
            for number, item in enumerate(value.value, 1):
                pairs = item.value if isinstance(item, yaml.MappingNode) else []
                yield next((v.value for k, v in pairs if k.value == "text"), str(number)), item
