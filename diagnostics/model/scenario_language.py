"""The tables of scenario files (`x.test.yml`): every key, its shape, and the line that explains it."""

from dataclasses import dataclass
from typing import Any

import yaml

from diagnostics.model.shapes import Day, Key, ListOf, MapOf, Mapped, Prose, Reader, Word, describe


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer: a text, a list of texts, or `{result: …, fact: value}`."""

    def read(self, node: yaml.Node, reader: Reader) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return node
        if isinstance(node, yaml.SequenceNode) and all(isinstance(i, yaml.ScalarNode) for i in node.value):
            return node
        if isinstance(node, yaml.MappingNode) and all(isinstance(part, yaml.ScalarNode) for pair in node.value for part in pair):
            return node
        return reader.report("ST003", node, f"an answer is a text, a list, or `{{result: …}}`, not {describe(node)}")

    def schema(self) -> dict[str, Any]:
        text = {"type": ["string", "number", "boolean"]}
        several = {"type": "array", "items": text}
        return {"anyOf": [text, several, {"type": "object", "additionalProperties": text}, {"type": "null"}]}


SCENARIOS = Mapped("a scenario file", {
    "scenarios": Key(ListOf(Mapped("a scenario", {
        "name": Key(Prose(variants=False), "The customer's situation.", must=True),
        "given": Key(MapOf(Word("fact"), Word("value"), "the given facts", at_least=0), "Facts known beforehand."),
        "entry": Key(Word("step"), "Where the visit begins, if one of the tree's `errors` leads there. Its `start` if left out."),
        "today": Key(Day(), "What `today()` says."),
        "walk": Key(ListOf(MapOf(Word("step"), _Answer(), "a step of the walk"), "the walk", at_least=0), "Each step, and its answer.", must=True),
        "ends": Key(Word("outcome"), "The outcome step, or `resolved`.", must=True),
    }), "the scenarios"), "The scenarios.", must=True),
})  # fmt: skip
