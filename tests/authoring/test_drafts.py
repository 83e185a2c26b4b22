"""Flow charts and node graphs become drafts that check, whatever they are like."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics.analysis.check import WARNINGS, check
from diagnostics.authoring.charts import HANDED_OVER
from diagnostics.authoring.drafts import Draft, draft
from diagnostics.authoring.graph import FlowChart, ImportFailed
from diagnostics.authoring.mermaid import read_mermaid
from diagnostics.authoring.node_graph import read_node_graph
from diagnostics.authoring.tree_text import Header
from diagnostics.library.load import Library, load
from diagnostics.program.types import Choice, Information, Instruction, Outcome, Step

LIBRARY = (Path(__file__).parents[1] / "lint" / "default_library.yml").read_text(encoding="utf-8")
HEADER = Header("drawn", "The router does not work", "Find the cause.", "power", "service", date(2026, 11, 22))


def drafted(chart: FlowChart, folder: Path) -> tuple[Draft, Library]:
    """The draft of a chart, loaded and proved without an error."""
    (folder / "_library.yml").write_text(LIBRARY, encoding="utf-8")
    made = draft(chart, HEADER, load(folder).declared)
    (folder / "drawn.yml").write_text(made.text, encoding="utf-8")
    checked = check(load(folder))
    assert [v.text() for v in checked.violations if v.code not in WARNINGS] == []
    return made, checked.library


def steps_of(nodes: Any, folder: Path, **more: Any) -> dict[str, Step]:
    """The steps of a node graph's draft."""
    chart = read_node_graph(json.dumps({"nodes": nodes, **more}).encode(), "graph.json")
    return dict(drafted(chart, folder)[1].programs["drawn"].root.steps)


TARGETS = st.one_of(st.integers(0, 14).map("n{}".format), st.just("missing"))
NODES = st.one_of(
    st.fixed_dictionaries({"type": st.just("question"), "text": st.text(min_size=1, max_size=40),
                           "answers": st.dictionaries(st.text(min_size=1, max_size=12), TARGETS, max_size=4)}),
    st.fixed_dictionaries({"type": st.just("solution"), "text": st.text(max_size=60)},
                          optional={"did_not_help": TARGETS, "helped": TARGETS, "steps": st.lists(st.text(max_size=20), max_size=3)}),
    st.fixed_dictionaries({"type": st.just("info"), "text": st.text(max_size=40)}, optional={"next": TARGETS}),
    st.fixed_dictionaries({"type": st.just("escalate"), "text": st.text(max_size=40)}, optional={"team": st.text(max_size=8), "next": TARGETS}),
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(NODES, min_size=1, max_size=15))
def test_a_draft_of_any_graph_checks(tmp_path: Path, nodes: list[dict[str, Any]]) -> None:
    """No errors, and each node that can be reached is one step, or the whole cannot be read."""
    chart = read_node_graph(json.dumps({"nodes": {f"n{n}": node for n, node in enumerate(nodes)}}).encode(), "graph.json")
    _, library = drafted(chart, tmp_path)
    assert len(library.trees["drawn"].steps) <= len(nodes) + 1


def test_a_step_with_several_parents_stays_one_step(tmp_path: Path) -> None:
    """However many ways lead to a node."""
    nodes = {
        "power": {"type": "question", "text": "Is it on?", "answers": {"Yes": "cable", "No": "restart", "Not sure": "restart"}},
        "cable": {"type": "question", "text": "Is the cable in?", "answers": {"Yes": "restart", "No": "plug"}},
        "plug": {"type": "solution", "text": "Plug it in.", "did_not_help": "restart"},
        "restart": {"type": "solution", "text": "Restart it. Wait a minute.", "did_not_help": "call"},
        "call": {"type": "escalate", "text": "We call you back", "team": "The repair desk"},
    }
    steps = steps_of(nodes, tmp_path)
    assert list(steps) == ["power", "cable", "plug", "restart", "call"]
    assert isinstance(steps["restart"], Instruction) and steps["restart"].not_fixed == "call"
    assert isinstance(steps["call"], Outcome) and (steps["call"].kind, steps["call"].team) == ("handoff", "service")
    assert isinstance(steps["power"], Choice) and [a.next for a in steps["power"].answers.values()] == ["cable", "restart", "restart"]


@pytest.mark.parametrize(
    "node",
    [
        {"id": "first", "type": "question", "text": "Is it on?", "answers": {"Yes": "a", "No": "b"}},
        {"id": "first", "kind": "Decision", "question": "Is it on?", "options": [{"label": "Yes", "next": "a"}, {"label": "No", "next": "b"}]},
        {"key": "first", "question": "Is it on?", "choices": [{"text": "Yes", "goto": "a"}, {"text": "No", "goto": "b"}]},
        {"id": "first", "question": "Is it on?", "yes": "a", "no": "b"},
        {"id": "first", "question": "Is it on?", "answers": [{"Yes": "a"}, {"No": "b"}]},
        {"id": "first", "question": "Is it on?", "next": {"Yes": "a", "No": "b"}},
        {"id": "first", "question": "Is it on?", "answers": {"Yes": {"next": "a"}, "No": {"target": "b"}}},
        {"id": "first", "type": "question", "data": {"label": "Is it on?"}, "answers": {"Yes": "a", "No": {"then": "b"}}},
    ],
)
def test_common_ways_to_write_a_question_are_understood(node: dict[str, Any], tmp_path: Path) -> None:
    """There is no standard for such files."""
    others = [{"id": "a", "type": "info", "text": "All is well."}, {"id": "b", "solution": "Switch it on", "did_not_help": "c"},
              {"id": "c", "escalate": "A person looks at it"}]  # fmt: skip
    steps = steps_of([node, *others], tmp_path)
    first = steps["first"]
    assert isinstance(first, Choice) and first.heading == "Is it on?"
    assert [(answer.label, type(steps[answer.next or ""])) for answer in first.answers.values()] == [("Yes", Outcome), ("No", Instruction)]


def test_edges_may_stand_in_a_list_of_their_own(tmp_path: Path) -> None:
    """As editors of graphs write them."""
    nodes = [
        {"id": "1", "data": {"label": "Is it on?"}},
        {"id": "2", "data": {"label": "Switch it on"}},
        {"id": "3", "data": {"label": "Contact support"}},
    ]
    edges = [{"source": "1", "target": "2", "label": "No"}, {"source": "1", "target": "3", "label": "Yes"}, {"source": "2", "target": "3"}]
    steps = steps_of(nodes, tmp_path, edges=edges)
    assert [type(step) for step in steps.values()] == [Choice, Instruction, Outcome]


def test_a_node_may_stand_where_it_is_led_to(tmp_path: Path) -> None:
    """Trees that are written one inside the other."""
    nodes = {"first": {"question": "Is it on?", "answers": {
        "Yes": {"solution": "Restart it", "did_not_help": {"type": "escalate", "text": "A person looks at it"}},
        "No": {"type": "solution", "text": "Switch it on"}}}}  # fmt: skip
    assert len(steps_of(nodes, tmp_path)) == 5  # one more: for whom the last did not help


def test_what_is_open_is_told_and_stands_in_the_file(tmp_path: Path) -> None:
    """A target that is not there, a solution without a way on, a loop, an unknown team, a key that means nothing, a node that nothing leads to."""
    nodes = {
        "first": {"type": "question", "text": "Is it on?", "answers": {"Yes": "nowhere", "No": "fix", "Again": "first"}},
        "fix": {"type": "solution", "text": "Switch it on", "cost": 5},
        "lost": {"type": "escalate", "text": "Nobody comes here", "team": "Mars"},
    }
    chart = read_node_graph(json.dumps({"nodes": nodes, "start": "first"}).encode(), "graph.json")
    made, library = drafted(chart, tmp_path)
    words = "\n".join(f"{decision.step}: {decision.comment}" for decision in made.decisions)
    for part in ("first: `nowhere` is not there", "fix: what follows when this did not help", "first: the path may come back here",
                 "fix: `cost` was not taken over: 5", "stands as a comment at the end: lost"):  # fmt: skip
        assert part in words
        assert part.partition(": ")[2] in made.text
    assert "# not reached: lost: [Nobody comes here]" in made.text
    assert list(library.trees["drawn"].steps) == ["first", "fix", HANDED_OVER]


def test_an_information_with_a_way_on_is_a_page(tmp_path: Path) -> None:
    """And the last one is an end that asks whether it helped."""
    steps = steps_of({"a": {"type": "info", "text": "Read this", "next": "b"}, "b": {"type": "info", "text": "And this"}}, tmp_path)
    assert [type(step) for step in steps.values()] == [Information, Outcome]


def test_a_drawn_chart_that_asks_after_a_fix_becomes_one_step(tmp_path: Path) -> None:
    """An instruction asks by itself whether it helped; where only one box leads to the question, it is that question."""
    lines = ["flowchart TD", "A{Is it on?} -->|No| B[Switch it on]", "B --> C{Did it work?}", "C -->|Yes| D((Done))", "C -->|No| E[Contact support]",
             "A -->|Yes| E"]  # fmt: skip
    chart = read_mermaid("\n".join(lines), "")
    _, library = drafted(chart, tmp_path)
    steps = library.programs["drawn"].root.steps
    fix = steps["switch_it_on"]
    assert len(steps) == 3 and isinstance(fix, Instruction)
    assert (fix.did_it_help, fix.fixed, fix.not_fixed) == ("Did it work?", None, "contact_support")


@pytest.mark.parametrize("data", [b"{", b"[1", b'{"a": 1, "a": 2}', b"[" * 100_000, b'{"nodes": {"a": "\\ud800"}}', b"\xff"])
def test_what_is_no_json_is_refused_with_a_reason(data: bytes) -> None:
    """Never a traceback."""
    with pytest.raises(ImportFailed) as refused:
        read_node_graph(data, "graph.json")
    assert str(refused.value)


def test_json_may_be_written_as_other_programs_write_it(tmp_path: Path) -> None:
    """With escaped slashes and pairs of halves of a character."""
    steps = read_node_graph(b'{"nodes": {"a": {"type": "solution", "text": "Open A\\/B \\ud83d\\ude00"}}}', "graph.json").boxes
    assert steps["a"].heading == "Open A/B \N{GRINNING FACE}"


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b"nodes: 5", b"just a text", b"\xff\xfe", b"a: &x [*x]", b"nodes: {a: {b: " + b"[" * 100, b"nodes: []"]
)
def test_what_is_no_graph_is_refused_with_a_reason(data: bytes) -> None:
    """Never a traceback."""
    with pytest.raises(ImportFailed) as refused:
        read_node_graph(data, "graph.yml")
    assert str(refused.value)


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    """Scripts, braces, YAML and huge labels are texts of the draft, and no more than that."""
    evil = "</script><script>alert(1)</script> {name} ${x} - a: b # c \x00\u2028 !!python/object:os.system 'x' \"y\""
    nodes = {
        "a": {"type": "question", "text": evil, "answers": {evil: "b", "x" * 50_000: "b"}},
        "b": {"type": "solution", "text": evil + "y" * 50_000},
    }
    steps = steps_of(nodes, tmp_path)
    first = next(iter(steps.values()))
    assert isinstance(first, Choice) and "{{name}}" in str(first.heading) and "<script>" in str(first.heading)
    assert len(steps) == 3


def test_ways_that_say_whether_it_helped_make_a_box_a_fix(tmp_path: Path) -> None:
    """A bare yes and no do not: the box may ask something without its mark."""
    lines = ["flowchart TD", "Q{Is it on?} -->|no| S[Hold the button for 30 seconds]", "S -->|still dead| R[Send it to repair]",
             "S -->|it lives| D((Done))", "Q -->|yes| L[The light is on]", "L -->|yes| D", "L -->|no| R"]  # fmt: skip
    _, library = drafted(read_mermaid("\n".join(lines), ""), tmp_path)
    steps = library.programs["drawn"].root.steps
    fix = steps["hold_the_button_for_30"]
    assert isinstance(fix, Instruction) and (fix.fixed, fix.not_fixed) == (None, "send_it_to_repair")
    assert isinstance(steps["the_light_is_on"], Choice)
    assert isinstance(steps["send_it_to_repair"], Outcome) and steps["send_it_to_repair"].kind == "handoff"


def test_a_first_box_that_says_what_is_wrong_is_a_page(tmp_path: Path) -> None:
    """Nobody is asked whether it helped."""
    chart = read_mermaid("flowchart TD\nA[The printer does not print] --> B{Is it on?}\nB -->|yes| C[Restart it]\nB -->|no| D[Switch it on]\n", "")
    _, library = drafted(chart, tmp_path)
    assert isinstance(next(iter(library.programs["drawn"].root.steps.values())), Information)


def test_names_are_made_of_words_in_any_script(tmp_path: Path) -> None:
    """In Latin letters."""
    chart = read_mermaid("flowchart TD\nq1{Горит лампочка?} -->|Да| a[Позвоните нам]\nq1 -->|Нет| b[检查电源]\n", "")
    _, library = drafted(chart, tmp_path)
    steps = library.programs["drawn"].root.steps
    assert list(steps)[:3] == ["gorit_lampochka", "pozvonite_nam", "jianchadianyuan"]
    first = steps["gorit_lampochka"]
    assert isinstance(first, Choice) and list(first.answers) == ["da", "net"]


def test_ends_need_no_node_of_their_own(tmp_path: Path) -> None:
    """`done` and `escalate`."""
    steps = steps_of({"a": {"question": "Is it on?", "yes": "done", "no": "escalate"}}, tmp_path)
    assert [step.kind for step in steps.values() if isinstance(step, Outcome)] == ["resolved", "handoff"]


def test_what_stands_around_the_nodes_and_in_answers_is_told(tmp_path: Path) -> None:
    """Or taken over as a hint."""
    answers = [{"label": "Yes", "next": "b", "note": "Look twice", "color": "red"}, {"label": "No", "next": "b"}]
    nodes = {"a": {"question": "Is it on?", "answers": answers},
             "b": {"escalate": {"team": "Repair", "phone": "0800 1"}}}  # fmt: skip
    chart = read_node_graph(json.dumps({"author": "K. Meier", "nodes": nodes}).encode(), "graph.json")
    made, library = drafted(chart, tmp_path)
    comments = [decision.comment for decision in made.decisions]
    for part in ("this was not taken over: author: K. Meier", "`answer Yes: color` was not taken over: red", "`phone` was not taken over: 0800 1"):
        assert part in comments
    first = library.programs["drawn"].root.steps["is_it_on"]
    assert isinstance(first, Choice) and str(next(iter(first.answers.values())).hint) == "Look twice"


def test_texts_in_a_list_of_options_are_labels(tmp_path: Path) -> None:
    """Where the node says by itself what is next."""
    nodes = [{"id": "1", "question": "Which light?", "options": ["Red", "Green"], "next": "2"}, {"id": "2", "escalate": "Call us"}]
    steps = steps_of(nodes, tmp_path)
    first = next(iter(steps.values()))
    assert isinstance(first, Choice) and [(str(a.label), a.next) for a in first.answers.values()] == [("Red", "call_us"), ("Green", "call_us")]
