"""A support graph of 147 steps becomes a draft of the same steps and ways, in whatever shape its file is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from diagnostics.authoring.charts import HANDED_OVER
from diagnostics.authoring.drafts import Draft
from diagnostics.authoring.mermaid import read_mermaid
from diagnostics.authoring.node_graph import read_node_graph
from diagnostics.program.types import Choice, Information, Instruction, Outcome, Step
from tests.authoring.support_graph import SHAPES, STEPS, Node, mermaid, support_graph
from tests.authoring.test_drafts import drafted

NODES = support_graph(4)


def said_of(step: Step) -> str:
    heading = (step.title or step.says) if isinstance(step, Outcome) else getattr(step, "heading", "")
    return str(heading).rstrip(":")


def found_in(steps: dict[str, Step]) -> dict[str, str]:
    """Heading → step id; each stands there once."""
    found = {said_of(step): name for name, step in steps.items() if name != HANDED_OVER}
    assert len(found) == len(steps) - (HANDED_OVER in steps)
    return found


def assert_same(node: Node, step: Step, ids: list[str]) -> None:
    """A step leads where its node does, by the same labels."""
    if isinstance(step, Choice):
        assert [(str(a.label), a.next) for a in step.answers.values()] == [(label, ids[to]) for label, to in node.ways]
    elif isinstance(step, Instruction):
        assert (step.not_fixed, step.fixed) == (ids[node.ways[0][1]], None)
    elif isinstance(step, Information):
        assert step.next == ids[node.ways[0][1]]
    else:
        assert isinstance(step, Outcome) and step.kind == "handoff"


def assert_taken_over(made: Draft, steps: dict[str, Step]) -> None:
    """Every node is one step with its own ways."""
    found = found_in(steps)
    ids = [found[node.said] for node in NODES]
    assert len(set(ids)) == len(found) == STEPS
    for node, name in zip(NODES, ids, strict=True):
        assert_same(node, steps[name], ids)


@pytest.mark.parametrize("suffix", ["json", "yaml"])
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_a_support_graph_keeps_its_steps_and_ways(shape: Callable[[list[Node]], Any], suffix: str, tmp_path: Path) -> None:
    """However many parents a step has; whatever its file calls things. Its actions are a list."""
    data = json.dumps(shape(NODES)) if suffix == "json" else yaml.safe_dump(shape(NODES), allow_unicode=True, sort_keys=False)
    made, library = drafted(read_node_graph(data.encode(), f"graph.{suffix}"), tmp_path)
    steps = dict(library.programs["drawn"].root.steps)
    assert_taken_over(made, steps)
    for node in NODES:
        step = steps[found_in(steps)[node.said]]
        if isinstance(step, Instruction):
            assert [str(action.do) for action in step.actions] == node.actions


def test_a_chart_keeps_its_steps_and_ways(tmp_path: Path) -> None:
    """Drawn with frames and styles; what is only to be read cannot be told from what is to be done, and is on the list."""
    made, library = drafted(read_mermaid(mermaid(NODES), ""), tmp_path)
    assert_taken_over(made, dict(library.programs["drawn"].root.steps))
    assert any("frames were not taken over" in decision.words for decision in made.decisions)
