"""What the use cases need of the outside world. `wiring` gives them real ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from diagnostics.accounts.account import Account, Changes, Entry
from diagnostics.conditions.expression import Value
from diagnostics.deflection.assignment import Assignment
from diagnostics.deflection.costs import Cost
from diagnostics.deflection.records import Key
from diagnostics.program.manifest import Asset, Manifest, Publication
from diagnostics.program.types import Program
from diagnostics.visits.events import Event


class VisitLog(Protocol):
    """Append-only. What `append` has returned from is on disk."""

    def append(self, events: Sequence[Event], code: str | None = None, keys: Sequence[Key] = ()) -> None:
        """Stores events of one visit, all or none, with the first ones its code, and keys by which calls find it. A key that the visit has
        already is no error.

        Raises:
            Conflict: one of the `(visit_id, seq)` is taken.
            CodeTaken: another visit has the code.
        """

    def read(self, visit_id: str) -> list[Event]:
        """All events of a visit in order, personal values joined in; empty where there is no such visit."""
        ...

    def code_of(self, visit_id: str) -> str | None: ...
    def visit_of(self, code: str) -> str | None: ...

    def begun(self, since: datetime, until: datetime, types: Sequence[str]) -> Iterator[list[Event]]:
        """The visits that began in that time (`until` is not in it), in the order in which they did, each with its events of these types."""
        ...

    def count_begun(self, since: datetime, until: datetime) -> int:
        """How many visits `begun` gives."""
        ...

    def erase_personal(self, visit_id: str) -> int:
        """Erases the personal values of a visit; gives how many events had any. The events stay."""
        ...


class AssignmentStore(Protocol):
    """The arm of each visitor, by a keyed hash of the cookie."""

    def first(self, visitor: str, drawn: Assignment, at: datetime) -> Assignment:
        """Keeps what was drawn, unless something was kept for this visitor before; gives what stands."""
        ...


class CostStore(Protocol):
    """The cost book: lines are added and never changed."""

    def costs(self) -> list[Cost]:
        """All lines in the order in which they were entered, corrected ones too."""
        ...

    def add(self, cost: Cost) -> Cost | None:
        """Adds a line under the next number; None where the one that it corrects was corrected meanwhile."""
        ...


class ProgramStore(Protocol):
    """Programs by fingerprint, and which of them are in service."""

    def serving(self) -> Publication | None:
        """The latest publication. Cheap: asked for on every page."""
        ...

    def program(self, fingerprint: str) -> Program | None: ...

    def withdrawn(self, fingerprint: str) -> bool: ...

    def withdraw(self, fingerprint: str) -> None:
        """Takes a program out of running visits too: they move to the one in service."""

    def publish(self, kind: str, manifest: Manifest, programs: Sequence[Program], assets: Sequence[Asset], at: datetime, note: str = "",
                *, after: int | None = None, restores: int | None = None) -> Publication:  # fmt: skip
        """Stores what is new and switches to all of it at once. What goes into service is no longer withdrawn.

        `after` is the id of the publication that the new one was made against, 0 for none; None does not look.

        Raises:
            Conflict: another publication than `after` is in service by now; nothing was stored.
            ValueError: the manifest lists a program that is neither given nor stored.
        """
        ...

    def publication(self, id: int) -> Publication | None:
        """A publication by its number; they are numbered from 1, without gaps."""
        ...

    def publications(self, limit: int = 50) -> list[Publication]:
        """The newest first."""
        ...

    def fingerprints(self, tree: str) -> list[str]:
        """All stored programs of a tree, the newest first."""
        ...

    def asset(self, sha: str) -> Asset | None: ...


class AccountStore(Protocol):
    """Accounts by name, and the audit trail, to which is only ever added."""

    def add(self, account: Account, entry: Entry) -> None:
        """Stores a new account.

        Raises:
            NameTaken: there is one of this name.
        """

    def change(self, name: str, changes: Changes, entry: Entry | None = None) -> Account | None:
        """Changes what is given; gives the account as it is then, or None where there is none."""
        ...

    def find(self, name: str) -> Account | None: ...

    def of_session(self, session: str) -> Account | None: ...

    def all(self) -> list[Account]:
        """By name."""
        ...

    def note(self, entry: Entry) -> None: ...

    def trail(self, name: str | None, limit: int) -> list[Entry]:
        """The newest first; of one user, what they did and what was done to them."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up gave: one of its declared results, and facts."""

    result: str
    facts: Mapping[str, Value] = field(default_factory=dict)


class LookupProvider(Protocol):
    """A real source. Runs in a worker thread and may take its time: the caller waits no longer than the declared time-out."""

    def __call__(self, keys: Mapping[str, Value]) -> Found: ...
