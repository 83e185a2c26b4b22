"""Settings to services: the only place where the database, the clock and the look-ups of an installation meet the use cases."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from zoneinfo import ZoneInfo

from diagnostics.analysis.check import WARNINGS, Checked, check
from diagnostics.keyring import KeyringError, open_keyring
from diagnostics.library.load import load
from diagnostics.program.manifest import Listed, Publication
from diagnostics.publishing.publish import PublishError, position, prepare, same
from diagnostics.service.accounts import Accounts
from diagnostics.service.calls import Calls
from diagnostics.service.comparison import Comparison
from diagnostics.service.costs import Costs
from diagnostics.service.digests import Digests
from diagnostics.service.feeds import Feeds
from diagnostics.service.figures import Figures
from diagnostics.service.interchange import Interchange
from diagnostics.service.ledger import Ledger
from diagnostics.service.lookups import Lookups
from diagnostics.service.ports import LookupProvider, ProgramStore
from diagnostics.service.recordings import Recordings
from diagnostics.service.services import Services
from diagnostics.service.visits import Visits, utc_now
from diagnostics.settings import Settings
from diagnostics.store.accounts import SqlAccountStore
from diagnostics.store.assignments import SqlAssignments
from diagnostics.store.calls import SqlCallStore
from diagnostics.store.costs import SqlCosts
from diagnostics.store.database import open_database
from diagnostics.store.digests import SqlLetters
from diagnostics.store.feeds import SqlFeedStore
from diagnostics.store.histories import SqlHistories
from diagnostics.store.ledger_book import SqlLedgerBook
from diagnostics.store.ledger_reader import SqlLedger
from diagnostics.store.migrate import is_newest, migrate
from diagnostics.store.programs import SqlProgramStore
from diagnostics.store.told import SqlTold
from diagnostics.store.visit_log import SqlVisitLog
from diagnostics.violations import Violation
from diagnostics.visits.log import Conflict, StoreError

__all__ = [
    "KeyringError", "PublishError", "Published", "Records", "Services", "StoreError", "build", "installed_providers", "open_records",
    "publish_checked", "publish_folder", "rollback", "withdraw",
]  # fmt: skip

log = logging.getLogger(__name__)

LOOKUPS = "diagnostics.lookups"
"""The entry-point group in which an installed package offers look-ups."""

TRIES = 5
"""How often a publication is made again when another one was quicker."""


@dataclass(frozen=True, slots=True)
class Published:
    """What came of a publish. `publication` is None where the folder is what is in service already. `kept` and `left_out`: tree → why
    its last good program goes on, or why it is not in service at all."""

    publication: Publication | None
    kept: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    violations: tuple[Violation, ...] = ()


def build(settings: Settings, providers: Mapping[str, LookupProvider] | None = None) -> Services:
    """Opens the database, brings it to the newest schema, opens the secret, and gives the use cases on them.

    `providers` are look-ups by name, besides the installed ones, which they replace.

    Raises:
        StoreError: the database cannot be used; the message says why and what to do.
        KeyringError: the secret cannot be used; likewise.
    """
    engine = open_database(settings.database)
    migrate(engine)
    keyring = open_keyring(Path(settings.secret_file))
    programs = SqlProgramStore(engine, utc_now)
    lookups = Lookups({**installed_providers(), **(providers or {})})
    accounts = Accounts(SqlAccountStore(engine), utc_now)
    comparison = Comparison(SqlAssignments(engine), keyring, utc_now, settings.comparison_share, frozenset(settings.comparison_off.split()))
    _warn_of_unknown(comparison, programs)
    visits = Visits(SqlVisitLog(engine), programs, lookups, utc_now, keyring=keyring, comparison=comparison)
    feed_store = SqlFeedStore(engine)
    calls = Calls(SqlCallStore(engine), feed_store, SqlTold(engine), programs, keyring, utc_now, settings.region)
    feeds = Feeds(feed_store, keyring, utc_now, settings.zone)
    costs = Costs(SqlCosts(engine), programs, utc_now)
    digests = Digests(SqlLetters(engine), utc_now)
    ledger = SqlLedger(engine, ZoneInfo(settings.zone))
    figures = Figures(ledger, SqlCosts(engine), utc_now, ZoneInfo(settings.zone))
    keeper = Ledger(SqlLedgerBook(engine), ZoneInfo(settings.zone), figures)
    history = Interchange(SqlHistories(engine), SqlCallStore(engine), utc_now)
    return Services(visits, programs, accounts, calls, feeds, costs, digests, figures, ledger, keeper, history, keyring)


@dataclass(frozen=True, slots=True)
class Records:
    """What has happened in an installation so far, to be read and nothing else."""

    visits: Recordings
    programs: ProgramStore


def open_records(settings: Settings) -> Records | None:
    """Opens the database of the settings for reading: neither it nor a secret is made, and its schema stays as it is. None where there is no
    database yet.

    Raises:
        StoreError: the database cannot be used, or its schema is that of another version.
    """
    engine = open_database(settings.database)
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists():
        return None
    if not is_newest(engine):
        raise StoreError("the schema of the database is that of another version: start the server once with this version, or use the other one")
    return Records(Recordings(SqlVisitLog(engine)), SqlProgramStore(engine, utc_now))


def _warn_of_unknown(comparison: Comparison, programs: ProgramStore) -> None:
    """A tree without a comparison group may be so for safety: a mistyped name must not go unnoticed."""
    serving = programs.serving() if comparison.off else None
    for name in sorted(set(comparison.off) - serving.manifest.trees.keys()) if serving else ():
        log.warning("DIAGNOSTICS_COMPARISON_OFF names the tree %s, and none of this name is in service", name)


def installed_providers() -> dict[str, LookupProvider]:
    """The look-ups of installed packages. One that cannot be loaded is logged and left out: its visits read `unavailable`."""
    found: dict[str, LookupProvider] = {}
    for point in entry_points(group=LOOKUPS):
        try:
            found[point.name] = point.load()
        except Exception as error:  # foreign code: a look-up that is broken must not keep the guides from being served
            log.error("the look-up %s (%s) cannot be loaded: %s: %s", point.name, point.value, type(error).__name__, error)
    return found


def publish_folder(services: Services, folder: Path, note: str = "") -> Published:
    """Puts a folder's trees into service, all at once; where nothing differs from what is in service, nothing is stored.

    Raises:
        PublishError: an image changed while it was being read, or other publishers were quicker every time.
        StoreError: the database cannot be used; what was in service still is.
    """
    return publish_checked(services, check(load(folder)), note)


def publish_checked(services: Services, checked: Checked, note: str = "", listings: dict[str, Listed] | None = None) -> Published:
    """As `publish_folder`, for a folder that was loaded and checked already. `listings` saves work where it is called again and again."""
    library = checked.library
    held = {name for name, report in checked.reports.items() if any(finding.code not in WARNINGS for finding in report.findings)}
    efforts = {name: report.effort for name, report in checked.reports.items() if report.proved and name not in held}
    for _ in range(TRIES):
        serving = services.programs.serving()
        made = prepare(library, serving.manifest if serving else None, checked.violations, held, efforts, listings)
        if same(made.manifest, serving.manifest if serving else None):
            return Published(None, made.kept, made.left_out, made.violations)
        try:
            publication = services.programs.publish(
                "publish", made.manifest, made.programs, made.assets, utc_now(), note, after=serving.id if serving else 0)  # fmt: skip
        except Conflict:
            continue
        return Published(publication, made.kept, made.left_out, made.violations)
    raise PublishError("somebody else is publishing again and again; nothing was published")


def rollback(services: Services, to: int | None = None) -> Publication:
    """Puts an earlier publication back into service, as a new one of kind `rollback`: the given one, or the one before that which
    serves. Rolling back twice goes back twice.

    Raises:
        PublishError: there is no such publication.
        StoreError: the database cannot be used; what was in service still is.
    """
    for _ in range(TRIES):
        serving = services.programs.serving()
        if serving is None:
            raise PublishError("nothing has been published yet")
        target = services.programs.publication(to) if to is not None else _before(services, serving)
        if target is None:
            raise PublishError(f"there is no publication {to}" if to is not None else "there is no earlier publication to go back to")
        try:
            return services.programs.publish("rollback", target.manifest, (), (), utc_now(), f"back to publication {target.id}",
                                             after=serving.id, restores=target.restores or target.id)  # fmt: skip
        except Conflict:
            continue
    raise PublishError("somebody else is publishing again and again; nothing was rolled back")


def _before(services: Services, serving: Publication) -> Publication | None:
    for id in range(position(serving) - 1, 0, -1):
        earlier = services.programs.publication(id)
        if earlier is not None and earlier.kind == "publish":
            return earlier
    return None


def withdraw(services: Services, tree: str) -> tuple[str, ...]:
    """Takes all programs of a tree but the serving one out of running visits, which move to the serving one. Gives their fingerprints.

    Raises:
        PublishError: no program of this tree was ever published.
        StoreError: the database cannot be used.
    """
    stored = services.programs.fingerprints(tree)
    if not stored:
        raise PublishError(f"no tree `{tree}` was ever published")
    serving = services.programs.serving()
    listed = serving.manifest.trees.get(tree) if serving else None
    taken = tuple(f for f in stored if (listed is None or f != listed.fingerprint) and not services.programs.withdrawn(f))
    for fingerprint in taken:
        services.programs.withdraw(fingerprint)
    return taken
