"""Keeps the ledger up to date beside the server: one thread that refreshes it again and again until the server stops."""

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from diagnostics.service.ledger import Ledger, ZoneChanged
from diagnostics.visits.log import StoreError

log = logging.getLogger(__name__)

SETTLED = timedelta(minutes=2)
"""After so long without an answer a visit is taken in."""

SWITCH = 0.0005
"""Seconds after which a thread that calculates gives way to one that answers a customer; Python's own is ten times as long."""

IDLE = 9
"""How many times as long as a refresh took no other one is begun: it takes no more than a tenth of a processor from those who write."""

PATIENCE = 5
"""Seconds for which a refresh under way is waited for at the end. Whoever comes next goes on from where it was."""


@contextmanager
def refreshing(ledger: Ledger, clock: Callable[[], datetime], seconds: int) -> Iterator[None]:
    """While the block lasts, a refresh every so many seconds; 0: none. Pages read what is there meanwhile."""
    if not seconds:
        yield
        return
    stopped, before = threading.Event(), sys.getswitchinterval()
    sys.setswitchinterval(SWITCH)
    worker = threading.Thread(target=_keep, args=(ledger, clock, seconds, stopped), name="ledger", daemon=True)
    worker.start()
    try:
        yield
    finally:
        stopped.set()
        worker.join(PATIENCE)
        sys.setswitchinterval(before)


def _keep(ledger: Ledger, clock: Callable[[], datetime], seconds: int, stopped: threading.Event) -> None:
    said = ""
    while True:
        begun = time.monotonic()
        try:
            ledger.refresh(clock(), settled=SETTLED)
            said = ""
        except (StoreError, ZoneChanged) as error:
            if str(error) != said:  # once, not every half minute
                log.warning("the ledger could not be brought up to date: %s", error)
            said = str(error)
        except Exception as error:  # a fault of the fold must not end the thread; its message could hold a value of a visit
            if type(error).__name__ != said:
                log.error("the ledger could not be brought up to date: %s", type(error).__name__, exc_info=log.isEnabledFor(logging.DEBUG))
            said = type(error).__name__
        if stopped.wait(max(seconds, IDLE * (time.monotonic() - begun))):
            return
