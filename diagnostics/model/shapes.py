"""Shapes: what may stand at a place of a file. Each reads a node and describes itself as JSON Schema.

A shape's `read` gives the value, or `BAD` after reporting one violation: what hangs on a bad value is passed over in silence,
so that one mistake is one violation.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Protocol

import yaml

from diagnostics.model.habits import SAME_SENSE
from diagnostics.model.reading import BAD as BAD
from diagnostics.model.reading import At as At
from diagnostics.model.reading import Reader as Reader
from diagnostics.model.reading import Record as Record
from diagnostics.model.reading import describe as describe
from diagnostics.model.reading import too_many as too_many
from diagnostics.source.reader import BOOL, FLOAT, INT, NULL, TEXT
from diagnostics.violations import clipped, did_you_mean, nearest


class Shape(Protocol):
    """What may stand at a place of a file."""

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        """The value (what it is, each shape says), or `BAD` after one violation."""

    def schema(self) -> dict[str, Any]: ...


def scalar(node: Any, reader: Reader, what: str, prose: bool = False) -> str | None:
    """A text as written, not empty. Numbers count as texts here (`label: 5` is a label); nothing and true/false do not."""
    if not isinstance(node, yaml.ScalarNode) or node.tag in (BOOL, NULL):
        hint = "write it, or remove the key"
        if node.tag == BOOL:
            hint = f"a text that reads `{node.value}` needs quotes"
        elif node.tag != NULL:
            hint = 'a text that begins with `{` or `[` needs quotes: "…"' if prose and node.flow_style else "write one, on this line"
        reader.report("ST003", node, f"{what} must be a text, not {describe(node)}", hint)
        return None
    if not node.value.strip():
        reader.report("ST011", node, f"{what} is missing here", "write it, or remove the key")
        return None
    return str(node.value)


def plain(node: yaml.Node) -> str | None:
    """The text of a node that holds one, as nearly all do; None where `scalar` has more to look at."""
    return node.value if node.tag == TEXT and node.value.strip() else None


_compiled = cache(re.compile)


def _a(what: str) -> str:
    return f"an {what}" if what[0] in "aeio" or what.startswith(("https", "urgency")) else f"a {what}"


@dataclass(frozen=True, slots=True)
class Word:
    """A short text of a fixed form: an id, a day, an address, one of some values."""

    what: str
    pattern: str = ""
    values: tuple[str, ...] = ()
    hint: str = ""
    numeric: bool = False
    joint: str = ""

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        text = plain(node) or scalar(node, reader, _a(self.what))
        if text is None:
            return BAD
        if self.values and text not in self.values:
            one_of = "one of " + ", ".join(f"`{v}`" for v in self.values) if len(self.values) > 1 else f"write `{self.values[0]}`"
            return reader.report("ST008", node, f"`{clipped(text)}` is not {_a(self.what)}", did_you_mean(text, self.values) or one_of)
        if self.pattern and not _compiled(self.pattern).fullmatch(text):
            return reader.report("ST006", node, f"`{clipped(text)}` is not {_a(self.what)}", self._cure(text))
        return At(text, node)

    def _cure(self, text: str) -> str:
        written = self.joint.join(re.findall("[a-z0-9]+", text.lower()))
        fits = self.joint and re.fullmatch(self.pattern, written)
        return f"write it as `{clipped(written)}`: {self.hint}" if fits else self.hint

    def schema(self) -> dict[str, Any]:
        """Where YAML may read a number, as in `format: 1` or `min: 5`, a number is allowed as well."""
        if self.values:
            return {"enum": [*self.values, *(int(v) for v in self.values if v.isdecimal())]}
        if self.pattern and not self.numeric:
            return {"type": "string", "pattern": f"^(?:{self.pattern})$"}
        return {"type": ["string", "number"] if self.numeric else "string", "minLength": 1}


@dataclass(frozen=True, slots=True)
class Day:
    """A day as `2026-11-22`, or one of the words in `also`. Gives `At`."""

    what: str = "day"
    also: tuple[str, ...] = ()

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        text = scalar(node, reader, f"a {self.what}")
        if text is None:
            return BAD
        if text not in self.also:
            try:
                date.fromisoformat(text if DAY.fullmatch(text) else "")
            except ValueError:
                return reader.report("ST008", node, f"`{clipped(text)}` is not a {self.what}", "write year, month and day: 2026-11-22")
        return At(text, node)

    def schema(self) -> dict[str, Any]:
        plain = {"type": "string", "format": "date"}
        return {"anyOf": [plain, {"enum": list(self.also)}]} if self.also else plain


@dataclass(frozen=True, slots=True)
class Flag:
    """`true` or `false`; with `only`, a key that is there or not, so that `false` would say nothing."""

    only: bool = False

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        allowed = "`true`" if self.only else "`true` or `false`"
        if node.tag != BOOL or (self.only and node.value.lower() == "false"):
            found = f"`{clipped(node.value)}`" if isinstance(node, yaml.ScalarNode) and node.value else describe(node)
            return reader.report("ST003", node, f"this must be {allowed}, not {found}", f"write {allowed}, without quotes")
        return node.value.lower() == "true"

    def schema(self) -> dict[str, Any]:
        return {"const": True} if self.only else {"type": "boolean"}


def number(text: str) -> Decimal | None:
    """The number that a text writes, if it can be one: not every size of exponent can."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) <= 15 else None


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `low` to `high`, both included. Gives `float`, or `int` where it must be whole."""

    low: float
    high: float
    whole: bool = False

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        if node.tag != INT and (self.whole or node.tag != FLOAT):
            kind = "whole number" if self.whole else "number"
            found = f"`{clipped(node.value)}`" if isinstance(node, yaml.ScalarNode) and node.value else describe(node)
            return reader.report("ST003", node, f"this must be a {kind}, not {found}", f"write {_a(kind)} from {self.low:g} to {self.high:g}")
        value = number(node.value)
        if value is None or not Decimal(str(self.low)) <= value <= Decimal(str(self.high)):
            size = "large" if value is None or value > Decimal(str(self.high)) else "small"
            return reader.report("ST009", node, f"`{clipped(node.value)}` is too {size}", f"write a number from {self.low:g} to {self.high:g}")
        return int(value) if self.whole else float(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer" if self.whole else "number", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Prose:
    """A text that people read: must not be empty, nor be cut short by a comment. With `variants`, also a list of `{when, text}`."""

    variants: bool = True

    def read(self, node: Any, reader: Reader) -> Any:
        if isinstance(node, yaml.SequenceNode) and self.variants:
            if not node.value or any(not isinstance(item, yaml.MappingNode) for item in node.value):
                return reader.report("ST003", node, "this must be a text, not a list",
                                     "a text that begins with `[` needs quotes; variants are a list of `{when, text}`")  # fmt: skip
            return VARIANTS.read(node, reader)
        text = plain(node) or scalar(node, reader, "a text" if node.tag == TEXT else "this", prose=True)
        if text is None:
            return BAD
        end, lines = node.end_mark, reader.document.lines
        if not node.style and end.line < len(lines):
            rest = lines[end.line][end.column :]
            if "#" in rest and re.match(r"\s*#", rest):
                hint = "put the text in quotes, or the comment on a line of its own"
                return reader.report("SY011", node, "a `#` cuts this text short", hint)
        return At(text, node)

    def schema(self) -> dict[str, Any]:
        return {"$ref": "#/$defs/text"} if self.variants else {"type": ["string", "number"], "minLength": 1}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list. Gives a tuple of the items that could be read; `what` names them, with "the"."""

    item: Shape
    what: str
    at_least: int = 1

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        if not isinstance(node, yaml.SequenceNode):
            return reader.report("ST003", node, f"{self.what} must be a list, not {describe(node)}", "write `[a, b]` or one `- item` a line")
        if len(node.value) < self.at_least:
            return reader.report("ST012", node, f"{self.what} are empty", "write at least one, or remove the key")
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
    """Any keys of one form, each with a value of one shape. Gives {key: (key node, value)}; a bad value, or that of a bad key, is `BAD`."""

    key: Word
    item: Shape
    what: str
    at_least: int = 1

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        pairs = reader.pairs(node, self.what)
        if pairs is None:
            return BAD
        if len(pairs) < self.at_least:
            return reader.report("ST012", node, f"{self.what} are empty", "write at least one, or remove the key")
        return {name: (key, self.item.read(value, reader) if self.key.read(key, reader) is not BAD else BAD) for name, key, value in pairs}

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
    must: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "must", tuple(name for name, key in self.keys.items() if key.must))

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        if self.short and isinstance(node, yaml.ScalarNode):
            value = self.keys[self.short].shape.read(node, reader)
            return BAD if value is BAD else Record(node, {self.short: value})
        pairs = reader.pairs(node, self.what)
        return BAD if pairs is None else self.read_pairs(node, pairs, reader)

    def read_pairs(self, node: yaml.Node, pairs: Sequence[tuple[str, yaml.Node, yaml.Node]], reader: Reader) -> Record:
        values: dict[str, Any] = {}
        misspelt: list[str] = []
        for name, key_node, value_node in pairs:
            key = self.keys.get(name)
            if key is not None:
                values[name] = key.shape.read(value_node, reader)
            elif not reader.full:
                missing = [must for must in self.must if all(pair[0] != must for pair in pairs)]
                misspelt.append(self._unknown(name, key_node, value_node, reader, missing))
        for name in filter(None, misspelt):
            values.setdefault(name, BAD)  # a misspelt key is one mistake: it is not missing as well
        for name in self.must:
            if name not in values:
                reader.report("ST002", _head(node), f"{self.what} needs `{name}`", self.keys[name].doc)
        return Record(node, values)

    def _unknown(self, name: str, key: yaml.Node, value: yaml.Node, reader: Reader, missing: Sequence[str]) -> str:
        """Reports a key that the language does not have; gives the one that was probably meant: of those that are missing, or by its sense."""
        near = nearest(name, self.keys) or next((other for other in SAME_SENSE.get(name, ()) if other in self.keys), "")
        if not near and len(missing) == 1 and not (value.tag == NULL and " " in name):
            near = missing[0]
        hint = f"did you mean `{near}`?" if near else "it can have " + ", ".join(f"`{k}`" for k in self.keys)
        if value.tag == NULL and " " in name:
            hint = "a comma ends a text inside `{…}`: put the text in quotes"
        reader.report("ST001", key, f"{self.what} has no key `{clipped(name)}`", hint)
        return near

    def schema(self) -> dict[str, Any]:
        full: dict[str, Any] = {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: {"title": name, **key.shape.schema(), "description": key.doc} for name, key in self.keys.items()},
        }
        if self.must:
            full["required"] = [*self.must]
        return {"anyOf": [self.keys[self.short].shape.schema(), full]} if self.short else full


def _head(node: yaml.Node) -> yaml.Node:
    """Where to point for something that is missing: the first key, since a block mapping has no mark of its own."""
    return node.value[0][0] if isinstance(node, yaml.MappingNode) and node.value else node


DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EXPRESSION = Word("expression")
VARIANTS = ListOf(
    Mapped("a variant", {
        "when": Key(EXPRESSION, "The condition under which this wording shows; left out on the last."),
        "text": Key(Prose(variants=False), "The wording.", must=True),
    }),
    "the variants",
)  # fmt: skip
TEXT_SCHEMA: dict[str, Any] = {"anyOf": [{"type": ["string", "number"], "minLength": 1}, VARIANTS.schema()]}

