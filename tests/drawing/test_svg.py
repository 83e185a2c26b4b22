"""A drawing as SVG: well-formed, without a script or anything from elsewhere, whatever its texts are."""

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from diagnostics.drawing.svg import svg
from diagnostics.drawing.tree import draw_tree
from diagnostics.library.load import load
from diagnostics.program.types import Program
from tests.drawing.hostile import hostile

GOLDEN = Path(__file__).parents[1] / "golden"
PICTURE = Path(__file__).parent / "everything.svg"
NAMESPACE = "{http://www.w3.org/2000/svg}"
KNOWN = set("svg title desc style rect text path circle g a".split())


@cache
def program() -> Program:
    return load(GOLDEN).programs["everything"]


def everything(standalone: bool = True) -> str:
    return svg(draw_tree(program()), standalone=standalone)


def test_it_is_as_it_was() -> None:
    """`python -m tests.drawing.golden` writes the file anew; look at it before you keep it."""
    assert everything() == PICTURE.read_text(encoding="utf-8")


def test_it_is_an_image_with_a_name() -> None:
    """For readers of a screen: role, name, title and description."""
    root = ElementTree.fromstring(everything())
    assert (root.get("role"), root.get("aria-label")) == ("img", "Nothing works")
    assert [child.tag for child in root[:2]] == [f"{NAMESPACE}title", f"{NAMESPACE}desc"]


def test_with_links_it_is_a_group() -> None:
    """An image may have nothing in it that can be focused."""
    drawing = draw_tree(program(), link=lambda step: f"steps/{step}?a=1&b=2")
    root = ElementTree.fromstring(svg(drawing))
    assert root.get("role") == "group"
    assert "steps/system?a=1&b=2" in [a.get("href") for a in root.iter(f"{NAMESPACE}a")]


@pytest.mark.parametrize("address", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "java\nscript:alert(1)"])
def test_no_link_runs_anything(address: str) -> None:
    """Links lead within the site, to the web or to a file."""
    drawing = draw_tree(program(), link=lambda _: address)
    assert "href" not in svg(drawing)


def test_hostile_texts_do_no_harm() -> None:
    """They are texts, cut to their room, in a file that any parser reads."""
    text = svg(draw_tree(hostile()))
    assert len(text) < 300_000
    root = ElementTree.fromstring(text)
    assert {element.tag.removeprefix(NAMESPACE) for element in root.iter()} <= KNOWN
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


def test_nothing_comes_from_elsewhere() -> None:
    """No address but the name of the format; no style in attributes."""
    text = everything()
    assert re.findall(r"https?://[^\"]+", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"url\(|@import|style=|xlink", text)


def test_in_a_page_its_style_can_be_left_out() -> None:
    """Where the page's policy forbids inline style."""
    assert "<style>" in everything()
    assert "<style>" not in everything(standalone=False)


def test_it_follows_the_reader() -> None:
    """Dark where the system is dark, and black on white on paper."""
    assert "@media (prefers-color-scheme:dark)" in everything()
    assert "@media print" in everything()
