"""Recorded visits are read in the order in which they began, some hundred at a time."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from diagnostics.store import visit_log
from diagnostics.store.visit_log import SqlVisitLog
from diagnostics.visits.events import ANSWERED, PERSONAL, STARTED, VIEWED
from tests.store.contract import NOW, line

TYPES = (STARTED, ANSWERED)


@pytest.fixture
def log(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlVisitLog]:
    """A log that reads three visits at once."""
    monkeypatch.setattr(visit_log, "AT_ONCE", 3)
    yield SqlVisitLog(engine)


def test_all_visits_come_in_their_order_each_once(log: SqlVisitLog) -> None:
    """Also where several began in the same moment, across the border of what is read at once."""
    for name, minutes in (("g", 3), ("a", 2), ("c", 1), ("b", 1), ("d", 1), ("e", 1), ("f", 0)):
        log.append([line(name, 0, occurred_at=NOW + timedelta(minutes=minutes)), line(name, 1, occurred_at=NOW + timedelta(minutes=9))])
    later = NOW + timedelta(hours=1)
    assert [events[0].visit_id for events in log.begun(NOW, later, TYPES)] == ["f", "b", "c", "d", "e", "a", "g"]
    assert all([event.seq for event in events] == [0, 1] for events in log.begun(NOW, later, TYPES))
    assert log.count_begun(NOW, later) == 7


def test_the_first_moment_is_in_it_and_the_last_is_not(log: SqlVisitLog) -> None:
    """What an hour holds and what the next one holds add up."""
    for name, minutes in (("a", 0), ("b", 30), ("c", 60)):
        log.append([line(name, 0, occurred_at=NOW + timedelta(minutes=minutes))])
    found = [events[0].visit_id for events in log.begun(NOW, NOW + timedelta(minutes=60), TYPES)]
    assert (found, log.count_begun(NOW, NOW + timedelta(minutes=60))) == (["a", "b"], 2)
    assert list(log.begun(NOW + timedelta(days=1), NOW, TYPES)) == []


def test_only_what_is_asked_for_is_read_personal_values_joined_in(log: SqlVisitLog) -> None:
    """Of each visit the events of these types."""
    hidden = line("a", 2, body={"value": PERSONAL}, personal={"value": "Ann"})
    log.append([line("a", 0), line("a", 1, type=VIEWED), hidden])
    assert list(log.begun(NOW, NOW + timedelta(hours=1), TYPES)) == [[line("a", 0), hidden]]


def test_others_may_write_meanwhile(log: SqlVisitLog) -> None:
    """No transaction is held between two readings."""
    for name in "abcde":
        log.append([line(name, 0)])
    reading = log.begun(NOW, NOW + timedelta(hours=1), TYPES)
    assert next(reading)[0].visit_id == "a"
    log.append([line("f", 0)])
    assert [events[0].visit_id for events in reading] == ["b", "c", "d", "e", "f"]
