"""The events of a visit. One schema for all: `(visit_id, seq)` is the key, and inside a visit `seq` is the order.

| type | says | body |
|---|---|---|
| `visit.started` | a visit began | `day`, `entry`, `facts` (with sources), `arm`, `p_holdout`, `alloc_id`, `excluded`, `device` |
| `visit.moved` | its program was withdrawn and it goes on with another one | `from` |
| `step.viewed` | a page was shown as the answer to what the customer sent | |
| `step.answered` | the customer answered, or a check in the browser did | `value`, `kept`, `measured` |
| `lookup.returned` | a look-up came back | `value`, `kept`, `keys` |
| `outcome.reached` | an end was reached | `outcome`, `claimed` |
| `outcome.reported` | the customer said whether it helped, or whether they would have called | `fixed`, `would_have_called` |
| `handoff.shown` | the way to a person was shown | `team`, `asked` (by the customer) |
| `contact.shown` | the contact details were shown first | `reason` |
| `holdout.optin` | a customer of the comparison group went on to the guide | |
| `comment.added` | the customer wrote a comment | `text` |

Personal values never stand in a body. They are in `personal`, which is stored in a table of its own and can be erased; a reply
whose value has been erased is asked again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

STARTED, MOVED = "visit.started", "visit.moved"
VIEWED, ANSWERED, RETURNED = "step.viewed", "step.answered", "lookup.returned"
REACHED, REPORTED, HANDOFF = "outcome.reached", "outcome.reported", "handoff.shown"
CONTACT, OPTED_IN, COMMENT = "contact.shown", "holdout.optin", "comment.added"

PERSONAL = {"personal": True}
"""Stands in a body where the value is kept in the side table."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the visit log. `occurred_at` is UTC, given by the server. `step` is a place; `answer` a short text of the
    reply, None where it is personal."""

    visit_id: str
    seq: int
    type: str
    occurred_at: datetime
    tree: str
    fingerprint: str
    structure: str
    step: str | None = None
    answer: str | None = None
    portal: str = "main"
    locale: str = "en"
    product: str | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, Any] = field(default_factory=dict)
