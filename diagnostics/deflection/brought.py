"""Events of a history as they are brought in from files, and what became of them."""

import json
from dataclasses import dataclass

from diagnostics.deflection.records import Key
from diagnostics.visits.events import Event


@dataclass(frozen=True, slots=True)
class Brought:
    """How many were stored, were there already, or say something else than what stands at their place; and of which visits events were
    given that no start was ever brought of."""

    new: int = 0
    repeated: int = 0
    contradicting: int = 0
    orphans: frozenset[str] = frozenset()

    def __add__(self, other: "Brought") -> "Brought":
        return Brought(self.new + other.new, self.repeated + other.repeated, self.contradicting + other.contradicting, self.orphans | other.orphans)


@dataclass(frozen=True, slots=True)
class Started:
    """The start of a visit, with the keys by which calls find it."""

    event: Event
    keys: frozenset[Key]


def weight(event: Event) -> tuple[object, ...]:
    """What an event says, in an order: of two that claim the same place in a visit the lesser stands, whichever was read first."""
    body = json.dumps(dict(event.body), sort_keys=True)
    return event.occurred_at, event.type, event.tree, event.structure, event.product or "", event.step or "", event.answer or "", body
