"""Months of plausible visits and calls for the demo: people who would or would not have called, and a guide that helps some of them.

Every customer is drawn with both of their histories, that after the contact details and that after the guide, and lives the one of
their arm. So the true effect exists, and what the ledger measures of it can be right or wrong. The dice are seeded: every demo of
the same day shows the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from diagnostics.deflection.records import Audit, CallRecord, Key
from diagnostics.keyring import Keyring
from diagnostics.program.manifest import Listed
from diagnostics.program.types import Program
from diagnostics.samples.guides import DISPLEASED, GUIDES, OTHER_REASONS, PLEASED, Guide
from diagnostics.samples.walks import Dice, Walk, walks
from diagnostics.visits import codes
from diagnostics.visits import events as e
from diagnostics.visits.events import Event

WEEKS = 60
SHARE = 0.10
"""Of visitors in the comparison group: the most that is allowed, so that a demo's few visits say something."""

EARLIER = "sample-earlier"
"""The structure of visits before a tree's better version came out. Its program is not kept, as with any history brought from elsewhere."""

POOL = 250
"""Walks made of each tree and version; visits are drawn from them."""

PHONE, CRM = "phone-system", "crm-weekly"
DEAD = (150, 153)
"""Days ago, from and to, on which the telephone system sent nothing: what a silent feed looks like."""


@dataclass(frozen=True, slots=True)
class SampleVisit:
    """A visit as it would have been logged, with its code and the keys by which a call finds it."""

    events: tuple[Event, ...]
    code: str
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """What came in during one week."""

    visits: tuple[SampleVisit, ...]
    calls: tuple[CallRecord, ...]
    audits: tuple[Audit, ...]


@dataclass(frozen=True, slots=True)
class _Person:
    tag: Key
    visitor: Key
    holdout: bool
    phone: bool


def sample_history(programs: Mapping[str, tuple[Listed, Program]], now: datetime, keyring: Keyring, weeks: Iterable[int]) -> Iterator[Week]:
    """The weeks that began so many weeks before `now`, in this order. `programs` are those in service, by tree; guides of others are left
    out."""
    maker = _Maker(programs, now, keyring, _dice(0))
    for ago in weeks:
        yield maker.week(ago)


def _dice(ago: int) -> Dice:
    """Those of one week: what a week holds does not depend on the weeks that were made before."""
    return np.random.default_rng([19990101, ago])


class _Maker:
    def __init__(self, programs: Mapping[str, tuple[Listed, Program]], now: datetime, keyring: Keyring, dice: Dice) -> None:
        self.programs, self.now, self.keyring, self.dice = programs, now, keyring, dice
        self.guides = [guide for guide in GUIDES if guide.tree in programs]
        shares = np.array([guide.share for guide in self.guides])
        self.shares = shares / shares.sum()
        self.pools = {guide.tree: self._pools(guide) for guide in self.guides}
        self.ago = self.made = self.called = 0

    def _pools(self, guide: Guide) -> tuple[list[Walk], list[Walk]]:
        """Walks of today, and of before the better version."""
        program, day = self.programs[guide.tree][1], self.now.date()
        today = walks(program, day, self.dice, POOL, guide.temper)
        if guide.released is None:
            return today, today
        return today, walks(program, day, self.dice, POOL, replace(guide.temper, fixes=guide.temper.fixes / 1.5, leaves=guide.temper.leaves * 1.5))

    def week(self, ago: int) -> Week:
        self.ago, self.made, self.called, self.dice = ago, 0, 0, _dice(ago)
        begin = self.now - timedelta(weeks=ago)
        visits: list[SampleVisit] = []
        calls: list[CallRecord] = []
        audits: list[Audit] = []
        for _ in range(self._problems(ago)):
            self._problem(begin, ago, visits, calls, audits)
        for _ in range(len(visits) // 25):
            visits.append(self._machine(begin))
        for _ in range(len(visits) // 9):
            self._other_call(begin, calls)
        inside = [call for call in calls if call.received_at <= self.now.timestamp() and not self._dead(call)]
        known = {(call.source, call.call_id) for call in inside}
        seen = tuple(visit for visit in visits if visit.events[-1].occurred_at <= self.now)
        return Week(seen, tuple(inside), tuple(audit for audit in audits if (audit.source, audit.call_id) in known))

    def _problems(self, ago: int) -> int:
        """More from year to year, more in winter; so many that six weeks of a tenth in the comparison group measure something."""
        growth = 260 + 200 * (1 - ago / WEEKS)
        season = 1 + 0.12 * np.cos(2 * np.pi * ((self.now - timedelta(weeks=ago)).timetuple().tm_yday - 20) / 365)
        return int(self.dice.poisson(growth * season))

    def _problem(self, begin: datetime, ago: int, visits: list[SampleVisit], calls: list[CallRecord], audits: list[Audit]) -> None:
        dice, guide = self.dice, self.guides[int(self.dice.choice(len(self.guides), p=self.shares))]
        at, person = self._moment(begin), self._person()
        earlier = guide.released is not None and ago > guide.released
        pools = self.pools[guide.tree]
        walk = pools[1 if earlier else 0][int(dice.integers(POOL))]
        fixed = walk.end is not None and walk.end.claimed
        handed = walk.end is not None and bool(walk.end.outcome.team)
        would = dice.random() < guide.calls
        follows = not person.holdout or dice.random() < 0.06
        if follows:
            does = (would and dice.random() < (0.07 if fixed else 1.0)) or (not fixed and dice.random() < guide.annoys)
        else:
            does = would and dice.random() > 0.05
        visit = self._visit(guide, walk if follows else None, person, at, earlier, fixed, would)
        visits.append(visit)
        if fixed is False and dice.random() < 0.14:
            visits.append(self._visit(guide, walk if follows else None, person, at + timedelta(hours=2 + 60 * dice.random()), earlier, None, would))
        if does:
            after = visit.events[-1].occurred_at if follows else at
            self._calls(guide, visit, person, after, follows, handed, calls, audits)

    def _moment(self, begin: datetime) -> datetime:
        day = int(self.dice.choice(7, p=np.array([1.2, 1.1, 1.05, 1.0, 1.0, 0.75, 0.7]) / 6.8))
        shifted = (day - begin.weekday()) % 7
        hour = float(np.clip(self.dice.normal(14.5, 3.6), 6, 22.5))
        midnight = begin.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + timedelta(days=shifted, seconds=int(hour * 3600))

    def _person(self) -> _Person:
        self.made += 1
        name = f"sample {self.ago} {self.made}"
        tag, visitor = (Key(kind, self.keyring.hashed(f"identifier:{kind}", name)) for kind in ("tag", "visitor"))
        return _Person(tag, visitor, self.dice.random() < SHARE, self.dice.random() < 0.6)

    def _visit(self, guide: Guide, walk: Walk | None, person: _Person, at: datetime, earlier: bool, said: bool | None, would: bool) -> SampleVisit:
        """`walk` is None for a visitor of the comparison group who took the contact details. `said` None: nothing is said at the end."""
        listed, program = self.programs[guide.tree]
        told = _Telling(self._blank(program, listed, at, earlier), at)
        arm = {"arm": "holdout" if person.holdout else "tree", "p_holdout": SHARE, "alloc_id": "demo"}
        told.say(e.STARTED, body={"day": at.date().isoformat(), "entry": None, "facts": [], "device": "phone" if person.phone else "desktop", **arm})
        if person.holdout:
            told.say("contact.shown", body={"reason": "holdout"})
        if walk is not None:
            if person.holdout:
                told.wait(15)
                told.say("holdout.optin")
            told.walk(walk)
            if walk.end is not None and said is not None:
                self._words(told, said, would)
        keys = (person.visitor, person.tag) if self.dice.random() < 0.55 else (person.visitor,)
        return SampleVisit(tuple(told.events), self._code(), keys)

    def _words(self, told: "_Telling", fixed: bool, would: bool) -> None:
        dice = self.dice
        told.wait(8)
        if not fixed and dice.random() < 0.3:
            told.say(e.REPORTED, body={"fixed": False})
        if fixed and dice.random() < 0.6:
            told.say(e.REPORTED, body={"would_have_called": bool(dice.random() < (0.9 if would else 0.35))})
        if dice.random() < 0.07:
            told.wait(25)
            pool = PLEASED if fixed else DISPLEASED
            told.say("comment.added", body={"text": e.PERSONAL}, personal={"text": pool[int(dice.integers(len(pool)))]})

    def _machine(self, begin: datetime) -> SampleVisit:
        """A declared robot: on the log, and counted as nobody."""
        guide = self.guides[int(self.dice.integers(len(self.guides)))]
        listed, program = self.programs[guide.tree]
        at = self._moment(begin)
        told = _Telling(self._blank(program, listed, at, False), at)
        told.say(e.STARTED, body={"day": at.date().isoformat(), "entry": None, "facts": [], "device": "desktop", "arm": "none", "p_holdout": 0,
                                  "alloc_id": None, "excluded": "bot"})  # fmt: skip
        told.say(e.VIEWED, step=self.pools[guide.tree][0][0].first)
        return SampleVisit(tuple(told.events), self._code(), ())

    def _blank(self, program: Program, listed: Listed, at: datetime, earlier: bool) -> Event:
        self.made += 1
        product = listed.products[int(self.dice.integers(len(listed.products)))] if listed.products else None
        structure, fingerprint = (EARLIER, EARLIER) if earlier else (program.structure, program.fingerprint)
        return Event(f"sample-{self.ago}-{self.made}", 0, "", at, program.tree, fingerprint, structure, product=product)

    def _code(self) -> str:
        body = "".join(codes.ALPHABET[int(n)] for n in self.dice.integers(len(codes.ALPHABET), size=codes.LENGTH - 1))
        return body + codes.check_character(body)

    def _calls(self, guide: Guide, visit: SampleVisit, person: _Person, after: datetime, tree: bool, handed: bool,
               calls: list[CallRecord], audits: list[Audit]) -> None:  # fmt: skip
        dice = self.dice
        soon = dice.random() < (0.4 if tree else 0.62)
        wait = dice.exponential(900) if soon else np.exp(np.log((16 if tree else 10) * 3600) + 1.3 * dice.normal())
        at = after.timestamp() + 45 + min(float(wait), 40 * 86400)
        for _ in range(1 + int(dice.poisson(0.15))):
            keys = [Key("code", visit.code)] if dice.random() < 0.8 else []
            keys += [person.tag] if dice.random() < 0.6 else []
            seconds = int(np.clip(dice.lognormal(6.1 if handed else 6.25, 0.45), 60, 5400))
            call = self._call(int(at), seconds, visit.events[0].product or "", guide.reason, tuple(keys))
            calls.append(call)
            if dice.random() < 0.3:
                audits.append(Audit(call.source, call.call_id, visit.events[0].visit_id, call.started_at))
            at += float(dice.exponential(1.5 * 86400))

    def _other_call(self, begin: datetime, calls: list[CallRecord]) -> None:
        at = int(self._moment(begin).timestamp())
        if self.dice.random() < 0.45:
            guide = self.guides[int(self.dice.choice(len(self.guides), p=self.shares))]
            products = self.programs[guide.tree][0].products
            calls.append(self._call(at, int(self.dice.lognormal(6.2, 0.4)), products[0] if products else "", guide.reason, ()))
            return
        shares = np.array([share for _, _, share in OTHER_REASONS])
        reason, product, _ = OTHER_REASONS[int(self.dice.choice(len(OTHER_REASONS), p=shares / shares.sum()))]
        calls.append(self._call(at, int(self.dice.lognormal(6.0, 0.4)), product, reason, ()))

    def _call(self, at: int, seconds: int, product: str, reason: str, keys: tuple[Key, ...]) -> CallRecord:
        self.called += 1
        source = PHONE if self.dice.random() < 0.7 else CRM
        received = at + seconds + 20 if source == PHONE else _next_monday(at)
        return CallRecord(source, f"{source}-{self.ago}-{self.called}", at, received, seconds, product, reason, channel="phone", keys=keys)

    def _dead(self, call: CallRecord) -> bool:
        return call.source == PHONE and DEAD[0] <= (self.now.timestamp() - call.started_at) / 86400 < DEAD[1]


class _Telling:
    """Writes down the events of one visit as time goes by."""

    def __init__(self, blank: Event, at: datetime) -> None:
        self.blank, self.at, self.events = blank, at, list[Event]()

    def wait(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)

    def say(self, kind: str, step: str | None = None, answer: str | None = None, body: Mapping[str, Any] | None = None,
            personal: Mapping[str, Any] | None = None) -> None:  # fmt: skip
        b = self.blank
        self.events.append(Event(b.visit_id, len(self.events), kind, self.at, b.tree, b.fingerprint, b.structure, step, answer, b.portal, b.locale,
                                 b.product, body or {}, personal or {}))  # fmt: skip

    def walk(self, walk: Walk) -> None:
        self.say(e.VIEWED, step=walk.first)
        for move in walk.moves:
            self.wait(move.seconds)
            self.say(move.type, step=move.place, answer=move.answer, body=move.body, personal=move.personal)
            if move.shown is not None:
                self.say(e.VIEWED, step=move.shown)
        end = walk.end
        if end is not None:
            self.say(e.REACHED, step=end.place, answer=end.outcome.kind, body={"outcome": end.outcome.kind, "claimed": end.claimed})
            if end.outcome.team:
                self.say(e.HANDOFF, step=end.place, body={"team": end.outcome.team, "asked": False})


def _next_monday(at: int) -> int:
    """When the weekly file with a call of this moment arrives: Monday, 05:00."""
    moment = datetime.fromtimestamp(at, UTC)
    monday = moment.replace(hour=5, minute=0, second=0) + timedelta(days=7 - moment.weekday())
    return int(monday.timestamp())
