"""Shapes: what may stand at a place of a file. Each reads a node and describes itself as JSON Schema.

A shape's `read` gives the value, or `BAD` after reporting one violation: what hangs on a bad value is passed over in silence,
so that one mistake is one violation.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

import yaml

from diagnostics.source.reader import BOOL, CORE_TAGS, FLOAT, INT, NULL, TEXT, Document
from diagnostics.violations import Violation, did_you_mean

BAD: Any = object()
"""Stands for a value that has been reported."""


class At(NamedTuple):
    """A scalar and the node that it stands in."""

    value: str
    node: yaml.Node


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping that was read: its values by key. Keys that were bad are in `values` as `BAD`."""

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
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = self.document.text.split("\n")

    def report(self, code: str, node: yaml.Node, message: str, hint: str = "") -> Any:
        self.violations.append(self.document.violation(code, node, message, hint))
        return BAD

    def pairs(self, node: yaml.Node, what: str) -> list[tuple[str, yaml.Node, yaml.Node]] | None:
        """The (key, key node, value node) of a mapping, duplicates and non-text keys reported; None if it is no mapping."""
        if not isinstance(node, yaml.MappingNode):
            self.report("ST003", node, f"{what} must be `key: value` pairs, not {describe(node)}")
            return None
        seen: dict[str, tuple[str, yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.report("ST003", key, "a key must be a text", "quote it if it holds `{` or `[`")
            elif key.value in seen:
                first = seen[key.value][1].start_mark.line + 1
                self.report("SY007", key, f"the key `{key.value}` stands here twice", f"its first place is line {first}")
            else:
                seen[key.value] = (key.value, key, value)
        return list(seen.values())


class Shape(Protocol):
    def read(self, node: yaml.Node, reader: Reader) -> Any: ...
    def schema(self) -> dict[str, Any]: ...


def describe(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "`key: value` pairs"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return {INT: "a number", FLOAT: "a number", BOOL: "true or false", NULL: "nothing"}.get(node.tag, "a text")


def scalar(node: yaml.Node, reader: Reader, what: str) -> str | None:
    """A text as written. Numbers count as texts here (`label: 5` is a label); nothing and true/false do not."""
    if node.tag not in CORE_TAGS:
        reader.report("SY006", node, f"tags such as `{node.tag}` are not allowed", "remove the tag")
        return None
    if not isinstance(node, yaml.ScalarNode) or node.tag in (BOOL, NULL):
        hint = "put it in quotes" if node.tag == BOOL else ""
        reader.report("ST003", node, f"{what} must be a text, not {describe(node)}", hint)
        return None
    return str(node.value)


@dataclass(frozen=True, slots=True)
class Word:
    """A short text of a fixed form: an id, a day, an address, one of some values."""

    what: str
    pattern: str = ""
    values: tuple[str, ...] = ()
    hint: str = ""

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        text = scalar(node, reader, self.what)
        if text is None:
            return BAD
        if self.values and text not in self.values:
            hint = did_you_mean(text, self.values) or "one of " + ", ".join(f"`{v}`" for v in self.values)
            return reader.report("ST008", node, f"`{text}` is not a {self.what}", hint)
        if self.pattern and not re.fullmatch(self.pattern, text):
            return reader.report("ST006", node, f"`{text}` is not a {self.what}", self.hint)
        return At(text, node)

    def schema(self) -> dict[str, Any]:
        if self.values:
            return {"enum": list(self.values)}
        return {"type": "string"} | ({"pattern": f"^(?:{self.pattern})$"} if self.pattern else {"minLength": 1})


@dataclass(frozen=True, slots=True)
class Day:
    what: str = "day"
    also: tuple[str, ...] = ()

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        text = scalar(node, reader, f"a {self.what}")
        if text is None:
            return BAD
        if text not in self.also:
            try:
                date.fromisoformat(text)
            except ValueError:
                return reader.report("ST008", node, f"`{text}` is not a {self.what}", "write it as 2026-11-22")
        return At(text, node)

    def schema(self) -> dict[str, Any]:
        plain = {"type": "string", "format": "date"}
        return {"anyOf": [plain, {"enum": list(self.also)}]} if self.also else plain


@dataclass(frozen=True, slots=True)
class Flag:
    def read(self, node: yaml.Node, reader: Reader) -> Any:
        if node.tag != BOOL:
            return reader.report("ST003", node, f"this must be `true` or `false`, not {describe(node)}", "write `true` or `false`")
        return node.value.lower() == "true"

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Number:
    low: float
    high: float
    whole: bool = False

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        if node.tag != INT and (self.whole or node.tag != FLOAT):
            kind = "whole number" if self.whole else "number"
            return reader.report("ST003", node, f"this must be a {kind}, not {describe(node)}")
        value = Decimal(node.value)
        if not Decimal(str(self.low)) <= value <= Decimal(str(self.high)):
            return reader.report("ST009", node, f"{node.value} is not between {self.low:g} and {self.high:g}")
        return int(value) if self.whole else float(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer" if self.whole else "number", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Prose:
    """A text that people read: must not be empty, nor be cut short by a comment. With `variants`, also a list of `{when, text}`."""

    variants: bool = True

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        if isinstance(node, yaml.SequenceNode) and self.variants:
            return _VARIANTS.read(node, reader)
        text = scalar(node, reader, "this")
        if text is None:
            return BAD
        if not text.strip():
            return reader.report("ST011", node, "the text is empty", "write it, or remove the key")
        end = node.end_mark
        if node.style is None and end.line < len(reader.lines):
            rest = reader.lines[end.line][end.column :]
            if "#" in rest and re.match(r"\s*#", rest):
                hint = "put the text in quotes, or the comment on a line of its own"
                return reader.report("SY011", node, "a `#` cuts this text short", hint)
        return At(text, node)

    def schema(self) -> dict[str, Any]:
        plain: dict[str, Any] = {"type": ["string", "number"]}
        return {"$ref": "#/$defs/text"} if self.variants else plain


@dataclass(frozen=True, slots=True)
class ListOf:
    item: Shape
    what: str
    at_least: int = 1

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        if not isinstance(node, yaml.SequenceNode):
            return reader.report("ST003", node, f"{self.what} must be a list, not {describe(node)}", "write `[a, b]` or one `- item` a line")
        if len(node.value) < self.at_least:
            return reader.report("ST012", node, f"{self.what} needs at least {self.at_least}")
        return tuple(value for item in node.value if (value := self.item.read(item, reader)) is not BAD)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "minItems": self.at_least, "items": self.item.schema()}


@dataclass(frozen=True, slots=True)
class OneOrMore:
    """One item, or a list of them; always gives a tuple."""

    item: Shape
    what: str

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        if isinstance(node, yaml.SequenceNode):
            return ListOf(self.item, self.what).read(node, reader)
        value = self.item.read(node, reader)
        return BAD if value is BAD else (value,)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [self.item.schema(), ListOf(self.item, self.what).schema()]}


@dataclass(frozen=True, slots=True)
class MapOf:
    """Any keys of one form, each with a value of one shape. Gives {key: (key node, value)}; a bad value is `BAD`."""

    key: Word
    item: Shape
    what: str
    at_least: int = 1

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        pairs = reader.pairs(node, self.what)
        if pairs is None:
            return BAD
        if len(pairs) < self.at_least:
            return reader.report("ST012", node, f"{self.what} needs at least {self.at_least}")
        return {name: (key, self.item.read(value, reader)) for name, key, value in pairs if self.key.read(key, reader) is not BAD}

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "minProperties": self.at_least, "additionalProperties": self.item.schema()} | (
            {"propertyNames": {"pattern": f"^(?:{self.key.pattern})$"}} if self.key.pattern else {}
        )


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a mapping. `doc` is its line in the reference and the editor's hover text."""

    shape: Shape
    doc: str
    must: bool = False


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping with named keys. `short` names the key that a plain text stands for."""

    what: str
    keys: Mapping[str, Key]
    short: str = ""

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        if self.short and isinstance(node, yaml.ScalarNode):
            value = self.keys[self.short].shape.read(node, reader)
            return BAD if value is BAD else Record(node, {self.short: value})
        pairs = reader.pairs(node, self.what)
        return BAD if pairs is None else self.read_pairs(node, pairs, reader)

    def read_pairs(self, node: yaml.Node, pairs: Sequence[tuple[str, yaml.Node, yaml.Node]], reader: Reader) -> Record:
        values: dict[str, Any] = {}
        unknown: list[str] = []
        for name, key_node, value_node in pairs:
            key = self.keys.get(name)
            if key is None:
                unknown.append(name)
                comma = value_node.tag == NULL and " " in name
                hint = "a comma ends a text inside `{…}`: put the text in quotes" if comma else did_you_mean(name, self.keys) or "it can have " + ", ".join(f"`{k}`" for k in self.keys)
                reader.report("ST001", key_node, f"{self.what} has no key `{name}`", hint)
            else:
                values[name] = key.shape.read(value_node, reader)
        for name, key in self.keys.items():
            # A misspelt key is one mistake: it is not reported again as missing.
            if key.must and name not in values and not any(did_you_mean(u, [name]) for u in unknown):
                reader.report("ST002", _head(node), f"{self.what} needs `{name}`", key.doc)
        return Record(node, values)

    def schema(self) -> dict[str, Any]:
        full: dict[str, Any] = {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: {**key.shape.schema(), "description": key.doc} for name, key in self.keys.items()},
        }
        must = [name for name, key in self.keys.items() if key.must]
        if must:
            full["required"] = must
        return {"anyOf": [self.keys[self.short].shape.schema(), full]} if self.short else full


def _head(node: yaml.Node) -> yaml.Node:
    """Where to point for something that is missing: the first key, since a block mapping has no mark of its own."""
    return node.value[0][0] if isinstance(node, yaml.MappingNode) and node.value else node


EXPRESSION = Word("expression")
_VARIANTS = ListOf(
    Mapped("a variant", {
        "when": Key(EXPRESSION, "The condition under which this wording shows; left out on the last."),
        "text": Key(Prose(variants=False), "The wording.", must=True),
    }),
    "the variants",
)  # fmt: skip
TEXT_SCHEMA: dict[str, Any] = {"anyOf": [{"type": ["string", "number"]}, _VARIANTS.schema()]}
__all__ = ["BAD", "TEXT", "TEXT_SCHEMA", "At", "Day", "Flag", "Key", "ListOf", "MapOf", "Mapped", "Number", "OneOrMore", "Prose", "Reader", "Record", "Word"]
