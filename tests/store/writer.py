"""A process of its own for tests: appends to a database and prints each seq when it has been acknowledged.

    writer.py ADDRESS endless VISIT     appends to a visit until it is killed
    writer.py ADDRESS contend NAME      appends to the visit `v` up to 100, against others
    writer.py ADDRESS publish die       kills itself in the middle of a publication
"""

import os
import signal
import sys
from datetime import UTC, datetime

from sqlalchemy import Connection, event

from diagnostics.program.manifest import Listed, Manifest
from diagnostics.program.types import Outcome, Program, Tree
from diagnostics.store.database import open_database
from diagnostics.store.programs import SqlProgramStore
from diagnostics.store.visit_log import SqlVisitLog
from diagnostics.visits.events import ANSWERED, Event
from diagnostics.visits.log import Conflict


def line(visit_id: str, seq: int, answer: str) -> Event:
    hidden = {"value": f"secret {seq}"}
    return Event(visit_id, seq, ANSWERED, datetime.now(UTC), "lamp", "f" * 32, "5" * 32, "plugged", answer, personal=hidden)


def endless(log: SqlVisitLog, visit_id: str) -> None:
    seq = 0
    while True:
        log.append([line(visit_id, seq, "x")])
        print(seq, flush=True)
        seq += 1


def contend(log: SqlVisitLog, name: str) -> None:
    while (seq := len(log.read("v"))) <= 100:
        try:
            log.append([line("v", seq, name)])
            print(seq, flush=True)
        except Conflict:
            continue


def publish_and_die(programs: SqlProgramStore) -> None:
    tree = Tree("lamp", "Dark", "Find out.", "end", {"end": Outcome(id="end", kind="resolved", says="New.")}, "desk")
    program = Program("lamp", {"lamp": tree}, {}, {}, {}, "en", "e" * 32, "5" * 32)
    manifest = Manifest("Guides", "en", {}, {"lamp": Listed("lamp", program.fingerprint, "Dark", "Find out.", None, 1, 1, 1)})
    programs.publish("publish", manifest, [program], [], datetime.now(UTC))


def main() -> None:
    address, task, name = sys.argv[1:]
    engine = open_database(address)
    if task == "endless":
        endless(SqlVisitLog(engine), name)
    elif task == "contend":
        contend(SqlVisitLog(engine), name)
    else:

        @event.listens_for(engine, "before_cursor_execute")
        def _die(_c: Connection, _cursor: object, statement: str, *_rest: object) -> None:
            if "INTO publication_tree" in statement:
                os.kill(os.getpid(), signal.SIGKILL)

        publish_and_die(SqlProgramStore(engine, lambda: datetime.now(UTC)))


if __name__ == "__main__":
    main()
