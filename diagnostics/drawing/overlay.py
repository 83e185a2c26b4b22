"""What is laid over the picture of a tree: a mark for a step or an answer, and what the marks mean in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from diagnostics.drawing.ways import Sketch

Tone = Literal["plain", "covered", "missing", "added", "removed", "changed", "strong", "weak"]

SIGNS: Mapping[Tone, str] = {
    "plain": "", "covered": "✓", "missing": "○", "added": "+", "removed": "−", "changed": "≠", "strong": "!", "weak": "◌",
}  # fmt: skip
"""The sign before the words of a mark, so that no colour says anything alone."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of a step or an answer. `count` is shown beside it; on an answer of an overlay that is `weighed`, it is also the width of
    its line. `words` stand on the card, or behind the label."""

    tone: Tone = "plain"
    count: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Overlay:
    """Marks by step, and by step and answer (`ways.Said.answer` says how answers are named).

    `says` is what the overlay shows, `legend` what each tone means here. `before` is the version with which this one is compared, steps called as
    now: what is only there is drawn, too.
    """

    says: str
    steps: Mapping[str, Mark] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], Mark] = field(default_factory=dict)
    legend: tuple[tuple[Tone, str], ...] = ()
    weighed: bool = False
    before: Sketch | None = None


NOTHING = Overlay("")
