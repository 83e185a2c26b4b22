"""The events of one visit to its summary: what was said, whether an end was reached, and the path with its seconds.

Both kinds of history are understood: live visits, whose events hold answers and ends, and imported ones (`IMPORTED`), which hold
only the steps that were shown, hand-offs and reports.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from diagnostics.deflection.records import Arm, Key, Passed, VisitSummary
from diagnostics.visits import events as e
from diagnostics.visits.events import Event

IMPORTED = "imported"
"""Stands for the fingerprint in visits of an imported history."""

EXCLUSIONS = ("bot", "datacentre", "staff", "assisted")

_ARMS: Mapping[str, Arm] = {"tree": "tree", "holdout": "holdout", "none": "none"}


def summary(events: Sequence[Event], keys: Iterable[Key] = ()) -> VisitSummary:
    """Folds the events of one visit, in any order and some of them twice. What is not understood is left out: unknown types, odd bodies.

    *Engaged* is who answered a step oneself; in an imported visit, who came to a second step. *Completed* is who reached an end; in an
    imported visit, which does not say so, who was handed off or said whether it helped.

    Raises:
        ValueError: no events, or events of several visits.
    """
    if not events:
        raise ValueError("a visit has at least one event")
    fold = _Fold(_in_order(events))
    first, start = fold.first, _body(fold.first) if fold.first.type == e.STARTED else {}
    arm = start.get("arm")
    return VisitSummary(
        first.visit_id, first.tree, fold.structure, first.product or "", first.portal, first.locale, _text(start.get("device")),
        fold.started_at, fold.last_at, _ARMS.get(arm, "none") if isinstance(arm, str) else "none",
        _ppm(start.get("p_holdout")), _text(start.get("alloc_id")), excluded if (excluded := start.get("excluded")) in EXCLUSIONS else "",
        fold.engaged, fold.completed, fold.fixed, fold.would_have_called, fold.handed_off, fold.opted_in, fold.outcome,
        fold.path(), tuple(sorted(set(keys))), fold.claimed_at,
    )  # fmt: skip


def _in_order(events: Sequence[Event]) -> list[Event]:
    """By `seq`, each once. Of two that claim the same place the one that sorts first stands, whichever came first."""
    seqs = [event.seq for event in events]
    if any(event.visit_id != events[0].visit_id for event in events):
        raise ValueError("these are the events of several visits")
    if all(a < b for a, b in pairwise(seqs)):
        return list(events)
    by_seq: dict[int, Event] = {}
    for event in sorted(events, key=lambda x: (x.seq, x.type, x.occurred_at, x.step or "", x.answer or "", repr(sorted(_body(x).items(), key=repr)))):
        by_seq.setdefault(event.seq, event)
    return list(by_seq.values())


class _Fold:
    """Goes through the events once. A step stays open on the path until its answer, or the next step, closes it."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.first = events[0]
        self.imported = self.first.fingerprint == IMPORTED
        self.structure = self.first.structure
        self.started_at = int(self.first.occurred_at.timestamp())
        self.last_at = self.started_at
        self.engaged = self.completed = self.handed_off = self.opted_in = False
        self.fixed: bool | None = None
        self.would_have_called: bool | None = None
        self.claimed_at: int | None = None
        self.outcome = ""
        self._said = False  # `fixed` was said on the outcome page: no later end takes it back
        self._path: list[_Step] = []
        self._shown_at: dict[str, int] = {}
        for event in events:
            at = int(event.occurred_at.timestamp())
            self.last_at = max(self.last_at, at)
            take = _TAKES.get(event.type)
            if take is not None:
                take(self, event, at)

    def path(self) -> tuple[Passed, ...]:
        return tuple(Passed(s.place, s.answer, s.onto, s.seconds, s.again, s.end, s.person) for s in self._path)

    def _move(self, event: Event, at: int) -> None:
        self.structure = event.structure

    def _view(self, event: Event, at: int) -> None:
        place = event.step
        if not place:
            return
        if self._path and (last := self._path[-1]).onto == "" and not last.end and (last.answered or self.imported):
            last.onto = place
            last.close(at)
        if self.imported and self._path and self._path[-1].place != place:
            self.engaged = True
        self._path.append(_Step(place, at))
        self._shown_at[place] = at

    def _answer(self, event: Event, at: int) -> None:
        if not event.step:
            return
        step = self._open(event.step, at)
        step.answer = event.answer or ""
        step.answered = True
        step.close(at)
        self.engaged = True
        if self.fixed and not self._said:  # what had been claimed on the way to an end is being answered anew
            self.fixed = self.claimed_at = None

    def _open(self, place: str, at: int) -> "_Step":
        """The step that an answer belongs to: the one that is shown, else one that the customer went back to."""
        last = self._path[-1] if self._path else None
        if last is not None and last.place == place and not last.answered:
            return last
        shown_at = self._shown_at.get(place)
        self._path.append(_Step(place, at if shown_at is None else None, again=shown_at is not None))
        return self._path[-1]

    def _return(self, event: Event, at: int) -> None:
        """A look-up is a step of the path that nobody saw."""
        if not event.step:
            return
        asked_at = at
        if self._path and self._path[-1].answered and self._path[-1].onto == "":
            self._path[-1].onto, asked_at = event.step, self._path[-1].closed_at
        self._path.append(_Step(event.step, asked_at, answer=event.answer or "", answered=True))
        self._path[-1].close(at)

    def _reach(self, event: Event, at: int) -> None:
        self.completed = True
        body = _body(event)
        self.outcome = _text(body.get("outcome"))
        if self._path and self._path[-1].place == event.step:
            self._path[-1].end = True
        if not self._said:
            self.fixed = True if body.get("claimed") is True else None
            self.claimed_at = at if self.fixed else None

    def _report(self, event: Event, at: int) -> None:
        fixed, would = _body(event).get("fixed"), _body(event).get("would_have_called")
        if isinstance(would, bool):
            self.would_have_called = would
        if isinstance(fixed, bool):
            self.claimed_at = (self.claimed_at if self.fixed else at) if fixed else None
            self.fixed, self._said = fixed, True
        if self.imported:
            self._end_imported(at)

    def _hand_over(self, event: Event, at: int) -> None:
        self.handed_off = True
        step = next((s for s in reversed(self._path) if not s.end), None)  # an outcome is reached from the step before it
        if step is not None:
            step.person = True
        if self.imported:
            self._end_imported(at)

    def _end_imported(self, at: int) -> None:
        self.completed = True
        if self._path:
            self._path[-1].close(at)

    def _opt_in(self, event: Event, at: int) -> None:
        self.opted_in = True


class _Step:
    """A step of the path while it is being walked. `since` is None where it was not shown just before."""

    __slots__ = ("again", "answer", "answered", "closed_at", "end", "onto", "person", "place", "seconds", "since")

    def __init__(self, place: str, since: int | None, *, again: bool = False, answer: str = "", answered: bool = False) -> None:
        self.place, self.since, self.again, self.answer, self.answered = place, since, again, answer, answered
        self.onto, self.end, self.person = "", False, False
        self.seconds: int | None = None
        self.closed_at = since or 0

    def close(self, at: int) -> None:
        """The first answer counts; a clock that went back counts as no time."""
        self.closed_at = at
        if self.seconds is None and self.since is not None:
            self.seconds = max(0, at - self.since)


_TAKES: Mapping[str, Any] = {
    e.MOVED: _Fold._move, e.VIEWED: _Fold._view, e.ANSWERED: _Fold._answer, e.RETURNED: _Fold._return, e.REACHED: _Fold._reach,
    e.REPORTED: _Fold._report, e.HANDOFF: _Fold._hand_over, e.OPTED_IN: _Fold._opt_in,
}  # fmt: skip


def _body(event: Event) -> Mapping[str, Any]:
    """What an imported line holds may be anything."""
    return event.body if isinstance(event.body, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _ppm(share: object) -> int:
    """A share from 0 to 1 in parts per million; 0 for anything else."""
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        return 0
    return round(share * 1_000_000)
