"""What the page about flow charts tells an author to type does what it says."""

import re
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.docs.test_tutorial import LIBRARY

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "bring-in-a-chart.md").read_text(encoding="utf-8")


def test_the_chart_of_the_page_becomes_the_draft_that_it_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One box that two lead to is one step."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "_library.yml").write_text(LIBRARY)
    (tmp_path / "printer.mmd").write_text(re.findall(r"^```text printer.mmd\n(.*?)^```", PAGE, re.M | re.S)[0])
    (command,) = re.findall(r"^diagnostics (import .*)$", PAGE, re.M)
    made = run(*[part.strip('"') for part in re.findall(r'"[^"]*"|\S+', command)])
    assert made.exit_code == 0, made.output
    draft = (tmp_path / "guides" / "lamps" / "printer.yml").read_text(encoding="utf-8")
    assert draft.count("question: Did it work?") == 1 and "# decide: " in draft
    assert run("check", "guides").exit_code == 0


def test_the_graph_of_the_page_is_understood(tmp_path: Path) -> None:
    """Four nodes, four steps."""
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "_library.yml").write_text(LIBRARY)
    (tmp_path / "printer.yml").write_text(re.findall(r"^```yaml\n(.*?)^```", PAGE, re.M | re.S)[0])
    made = run("import", tmp_path / "printer.yml", "--folder", tmp_path / "guides")
    assert made.exit_code == 0 and "4 steps" in made.output, made.output
