"""The sources of calls: agreed, given keys, watched. A source that has died looks as if nobody called any more."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from diagnostics.deflection.intake import DESK, Feed, FeedLife
from diagnostics.keyring import Keyring
from diagnostics.service import signing
from diagnostics.service.call_ports import FeedStore
from diagnostics.service.identifiers import REGIONS
from diagnostics.service.signing import SignatureError

log = logging.getLogger(__name__)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LEAST = timedelta(hours=26)
"""So long a source may always be silent where nothing is agreed: a night, and a daily delivery that is late."""

_SOURCE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")


class FeedError(ValueError):
    """A source cannot be kept like that. The message says why."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """A source and how it is. `silent_for` beyond what it may be silent, None where it is not; `alert` says so in words, "" for none."""

    feed: Feed
    life: FeedLife
    heard_at: datetime | None
    allowed: timedelta
    silent_for: timedelta | None
    alert: str


class Feeds:
    """The use cases. `zone` is that of the installation, for closed days of sources without one."""

    def __init__(self, store: FeedStore, keyring: Keyring, clock: Callable[[], datetime], zone: str) -> None:
        self._store, self._keyring, self._clock, self._zone = store, keyring, clock, zone

    def add(self, source: str, zone: str = "", silence_hours: int | None = None, closed: Sequence[str] = (), region: str = "") -> Feed:
        """Agrees on a source; on a known one anew, which a retired one comes back by.

        Raises:
            FeedError: no such name, zone, day or country.
        """
        feed = Feed(source_name(source), _zone(zone), self._clock(), _schedule(silence_hours, closed, region))
        if not self._store.keep(feed):
            known = self._store.feed(feed.source) or feed
            feed = replace(known, zone=feed.zone, schedule=feed.schedule, retired_at=None)
            self._store.change(feed)
        return feed

    def get(self, source: str) -> Feed | None:
        return self._store.feed(source)

    def all(self) -> list[Feed]:
        return self._store.feeds()

    def key(self, source: str) -> str:
        """The key that a source signs with.

        Raises:
            FeedError: there is no such source, or it is retired.
        """
        feed = self._standing(source)
        return signing.feed_key(self._keyring, feed.source, feed.key_version)

    def rotate(self, source: str) -> str:
        """Gives a source a new key. The one before it counts for another week; the one before that no more.

        Raises:
            FeedError: there is no such source, or it is retired.
        """
        self._store.rotate(self._standing(source).source, self._clock())
        return self.key(source)

    def retire(self, source: str) -> None:
        """Ends a source: it may send nothing more, and its silence is no fault. Its calls stay.

        Raises:
            FeedError: there is no such source, or it is retired.
        """
        self._store.change(replace(self._standing(source), retired_at=self._clock()))

    def verify(self, source: str, header: str, body: bytes) -> Feed:
        """The source that has signed a body just now.

        Raises:
            SignatureError: none has.
        """
        feed = self._store.feed(source) if _SOURCE.fullmatch(source) else None
        known = feed if feed is not None and feed.retired_at is None else Feed("", "", self._clock(), key_version=-1)
        signing.verify(self._keyring, known, header, body, self._clock())
        if known is not feed:
            raise SignatureError("the signature does not belong to this body and the key of this source")
        return known

    def beat(self, source: str) -> None:
        self._store.beat(source, self._clock())

    def states(self) -> list[FeedState]:
        """All sources that are not retired. One that is silent for too long is logged, too."""
        now = self._clock()
        feeds = {feed.source: feed for feed in self._store.feeds()}
        found = []
        for life in self._store.lives(now):
            feed = feeds.get(life.source) or Feed(life.source, "", life.last_received_at or now)
            if feed.retired_at is None:
                found.append(self._state(feed, life, now))
        for state in found:
            if state.alert:
                # a history names sources as it likes: what cannot be printed stays out of the log
                log.warning("%s", "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in state.alert))
        return found

    def _state(self, feed: Feed, life: FeedLife, now: datetime) -> FeedState:
        heard = max((at for at in (life.last_received_at, life.last_heartbeat_at) if at), default=None)
        allowed = allowance(feed, life)
        open_for = _open_time(heard or feed.created_at, now, feed.schedule.get("closed", ()), ZoneInfo(feed.zone or self._zone))
        watched = feed.source != DESK  # agents note calls when there are any
        silent = open_for if watched and open_for > allowed else None
        hours = int(open_for.total_seconds() // 3600)
        alert = f"{feed.source} has been silent for {hours} hours: look at it. Days on which it should have sent calls are not counted"
        return FeedState(feed, life, heard, allowed, silent, alert if silent else "")

    def _standing(self, source: str) -> Feed:
        feed = self._store.feed(source)
        if feed is None or feed.retired_at is not None:
            raise FeedError(f"there is no source {source[:64]!r}" if feed is None else f"{source} is retired: `feed add {source}` brings it back")
        return feed


def source_name(text: str) -> str:
    """A name that a source can have.

    Raises:
        FeedError: it can not.
    """
    if not _SOURCE.fullmatch(text):
        raise FeedError(f"{text[:64]!r} cannot be the name of a source: small letters, digits, and - _ . behind the first, at most 64")
    return text


def allowance(feed: Feed, life: FeedLife) -> timedelta:
    """How long a source may be silent: as agreed, or a half more than its longest usual gap, and at least 26 hours."""
    agreed = feed.schedule.get("silence_hours")
    return timedelta(hours=float(agreed)) if agreed else max(LEAST, timedelta(seconds=1.5 * life.gap_s))


def _zone(text: str) -> str:
    if text and text not in available_timezones():
        raise FeedError(f"{text[:64]!r} is no time zone; they read like Europe/Berlin")
    return text


def _schedule(silence_hours: int | None, closed: Sequence[str], region: str) -> dict[str, Any]:
    days = [day.strip().lower()[:3] for day in closed if day.strip()]
    unknown = [day for day in days if day not in WEEKDAYS]
    if unknown:
        raise FeedError(f"{unknown[0]!r} is no day; there are {', '.join(WEEKDAYS)}")
    if len(set(days)) == 7:
        raise FeedError("a source that is closed on all days sends nothing")
    if silence_hours is not None and not 1 <= silence_hours <= 24 * 31:
        raise FeedError("the hours of silence are between 1 and 744")
    if region and region.upper() not in REGIONS:
        raise FeedError(f"{region[:20]!r} is no country; they read like DE or US")
    schedule: dict[str, Any] = {"silence_hours": silence_hours} if silence_hours else {}
    if days:
        schedule["closed"] = sorted(set(days), key=WEEKDAYS.index)
    return {**schedule, "region": region.upper()} if region else schedule


def _open_time(since: datetime, now: datetime, closed: Sequence[str], zone: ZoneInfo) -> timedelta:
    """The time between two moments, without the days on which a source is closed."""
    if since >= now:
        return timedelta(0)
    total = now - since
    day = since.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    while closed and day < now:
        following = day + timedelta(days=1)
        if WEEKDAYS[day.weekday()] in closed:
            begins, ends = max(day.timestamp(), since.timestamp()), min(following.timestamp(), now.timestamp())
            total -= timedelta(seconds=max(0.0, ends - begins))
        day = following
    return total
