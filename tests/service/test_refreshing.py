"""The thread beside the server: it refreshes until it is told to stop, and no fault ends it."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from diagnostics.service.ledger import Ledger, Refreshed, ZoneChanged
from diagnostics.service.refreshing import refreshing
from diagnostics.visits.log import StoreError
from tests.ledgers import NOW, World, visit


class Failing(Ledger):
    """Fails in each of the known ways, one after the other, and then says that it was asked once more."""

    def __init__(self, *failures: Exception) -> None:
        self._failures, self.survived = list(failures), threading.Event()

    def refresh(self, now: datetime, stage: Callable[[str, int], None] = lambda words, done: None,
                settled: timedelta = timedelta()) -> Refreshed:  # fmt: skip
        if self._failures:
            raise self._failures.pop(0)
        self.survived.set()
        return Refreshed()


def test_what_came_in_is_in_the_sums_without_anybody_asking(tmp_path: Path, fresh_sqlite: Callable[[], Engine]) -> None:
    """One refresh comes at the start; the thread is gone when the server is."""
    world = World(fresh_sqlite(), tmp_path)
    world.bring(visits=[visit("a")])
    done = threading.Event()

    class Watched(Ledger):
        def refresh(self, now: datetime, stage: Callable[[str, int], None] = lambda words, count: None,
                    settled: timedelta = timedelta()) -> Refreshed:  # fmt: skip
            try:
                return super().refresh(now, stage, settled)
            finally:
                done.set()

    with refreshing(Watched(world.book, world.zone), lambda: NOW, 60):
        assert done.wait(20)
    assert world.count("problems") == 1
    assert not [thread for thread in threading.enumerate() if thread.name == "ledger"]


@pytest.mark.parametrize("failure", [StoreError("the disk is full"), ZoneChanged("another zone"), ValueError("secret")])
def test_a_fault_is_said_and_does_not_end_it(failure: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """A warning for an operator, once; of a fault of the program its kind and not its words, which could be a customer's."""
    ledger = Failing(failure, failure)
    monkeypatch.setattr(threading.Event, "wait", _soon(threading.Event.wait))
    with caplog.at_level(logging.WARNING), refreshing(ledger, lambda: NOW, 60):
        assert ledger.survived.wait(10)
    assert len(caplog.records) == 1
    assert "secret" not in caplog.text


def test_zero_seconds_is_no_thread() -> None:
    ledger = Failing()
    with refreshing(ledger, lambda: NOW, 0):
        assert not [thread for thread in threading.enumerate() if thread.name == "ledger"]


def _soon(wait: Callable[[threading.Event, float | None], bool]) -> Callable[[threading.Event, float | None], bool]:
    """A minute in a hundredth of a second."""

    def sooner(event: threading.Event, timeout: float | None = None) -> bool:
        return wait(event, 0.01 if timeout == 60 else timeout)

    return sooner
