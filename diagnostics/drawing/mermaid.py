"""A program to a Mermaid flowchart, as GitHub and many wikis draw it. Mermaid lays it out itself; the words are those of the SVG.

Ids of steps become `s1`, `s2`, …: an id such as `end` is a word of Mermaid's own. Texts stand in double quotes, in which nothing is
markup; what could end the quotes, or be read as HTML, is written as a code of its character.
"""

import re
from collections.abc import Mapping, Sequence

from diagnostics.drawing.library import listed
from diagnostics.drawing.ways import Node, Sketch, Way, sketch
from diagnostics.program.texts import LONGEST
from diagnostics.program.types import Program

_SHAPES = {
    "question": ("(", ")"), "instruction": ("[", "]"), "information": ("[", "]"), "check": ("[/", "/]"), "lookup": ("[/", "/]"),
    "compute": ("[/", "\\]"), "decide": ("{{", "}}"), "fixes": ("[", "]"), "call": ("[[", "]]"),
}  # fmt: skip
_END = ("([", "])")
_CLASSES = ("resolved fill:#DFF1E4,stroke:#1C6838,color:#13242A", "handoff fill:#DDEEEF,stroke:#0B5A65,color:#13242A",
            "stop fill:#FAE5E2,stroke:#A3271F,color:#13242A")  # fmt: skip
_CODES = re.compile(r"[^\w \-.,:;?!()/'’“”„«»…·→✓–—%+]|^[-+](?= )|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d\d\d)[.)]")
"""What is written as a code: whatever may mean something to Mermaid, and what it would take for the beginning of a list."""

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
MOST_ANSWERS = 8
LONGEST_TEXT = 120
"""Characters of one text; Mermaid refuses charts of more than 50,000 characters in all."""


def mermaid(program: Program) -> str:
    """The flowchart, one line for each step and each way; the same program gives the same text."""
    return flowchart(sketch(program))


def flowchart(sketched: Sketch) -> str:
    ids = {node.id: f"s{number}" for number, node in enumerate(sketched.nodes, 1)}
    lines = ["flowchart TD", *(f"  {ids[node.id]}{_face(node)}" for node in sketched.nodes)]
    lines += [f"  {ids[way.source]} {_arrow(way)} {ids[way.target]}" for way in sketched.ways]
    used = {node.kind for node in sketched.nodes}
    lines += [f"  classDef {told}" for told in _CLASSES if told.split()[0] in used]
    lines += [f"  class {','.join(ids[node.id] for node in sketched.nodes if node.kind == kind)} {kind}"
              for kind in (told.split()[0] for told in _CLASSES) if kind in used]  # fmt: skip
    return "\n".join((*lines, ""))


def _face(node: Node) -> str:
    left, right = _SHAPES.get(node.kind, _END)
    members = [f"{number} · {member.title}" for number, member in enumerate(node.members, 1)]
    texts = [node.word, node.title, *members, *node.notes, *(["✓ Yes: solved"] if node.solves else [])]
    return f"{left}{quoted(texts)}{right}"


def _arrow(way: Way) -> str:
    labels = [said.label for said in way.said if said.label]
    if len(labels) > MOST_ANSWERS:
        labels = [*labels[: MOST_ANSWERS - 1], f"and {len(labels) - MOST_ANSWERS + 1} more"]
    return f"-->|{quoted(labels)}|" if labels else "-->"


def quoted(texts: Sequence[str]) -> str:
    """Texts one below the other, as one string of Mermaid."""
    return '"' + "<br>".join(_escaped(text) for text in texts if text) + '"'


def _escaped(text: str) -> str:
    text = _UNSEEN.sub("", " ".join(text[:LONGEST].split()))
    text = text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT].rstrip() + "…"
    return _CODES.sub(lambda found: f"#{ord(found[0])};", text)


def mermaid_map(programs: Mapping[str, Program], areas: Mapping[str, str]) -> str:
    """The trees that call or are called, those of an area in one frame; of the others, how many there are."""
    trees = listed(programs)
    called = {name for tree in trees for name in tree.calls}
    ids = {tree.id: f"t{number}" for number, tree in enumerate(trees, 1)}
    lines = ["flowchart LR"]
    for number, area in enumerate(dict.fromkeys((*areas, *(tree.area for tree in trees))), 1):
        own = [tree for tree in trees if tree.area == area]
        joined = [tree for tree in own if tree.calls or tree.id in called]
        if own:
            lines.append(f"  subgraph a{number}[{quoted([areas.get(area, area) or 'No area'])}]")
            lines += [f"    {ids[tree.id]}{'[[' if tree.shared else '('}{quoted([tree.title])}{']]' if tree.shared else ')'}" for tree in joined]
            alone = len(own) - len(joined)
            rest = quoted([f"{alone} that {'calls' if alone == 1 else 'call'} none"])
            lines += [f"    o{number}[{rest}]"] if alone else []
            lines.append("  end")
    lines += [f"  {ids[tree.id]} --> {ids[name]}" for tree in trees for name in tree.calls if name in ids]
    return "\n".join((*lines, ""))
