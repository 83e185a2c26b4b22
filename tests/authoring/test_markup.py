"""Texts from elsewhere lose their HTML and their broken lines, and keep their lists."""

import pytest

from diagnostics.authoring.markup import plain, things_to_do


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>Look at the <em>light</em>.<br/>Then go on &amp; answer.</p>", "Look at the light.\n\nThen go on & answer."),
        ("<ol><li>Pull it</li><li>Push it</li></ol>", "- Pull it\n- Push it"),
        ("Before:\n* one\n2) two\nlast line\ngoes on", "Before:\n\n- one\n2. two last line goes on"),
        ('See <a href="https://example.com/x">the list</a>', "See [the list](https://example.com/x)"),
        ('See <a href="javascript:alert(1)">the list</a>', "See the list"),
        ("<script>alert(1)</script> 1 < 2 &lt;b&gt;", "<script>alert(1)</script> 1 < 2 <b>"),
    ],
)
def test_plain_texts(text: str, expected: str) -> None:
    """What HTML does not know stays."""
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "before", "items"),
    [
        ("Restart it:\n- Pull the plug\n- Wait", "Restart it:", ("Pull the plug", "Wait")),
        ("1. Pull the plug\n   at the back\n2. Wait", "", ("Pull the plug at the back", "Wait")),
        ("Pull the plug\nWait 30 seconds", "", ("Pull the plug", "Wait 30 seconds")),
        ("Pull the plug and\nwait 30 seconds", "Pull the plug and wait 30 seconds", ()),
        ("Выдерните вилку\nи подождите", "Выдерните вилку и подождите", ()),
        ("拔下插头\n等三十秒", "", ("拔下插头", "等三十秒")),
    ],
)
def test_things_to_do(text: str, before: str, items: tuple[str, ...]) -> None:
    """Marked items, or lines that each begin as a sentence does."""
    assert things_to_do(text) == (before, items)


def test_long_texts_take_no_long_time() -> None:
    """Whatever they are made of."""
    for piece in ("<a href=", "<li>", "&amp", "- ", "</p", "<p " * 3):
        plain(piece * 20_000)
