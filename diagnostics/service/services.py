"""The use cases that the pages, the API and the command line are given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from diagnostics.service.ports import ProgramStore
from diagnostics.service.visits import Visits, utc_now


@dataclass(frozen=True, slots=True)
class Services:
    """One installation. `clock` gives UTC, the same one that stamps the events of `visits`."""

    visits: Visits
    programs: ProgramStore
    clock: Callable[[], datetime] = utc_now
