"""What a person must still decide about a draft, and in which order one works through it: first where it may lead wrong, last how it reads."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Topic = Literal["ways", "person", "left", "texts", "tree"]

TOPICS: Mapping[Topic, str] = {
    "ways": "Where it leads",
    "person": "Who takes over",
    "left": "What was not taken over",
    "texts": "What is still to be written",
    "tree": "The tree as a whole",
}
"""In the order in which they are worked through."""

SHOWN = 5
"""So many steps are named where the same is open in many: each has it as its comment too."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing. `step` is empty where it is about the whole tree; `detail` differs from step to step where `words` do not."""

    topic: Topic
    step: str
    words: str
    detail: str = ""

    @property
    def comment(self) -> str:
        return f"{self.words}: {self.detail}" if self.detail else self.words


def questions(decisions: Iterable[Decision]) -> Iterator[tuple[str, list[str]]]:
    """Topic by topic: its heading, and its questions; one about many steps stands there once."""
    found: dict[Topic, dict[str, list[Decision]]] = {topic: {} for topic in TOPICS}
    for decision in decisions:
        found[decision.topic].setdefault(decision.words, []).append(decision)
    for topic, by_words in found.items():
        if by_words:
            yield TOPICS[topic], [_line(words, same) for words, same in by_words.items()]


def _line(words: str, same: list[Decision]) -> str:
    steps = list(dict.fromkeys(decision.step for decision in same if decision.step))
    if len(same) == 1:
        return f"{same[0].comment} ({steps[0]})" if steps else same[0].comment
    if not steps:
        details = [decision.detail for decision in same if decision.detail]
        return f"{words}: {_first(details)}" if details else words
    return f"{words} ({_first(steps)})"


def _first(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
