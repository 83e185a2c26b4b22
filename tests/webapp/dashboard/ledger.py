"""A ledger in memory: sixty weeks of plausible sums for seven trees in two arms, seeded, so that every figure has something to show."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from math import sqrt
from random import Random

from diagnostics.deflection.costs import Cost
from diagnostics.deflection.counts import Cell, Counts, counts
from diagnostics.deflection.records import WINDOWS, Arm
from diagnostics.deflection.rows import (
    By,
    CallCount,
    Dimension,
    FeedRow,
    Flow,
    Restatement,
    Shift,
    Slice,
    StepCount,
    Verbatim,
)

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 5, 10, tzinfo=UTC)
FIRST = date(2025, 9, 29)

TREES = {
    "wifi-connected-no-internet": (46, 0.34, 0.15, 0.50), "internet-down": (30, 0.36, 0.11, 0.44), "printer-not-printing": (24, 0.30, 0.09, 0.39),
    "no-sound": (18, 0.26, 0.12, 0.47), "pc-slow": (16, 0.28, 0.05, 0.31), "monitor-no-signal": (8, 0.25, 0.015, 0.26),
    "order-status": (26, 0.20, -0.18, 0.15),
}  # fmt: skip
"""Tree → problems a day, call rate of the comparison group, effect, share that says fixed."""

ARRIVED = {"tree": (0.50, 0.72, 0.88, 0.96, 1.0), "holdout": (0.78, 0.88, 0.95, 0.98, 1.0)}
"""The share of the calls of 30 days that have come by each of `WINDOWS`: a guide delays them."""

SHARE = 100_000
VALUES: dict[Dimension, tuple[tuple[str, float], ...]] = {
    "locale": (("en", 0.6), ("de", 0.3), ("fr", 0.1)), "device": (("phone", 0.55), ("desktop", 0.45)), "portal": (("web", 0.8), ("app", 0.2)),
    "product": (("laptop", 0.5), ("router", 0.5)),
}  # fmt: skip

REASONS = (("no internet", 31, 0.5), ("printer", 14, 0.4), ("bill too high", 12, 0.0), ("slow computer", 9, 0.3), ("cancel contract", 6, 0.01),
           ("sound", 5, 0.35), ("", 4, 0.1))  # fmt: skip


def version(day: date) -> str:
    """The structure in service: a new one begins on 12 October 2026."""
    return "v2" if day >= date(2026, 10, 12) else "v1"


def _drawn(dice: Random, of: int, share: float) -> int:
    """About a binomial number."""
    share = min(max(share, 0.0), 1.0)
    if of <= 12:
        return sum(dice.random() < share for _ in range(of))
    return min(of, max(0, round(dice.gauss(of * share, sqrt(of * share * (1 - share))))))


def _cells(dice: Random, day: date, tree: str, with_calls: bool) -> list[Cell]:
    growth = 1 + 0.6 * (day - FIRST).days / 420
    season = (1.1, 1.15, 1.1, 1.05, 1.0, 0.85, 0.75)[day.weekday()]
    problems = max(1, round(dice.gauss(TREES[tree][0] * growth * season, sqrt(TREES[tree][0]))))
    first = sum(dice.random() < SHARE / 1e6 for _ in range(problems))
    return [_cell(dice, day, tree, "tree", problems - first, with_calls), _cell(dice, day, tree, "holdout", first, with_calls)]


def _cell(dice: Random, day: date, tree: str, arm: Arm, n: int, with_calls: bool) -> Cell:
    _, rate, effect, fixed = TREES[tree]
    better = 0.04 if version(day) == "v2" and tree == "wifi-connected-no-internet" else 0.0
    final = (rate if arm == "holdout" else rate - effect - better) * 1.05
    engaged = _drawn(dice, n, 0.9 if arm == "tree" else 0.07)
    claimed = _drawn(dice, n, fixed + better) if arm == "tree" else _drawn(dice, n, 0.02)
    values = {
        "visits": n + _drawn(dice, n, 0.18), "problems": n, "engaged": engaged, "completed": _drawn(dice, engaged, 0.78), "bounced": n - engaged,
        "abandoned": _drawn(dice, engaged, 0.2), "handed_off": _drawn(dice, n, 0.19), "claimed": claimed, "reopened": _drawn(dice, claimed, 0.08),
        "would_yes": _drawn(dice, claimed, 0.25), "would_no": _drawn(dice, claimed, 0.3),
    }  # fmt: skip
    values["silent_end"] = max(0, engaged - claimed - values["handed_off"] - values["abandoned"])
    if with_calls:
        values |= _called(dice, n, values, final, ARRIVED[arm])
    return Cell(tree, day, arm, "a1", SHARE, counts(**values), version(day))


def _called(dice: Random, n: int, values: dict[str, int], final: float, arrived: Sequence[float]) -> dict[str, int]:
    found: dict[str, int] = {}
    by_then, called, later = {}, _drawn(dice, n, final), 1.0
    for window, share in reversed(list(zip(WINDOWS, arrived, strict=True))):  # from the last day back: of those, so many had called by then
        called, later = _drawn(dice, called, share / later), share
        by_then[window] = called
    for window, share in zip(WINDOWS, arrived, strict=True):
        called = by_then[window]
        twice = called // 9
        claimed_called = min(values["claimed"], _drawn(dice, values["claimed"], final * share * 0.5))
        audited = _drawn(dice, called, 0.12)
        found |= {
            f"called_{window}": called, f"once_{window}": called - twice, f"calls_{window}": called + twice, f"calls_sq_{window}": called + 3 * twice,
            f"handle_{window}": called * 460, f"handle_sq_{window}": called * 460 * 560, f"claimed_called_{window}": claimed_called,
            f"would_called_{window}": claimed_called // 4, f"audited_{window}": audited, f"found_{window}": _drawn(dice, audited, 0.86),
            f"keyed_{window}": _drawn(dice, called, 0.6),
        }  # fmt: skip
        found[f"both_{window}"] = found[f"keyed_{window}"] // 2
    return found


@dataclass
class Ledger:
    """A `LedgerReader` over cells by day, tree and arm."""

    rows: list[Cell] = field(default_factory=list)
    step_counts: list[StepCount] = field(default_factory=list)
    flow_counts: list[Flow] = field(default_factory=list)
    call_rows: list[CallCount] = field(default_factory=list)
    feed_rows: list[FeedRow] = field(default_factory=list)
    silent: frozenset[date] = frozenset()
    words: list[Verbatim] = field(default_factory=list)
    restated: list[Restatement] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def cells(self, chosen: Slice, by: Collection[By] = ()) -> list[Cell]:
        self.asked.append("cells")
        sums: dict[tuple[str, date | None, Arm, str], Counts] = defaultdict(Counts)
        for row in self.rows:
            if row.day is None or not chosen.first <= row.day <= chosen.last or row.day in chosen.without or chosen.tree not in ("", row.tree):
                continue
            for value, told in self._valued(row, chosen):
                key = (row.tree if "tree" in by else "", row.day if "day" in by else None, row.arm, value if "value" in by else "")
                sums[key] += told
        return [Cell(tree, day, arm, "a1", SHARE, told, value) for (tree, day, arm, value), told in sorted(sums.items(), key=str)]

    def _valued(self, row: Cell, chosen: Slice) -> list[tuple[str, Counts]]:
        if not chosen.dimension:
            return [("", row.counts)]
        if chosen.dimension == "structure":
            return [(row.value, row.counts)] if chosen.value in ("", row.value) else []
        return [(value, Counts(tuple(round(n * share) for n in row.counts.values))) for value, share in VALUES[chosen.dimension]
                if chosen.value in ("", value)]  # fmt: skip

    def values(self, dimension: Dimension) -> list[str]:
        if dimension == "structure":
            return sorted({row.value for row in self.rows})
        return sorted(value for value, _ in VALUES.get(dimension, ())) if self.rows else []

    def first_day(self) -> date | None:
        return min((row.day for row in self.rows if row.day), default=None)

    def steps(self, tree: str, structure: str, first: date, last: date) -> list[StepCount]:
        return self.step_counts

    def flows(self, tree: str, structure: str, first: date, last: date) -> list[Flow]:
        return self.flow_counts

    def call_counts(self, first: date, last: date) -> list[CallCount]:
        self.asked.append("call_counts")
        return [row for row in self.call_rows if first <= row.day <= last]

    def call_days(self) -> list[tuple[str, date, int]]:
        sums: dict[tuple[str, date], int] = defaultdict(int)
        for row in self.call_rows:
            sums[row.source, row.day] += row.calls
        return [(source, day, n) for (source, day), n in sorted(sums.items())]

    def visits_by_rule(self, first: date, last: date) -> dict[str, int]:
        self.asked.append("visits_by_rule")
        rows = [row for row in self.rows if row.day and first <= row.day <= last and row.arm == "tree"]
        days = len({row.day for row in rows})
        return {"": sum(row.counts["visits"] for row in rows), "bot": 31 * days, "staff": 4 * days} if rows else {}

    def feeds(self) -> list[FeedRow]:
        return self.feed_rows

    def heartbeat_days(self, first: date, last: date) -> list[tuple[str, date]]:
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return [(feed.source, day) for feed in self.feed_rows for day in days if day not in self.silent]

    def shifts(self) -> list[Shift]:
        return [Shift("crm", date(2026, 10, 26), -1, 84)] if self.feed_rows else []

    def verbatims(self, *, tree: str = "", step: str = "", containing: str = "", limit: int = 50) -> list[Verbatim]:
        found = [word for word in self.words if tree in ("", word.tree) and step in ("", word.step) and containing.lower() in word.text.lower()]
        return sorted(found, key=lambda word: word.at, reverse=True)[:limit]

    def restatements(self, limit: int = 50) -> Sequence[Restatement]:
        return self.restated[:limit]

    def as_of(self) -> datetime | None:
        return NOW if self.rows else None


@dataclass
class Book:
    """A `CostReader`."""

    lines: list[Cost] = field(default_factory=list)

    def costs(self) -> Sequence[Cost]:
        return self.lines


def book() -> Book:
    return Book([Cost(1, "call", 700, 600, 850, "EUR", "call", date(2025, 1, 1), source="controlling"),
                 Cost(2, "serve", 5, 5, 5, "EUR", "problem", date(2025, 1, 1), source="controlling")])  # fmt: skip


def ledger(*, calls: bool = True, comparison: bool = True, first: date = FIRST, silent: Collection[date] = (), broken: bool = False) -> Ledger:
    """What has come in by `NOW`. Without a comparison group all problems stand outside the experiment; `broken` doubles that group."""
    dice = Random(7)
    days = [first + timedelta(days=n) for n in range((TODAY - first).days + 1)]
    rows = [cell for day in days for tree in TREES for cell in _cells(dice, day, tree, calls)]
    if broken:
        rows = [Cell(r.tree, r.day, r.arm, r.alloc_id, r.p_ppm, r.counts + r.counts if r.arm == "holdout" else r.counts, r.value) for r in rows]
    if not comparison:
        rows = [Cell(r.tree, r.day, "none", "", 0, r.counts, r.value) for r in rows if r.arm == "tree"]
    away = frozenset(silent)
    made = Ledger(rows, silent=away)
    if calls:
        made.call_rows = [row for day in days if day not in away for row in _calls(dice, day)]
        made.feed_rows = [FeedRow("crm", "Europe/Berlin", {"silence_hours": 26}, NOW, NOW, NOW, 5_400, 30_000),
                          FeedRow("phone-system", "UTC", {"silence_hours": 26}, NOW, NOW, NOW, 700, 12_000)]  # fmt: skip
    made.words = [Verbatim(f"v{n}", NOW - timedelta(hours=7 * n), tree, step, text, fixed) for n, (tree, step, text, fixed) in enumerate(WORDS)]
    made.restated = [Restatement(NOW - timedelta(days=2), "2026-W45", "verified", "", 412.0, 407.0, "5 late calls from crm")]
    return made


def _calls(dice: Random, day: date) -> list[CallCount]:
    told = []
    for reason, daily, share in REASONS:
        n = max(0, round(dice.gauss(daily, 3)))
        after = _drawn(dice, n, share)
        tiers = (after // 2, after // 4, 0, after - after // 2 - after // 4, 0)
        told.append(CallCount(day, "crm", "", reason, n, n * 420, after, n // 30, n // 60, tiers))
    return [*told, CallCount(day, "phone-system", "", "no internet", 3, 900, 1, 0, 0, (1, 0, 0, 0, 0))]


WORDS = (
    ("internet-down", "lights", "The picture shows another router than mine.", False),
    ("wifi-connected-no-internet", "restart", "Worked at once, thank you.", True),
    ("order-status", "number", "Where do I find the order number? I ended up calling.", False),
    ("pc-slow", "startup_apps", "=1+1 is what the field said to me", None),
)
