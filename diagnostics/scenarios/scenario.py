"""A scenario file (`x.test.yml`) to scenarios, with the place of everything in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from diagnostics.model.scenario_language import SCENARIOS
from diagnostics.model.shapes import BAD, At, Reader
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
    """One scripted visit. `given`: fact → raw value; `ends` is the id of an outcome step, or `resolved`;
    `node` is where its name stands. `entry` is the step at which the visit begins, where that is not the start."""

    name: str
    given: Mapping[str, str]
    today: date
    walk: tuple[Said, ...]
    ends: At
    document: Document
    node: yaml.Node
    entry: At | None = None


def scenario_file(tree_file: Path) -> Path:
    return tree_file.with_name(f"{tree_file.stem}.test.yml")


def read_scenarios(path: Path, shown_as: str) -> tuple[list[Scenario], list[Violation]]:
    """Reads one scenario file; scenarios with anything wrong in them are left out, with violations."""
    document = read_file(path, shown_as, read_on=True)
    if isinstance(document, list):
        return [], document
    scenarios, violations = scenarios_in(document)
    return scenarios, [*document.refused, *violations]


def scenarios_in(document: Document) -> tuple[list[Scenario], list[Violation]]:
    """As `read_scenarios`, for a document in hand."""
    reader = Reader(document)
    record = SCENARIOS.read(document.root, reader)
    scenarios = []
    for written in (record.get("scenarios") or ()) if record is not BAD else ():
        if written.get("name") and written.get("ends") and written.get("walk") is not None:
            given = {name: at.value for name, (_, at) in (written.get("given") or {}).items() if at is not BAD}
            day = written.get("today")
            walk = tuple(_said(name, key, node) for entry in written.get("walk") for name, (key, node) in entry.items() if node is not BAD)
            today = date.fromisoformat(day.value) if day else TODAY
            scenarios.append(Scenario(written.get("name").value, given, today, walk, written.get("ends"), document, written.get("name").node,
                                      written.get("entry")))  # fmt: skip
    return scenarios, reader.violations


def _said(step: str, key: yaml.Node, node: yaml.Node) -> Said:
    if isinstance(node, yaml.SequenceNode):
        return Said(step, tuple(item.value for item in node.value), {}, key)
    if isinstance(node, yaml.MappingNode):
        pairs = {k.value: v.value for k, v in node.value}
        return Said(step, pairs.pop("result", ""), pairs, key)
    return Said(step, "" if node.tag == NULL else node.value, {}, key)
