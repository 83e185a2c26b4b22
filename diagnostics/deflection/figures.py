"""What a reader of the ledger is told: the types of its figures."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from diagnostics.deflection.allocation import SampleRatio, complier_effect
from diagnostics.deflection.bayes import Belief
from diagnostics.deflection.correction import Sensitivity
from diagnostics.deflection.counts import Counts
from diagnostics.deflection.effects import Effect, Measure
from diagnostics.deflection.intervals import Interval, Share
from diagnostics.deflection.savings import Savings

Tier = Literal["claimed", "verified", "would_have_called", "incremental"]

Standing = Literal["measured", "not_yet", "withheld"]
"""`not_yet`: the interval contains zero, or a group is still empty. `withheld`: the sample ratio says that the assignment is broken."""

NOBODY = Share(0, 0)

LABELS: dict[Tier, str] = {
    "claimed": "reported by customers, not measured",
    "verified": "reported, and no call within {window} days",
    "would_have_called": "estimate",
    "incremental": "measured",
}

NEXT_STEPS: dict[Tier, str] = {
    "claimed": "connect a call log to verify",
    "verified": "turn on a comparison group to learn how many would have called at all",
    "would_have_called": "turn on a comparison group to measure it",
    "incremental": "",
}


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the reader must know about a figure. `code` is stable (docs/reference/report-json.md), `text` is for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison group against those who got the tree, on closed days whose feeds spoke.

    `called_tree`, `called_holdout`: the found shares with a call, unadjusted. `effects`: by measure, positive = avoided. `needed`: how
    many problems the comparison group needs; `live`: the effect on problems that may be looked at every day. `induces_calls`: the
    interval lies below zero. `sensitivity` is None without an audit: then the effects are "at least". `plain_belief`: the Bayesian view
    of the uncorrected effect on problems. `opted_in`: problems of the comparison group whose customers opened the tree all the same.
    """

    standing: Standing
    called_tree: Share
    called_holdout: Share
    effects: dict[Measure, Effect]
    live: Interval
    needed: int | None
    ratios: tuple[SampleRatio, ...]
    sensitivity: Sensitivity | None
    induces_calls: bool
    plain_belief: Belief | None = None
    opted_in: Share = NOBODY

    @property
    def complier_effect(self) -> float | None:
        """The effect on problems of those who keep to their arm, beside that of offering the tree."""
        effect = self.effects.get("problems")
        return complier_effect(effect.per_problem.estimate, self.opted_in.share) if effect and self.opted_in.share < 1 else None

    @property
    def progress(self) -> str:
        """`212 of about 725 comparison problems`."""
        about = f" of about {self.needed:,}" if self.needed else ""
        return f"{self.called_holdout.of:,}{about} comparison problems"


@dataclass(frozen=True, slots=True)
class Figure:
    """The figures of one choice of problems (a period, a tree, a version). The three tiers stand side by side and are never added.

    `counts`: sums over all problems that got the tree, open days included. `claimed` is of these; `verified` and `would_have_called`
    are of those on closed days whose feeds spoke, None where no call feed can say. `open`, `unknown`: problems of days whose window
    has not closed, and of days on which a feed was silent. `tier`: the best that the data supports; it names `savings`, which is None
    until a cost is entered. `visits_per_call` is a traffic ratio, not a saving.
    """

    window: int
    counts: Counts
    known: int
    open: int
    unknown: int
    claimed: Share
    verified: Share | None
    would_have_called: Share | None
    reopened: Share
    comparison: Comparison | None
    tier: Tier
    savings: Savings | None
    visits_per_call: float | None
    notes: tuple[Note, ...]

    @property
    def label(self) -> str:
        return LABELS[self.tier].format(window=self.window)

    @property
    def next_step(self) -> str:
        return NEXT_STEPS[self.tier]


@dataclass(frozen=True, slots=True)
class TreeFigure:
    """One tree in the table of trees. `belief`: its effect on problems drawn toward that of all trees by how little it has shown
    itself, which is what trees are ranked by; None without a comparison group."""

    tree: str
    figure: Figure
    belief: Belief | None
    induces_calls: bool


@dataclass(frozen=True, slots=True)
class PeriodFigure:
    """A week (Monday to Sunday), a month, or a part of one at the ends of what was asked for."""

    first: date
    last: date
    figure: Figure


@dataclass(frozen=True, slots=True)
class VersionFigure:
    """One version of a tree and the days on which problems met it."""

    structure: str
    first: date
    last: date
    figure: Figure


@dataclass(frozen=True, slots=True)
class ArmPoint:
    """How many had called by a day since their visit, in both arms, and the effect at that window."""

    window: int
    tree: Share
    holdout: Share
    effect: Effect | None


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """One source of calls. `silent`: the days of the period on which it should have spoken and did not."""

    source: str
    calls: int
    lateness_s: int
    silent: tuple[date, ...]
    shift_hours: int


@dataclass(frozen=True, slots=True)
class Trust:
    """What a reader must know before any figure. `closed`: the last day whose window has closed."""

    feeds: tuple[FeedHealth, ...]
    ratios: tuple[SampleRatio, ...]
    closed: date | None


@dataclass(frozen=True, slots=True)
class Health:
    """Whether to believe the rest. `tiers`: matched calls by tier 1 to 5; `excluded`: visits by the rule that excludes them."""

    trust: Trust
    calls: int
    matched: int
    tiers: tuple[int, int, int, int, int]
    refused: int
    early: int
    excluded: dict[str, int]
    visits: int
    sensitivity: Sensitivity | None
    notes: tuple[Note, ...]

    @property
    def feeds(self) -> tuple[FeedHealth, ...]:
        return self.trust.feeds

    @property
    def ratios(self) -> tuple[SampleRatio, ...]:
        return self.trust.ratios

    @property
    def closed(self) -> date | None:
        return self.trust.closed
