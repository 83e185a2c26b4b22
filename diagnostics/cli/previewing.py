"""A folder that is being edited to the preview of it: each save is loaded, proved and published on the preview's own database, and its visits
move on to what was saved, or the pages show what is wrong instead."""

import secrets
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from diagnostics.analysis.check import WARNINGS, Checked, check
from diagnostics.analysis.prove import Report
from diagnostics.cli.counted import counted
from diagnostics.cli.folders import Meant
from diagnostics.cli.watching import changes
from diagnostics.library.live import Live
from diagnostics.library.load import LIBRARY_FILE
from diagnostics.program.manifest import Listed
from diagnostics.settings import Settings
from diagnostics.violations import Violation, errors
from diagnostics.wiring import PublishError, Services, StoreError, publish_checked, withdraw
from webapp.preview import Board, Shown

LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
OFTEN = "100000 per minute"


@contextmanager
def private(settings: Settings) -> Iterator[Settings]:
    """The same settings on a database and a secret that are removed at the end: a preview never touches those of a real installation."""
    with tempfile.TemporaryDirectory(prefix="diagnostics-preview-") as place:
        yield replace(settings, database=f"sqlite:///{Path(place) / 'preview.sqlite3'}", secret_file=f"{Path(place) / 'preview.secret'}",
                      refresh_seconds=0, comparison_share=0.0, start_limit=OFTEN, answer_limit=OFTEN, code_limit=OFTEN)  # fmt: skip


def board_for(folder: Path, host: str, threads: int) -> Board:
    """At most half of the threads wait, so that there is always one that answers. It answers to the names of this machine only."""
    own = socket.gethostname().lower()
    names = {} if host in LOOPBACK else {host.lower(), own, f"{own}.local"}
    return Board(str(folder), secrets.token_hex(4), threads // 2, LOOPBACK.union(names))


@contextmanager
def watched(services: Services, folder: Path, board: Board) -> Iterator[None]:
    """While the block lasts, the board shows the folder as it was last saved. It does so already when the block begins.

    Raises:
        OSError: there is no such folder, or it may not be read.
    """
    stopped, follower = threading.Event(), Follower(services, folder, board)
    saves = changes(folder, stopped)  # before the first look, so that nothing is missed between the two
    follower.renew()
    worker = threading.Thread(target=follower.follow, args=(saves,), name="preview", daemon=True)
    worker.start()
    try:
        yield
    finally:
        stopped.set()
        board.close()
        worker.join(5)


class Follower:
    """Renews the board. What has not changed since the last time is not read, compiled or proved again."""

    def __init__(self, services: Services, folder: Path, board: Board) -> None:
        self._services, self._board = services, board
        self._live, self._known, self._said = Live(folder), set[str](), ""
        self._proved, self._listings = dict[str, Report](), dict[str, Listed]()

    def follow(self, saves: Iterator[object]) -> None:
        for _ in saves:
            try:
                self.renew()
            except Exception as error:  # the preview goes on with what it showed: the next save may be better
                click.echo(f"The preview could not be renewed: {type(error).__name__}: {error}", err=True)

    def renew(self) -> None:
        """Loads, proves and publishes, and moves running visits on to what is now in service."""
        checked = check(self._live.load(), self._proved)
        self._proved = {checked.library.programs[name].fingerprint: report for name, report in checked.reports.items()}
        before = self._in_service()
        try:
            publish_checked(self._services, checked, "preview", self._listings)
            for tree, fingerprint in self._in_service().items():
                if before.get(tree, fingerprint) != fingerprint:
                    withdraw(self._services, tree)
        except (PublishError, StoreError) as error:
            click.echo(f"The preview could not be renewed: {error}", err=True)
        names = checked.library.files.keys()
        self._known |= names
        problems = _problems(checked) | {name: () for name in self._known - names}
        self._board.show(Shown(problems, checked.violations))
        self._say(checked, len(problems))

    def _in_service(self) -> Mapping[str, str]:
        serving = self._services.programs.serving()
        return {name: listed.fingerprint for name, listed in serving.manifest.trees.items()} if serving else {}

    def _say(self, checked: Checked, broken: int) -> None:
        """The first mistake, once, for an author who looks at the terminal."""
        wrong = errors(checked.violations)
        said = f"{counted(broken, 'tree')} cannot be shown: {wrong[0].headline()}" if wrong else "Every tree can be shown."
        if said != self._said and (wrong or self._said):
            click.echo(said)
            sys.stdout.flush()
        self._said = said


def _problems(checked: Checked) -> dict[str, tuple[Violation, ...]]:
    """Each tree that cannot be shown as it stands in its file, with the errors of all files that it is made of."""
    library, wrong = checked.library, errors(checked.violations)
    held = {name for name, report in checked.reports.items() if any(finding.code not in WARNINGS for finding in report.findings)}
    no_library = any(violation.span.file == LIBRARY_FILE for violation in wrong)
    broken = {name for name in library.files if no_library or name in held or name not in library.programs}
    return {name: _of_files(wrong, Meant(library.folder, (name,)).files(library)) or tuple(wrong) for name in broken}


def _of_files(wrong: list[Violation], files: set[str]) -> tuple[Violation, ...]:
    return tuple(violation for violation in wrong if violation.span.file in files)
