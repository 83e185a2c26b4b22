"""A scenario file (`x.test.yml`) to scenarios, with the place of everything in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from diagnostics.model.shapes import BAD, At, Day, Key, ListOf, MapOf, Mapped, Prose, Reader, Word, describe
from diagnostics.source.reader import NULL, Document, read_file
from diagnostics.violations import Violation

TODAY = date(2026, 11, 22)
"""What `today()` says in a scenario that gives no day of its own: any fixed day makes scenarios repeatable."""


@dataclass(frozen=True, slots=True)
class Said:
    """One step of a walk: the step and what is answered there. `facts` are those kept with a check's or look-up's result."""

    step: str
    answer: str | tuple[str, ...]
    facts: Mapping[str, str]
    node: yaml.Node


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scripted visit. `given`: fact → raw value; `ends` is the id of an outcome step, or `resolved`."""

    name: str
    given: Mapping[str, str]
    today: date
    walk: tuple[Said, ...]
    ends: At
    document: Document


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
        return {}


_FILE = Mapped("a scenario file", {
    "scenarios": Key(ListOf(Mapped("a scenario", {
        "name": Key(Prose(variants=False), "The customer's situation.", must=True),
        "given": Key(MapOf(Word("fact"), Word("value"), "the given facts", at_least=0), "Facts known beforehand."),
        "today": Key(Day(), "What `today()` says."),
        "walk": Key(ListOf(MapOf(Word("step"), _Answer(), "a step of the walk"), "the walk", at_least=0), "Each step, and its answer.", must=True),
        "ends": Key(Word("outcome"), "The outcome step, or `resolved`.", must=True),
    }), "the scenarios"), "The scenarios.", must=True),
})  # fmt: skip


def scenario_file(tree_file: Path) -> Path:
    return tree_file.with_name(f"{tree_file.stem}.test.yml")


def read_scenarios(path: Path, shown_as: str) -> tuple[list[Scenario], list[Violation]]:
    """Reads one scenario file; scenarios with anything wrong in them are left out, with violations."""
    document = read_file(path, shown_as)
    if isinstance(document, list):
        return [], document
    reader = Reader(document)
    record = _FILE.read(document.root, reader)
    scenarios = []
    for written in (record.get("scenarios") or ()) if record is not BAD else ():
        if written.get("name") and written.get("ends") and written.get("walk") is not None:
            given = {name: at.value for name, (_, at) in (written.get("given") or {}).items() if at is not BAD}
            day = written.get("today")
            walk = tuple(_said(name, key, node) for entry in written.get("walk") for name, (key, node) in entry.items() if node is not BAD)
            today = date.fromisoformat(day.value) if day else TODAY
            scenarios.append(Scenario(written.get("name").value, given, today, walk, written.get("ends"), document))
    return scenarios, reader.violations


def _said(step: str, key: yaml.Node, node: yaml.Node) -> Said:
    if isinstance(node, yaml.SequenceNode):
        return Said(step, tuple(item.value for item in node.value), {}, key)
    if isinstance(node, yaml.MappingNode):
        pairs = {k.value: v.value for k, v in node.value}
        return Said(step, pairs.pop("result", ""), pairs, key)
    return Said(step, "" if node.tag == NULL else node.value, {}, key)
