"""The use cases that the pages, the API and the command line are given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from diagnostics.keyring import Keyring
from diagnostics.service.accounts import Accounts
from diagnostics.service.calls import Calls
from diagnostics.service.costs import Costs
from diagnostics.service.digests import Digests
from diagnostics.service.feeds import Feeds
from diagnostics.service.figures import Figures
from diagnostics.service.interchange import Interchange
from diagnostics.service.ledger import Ledger
from diagnostics.service.ledger_ports import LedgerReader
from diagnostics.service.ports import ProgramStore
from diagnostics.service.visits import Visits, utc_now


@dataclass(frozen=True, slots=True)
class Services:
    """One installation. `clock` gives UTC, the same one that stamps the events of `visits`. `demo`: its data are made up, and pages say so."""

    visits: Visits
    programs: ProgramStore
    accounts: Accounts
    calls: Calls
    feeds: Feeds
    costs: Costs
    digests: Digests
    figures: Figures
    ledger: LedgerReader
    keeper: Ledger
    history: Interchange
    keyring: Keyring
    clock: Callable[[], datetime] = utc_now
    demo: bool = False
