"""Scenarios are appended as text: nothing that stands changes, and what cannot be added to is refused and left alone."""

import pytest

from diagnostics.scenarios.sayings import Saying
from diagnostics.scenarios.scenario import scenarios_in
from diagnostics.scenarios.writing import Draft, NotAppended, appended, as_written, text_of
from diagnostics.source.reader import Document, read_bytes

WALK = (Saying("which", ("a", "b")), Saying("empty", ""), Saying("find", "sent", (("price", "9.50"),)))
DRAFT = Draft("a: new one", {"os": "windows"}, WALK, "good", "which")
BLOCK = "# ours\nscenarios:\n    - name: old\n      # kept\n      walk: []\n      ends: good\n"


def test_a_scenario_is_read_back_as_it_was_written() -> None:
    """Names with colons, several answers, empty ones, and facts kept with a result."""
    document = read_bytes(text_of([DRAFT], "# head").encode(), "x.test.yml")
    assert isinstance(document, Document)
    [scenario], violations = scenarios_in(document)
    assert violations == []
    assert (scenario.name, scenario.given, scenario.ends.value) == ("a: new one", {"os": "windows"}, "good")
    assert scenario.entry is not None and scenario.entry.value == "which"
    assert [(said.step, said.answer, said.facts) for said in scenario.walk] == [
        ("which", ("a", "b"), {}), ("empty", "", {}), ("find", "sent", {"price": "9.50"}),
    ]  # fmt: skip


def test_what_stands_stays_and_the_dashes_line_up() -> None:
    """Comments and spaces too."""
    made = appended(BLOCK, "x.test.yml", [DRAFT], "# read")
    assert made.startswith(BLOCK)
    assert made[len(BLOCK):].startswith('    # read\n    - name: "a: new one"\n      entry: which\n')


@pytest.mark.parametrize("text", [BLOCK.rstrip("\n"), BLOCK.replace("\n", "\r\n"), BLOCK + "\n\n# an afterthought\n", "\ufeff" + BLOCK])
def test_files_end_in_many_ways(text: str) -> None:
    """Without a line feed, as on Windows, with a comment, with a byte order mark."""
    made = appended(text, "x.test.yml", [DRAFT])
    assert made.startswith(text)
    document = read_bytes(made.encode(), "x")
    assert isinstance(document, Document) and len(scenarios_in(document)[0]) == 2


@pytest.mark.parametrize(("text", "why"), [
    ("scenarios: [{name: old, walk: [], ends: good}]\n", "brackets"), ("{scenarios: [{name: old, walk: [], ends: good}]}\n", "brackets"),
    ("scenarios: [broken\n", "errors"), (BLOCK + "more: 1\n", "errors"), (BLOCK + "...\n", "does not end"),
])  # fmt: skip
def test_what_cannot_be_added_to_is_refused(text: str, why: str) -> None:
    """With the reason."""
    with pytest.raises(NotAppended, match=why):
        appended(text, "x.test.yml", [DRAFT])


@pytest.mark.parametrize("text", [
    "plain words", "no", "true", "12", "1e3", "2026-11-22", "", "a: b", "a #b", "- a", "[x]", "{x}", "'", '"', "x, y", "é", "日本",
    "*a", "&a", "!a", "%a", "@a", "`a", "a\nb", "a\\b", "~", "null", " a ", "?", "a:", "0x1F",
])  # fmt: skip
@pytest.mark.parametrize("flow", [True, False])
def test_any_text_is_quoted_as_it_must_be(text: str, flow: bool) -> None:
    """Within brackets and outside."""
    value = as_written(text, flow)
    source = f"scenarios:\n  - name: {value if not flow else 'n'}\n    walk: [{{a: {value if flow else 'x'}}}]\n    ends: good\n"
    document = read_bytes(source.encode(), "x")
    assert isinstance(document, Document)
    found, violations = scenarios_in(document)
    if flow:
        assert not violations and found[0].walk[0].answer == text
    elif text.strip() == text and text and "\n" not in text:
        assert not violations and found[0].name == text
