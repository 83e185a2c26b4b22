"""Texts from elsewhere to texts as the language has them: no HTML, lists as Markdown's, no lines broken in the middle of a sentence."""

import re
from collections.abc import Iterator
from html import unescape

_LINK = re.compile(r"""<a\b[^<>]*?href\s*=\s*["']?(https://[^"'<>\s]+)[^<>]*>(.*?)</a\s*>""", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</?(?:p|div|h[1-6]|ol|ul|section|blockquote|tr|table)(?:\s[^<>]*)?>", re.IGNORECASE)
_POINT = re.compile(r"</li\s*>|<li(?:\s[^<>]*)?>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:b|i|u|em|strong|small|span|font|code|sup|sub|mark|td|th|a)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8}\d?);", re.IGNORECASE)
_ITEM = re.compile(r"(?:[-*•–]|(?P<number>\d{1,2})[.)])\s+(?P<text>\S.*)")
LONGEST_LINE = 160
"""A line that is one thing to do is no longer."""


def plain(text: str) -> str:
    """Paragraphs with a blank line between them, list items on lines of their own. What HTML does not know stays as it is."""
    said = ""
    for line in _lines(text):
        item = _ITEM.fullmatch(line)
        if item:
            line = f"{item['number']}. {item['text']}" if item["number"] else f"- {item['text']}"
        same = line and said and not said.endswith("\n\n")
        said += ("\n" if item and same and _ITEM.match(said.rpartition("\n")[2]) else "\n\n" if item and same else " " if same else "") + line
        said += "" if line or not said or said.endswith("\n\n") else "\n\n"
    return said.strip()


def one_line(text: str) -> str:
    """As `plain`, on one line: labels and headings."""
    return " ".join(plain(text).split())


def things_to_do(text: str) -> tuple[str, tuple[str, ...]]:
    """What stands before a list, and the list: its marked items; or lines that each begin as a sentence does. No list: the text, and nothing."""
    marked = [(line, _ITEM.fullmatch(line)) for line in plain(text).split("\n")]
    if any(item for _, item in marked):
        before = plain("\n".join(line for line, item in marked if not item))
        return before, tuple(item["text"] for _, item in marked if item)
    lines = [line for line in _lines(text) if line]
    whole = not any(line[:1].islower() or len(line) > LONGEST_LINE for line in lines) and not any(line.endswith(",") for line in lines[:-1])
    if len(lines) > 1 and whole:
        return "", tuple(lines)
    return plain(text), ()


def _lines(text: str) -> Iterator[str]:
    text = _LINK.sub(r"[\2](\1)", text)
    text = _INLINE.sub("", _POINT.sub(lambda tag: "" if tag[0][1] == "/" else "\n- ", _BREAK.sub("\n\n", text)))
    text = _ENTITY.sub(lambda found: unescape(found[0]), text)
    for line in text.splitlines():
        yield " ".join(line.split())
