"""What a rule is: a code, a page that explains it (its docstring), and what it finds.

One rule is one small class in a file of its own, `rules/<family>/<CODE>_<name>.py`. Its docstring is its page: a title, what it does, and the
sections `Why:`, `Example:` and `Use instead:` (`diagnostics.lint.page` reads them). Its cases stand in `tests/lint/cases/<CODE>.yml`.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import yaml

from diagnostics.lint.subject import Shelf, Subject
from diagnostics.violations import Edit, Severity, Span, Violation

FAMILIES: Mapping[str, str] = {
    "ST": "Structure",
    "RF": "References",
    "FA": "Facts and conditions",
    "OU": "Outcomes",
    "EF": "Effort",
    "TX": "Texts",
    "ME": "Media",
    "LA": "Languages",
    "SA": "Safety",
    "FI": "Finder",
    "SI": "Similarity",
    "TE": "Tests",
    "GO": "Governance",
    "LI": "Links",
}
"""The first two letters of a code → what the rules of the family look at. Rules count from 101: below are the loader's and the proofs'."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a rule found, at a node of the tree's file. With `piece`, at its `nth` (from 0) occurrence inside the node's text.

    `edits` are the cure, where it is certain: changes to the file's text that `--fix` makes.
    """

    node: yaml.Node
    message: str
    hint: str = ""
    piece: str = ""
    nth: int = 0
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundAt:
    """One thing that a rule of the whole library found. `source` is the text of the line, for the caret."""

    span: Span
    message: str
    hint: str = ""
    source: str = ""


class Rule(ABC):
    """`limits` names the numbers that `_library.yml` may change under `lint: limits:`, with what they are otherwise."""

    code: ClassVar[str]
    severity: ClassVar[Severity] = Severity.WARNING
    limits: ClassVar[Mapping[str, float]] = {}


class TreeRule(Rule):
    """A rule that one tree can break by itself."""

    @abstractmethod
    def check(self, subject: Subject) -> Iterable[Found | FoundAt]:
        """What is wrong in the tree. Never raises for what its file holds: parts that the loader refused are simply not there."""


class LibraryRule(Rule):
    """A rule that only all trees together, or the library file, can break."""

    @abstractmethod
    def check(self, shelf: Shelf) -> Iterable[FoundAt]:
        """What is wrong between trees, or in what they share."""


AnyRule = TreeRule | LibraryRule


def in_tree(rule: Rule, found: Found, subject: Subject, severity: Severity) -> Violation:
    """A finding at a node of the tree's file, as a violation."""
    made = subject.written.document.violation_inside(rule.code, found.node, found.piece, found.nth, found.message, found.hint)
    return replace(made, severity=severity, edits=found.edits)


def at_place(rule: Rule, found: FoundAt, severity: Severity) -> Violation:
    """A finding that knows its place, as a violation."""
    return Violation(rule.code, found.span, found.message, found.hint, found.source, severity)
