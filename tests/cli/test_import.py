"""`diagnostics import`: charts from elsewhere become drafts in the library's folder."""

import json
from pathlib import Path

import pytest

from tests.cli.running import library, run

CHART = "flowchart TD\nA{Is it on?} -->|No| B[Switch it on]\nA -->|Yes| C[Contact support]\nB --> C\n"
GRAPH = {"start": "on", "nodes": {
    "on": {"type": "question", "text": "Is it on?", "answers": {"Yes": "call", "No": "switch"}},
    "switch": {"type": "solution", "text": "Switch it on", "did_not_help": "call"},
    "call": {"type": "escalate", "text": "A person looks at it"},
}}  # fmt: skip


@pytest.mark.parametrize(
    "name, text",
    [("a.mmd", CHART), ("a.mermaid", CHART), ("a.md", f"# Page\n\n```mermaid\n{CHART}```\n\nmore\n"),
     ("a.json", json.dumps(GRAPH)), ("a.yml", json.dumps(GRAPH))],
)  # fmt: skip
def test_a_chart_becomes_a_draft_that_checks_and_plays(tmp_path: Path, name: str, text: str) -> None:
    """Every kind of file; what is open is listed and counted."""
    guides = library(tmp_path / "guides")
    (tmp_path / name).write_text(text)
    made = run("import", tmp_path / name, "--folder", guides, "--tree", "imported")
    assert made.exit_code == 0, made.output
    assert "imported.yml: 3 steps; " in made.output and "who takes over here?" in made.output
    assert run("check", guides).exit_code == 0
    assert "Is it on?" in run("play", "imported", "--folder", guides, typed="q\n").output


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A second import wants another id."""
    guides = library(tmp_path / "guides")
    (tmp_path / "a.mmd").write_text(CHART)
    run("import", tmp_path / "a.mmd", "--folder", guides)
    again = run("import", tmp_path / "a.mmd", "--folder", guides)
    assert again.exit_code == 2 and "there is a tree `a` already" in again.output


@pytest.mark.parametrize(
    "name, data, code, words",
    [
        ("a.txt", b"x", 2, "not understood"),
        ("a.mmd", b"sequenceDiagram", 1, "line 1:"),
        ("a.md", b"# no chart", 1, "no block ```mermaid"),
        ("a.json", b"{", 1, "not JSON"),
        ("a.yml", b"\xff\xfe\x00", 1, "not UTF-8"),
        ("a.mmd", b"\xff\xfe\x00", 1, "not UTF-8"),
        ("a.yml", b"x" * 300_000, 1, "256 KB"),
        ("a.json", json.dumps({"nodes": {f"n{n}": {"text": "x"} for n in range(1_001)}}).encode(), 1, "more than 1,000"),
    ],
)
def test_what_cannot_be_read_is_one_line(tmp_path: Path, name: str, data: bytes, code: int, words: str) -> None:
    """And leaves nothing behind."""
    guides = library(tmp_path / "guides")
    before = sorted(guides.rglob("*"))
    (tmp_path / name).write_bytes(data)
    refused = run("import", tmp_path / name, "--folder", guides, "--tree", "fresh")
    assert (refused.exit_code, words in refused.output) == (code, True), refused.output
    assert sorted(guides.rglob("*")) == before
