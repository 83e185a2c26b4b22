"""Recorded visits walked through a folder's trees: what `replay` has found out, and what it needs to show more of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from diagnostics.cli.recorded import visits_of
from diagnostics.program.types import Program
from diagnostics.scenarios.carrying import Carrying
from diagnostics.scenarios.replay import Compared, compare
from diagnostics.scenarios.replays import Alike, Recorded, Replays
from diagnostics.service.recordings import RecordedVisit
from diagnostics.visits.codes import read_code, shown
from diagnostics.wiring import Records

Met = Callable[[RecordedVisit], RecordedVisit]
"""A visit as it is to be compared: as it was, or as it would be with the trees in service."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Trees that visits are walked through. `broken` have errors, and `trees` were named; empty: all."""

    programs: Mapping[str, Program]
    broken: frozenset[str]
    trees: tuple[str, ...]


@dataclass(slots=True)
class Walk:
    """Visits that began from `since` to `until`, each as `met` gives it, and what becomes of them in the folder."""

    records: Records
    folder: Folder
    met: Met
    since: datetime
    until: datetime
    replays: Replays = field(init=False)

    def __post_init__(self) -> None:
        self.replays = Replays(self._program, self.folder.programs)

    def all(self) -> None:
        """Reads the log and tallies each visit of a tree that is meant and can run."""
        for visit in visits_of(self.records, self.since, self.until):
            if visit.tree not in self.folder.broken and (not self.folder.trees or visit.tree in self.folder.trees):
                self.replays.add(self.met(visit))

    def knows(self, tree: str) -> bool:
        """Whether there is such a tree, or was one: a visit tells of it."""
        return tree in self.folder.programs or tree in self.folder.broken or tree in self.replays.trees or tree in self.replays.unknown

    def groups(self, show: str | None) -> list[Alike]:
        """Alike visits with this fate (`unfinished`: those that would stand elsewhere), the most frequent first."""
        if show is None:
            return []
        if show == "unfinished":
            return self.replays.alike(lambda group: not group.finished and "end" in group.fates)
        return self.replays.alike(lambda group: group.finished and show in group.fates)

    def way_of(self, group: Alike) -> Compared | None:
        """The two ways of alike visits: those of the last one, which is read again."""
        visit = self.records.visits.one(group.visit_ids[-1])
        return self.compared(visit) if visit is not None and not isinstance(visit, str) else None

    def compared(self, recorded: RecordedVisit) -> Compared | None:
        """One visit on both programs; None where one is not there, or leads nowhere."""
        visit = self.met(recorded)
        old, new = self._program(visit), self.folder.programs.get(visit.tree)
        return compare(self.replays.carrying(old, new), visit.start, visit.replies) if old and new else None

    def _program(self, visit: Recorded) -> Program | None:
        return self.records.programs.program(visit.fingerprint)

    def name(self, visit_id: str) -> str:
        """The visit's code as people read it, or its id where it has none."""
        name = self.records.visits.name(visit_id)
        return shown(name) if read_code(name) == name else name


def as_met(visit: RecordedVisit) -> RecordedVisit:
    """A visit with the program that it ran on."""
    return visit


def with_published(records: Records, programs: Mapping[str, Program]) -> Met:
    """Visits as they would be with the trees in service. One whose tree or program is no more has no fingerprint then."""
    known: dict[tuple[str, str], Carrying] = {}

    def met(visit: RecordedVisit) -> RecordedVisit:
        own, now = records.programs.program(visit.fingerprint), programs.get(visit.tree)
        if own is None or now is None:
            return replace(visit, fingerprint="")
        carrying = known.setdefault((own.fingerprint, now.fingerprint), Carrying(own, now))
        start, replies = carrying.carried(visit.start, visit.replies)
        return replace(visit, fingerprint=now.fingerprint, start=start, replies=replies)

    return met
