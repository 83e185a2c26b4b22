"""What came in: the sources of calls, what each sent, and how a record is told from an earlier wording of itself."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from diagnostics.deflection.records import CallRecord

Stored = Literal["new", "repeated", "revised"]
"""`new`: the first word of a call. `repeated`: said before, so nothing changes. `revised`: this word stands from now on."""

DESK = "desk"
"""The source of the calls that agents note on the page for it."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of records, in their order."""

    states: tuple[Stored, ...] = ()

    @property
    def new(self) -> int:
        return self.states.count("new")

    @property
    def repeated(self) -> int:
        return self.states.count("repeated")

    @property
    def revised(self) -> int:
        return self.states.count("revised")


@dataclass(frozen=True, slots=True)
class Feed:
    """A source of calls. `zone`: of its times that have no offset, "" where none may lack one. `schedule`: when silence is no fault
    (`silence_hours`, `closed`), and `region`, the country of its telephone numbers that have none."""

    source: str
    zone: str
    created_at: datetime
    schedule: Mapping[str, Any] = field(default_factory=dict)
    key_version: int = 1
    rotated_at: datetime | None = None
    retired_at: datetime | None = None

    @property
    def region(self) -> str:
        return str(self.schedule.get("region", ""))


@dataclass(frozen=True, slots=True)
class FeedLife:
    """When a source was last heard of. `lateness_s`: of its last 1,000 calls 99 % had come so many seconds after they began. `week`:
    its calls that began in the last seven days. `gap_s`: the longest silence between two of its last 1,000 calls."""

    source: str
    last_call_at: datetime | None = None
    last_received_at: datetime | None = None
    last_heartbeat_at: datetime | None = None
    lateness_s: int = 0
    week: int = 0
    gap_s: int = 0


@dataclass(frozen=True, slots=True)
class CallImport:
    """One file that was read in. `by` is who did it."""

    id: int
    source: str
    file: str
    by: str
    at: datetime
    rows: int
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A visit as an agent may know of it: nothing that the customer typed. `outcome` "" where it ended nowhere; `fixed` None: not said."""

    visit_id: str
    tree: str
    started_at: datetime
    last_at: datetime
    device: str
    outcome: str
    fixed: bool | None


def content_of(record: CallRecord) -> str:
    """32 hexadecimal digits of what a record says of its call, keys included: but not of when it was received."""
    said = (record.started_at, record.handle_s, record.product, record.reason, record.disposition, record.channel, record.ref, sorted(record.keys))
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()[:32]
