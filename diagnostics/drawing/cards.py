"""Steps and answers to faces and labels: words broken into lines, and how much room they take, before anything has a place."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from diagnostics.drawing.overlay import SIGNS, Mark, Overlay, Tone
from diagnostics.drawing.picture import Card, Chip, Row, Written
from diagnostics.drawing.ways import Member, Node, Said, Way
from diagnostics.drawing.wrap import cut, length, wrapped

CARD, SMALL, CHIP = 188.0, 154.0, 132.0
"""The widths of a card, of one for a step that nobody sees or of an end, and the most that a label takes."""

PAD, SIDE, SEAL = 9.0, 11.0, 18.0
KIND, TITLE, MEMBER, NOTE, ANSWER = 10.5, 13.0, 12.0, 11.0, 11.5
"""Font sizes."""

KIND_LINE, TITLE_LINE, NOTE_LINE, ANSWER_LINE = 14.0, 16.0, 14.0, 14.0
RING, APART = 9.0, 3.0
"""The room of the ring before each of several answers on one line, and what is left between them."""

BOLD = 1.08
"""How much wider bold text is."""

MOST_ANSWERS = 8
"""Labels on one line; with more, the last place counts the rest."""

NARROW = frozenset({"compute", "decide", "resolved", "handoff", "stop", "not_covered", "return"})


@dataclass(frozen=True, slots=True)
class Face:
    """A card without a place: its lines and rows are relative to its corner."""

    card: Card
    width: float
    height: float

    def at(self, x: float, y: float, link: Callable[[str], str] | None) -> Card:
        c = self.card
        rows = tuple(replace(r, x=r.x + x, y=r.y + y, link=link(r.id) if link else "") for r in c.rows)
        return Card(c.id, c.kind, x, y, c.width, c.height, _moved(c.lines, x, y), c.tip, rows, c.solves, c.tone, link(c.id) if link else "")


@dataclass(frozen=True, slots=True)
class Label:
    """A label without a place. `count` adds up what its answers count; without `lines` nothing is drawn."""

    lines: tuple[Written, ...]
    width: float
    height: float
    tip: str
    tone: Tone
    count: int

    def at(self, x: float, y: float) -> Chip:
        return Chip(x, y, self.width, self.height, _moved(self.lines, x, y), self.tip, self.tone)


def _moved(lines: Iterable[Written], x: float, y: float) -> tuple[Written, ...]:
    return tuple(Written(line.x + x, line.y + y, line.text, line.style, line.tone) for line in lines)


class _Column:
    """Lines one below the other."""

    def __init__(self, x: float, top: float) -> None:
        self.x, self.y, self.lines = x, top, list[Written]()

    def add(self, texts: Iterable[str], style: str, size: float, step: float, tone: Tone = "plain") -> None:
        for text in texts:
            self.lines.append(Written(self.x, self.y + size - 1, text, style, tone))
            self.y += step


def face(node: Node, over: Overlay, named: int = 0) -> Face:
    """How a step looks. `named` is how many ways lead to it without a line."""
    mark = Mark("removed") if node.gone else over.steps.get(node.id, Mark())
    width = SMALL if node.kind in NARROW else CARD
    room = width - 2 * SIDE
    column = _Column(SIDE, PAD)
    kind = f"{node.word} · {node.id}"
    column.add([cut(kind, room - (SEAL if node.solves else 0), KIND)], "kind", KIND, KIND_LINE)
    if node.title:
        column.add(wrapped(node.title, room / BOLD, TITLE, 3), "title", TITLE, TITLE_LINE)
    for note in node.notes:
        column.add(wrapped(note, room, NOTE, 2), "note", NOTE, NOTE_LINE)
    if named:
        column.add([f"and from {named} more {'answer' if named == 1 else 'answers'}"], "note", NOTE, NOTE_LINE)
    rows = []
    for member in node.members:
        text = member.title + (f" ({member.note})" if member.note else "")
        marked = _of_member(member, over)
        for line, text_line in enumerate([*wrapped(text, room - 20, MEMBER, 2), *(wrapped(marked, room - 20, MEMBER, 2) if marked else ())]):
            rows.append(Row(member.id, SIDE, column.y + 11, text_line, "" if line else "ring"))
            column.y += 15
        column.y += 3
    told = _told(mark)
    for text, tone in ((told, mark.tone), *_unled(node, over)):
        column.add(wrapped(text, room, NOTE, 3) if text else (), "mark", NOTE, NOTE_LINE, tone)
    height = column.y + PAD - 3
    tip = "\n".join(filter(None, (f"{node.id} ({node.word})", node.title, *node.notes, *(m.title for m in node.members), told)))
    return Face(Card(node.id, node.kind, 0, 0, width, height, tuple(column.lines), tip, tuple(rows), node.solves, mark.tone), width, height)


def _told(mark: Mark) -> str:
    """A mark in one line."""
    return " ".join(filter(None, (SIGNS[mark.tone], "" if mark.count is None else f"{mark.count:,}", mark.words)))


def _unled(node: Node, over: Overlay) -> Iterator[tuple[str, Tone]]:
    """The yes that ends the visit has no line on which its mark could stand."""
    mark = over.answers.get((node.id, "fixed")) if node.solves else None
    if mark:
        yield f"{_told(mark)} · yes, fixed", mark.tone


def _of_member(member: Member, over: Overlay) -> str:
    """A fix's mark, and those of its answers, none of which has a line of its own."""
    marks = ((over.steps.get(member.id), ""), (over.answers.get((member.id, "fixed")), " fixed"), (over.answers.get((member.id, "not fixed")), " no"))
    return " · ".join(_told(mark) + answer for mark, answer in marks if mark)


def label(way: Way, over: Overlay, onward: str = "") -> Label:
    """How the answers of a way look, one below the other; `onward` names where they lead, if no line does."""
    marks = [Mark("removed") if way.gone else over.answers.get((said.step, said.answer), Mark()) for said in way.said]
    shown = list(zip(way.said, marks, strict=True))
    if len(shown) > MOST_ANSWERS and not (over.says or way.gone):
        shown = shown[: MOST_ANSWERS - 1]
    texts = [(_worded(said, mark), mark.tone) for said, mark in shown if said.label or mark != Mark()]
    if len(shown) < len(way.said):
        texts.append((f"and {len(way.said) - len(shown)} more", "plain"))
    indent = RING if len(texts) > 1 and not any(mark != Mark() for mark in marks) else 0.0
    lines = [(line, tone, not number) for text, tone in texts
             for number, line in enumerate(wrapped(text, CHIP - 14 - indent, ANSWER, 2 if len(texts) > 1 else 4))]  # fmt: skip
    ahead = wrapped(onward, (CHIP - 14) / BOLD, ANSWER, 2) if onward else []
    if not lines and not ahead:
        return Label((), 2.0, 2.0, "", _same(marks), sum(mark.count or 0 for mark in marks))
    column = _Column(7.0 + indent, 3.0)
    for number, (line, tone, first) in enumerate(lines):
        column.y += APART if first and number else 0
        column.add([line], "answer first" if first and indent else "answer", ANSWER, ANSWER_LINE, tone)
    column.x = 7.0
    column.add(ahead, "onward", ANSWER, ANSWER_LINE)
    width = max(line.x + length(line.text, ANSWER) * (BOLD if line.style == "onward" else 1.02) for line in column.lines) + 8
    tip = "\n".join(_worded(said, mark) for said, mark in zip(way.said, marks, strict=True))
    return Label(tuple(column.lines), width, column.y + 3, tip, _same(marks), sum(mark.count or 0 for mark in marks))


def _worded(said: Said, mark: Mark) -> str:
    """The sign and the count come first: they are what must not be cut."""
    counted = "" if mark.count is None else f"{mark.count:,} ·" if said.label else f"{mark.count:,}"
    return " ".join(filter(None, (SIGNS[mark.tone], counted, said.label, f"· {mark.words}" if mark.words else "")))


def _same(marks: Sequence[Mark]) -> Tone:
    tones = {mark.tone for mark in marks}
    return tones.pop() if len(tones) == 1 else "plain"
