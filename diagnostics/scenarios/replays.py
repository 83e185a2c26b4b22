"""Recorded visits, one after the other, to how many of each tree would go another way. Alike visits are walked once."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Protocol

from diagnostics.engine import Reply, Start
from diagnostics.engine.advance import NeverProved
from diagnostics.program.types import Program
from diagnostics.scenarios.carrying import Carrying, walked
from diagnostics.scenarios.replay import Fate, compare, passed


class Recorded(Protocol):
    """A visit as the log tells it. `erased`: a personal value of it is no more, so it can be walked only as far as there."""

    @property
    def visit_id(self) -> str: ...
    @property
    def tree(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def start(self) -> Start: ...
    @property
    def replies(self) -> Mapping[str, Reply]: ...
    @property
    def erased(self) -> bool: ...


@dataclass(slots=True)
class Alike:
    """Visits that are one and the same to both programs. `visit_ids` are the latest of them, as many as are kept."""

    tree: str
    finished: bool
    fates: frozenset[Fate]
    visits: int = 0
    visit_ids: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """What becomes of the visits of one tree. `finished` had come to an end and `fates` counts those; `same` go the same way to the same
    end. `unfinished` had not; `elsewhere` of them would stand at another page by now. `gone`: nobody could begin this tree any more.
    `erased`: not compared, because a personal value that decides has been erased; `not_walked`: because a program leads nowhere."""

    finished: int = 0
    same: int = 0
    fates: Counter[Fate] = field(default_factory=Counter)
    unfinished: int = 0
    elsewhere: int = 0
    erased: int = 0
    not_walked: int = 0
    gone: bool = False

    @property
    def share_elsewhere(self) -> float:
        """Of the finished visits, those that end elsewhere: from 0 to 1. All of a tree that is gone do."""
        return self.fates["end"] / self.finished if self.finished else 0.0


class Replays:
    """Takes visits in and tallies them. `new` are the programs that customers could start; a tree that is not in it is gone.

    Args:
        old_of: the program that a visit is compared with; None where there is none.
        kept: how many ids of alike visits are kept.
    """

    def __init__(self, old_of: Callable[[Recorded], Program | None], new: Mapping[str, Program], kept: int = 5) -> None:
        self._old_of, self._new, self._kept = old_of, new, kept
        self._alike: dict[bytes, Alike | None] = {}
        self._carrying: dict[tuple[str, str], Carrying] = {}
        self.trees: dict[str, Tally] = {}
        self.unknown: Counter[str] = Counter()
        """Visits by tree whose program is not kept: nothing can be said about them."""

    def add(self, visit: Recorded) -> None:
        old = self._old_of(visit)
        if old is None:
            self.unknown[visit.tree] += 1
            return
        new = self._new.get(visit.tree)
        carrying = self.carrying(old, new or old)
        key = _digest(carrying, visit)
        if key not in self._alike:
            compared = compare(carrying, visit.start, visit.replies)
            self._alike[key] = Alike(visit.tree, compared.finished, compared.fates) if compared else None
        self._count(visit, self._alike[key], new is None)

    def carrying(self, old: Program, new: Program) -> Carrying:
        at = (old.fingerprint, new.fingerprint)
        if at not in self._carrying:
            self._carrying[at] = Carrying(old, new)
        return self._carrying[at]

    def alike(self, wanted: Callable[[Alike], bool]) -> list[Alike]:
        """Groups of alike visits, the largest first."""
        found = (group for group in self._alike.values() if group and group.visits and wanted(group))
        return sorted(found, key=lambda group: (-group.visits, group.tree, group.visit_ids[-1:]))

    def _count(self, visit: Recorded, group: Alike | None, gone: bool) -> None:
        tally = self.trees.setdefault(visit.tree, Tally(gone=gone))
        if group is None:
            tally.not_walked += 1
            return
        if visit.erased and not group.finished:
            tally.erased += 1
            return
        group.visits += 1
        group.visit_ids.append(visit.visit_id)
        del group.visit_ids[: -self._kept]
        if not group.finished:
            tally.unfinished += 1
            tally.elsewhere += "end" in group.fates or gone
            return
        tally.finished += 1
        tally.same += not group.fates and not gone
        for fate in group.fates:
            tally.fates[fate] += 1
        tally.fates["end"] += gone


class Passages:
    """Takes visits in and counts, on their own programs, how many came to each step and gave each answer. Alike visits are walked once."""

    def __init__(self, old_of: Callable[[Recorded], Program | None]) -> None:
        self._old_of = old_of
        self._went: dict[bytes, frozenset[tuple[str, str, str]]] = {}
        self._carrying: dict[str, Carrying] = {}
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.visits = 0

    def add(self, visit: Recorded) -> None:
        old = self._old_of(visit)
        if old is None:
            return
        carrying = self._carrying.setdefault(old.fingerprint, Carrying(old, old))
        key = _digest(carrying, visit)
        if key not in self._went:
            self._went[key] = _went(old, visit)
        self.visits += 1
        self.counts.update(self._went[key])


def _went(program: Program, visit: Recorded) -> frozenset[tuple[str, str, str]]:
    try:
        return frozenset(passed(program, walked(program, visit.start, visit.replies)))
    except NeverProved:
        return frozenset()


def _digest(carrying: Carrying, visit: Recorded) -> bytes:
    """The same for visits that no program of the two can tell apart: the day counts only where one of them looks at it."""
    day = visit.start.day if carrying.reads_today else None
    replies = sorted((place, _plain(r.value), [(fact, _plain(v)) for fact, v in (*r.kept, *r.keys)]) for place, r in visit.replies.items())
    facts = sorted((given.fact, given.source, _plain(given.value)) for given in visit.start.facts)
    whole = (carrying.old.fingerprint, carrying.new.fingerprint, day, visit.start.entry, facts, replies)
    return blake2b(repr(whole).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _plain(value: Any) -> str:
    return repr(sorted(value)) if isinstance(value, frozenset) else repr(value)
