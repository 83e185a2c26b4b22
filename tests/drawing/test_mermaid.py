"""A tree as a Mermaid flowchart: every line is one that Mermaid reads, whatever the texts are."""

import re
from pathlib import Path

import pytest

from diagnostics.drawing.mermaid import mermaid, mermaid_map
from diagnostics.library.load import load
from tests.drawing.hostile import hostile
from tests.drawing.made import made

ROOT = Path(__file__).parents[2]
CHART = Path(__file__).parent / "everything.mmd"

TEXT = r'"(?:[^\W_]|[ \-.,:;?!()/\'’“”„«»…·→✓–—%+_]|#\d+;|<br>)*"'
"""What may stand in quotes: no quote, no bracket, no backtick, no `&`; other characters as codes."""

NODE = rf"  +[a-z]\d+(?:\({TEXT}\)|\[{TEXT}\]|\[/{TEXT}/\]|\[/{TEXT}\\\]|\{{\{{{TEXT}\}}\}}|\[\[{TEXT}\]\]|\(\[{TEXT}\]\))"
LINES = re.compile(
    rf"flowchart (?:TD|LR)|{NODE}|  [a-z]\d+ -->(?:\|{TEXT}\|)? [a-z]\d+|  subgraph a\d+\[{TEXT}\]|  end"
    r"|  classDef [a-z]+ fill:#\w{6},stroke:#\w{6},color:#\w{6}|  class [a-z]\d+(?:,[a-z]\d+)* [a-z]+"
)  # fmt: skip


def unread(chart: str) -> list[str]:
    """The lines that are none of Mermaid's."""
    return [line[:200] for line in chart.splitlines() if not LINES.fullmatch(line)]


def test_it_is_as_it_was() -> None:
    """`python -m tests.drawing.golden` writes the file anew; Mermaid's own parser has read the one that is kept."""
    assert mermaid(load(ROOT / "tests" / "golden").programs["everything"]) == CHART.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", ["trees", "tests/golden"])
def test_every_tree_can_be_read(folder: str) -> None:
    """All trees that ship."""
    assert [line for program in load(ROOT / folder).programs.values() for line in unread(mermaid(program))] == []


def test_hostile_texts_stay_in_their_quotes() -> None:
    """And are cut, so that the chart stays within what Mermaid takes."""
    chart = mermaid(hostile())
    assert unread(chart) == []
    assert len(chart) < 50_000


def test_every_step_and_way_is_there() -> None:
    """One line each."""
    chart = mermaid(made(60))
    assert len(re.findall(r"^  s\d+[(\[{]", chart, re.M)) == 60


def test_a_list_is_no_list() -> None:
    """Mermaid would refuse a text that begins as a list does."""
    chart = mermaid(hostile())
    assert "1#46; list" in chart and "#45; list" in chart


def test_the_map_can_be_read() -> None:
    """A frame for each area; trees that neither call nor are called are counted."""
    library = load(ROOT / "trees")
    chart = mermaid_map(library.programs, {name: area.title for name, area in library.declared.areas.items()})
    assert unread(chart) == []
    assert '["Printers"]' in chart and '["1 that calls none"]' in chart
    assert chart.count("subgraph") == chart.count("  end\n")
