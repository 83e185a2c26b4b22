"""Lines that fit."""

import pytest

from diagnostics.drawing.wrap import length, wrapped

CASES = [
    ("Short", ["Short"]),
    ("Restart the router now please", ["Restart the", "router now please"]),
    ("One two three four five six seven eight nine ten", ["One two three four", "five six seven…"]),
    ("Donaudampfschifffahrtsgesellschaft", ["Donaudampfschifff…"]),
    ("路由器的指示灯亮吗请看一看路由器的背面", ["路由器的指示灯亮吗", "请看一看路由器的…"]),
    ("", [""]),
]


@pytest.mark.parametrize(("text", "_lines"), CASES)
def test_each_line_fits(text: str, _lines: list[str]) -> None:
    """However long a word is."""
    assert all(length(line, 13) <= 125 for line in wrapped(text, 125, 13))
    assert len(wrapped(text, 125, 13)) <= 2


@pytest.mark.parametrize(("text", "lines"), CASES[:1] + CASES[5:])
def test_what_is_short_stays(text: str, lines: list[str]) -> None:
    """Without an ellipsis."""
    assert wrapped(text, 125, 13) == lines


@pytest.mark.parametrize(("text", "lines"), CASES[2:5])
def test_what_is_cut_says_so(text: str, lines: list[str]) -> None:
    """With an ellipsis at the very end."""
    assert wrapped(text, 125, 13)[-1].endswith("…")
    assert len(wrapped(text, 125, 13)) == len(lines)
