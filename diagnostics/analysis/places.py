"""A finding to the very place in the file: the route that closes a loop, the name of a fact that may not be known, else the step."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from diagnostics.analysis.states import Finding
from diagnostics.compiler.compile import written_routes
from diagnostics.compiler.raw import texts_in
from diagnostics.model.read import WrittenStep, WrittenTree
from diagnostics.model.shapes import At


class Place(NamedTuple):
    """A node, and the piece of its text that is meant, at which of its occurrences (from 0); an empty piece is the whole node."""

    node: Any
    piece: str = ""
    nth: int = 0


def place_of(finding: Finding, tree: WrittenTree) -> Place:
    """Where a finding stands in the file of its tree."""
    step = tree.steps.get(finding.step)
    if step is None:
        own = (value for key, value in tree.document.root.value if key.value in ("title", "summary"))
        return next(_readings(finding.detail, (one for value in own for one in texts_in(value))), Place(tree.document.root))
    if finding.code == "PR002":
        return _closing(step, finding.detail.partition(" → ")[0], tree)
    if finding.code == "PR003":
        return next(_readings(finding.detail, texts_in(step.record.node)), Place(step.key))
    return Place(step.key)


def _closing(step: WrittenStep, head: str, tree: WrittenTree) -> Place:
    """The route that leads back; the last member of a fixes list goes on by the list's own."""
    lists = (one for one in tree.steps.values() if one.form == "fixes" and any(at.value == step.id for at in one.record.get("fixes") or ()))
    return next((Place(at.node) for one in (step, *lists) for at in written_routes(one.record) if at.value == head), Place(step.key))


def _readings(name: str, scalars: Iterator[tuple[At, bool]]) -> Iterator[Place]:
    """The places that read a fact. Where a condition asks first whether it is known, it is not the one."""
    step = name.partition("/")[2]
    word = rf"answer\(\s*(['\"]){re.escape(step)}\1\s*\)" if step else rf"(?<![\w'\"]){re.escape(name)}(?![\w'\"])"
    for at, expression in scalars:
        if expression and "known(" in at.value:
            continue
        for match in re.finditer(word if expression else re.escape("{" + name + "}"), at.value):
            yield Place(at.node, match.group(), at.value.count(match.group(), 0, match.start()))
