"""A flow chart or node graph from elsewhere, as this program understands it: boxes, what they say, and where each leads.

Readers (`mermaid`, `node_graph`) make it, `drafts` turns it into a tree. A box may have any number of parents: boxes are named, never copied.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["question", "fix", "person", "page", "end", ""]
"""What a box is: it asks, it is something to try, a person takes over, it is to be read, all is well. Empty: it has to be told by its ways."""

Role = Literal["answer", "next", "fixed", "not_fixed", "cannot"]
"""What a way out of a box stands for. `next` is the only way on, whatever happened."""


class ImportFailed(Exception):
    """The file cannot be taken over at all. The message says where and why."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a box. `target` is a box's id, which need not exist; `hint` is what else was said about it."""

    role: Role
    label: str
    target: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """One box. `heading` is its first text, `texts` the others; `actions` is a list that it had. `team` names who takes over. `left` are parts
    of the source that mean nothing here: a key and what it held."""

    id: str
    kind: Kind = ""
    heading: str = ""
    texts: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    team: str = ""
    risk: str = ""
    minutes: float | None = None
    chance: float | None = None
    left: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FlowChart:
    """All boxes in the order of the source. `start` is a box's id; `remarks` are about the whole."""

    title: str
    summary: str
    start: str
    boxes: Mapping[str, Box]
    remarks: tuple[str, ...] = field(default=())


def start_of(boxes: Mapping[str, Box], named: str) -> tuple[str, str]:
    """Where a chart begins, and a remark if that was a guess: the box that is named, else the only one that nothing leads to.

    Raises:
        ImportFailed: there is no box.
    """
    if not boxes:
        raise ImportFailed("there is no box in it")
    if named in boxes:
        return named, ""
    led_to = {way.target for box in boxes.values() for way in box.ways if way.target != box.id}
    heads = [name for name in boxes if name not in led_to]
    if named:
        return (heads or list(boxes))[0], f"it is said to begin at `{named}`, which is not there"
    return (heads[0], "") if len(heads) == 1 else ((heads or list(boxes))[0], "nothing says where it begins: the first box was taken")
