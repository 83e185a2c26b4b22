"""The sources of calls in SQL: what is agreed with each, when it was last heard of, and how its files are read."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from diagnostics.deflection.intake import Feed, FeedLife
from diagnostics.store import ledger_schema as t
from diagnostics.store.database import alone, reading, writing

LOOKED_AT = 1_000
"""How many of the newest calls say how late a source is and how long its usual gaps are."""


class SqlFeedStore:
    """`service.call_ports.FeedStore` on a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def feeds(self) -> list[Feed]:
        """All sources by name, the retired ones too."""
        with reading(self._engine) as connection:
            return [Feed(**row) for row in connection.execute(select(t.feed).order_by(t.feed.c.source)).mappings()]

    def feed(self, source: str) -> Feed | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(t.feed).where(t.feed.c.source == source)).mappings().one_or_none()
        return Feed(**row) if row else None

    def keep(self, feed: Feed) -> bool:
        """Keeps a source that is not known yet. False: it is known, and stays as it was."""
        try:
            with writing(self._engine) as connection:
                if connection.scalar(select(t.feed.c.source).where(t.feed.c.source == feed.source)):
                    return False
                connection.execute(insert(t.feed).values(**_row(feed)))
        except Exception as error:
            if isinstance(error.__cause__, IntegrityError):  # somebody was quicker
                return False
            raise
        return True

    def change(self, feed: Feed) -> None:
        """Keeps what is agreed with a known source anew, all but its key."""
        agreed = {"zone": feed.zone, "schedule": dict(feed.schedule), "retired_at": feed.retired_at}
        with writing(self._engine) as connection:
            connection.execute(update(t.feed).where(t.feed.c.source == feed.source).values(**agreed))

    def rotate(self, source: str, at: datetime) -> int | None:
        """Gives a source the next version of its key. None: there is no such source."""
        mine = t.feed.c.source == source
        with writing(self._engine) as connection:
            connection.execute(update(t.feed).where(mine).values(key_version=t.feed.c.key_version + 1, rotated_at=at))
            version: int | None = connection.scalar(select(t.feed.c.key_version).where(mine))
        return version

    def beat(self, source: str, at: datetime) -> None:
        """Notes that a source lives. Several times in one minute are once, and of a day (of UTC) only the first and the last are kept: they
        tell each zone on which of its days there was one, however often a source beats."""
        moment = at.replace(second=0, microsecond=0)
        day = moment.astimezone(UTC).replace(hour=0, minute=0)
        with writing(self._engine) as connection:
            alone(connection, f"heartbeat {source}")
            same = (t.heartbeat.c.source == source) & (t.heartbeat.c.at == moment)
            if not connection.scalar(select(func.count()).select_from(t.heartbeat).where(same)):
                connection.execute(insert(t.heartbeat).values(source=source, at=moment))
            today = (t.heartbeat.c.source == source) & t.heartbeat.c.at.between(day, day + timedelta(days=1, microseconds=-1))
            first, last = connection.execute(select(func.min(t.heartbeat.c.at), func.max(t.heartbeat.c.at)).where(today)).one()
            connection.execute(delete(t.heartbeat).where(today & (t.heartbeat.c.at > first) & (t.heartbeat.c.at < last)))

    def lives(self, now: datetime) -> list[FeedLife]:
        """When each source was last heard of: those that are kept, and those that only calls speak of."""
        with reading(self._engine) as connection:
            known = set(connection.scalars(select(t.feed.c.source))) | _telling(connection)
            return [_life(connection, source, now) for source in sorted(known)]

    def maps(self) -> dict[str, dict[str, Any]]:
        """The saved ways to read a file, by name."""
        with reading(self._engine) as connection:
            return {name: body for name, body in connection.execute(select(t.column_map.c.name, t.column_map.c.body).order_by(t.column_map.c.name))}

    def save_map(self, name: str, body: Mapping[str, Any], at: datetime) -> None:
        """Saves a way to read a file under a name, in place of what had it."""
        with writing(self._engine) as connection:
            alone(connection, "column maps")
            connection.execute(delete(t.column_map).where(t.column_map.c.name == name))
            connection.execute(insert(t.column_map).values(name=name, body=dict(body), at=at))


def _row(feed: Feed) -> dict[str, Any]:
    return {
        "source": feed.source, "zone": feed.zone, "schedule": dict(feed.schedule), "key_version": feed.key_version, "created_at": feed.created_at,
        "rotated_at": feed.rotated_at, "retired_at": feed.retired_at,
    }  # fmt: skip


def _telling(connection: Connection) -> set[str]:
    """The sources of all calls, by one look into the index for each: a distinct over all calls would read them all."""
    found: set[str] = set()
    last = ""
    while (following := connection.scalar(select(func.min(t.call_record.c.source)).where(t.call_record.c.source > last))) is not None:
        found.add(following)
        last = following
    return found


def _life(connection: Connection, source: str, now: datetime) -> FeedLife:
    r = t.call_record.c
    mine = r.source == source
    newest = connection.execute(select(r.started_at, r.received_at).where(mine).order_by(r.started_at.desc()).limit(LOOKED_AT)).all()
    late = sorted(max(0, int((received - started).total_seconds())) for started, received in newest)
    came = sorted((received for _, received in newest), reverse=True)  # a weekly file is not silent from its last day to the next
    gaps = [int((later - earlier).total_seconds()) for moments in ([started for started, _ in newest], came) for later, earlier in pairwise(moments)]
    recent = select(func.count()).select_from(t.call_record).where(mine & (r.started_at > now - timedelta(days=7)))
    return FeedLife(
        source, newest[0][0] if newest else None, max((received for _, received in newest), default=None),
        connection.scalar(select(func.max(t.heartbeat.c.at)).where(t.heartbeat.c.source == source)),
        late[min(len(late) - 1, len(late) * 99 // 100)] if late else 0, connection.scalar(recent) or 0, max(gaps, default=0),
    )  # fmt: skip
