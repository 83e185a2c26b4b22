"""One thing that is not as it was: which tree, step and answer, which part of it, how it was and how it is."""

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal[
    "tree.added", "tree.removed", "tree.start", "tree.entry", "step.added", "step.removed", "step.renamed", "step.kind",
    "answer.added", "answer.removed", "answer.renamed", "answer.route", "step.route", "answer.value", "step.fact", "step.condition",
    "fixes.members", "fixes.order", "outcome.kind", "outcome.team", "step.part", "answer.order", "declaration", "header", "text",
]  # fmt: skip
"""In the order in which they are told: what leads elsewhere before what only reads differently."""

RANK = {kind: rank for rank, kind in enumerate(get_args(Kind))}


@dataclass(frozen=True, slots=True)
class Change:
    """One change. Names are those of the new version; of what was removed, those of the old one.

    Attributes:
        tree: the tree's id; empty for what the library declares.
        step: empty for the tree itself.
        answer: an answer's id, a result of a check or a look-up, a text that is looked for, a condition of a `decide`.
        what: the part, as its key in a tree file: `next`, `fixed`, `label`, `risk`; of a declaration its kind and name.
        old, new: the part as it was and as it is, as text; a step that it leads to by its id. Empty where there is none.
        structural: whether figures of before and after are of different things; else only wording, or the like, is another.
    """

    kind: Kind
    tree: str
    step: str = ""
    answer: str = ""
    what: str = ""
    old: str = ""
    new: str = ""
    structural: bool = True
