"""Who is shown the contact details first, so that the effect of the guides can be measured (docs/adr/0020-comparison-group.md).

The first draw stands for as long as the cookie does, whatever the share is later: its own share and allocation go with every visit.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from diagnostics.deflection.assignment import OUTSIDE, PPM, Assignment, draw
from diagnostics.keyring import Keyring
from diagnostics.service.ports import AssignmentStore
from diagnostics.service.recognition import visitor_key


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison group of an installation. `share` is in percent; `off` are trees that have none."""

    assignments: AssignmentStore
    keyring: Keyring
    clock: Callable[[], datetime]
    share: float = 0.0
    off: Collection[str] = ()

    def assigned(self, tree: str, visitor: str | None, excluded: str) -> Assignment:
        """The arm of a visit that begins now. `excluded` is why it is no customer's visit, "" for customers: known before the draw.

        Turned off, for all or for a tree, everybody gets the guide, those too who were drawn for the comparison group before.
        """
        if visitor is None or excluded or self.share <= 0 or tree in self.off:
            return OUTSIDE
        drawn = draw(self.keyring.key("assignment"), visitor, round(self.share * PPM / 100))
        return self.assignments.first(visitor_key(self.keyring, visitor).value, drawn, self.clock())


def described(assigned: Assignment, excluded: str, device: str, keyless: bool) -> dict[str, Any]:
    """What the start event says of who came in. `p_holdout` is a share of one; `excluded` and `keyless` stand there only where they hold."""
    said = {"arm": assigned.arm, "p_holdout": assigned.p_ppm / PPM, "alloc_id": assigned.alloc_id, "device": device}
    return said | ({"excluded": excluded} if excluded else {}) | ({"keyless": True} if keyless else {})
