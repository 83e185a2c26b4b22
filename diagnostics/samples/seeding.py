"""The sample history into an installation: visits, calls, audits, and the costs that the demo openly assumes."""

from collections.abc import Callable
from datetime import timedelta

from diagnostics.deflection.records import Key
from diagnostics.samples.history import WEEKS, sample_history
from diagnostics.service.costs import Entered
from diagnostics.service.services import Services

ASSUMED = "Assumed for this demo, so that there is money to show. Enter your own cost."


RECENT = 8
"""Weeks after which the first page has something to show, while those before them are still being written."""


class Stopped(Exception):
    """The demo is ending; what is not stored yet is not needed any more."""


def seed(services: Services, stopped: Callable[[], bool] = lambda: False, weeks: int = WEEKS) -> int:
    """Stores the history, the latest weeks first, and brings the ledger up to date; gives how many visits there are.

    Raises:
        Stopped: `stopped` said so.
        StoreError: the database cannot be used.
    """
    now = services.clock()
    first_day = (now - timedelta(weeks=weeks + 1)).date().isoformat()
    services.costs.enter(Entered("8.00", "USD", first_day, ASSUMED, low="6.50", high="9.50"), "demo")
    services.costs.enter(Entered("0.10", "USD", first_day, ASSUMED, per="problem", low="0.05", high="0.20"), "demo")
    serving = services.programs.serving()
    listed = serving.manifest.trees if serving else {}
    programs = {tree: (one, program) for tree, one in listed.items() if (program := services.programs.program(one.fingerprint))}
    count = 0

    def go_on(words: str = "", done: int = 0) -> None:
        if stopped():
            raise Stopped

    for number, week in enumerate(sample_history(programs, now, services.keyring, range(1, weeks + 1))):
        go_on()
        if number == RECENT:
            services.keeper.refresh(now, go_on)
        services.history.take([(visit.events, frozenset({*visit.keys, Key("code", visit.code)})) for visit in week.visits], week.calls, week.audits)
        count += len(week.visits)
    services.keeper.refresh(now, go_on)
    return count

