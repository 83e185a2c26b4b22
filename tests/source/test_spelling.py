"""Texts as they are written into files: they read back as themselves, and have no quotes that they do not need."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from diagnostics.source.reader import TEXT, Document, read_bytes
from diagnostics.source.spelling import is_plain, spelled
from diagnostics.violations import visible

SHOWN = st.characters(exclude_categories=["Cs"]).filter(lambda sign: visible(sign) == sign or sign == "\n")
ANYTHING = st.text(SHOWN, max_size=60) | st.text("aZ0 .,:;#'\"-?!&*{}[]|>%@`\\\n\t~=<", max_size=12)


@given(ANYTHING)
@example("")
@example("a: b")
@example("a #b")
@example("- a")
@example("{x}")
@example("\u200b")
@example("---")
def test_every_text_reads_back_as_itself(text: str) -> None:
    """As a value in a block and in braces, and as an item in brackets, whatever text a file may hold; and it stays a text."""
    lines = f"a: {spelled(text)}\nb: {{c: {spelled(text, True)}, d: 1}}\ne: [{spelled(text, True)}, {spelled(text, True)}]\n"
    document = read_bytes(lines.encode(), "t.yml")
    assert isinstance(document, Document), document
    (_, a), (_, b), (_, e) = document.root.value
    for node in (a, b.value[0][1], *e.value):
        assert isinstance(node, yaml.ScalarNode)
        assert (node.value, node.tag) == (text, TEXT)
    assert len(e.value) == len(b.value) == 2


@given(ANYTHING)
def test_a_plain_text_means_the_same_to_readers_of_yaml_1_1(text: str) -> None:
    """Other programs read the files too: what is plain here is a text there."""
    if is_plain(text, flow=True):
        assert yaml.safe_load(f"- {text}\n- [{text}]") == [text, [text]]


@pytest.mark.parametrize("text", ["Yes, it is on", "What? No!", "a:b", "it's", "5 GHz", "C#", "net::ERR", "-50 dBm", "Größe", "打印机", "(i)"])
def test_a_text_that_needs_no_quotes_has_none(text: str) -> None:
    """Quotes in every line would be noise."""
    assert spelled(text) == text


@pytest.mark.parametrize("text", ["no", "Yes", "on", "12:30", "1_000", "010", "true", "~", "5", "#1", "a\nb", " a", "=", "[x]"])
def test_a_text_that_could_be_taken_for_something_else_has_quotes(text: str) -> None:
    """By this reader or by another one."""
    assert spelled(text).startswith('"')


@pytest.mark.parametrize("text", ["Yes, it is on", "{fact} is set", "a]", "b}"])
def test_inside_braces_more_needs_quotes(text: str) -> None:
    """A comma ends a text there."""
    assert spelled(text, flow=True).startswith('"')
