"""Counts of places, as the ledger keeps them, to counts of the steps that a picture of a tree shows.

A place tells each round of a loop and each step of a called tree apart; on a picture rounds are one step, and a called tree is one card.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from diagnostics.service.ledger_ports import Flow, StepCount


class Passing(NamedTuple):
    """Visits at a card: how many came, and what became of those that ended there."""

    entered: int
    fixed: int = 0
    person: int = 0
    left: int = 0


def bare(place: str) -> str:
    """A place without the numbers of its rounds: `drain.unplug~2` is `drain.unplug`."""
    return ".".join(part.partition("~")[0] for part in place.split("."))


def card_of(place: str) -> str:
    """The card of the drawing on which a place stands: a tree that is called has one card for all of its steps."""
    return bare(place).partition(".")[0]


def merged(counts: Sequence[StepCount]) -> dict[str, StepCount]:
    """By place, the rounds of a loop together."""
    found: dict[str, StepCount] = {}
    for count in counts:
        place = bare(count.step)
        old = found.get(place)
        found[place] = count if old is None else StepCount(
            place, old.entered + count.entered, old.left_here + count.left_here, old.back + count.back, old.fixed_here + count.fixed_here,
            old.person_here + count.person_here, tuple(a + b for a, b in zip(old.dwell, count.dwell, strict=True)),
        )  # fmt: skip
    return found


def ways(flows: Sequence[Flow]) -> dict[tuple[str, str], int]:
    """Visits from card to card, whatever the answer."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for flow in flows:
        source, target = card_of(flow.step), card_of(flow.onto)
        if target and source != target:
            found[source, target] += flow.visits
    return found


def cards(counts: Mapping[str, StepCount], between: Mapping[tuple[str, str], int]) -> dict[str, Passing]:
    """By card, from what `merged` and `ways` gave. A called tree is entered where it is come into, not at each of its steps."""
    found: dict[str, list[int]] = {}
    for place, count in counts.items():
        card = found.setdefault(card_of(place), [0, 0, 0, 0])
        whole = place if "." in place else ""
        for number, value in enumerate((0 if whole else count.entered, count.fixed_here, count.person_here, count.left_here)):
            card[number] += value
    for name, card in found.items():
        if not card[0]:
            gone = sum(visits for (source, _target), visits in between.items() if source == name)
            card[0] = max(sum(visits for (_source, target), visits in between.items() if target == name), gone + sum(card[1:]))
    return {name: Passing(*card) for name, card in found.items()}
