"""A Mermaid flow chart to a `FlowChart` (https://mermaid.js.org/syntax/flowchart.html).

Boxes, their shapes and texts, and the links between them are read; looks (`classDef`, `style`, `click`, directions) are passed over. Why this
is not a library's work: docs/adr/0023-drafts-of-charts.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape

from diagnostics.authoring.graph import Box, FlowChart, ImportFailed, Kind, Way, start_of
from diagnostics.violations import visible

_HEAD = re.compile(r"(?:graph|flowchart)(?:\s+(?:TB|TD|BT|RL|LR|v|\^|<|>))?\s*;?$", re.IGNORECASE)
_LOOKS = re.compile(r"(?:classDef|class|style|linkStyle|direction)\b")
_SAID = re.compile(r"(?P<key>click|accTitle|accDescr|title)\b\s*:?\s*(?P<said>.*)")
_PART = re.compile(r"subgraph\b\s*(?:(?P<id>[\w-]+)\s*(?:\[(?P<text>.*)\])?$|(?P<title>.*))")
_ID = re.compile(r"[^\W_](?:[\w.]|-(?![-.>ox]\b)(?!-)(?!\.))*|_\w*")
_SHAPES: tuple[tuple[str, str, Kind], ...] = (
    ("(((", ")))", ""), ("((", "))", ""), ("([", "])", ""), ("[(", ")]", ""), ("[[", "]]", ""), ("{{", "}}", "question"), ("[/", "/]", ""),
    ("[/", "\\]", ""), ("[\\", "\\]", ""), ("[\\", "/]", ""), ("[", "]", ""), ("(", ")", ""), ("{", "}", "question"), (">", "]", ""),
)  # fmt: skip
_LINK = re.compile(
    r"(?P<id>[\w-]+@)?[<xo]?(?:"
    r"(?P<whole>-{2,}[->xo]|={2,}[=>xo]|-\.+-[>xo]?|~{3,})(?:\s*\|(?P<pipe>[^|]*)\|)?"
    r"|(?P<open>--|==|-\.)\s*(?P<text>[^\s=.>|-][^|]*?)\s*(?P<close>-{2,}[->xo]|={2,}[=>xo]|\.+-[>xo]?)(?=\s|[\w\"]|$)"
    r")"
)
LONGEST_LINE = 4_000
"""Characters. Nobody writes longer ones, and what looks for links takes four times as long for twice as many."""
_LABELLED = re.compile(r"@\{(?P<body>[^{}]*)\}")


@dataclass(slots=True)
class _Chart:
    kinds: dict[str, Kind] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    ways: dict[str, list[Way]] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=dict)  # subgraph → its boxes
    frames: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def meet(self, name: str) -> None:
        self.ways.setdefault(name, [])
        for part in self.open:
            if name not in self.parts:
                self.parts[part].append(name)


def read_mermaid(text: str, title: str) -> FlowChart:
    """Reads a chart.

    Raises:
        ImportFailed: it is no flow chart, or a line of it cannot be read; the message names the line.
    """
    chart = _Chart()
    begun = False
    for number, line in _lines(text):
        if len(line) > LONGEST_LINE:
            raise ImportFailed(f"line {number} is longer than {LONGEST_LINE:,} characters: put each box on a line of its own")
        if not begun:
            if not _HEAD.match(line):
                raise ImportFailed(f"line {number}: a flow chart begins with `flowchart TD` or `graph TD`, not with `{line[:40]}`")
            begun = True
            continue
        if part := _PART.match(line):
            _begin_part(part, chart)
            continue
        for statement in _statements(line):
            if statement == "end" and chart.open:
                chart.open.pop()
            elif said := _SAID.match(statement):
                chart.remarks.append(f"this was not taken over: {said['key']}: {said['said']}")
            elif not _LOOKS.match(statement) and statement != "end":
                _statement(statement, number, chart)
    _lead_into_parts(chart)
    if chart.frames:
        chart.remarks.insert(0, f"the frames were not taken over, for a tree has no parts: {', '.join(chart.frames)}")
    boxes = {name: Box(name, chart.kinds.get(name, ""), _plain(chart.texts.get(name, name)), ways=tuple(ways)) for name, ways in chart.ways.items()}
    start, remark = start_of(boxes, "")
    return FlowChart(title or _title(text), "", start, boxes, (*chart.remarks, *((remark,) if remark else ())))


def _title(text: str) -> str:
    """What the front matter calls the chart."""
    matter = re.match(r"\s*---\s*\n(.*?)\n---", text, re.DOTALL)
    found = re.search(r"(?m)^title\s*:\s*(.+)$", matter[1]) if matter else None
    return found[1].strip().strip("\"'") if found else ""


def _begin_part(found: re.Match[str], chart: _Chart) -> None:
    """A subgraph: what it is called is told, and ways may lead to it by its id."""
    id = found["id"] or _plain(found["title"] or "")
    chart.open.append(id)
    chart.parts.setdefault(id, [])
    if said := _plain(found["text"] or "") or id:
        chart.frames.append(said)


def _lead_into_parts(chart: _Chart) -> None:
    """A way to a subgraph leads to its first box; one from it leaves each of its boxes that leads nowhere else."""
    for part, inside in chart.parts.items():
        held = [name for name in inside if name not in chart.parts]
        if part not in chart.ways or not held:
            continue
        last = [name for name in held if not chart.ways[name]]
        for way in chart.ways.pop(part):
            for name in last or held[-1:]:
                chart.ways[name].append(way)
        for ways in chart.ways.values():
            ways[:] = [replace(way, target=held[0]) if way.target == part else way for way in ways]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, counted from 1: no comments, no front matter, no fence of Markdown; a quoted text that goes on over
    several lines is joined."""
    matter, waiting, begun_at = False, "", 0
    for number, line in enumerate(text.splitlines(), 1):
        line = visible(line).strip()
        if line == "---" and (matter or number == 1):
            matter = not matter
        elif matter or line.startswith(("%%", "```")):
            continue
        elif waiting or line.count('"') % 2:
            begun_at = begun_at or number
            waiting = f"{waiting} {line}".strip()
            if waiting.count('"') % 2 == 0:
                yield begun_at, waiting
                waiting, begun_at = "", 0
        elif line:
            yield number, line
    if waiting:
        yield begun_at, waiting


def _statements(line: str) -> Iterator[str]:
    """What semicolons part, outside of quotation marks and entity codes such as `#quot;`."""
    for part in re.findall(r'(?:"[^"]*"|#\w+;|[^;"])+', line):
        if part.strip():
            yield part.strip()


def _statement(text: str, number: int, chart: _Chart) -> None:
    """`A & B -->|label| C --> D`: groups of boxes with links between them."""
    sources, at = _group(text, 0, number, chart)
    while at < len(text):
        link = _LINK.match(text, at)
        if link is None:
            raise ImportFailed(f"line {number}: this cannot be read: `{text[at : at + 40]}`")
        label = _plain(link["pipe"] or link["text"] or "")
        targets, at = _group(text, _blank(text, link.end()), number, chart)
        for source in sources if not (link["whole"] or "").startswith("~") else ():
            chart.ways[source] += [Way("answer", label, target) for target in targets]
        sources = targets


def _group(text: str, at: int, number: int, chart: _Chart) -> tuple[list[str], int]:
    names = []
    while True:
        found = _ID.match(text, at)
        if found is None:
            raise ImportFailed(f"line {number}: a box is missing before `{text[at : at + 40]}`" if text[at:] else f"line {number}: a box is missing")
        names.append(found[0])
        chart.meet(found[0])
        at = _shape(text, found.end(), found[0], number, chart)
        at = _blank(text, at)
        if text[at : at + 1] != "&":
            return names, at
        at = _blank(text, at + 1)


def _shape(text: str, at: int, name: str, number: int, chart: _Chart) -> int:
    """What stands behind a box's id: its text in the brackets of its shape, `@{…}`, `:::class`."""
    at = _blank(text, at) if re.match(r"\s*(?:@\{|:::)", text[at:]) else at
    if labelled := _LABELLED.match(text, at):
        label = re.search(r'label\s*:\s*(?:"([^"]*)"|([^,}]*))', labelled["body"])
        shape = re.search(r"shape\s*:\s*([\w-]+)", labelled["body"])
        if label:
            chart.texts[name] = label[1] or label[2] or ""
        if shape and shape[1] in ("diam", "decision", "diamond", "hex", "question"):
            chart.kinds[name] = "question"
        at = labelled.end()
    for opened, closed, kind in _SHAPES:
        if text.startswith(opened, at) and (end := _closing(text, at + len(opened), closed)) is not None:
            chart.texts[name] = text[at + len(opened) : end]
            chart.kinds[name] = kind
            at = end + len(closed)
            break
    else:
        if text[at : at + 1] in ("[", "(", "{"):
            raise ImportFailed(f"line {number}: the bracket behind `{name}` is never closed")
    style = re.compile(r":::[\w-]+").match(text, at)
    return style.end() if style else at


def _closing(text: str, begin: int, closed: str) -> int | None:
    """Where a shape's brackets close; inside quotation marks they do not."""
    if text[begin : begin + 1] == '"':
        quote = text.find('"', begin + 1)
        return quote + 1 if quote > 0 and text.startswith(closed, quote + 1) else None
    end = text.find(closed, begin)
    return end if end >= 0 else None


def _blank(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at


def _plain(text: str) -> str:
    """A text without its quotation marks, entity codes, line breaks and emphasis."""
    text = text.strip().removeprefix('"').removesuffix('"').strip("`")
    text = re.sub(r"#([0-9]{1,6});", lambda code: chr(int(code[1])) if 31 < int(code[1]) < 0xD800 else " ", text)
    text = re.sub(r"#(\w+);", r"&\1;", text)
    text = re.sub(r"(?i)<br\s*/?>|\\n", " ", text)
    return " ".join(re.sub(r"</?[A-Za-z][^<>]*>", "", visible(unescape(text))).split())
