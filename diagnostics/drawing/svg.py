"""A drawing to SVG: no script, nothing from elsewhere, every text escaped; light and dark as the reader's system is, black on white in print.

Only attributes and classes: in a page whose policy forbids inline style, `standalone=False` leaves the style out, and the page's own
stylesheet holds `style.STYLE`.
"""

import re
from collections.abc import Iterator
from html import escape

from diagnostics.drawing.curves import angled, head, sideways, sweep
from diagnostics.drawing.layout import Point
from diagnostics.drawing.overlay import SIGNS
from diagnostics.drawing.picture import Card, Chip, Drawing, Key, Line, Row, Written
from diagnostics.drawing.shapes import outline
from diagnostics.drawing.style import STYLE

LONGEST_TIP = 2000
_NO_XML = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML file may hold, and what turns the direction of the text behind it."""

_BLANK = re.compile(r"[\x00-\x20]")
_ELSEWHERE = re.compile(r"[^/?#]*:")
_OPENED = re.compile(r"(?i)(https?|file)://")


def svg(drawing: Drawing, *, standalone: bool = True) -> str:
    """The whole element, with its style inside if `standalone`. The same drawing gives the same text."""
    linked = any(card.link or any(row.link for row in card.rows) for card in drawing.cards)
    size = f'width="{drawing.width:.0f}" height="{drawing.height:.0f}" viewBox="0 0 {drawing.width:.0f} {drawing.height:.0f}"'
    role = "group" if linked else "img"
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" class="tree-picture" {size} role="{role}" aria-label="{_text(drawing.title)}">']
    parts += [f"<title>{_text(drawing.title)}</title>", f"<desc>{_text(drawing.says)}</desc>"]
    if standalone:
        parts.append(f"<style>{STYLE}</style>")
    parts.append(f'<rect class="ground" width="{drawing.width:.0f}" height="{drawing.height:.0f}"/>')
    parts += map(_written, drawing.heading)
    parts += map(_key, drawing.legend)
    for line in drawing.lines:
        parts += _line(line)
    if drawing.start:
        parts.append(f'<circle class="start" cx="{_n(drawing.start.x)}" cy="{_n(drawing.start.y)}" r="5.5"/>')
    for chip in drawing.chips:
        parts += _chip(chip)
    for card in drawing.cards:
        parts += _card(card)
    return "\n".join((*parts, "</svg>\n"))


def _line(line: Line) -> Iterator[str]:
    classes = " ".join(("way", line.tone, *(["back"] if line.upward else [])))
    path = sweep(line.points) if line.curved else angled(_short(line), 8.0)
    yield f'<path class="{classes}" d="{path}" stroke-width="{_n(line.width)}"/>'
    if line.arrow:
        yield f'<path class="head {classes}" d="{head(sideways(line.points) if line.curved else line.points, line.width)}"/>'


def _short(line: Line) -> tuple[Point, ...]:
    """A line that ends within its arrow head, so that its end does not show beside the tip."""
    if not line.arrow:
        return line.points
    *rest, before, tip = line.points
    distance = abs(tip.x - before.x) + abs(tip.y - before.y) or 1.0
    share = max(0.0, 1 - 5.0 / distance)
    return (*rest, before, Point(before.x + (tip.x - before.x) * share, before.y + (tip.y - before.y) * share))


def _chip(chip: Chip) -> Iterator[str]:
    yield f'<g class="answer {chip.tone}"><title>{_tip(chip.tip)}</title>'
    yield f'<rect x="{_n(chip.x)}" y="{_n(chip.y)}" width="{_n(chip.width)}" height="{_n(chip.height)}" rx="6"/>'
    for line in chip.lines:
        yield _written(line)
        if line.style.endswith("first"):
            yield f'<circle class="ring" cx="{_n(line.x - 5)}" cy="{_n(line.y - 4)}" r="2"/>'
    yield "</g>"


def _card(card: Card) -> Iterator[str]:
    href = _address(card.link)
    yield f'<g class="step {card.kind} {card.tone}" data-step="{_text(card.id)}">' + (f'<a href="{href}">' if href else "")
    yield f"<title>{_tip(card.tip)}</title>"
    yield from outline(card)
    yield from map(_written, card.lines)
    if href:
        yield "</a>"
    if card.kind == "fixes" and card.rows:
        first, last = card.rows[0], card.rows[-1]
        yield f'<path class="track" d="M{_n(first.x + 4)} {_n(first.y - 4)}V{_n(last.y - 4)}"/>'
    for row in card.rows:
        yield from _row(row)
    if card.solves:
        x, y = card.x + card.width - 15, card.y + 14
        yield f'<circle class="seal" cx="{_n(x)}" cy="{_n(y)}" r="7"/><path class="tick" d="M{_n(x - 3)} {_n(y)}l2.2 2.3l4 -4.4"/>'
    yield "</g>"


def _row(row: Row) -> Iterator[str]:
    href = _address(row.link)
    tip = f"<title>{_tip(row.tip)}</title>" if row.tip else ""
    inside = f'<text class="member" x="{_n(row.x + 15)}" y="{_n(row.y)}">{tip}{_text(row.text)}</text>'
    yield f'<a href="{href}">{inside}</a>' if href else inside
    if row.mark == "dot":
        yield f'<circle class="dot" cx="{_n(row.x + 4)}" cy="{_n(row.y - 4)}" r="3.5"/>'
    elif row.mark == "ring":
        yield f'<circle class="ring" cx="{_n(row.x + 4)}" cy="{_n(row.y - 4)}" r="4"/>'


def _key(key: Key) -> str:
    words = f'<text class="key" x="{_n(key.x + 24)}" y="{_n(key.y)}">{_text(key.text)}</text>'
    x, y = key.x + 8, key.y - 4
    if key.sign == "solves":
        return f'<circle class="seal" cx="{_n(x)}" cy="{_n(y)}" r="7"/><path class="tick" d="M{_n(x - 3)} {_n(y)}l2.2 2.3l4 -4.4"/>{words}'
    if key.sign == "loop":
        return f'<path class="way plain back" d="M{_n(key.x)} {_n(y)}h18" stroke-width="1.5"/>{words}'
    if key.sign in ("calls", "alone"):
        return f'<circle class="{"dot" if key.sign == "calls" else "ring"}" cx="{_n(x)}" cy="{_n(y)}" r="4"/>{words}'
    if key.sign == "width":
        return f'<path class="way plain" d="M{_n(key.x)} {_n(y)}h18" stroke-width="6"/>{words}'
    sign = next(sign for tone, sign in SIGNS.items() if tone == key.sign)
    swatch = f'<rect x="{_n(key.x)}" y="{_n(y - 7)}" width="17" height="14" rx="4"/>'
    letter = f'<text class="answer {key.sign}" x="{_n(x)}" y="{_n(key.y)}" text-anchor="middle">{sign}</text>'
    return f'<g class="answer {key.sign}">{swatch}{letter}</g>{words}'


def _written(line: Written) -> str:
    tone = "" if line.tone == "plain" else f" {line.tone}"
    return f'<text class="{line.style}{tone}" x="{_n(line.x)}" y="{_n(line.y)}">{_text(line.text)}</text>'


def _tip(text: str) -> str:
    return _text(text if len(text) <= LONGEST_TIP else text[:LONGEST_TIP] + "…")


def _text(text: str) -> str:
    return escape(_NO_XML.sub("", text))


def _address(link: str) -> str:
    """An address within the site, on the web, or of a file; anything else is no link. Browsers overlook blanks in an address."""
    bare = _BLANK.sub("", link)
    return "" if _ELSEWHERE.match(bare) and not _OPENED.match(bare) else _text(bare)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
