"""Days to what may be said about them at a window: closed and known, still open, or unknown because a feed was silent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Maturity:
    """At one window, as of a moment. `last_closed`: the last local day that is not open. `silent`: the days without a sign of life of
    some feed that should have given one. Without any feed nothing is ever known."""

    window: int
    last_closed: date
    silent: frozenset[date]
    feeds: bool

    def is_open(self, day: date) -> bool:
        return day > self.last_closed

    def is_unknown(self, day: date) -> bool:
        """Closed, but some feed was silent on the day or one of those in which its problems may have led to a call."""
        if not self.silent or self.is_open(day):
            return False
        return any(day + timedelta(days=n) in self.silent for n in range(self.window + 1))

    def is_known(self, day: date) -> bool:
        return self.feeds and not self.is_open(day) and not self.is_unknown(day)


def maturity(window: int, as_of: datetime, zone: ZoneInfo, lateness_s: Collection[int], silent: Mapping[str, Collection[date]]) -> Maturity:
    """A day has closed once its last visit has had its `window` days and the slowest feed its usual lateness, at least a day, to tell
    of them: now >= end + N + L."""
    allowance = max([DAY_S, *lateness_s])
    latest = (as_of - timedelta(days=window, seconds=allowance)).astimezone(zone)
    closed = latest.date() - timedelta(days=1)  # the day of that moment has not ended by it
    return Maturity(window, closed, frozenset(day for days in silent.values() for day in days), bool(silent))
