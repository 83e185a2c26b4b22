"""A document being read: the values that were found in it, and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from diagnostics.source.reader import BOOL, FLOAT, INT, MAX_VIOLATIONS, NULL, Document
from diagnostics.violations import Violation, clipped

BAD: Any = object()
"""Stands for a value that has been reported."""


class At(NamedTuple):
    """A scalar and the node that it stands in."""

    value: str
    node: yaml.Node


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping that was read: its values by key. Keys that were bad or misspelt are in `values` as `BAD`."""

    node: yaml.Node
    values: Mapping[str, Any]

    def get(self, key: str) -> Any:
        """The value, or None where the key is absent or was reported."""
        value = self.values.get(key)
        return None if value is BAD else value

    def has(self, key: str) -> bool:
        return key in self.values


@dataclass(slots=True)
class Reader:
    """A document being read, and what was found wrong in it."""

    document: Document
    violations: list[Violation] = field(default_factory=list)

    @property
    def full(self) -> bool:
        return len(self.violations) > MAX_VIOLATIONS

    def report(self, code: str, node: yaml.Node, message: str, hint: str = "") -> Any:
        """Notes a violation, and gives `BAD`."""
        if len(self.violations) == MAX_VIOLATIONS:
            self.violations.append(too_many(self.document, node))
        elif not self.full:
            self.violations.append(self.document.violation(code, node, message, hint))
        return BAD

    def pairs(self, node: yaml.Node, what: str) -> list[tuple[str, yaml.Node, yaml.Node]] | None:
        """The (key, key node, value node) of a mapping, duplicates and non-text keys reported; None if it is no mapping."""
        if not isinstance(node, yaml.MappingNode):
            a_list = isinstance(node, yaml.SequenceNode)
            hint = "write a name before each item, in place of its `- `" if a_list else "write them on the lines below, indented"
            self.report("ST003", node, f"{what} must be `key: value` pairs, not {describe(node)}", hint)
            return None
        plain: list[tuple[str, yaml.Node, yaml.Node]] = [(key.value, key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)]
        if len(node.value) == len(plain) == len({pair[0] for pair in plain}):
            return plain
        seen: dict[str, tuple[str, yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.report("ST003", key, "a key must be a text", "quote it if it holds `{` or `[`")
            elif key.value in seen:
                first = seen[key.value][1].start_mark.line + 1
                hint = f"its first place is line {first}: give one of them another name"
                self.report("SY007", key, f"`{clipped(key.value)}` stands here twice", hint)
            else:
                seen[key.value] = (key.value, key, value)
        return list(seen.values())


def too_many(document: Document, node: yaml.Node) -> Violation:
    return document.violation("SY013", node, f"more than {MAX_VIOLATIONS} mistakes: the others are not shown", "cure these first")


def describe(node: yaml.Node) -> str:
    """What stands at a node, in an author's words."""
    if isinstance(node, yaml.MappingNode):
        return "`key: value` pairs"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return {INT: "a number", FLOAT: "a number", BOOL: "true or false", NULL: "nothing"}.get(node.tag, "a text")
