"""Mermaid flow charts, line by line of their syntax."""

import pytest

from diagnostics.authoring.graph import ImportFailed
from diagnostics.authoring.mermaid import read_mermaid


def read(*lines: str) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """Box → its text and its ways, as (label, target)."""
    chart = read_mermaid("\n".join(("flowchart TD", *lines)), "")
    return {name: (box.heading, [(way.label, way.target) for way in box.ways]) for name, box in chart.boxes.items()}


@pytest.mark.parametrize(
    "link, label",
    [
        ("-->", ""), ("---", ""), ("---->", ""), ("-.->", ""), ("-.-", ""), ("==>", ""), ("===", ""), ("--o", ""), ("--x", ""), ("<-->", ""),
        ("-->|yes|", "yes"), ("--> |yes it is|", "yes it is"), ("-- yes -->", "yes"), ("-- yes, it's on -->", "yes, it's on"),
        ("-. maybe .->", "maybe"), ("== no ==>", "no"), ("-- yes ---", "yes"), ('-- "not - now" -->', "not - now"), ("e1@-->", ""),
    ],
)  # fmt: skip
def test_every_link_is_read(link: str, label: str) -> None:
    """With and without a label."""
    assert read(f"A {link} B")["A"][1] == [(label, "B")]


@pytest.mark.parametrize(
    "shape",
    ["[{}]", "({})", "([{}])", "[[{}]]", "[({})]", "(({}))", "((({})))", ">{}]", "[/{}/]", "[\\{}\\]", "[/{}\\]",
     '@{{ shape: rect, label: "{}" }}'],
)  # fmt: skip
def test_every_shape_is_read(shape: str) -> None:
    """Its text, whatever brackets stand round it."""
    assert read(f"A{shape.format('Restart it')} --> B")["A"][0] == "Restart it"


@pytest.mark.parametrize("shape", ["{{{}}}", "{{{{{}}}}}", '@{{ shape: diam, label: "{}" }}'])
def test_a_diamond_is_a_question(shape: str) -> None:
    """And so is a hexagon."""
    chart = read_mermaid(f"graph LR\nA{shape.format('Is it on?')} --> B", "")
    assert (chart.boxes["A"].heading, chart.boxes["A"].kind) == ("Is it on?", "question")


def test_chains_groups_and_semicolons() -> None:
    """Several links in a line, several boxes at an end."""
    found = read("A & B --> C & D --> E; F-->G")
    assert {name: [target for _, target in ways] for name, (_, ways) in found.items()} == {
        "A": ["C", "D"], "B": ["C", "D"], "C": ["E"], "D": ["E"], "E": [], "F": ["G"], "G": [],
    }  # fmt: skip


def test_looks_comments_and_frames_are_passed_over() -> None:
    """They say nothing about the way."""
    found = read("%% a comment", "subgraph one [Group]", "direction LR", "A:::hot --> B", "end", "classDef hot fill:#f00", "class A,B hot",
                 "style A fill:#fff", "linkStyle 0 stroke:red", 'click A "https://example.com"', "A ~~~ B")  # fmt: skip
    assert found == {"A": ("A", [("", "B")]), "B": ("B", [])}


def test_texts_lose_their_dress() -> None:
    """Quotation marks, line breaks, entity codes, tags, and texts over several lines."""
    found = read('A["Is the <b>light</b> #quot;on#quot;?<br/>Look #35;1"] --> B["`one', 'two`"]')
    assert (found["A"][0], found["B"][0]) == ('Is the light "on"? Look #1', "one two")


def test_ids_in_any_script_and_with_hyphens() -> None:
    """As people draw."""
    found = read("Проверка-1[Горит?] -->|да| 路由器[重启]", "end-user --> x.1")
    assert found["Проверка-1"] == ("Горит?", [("да", "路由器")])
    assert found["end-user"][1] == [("", "x.1")]


def test_front_matter_and_a_fence_are_passed_over() -> None:
    """A file that was cut out of a page."""
    assert read_mermaid("---\ntitle: x\n---\n```\nflowchart\nA-->B\n```", "").boxes.keys() == {"A", "B"}


@pytest.mark.parametrize(
    "text, line",
    [("sequenceDiagram\nA->>B: hi", 1), ("flowchart TD\nA --> ", 2), ("flowchart TD\n\nA[never closed --> B", 3), ("flowchart TD\nA -->|x B", 2),
     ("flowchart TD\nA ?? B", 2)],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_line(text: str, line: int) -> None:
    """One line, not a traceback."""
    with pytest.raises(ImportFailed, match=f"line {line}:"):
        read_mermaid(text, "")


@pytest.mark.parametrize("text", ["", "flowchart TD", "flowchart TD\n%% nothing"])
def test_a_chart_without_boxes_is_refused(text: str) -> None:
    """There is nothing to take over."""
    with pytest.raises(ImportFailed):
        read_mermaid(text, "")


@pytest.mark.parametrize(
    "evil",
    ["A" + "-" * 20_000, "A -- " + "x " * 20_000, "A[" * 10_000, 'A["' + "#" * 50_000, "A" + " &" * 20_000, "A -. " + ". " * 20_000],
)
def test_no_line_makes_the_reader_explode(evil: str) -> None:
    """The work grows with the text: a pattern that tries every way would never come back from these."""
    with pytest.raises(ImportFailed):
        read_mermaid("flowchart TD\n" + evil, "")


def test_the_front_matter_names_the_chart() -> None:
    """As `title`."""
    assert read_mermaid('---\ntitle: "No internet"\n---\nflowchart LR\nA --> B\n', "").title == "No internet"


def test_a_way_to_a_subgraph_leads_to_its_first_box() -> None:
    """One from it leaves each of its boxes that leads nowhere else; what it is called is told, and so is a link behind a box."""
    lines = ["flowchart TD", "A{On?} -->|yes| deep", 'subgraph deep ["Deeper checks"]', "B{Line?} -->|no| C[Reset it]", "B -->|yes| D[Wait]", "end",
             "deep --> E[Call us]", 'click E href "https://example.com"']  # fmt: skip
    chart = read_mermaid("\n".join(lines), "")
    assert list(chart.boxes) == ["A", "B", "C", "D", "E"]
    assert {name: [way.target for way in box.ways] for name, box in chart.boxes.items()} == {
        "A": ["B"], "B": ["C", "D"], "C": ["E"], "D": ["E"], "E": []}  # fmt: skip
    assert "Deeper checks" in chart.remarks[0] and "https://example.com" in chart.remarks[1]
