"""The recorded visits of a time, with a bar that shows how far they are read."""

from collections.abc import Iterator
from datetime import datetime

from diagnostics.cli.progress import shares
from diagnostics.service.recordings import RecordedVisit
from diagnostics.wiring import Records

EVERY = 200
"""Visits between two movements of the bar."""


def visits_of(records: Records, since: datetime, until: datetime) -> Iterator[RecordedVisit]:
    """Customers' visits of that time in the order in which they began; those that are left out are counted by the records."""
    total = max(1, records.visits.count(since, until))
    with shares() as show:
        show("visits", 0.0)
        for number, visit in enumerate(records.visits.begun(since, until), 1):
            if number % EVERY == 0:
                show("visits", min(1.0, number / total))
            if visit is not None:
                yield visit
        show("visits", 1.0)
