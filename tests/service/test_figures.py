"""Figures as pages ask for them: which days count, at whose cost, and for which part of the ledger."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from diagnostics.deflection.costs import Cost
from diagnostics.deflection.counts import Cell
from diagnostics.service.figures import Figures, Query
from diagnostics.service.ledger_ports import (
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
)  # fmt: skip
from tests.deflection.cells import cell, cost

MONDAY = date(2026, 3, 2)
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 4, 30, 12, tzinfo=UTC)


@dataclass
class Ledger:
    """A reader over cells that name their tree and day; the value of a cell is its product."""

    rows: Sequence[Cell] = ()
    calls: dict[str, dict[date, int]] = field(default_factory=dict)
    refreshed: datetime | None = None

    def cells(self, chosen: Slice, by: Collection[By] = ()) -> list[Cell]:
        found: dict[tuple[object, ...], Cell] = {}
        for row in self.rows:
            assert row.day
            outside = not chosen.first <= row.day <= chosen.last or row.day in chosen.without
            if outside or chosen.tree not in ("", row.tree) or (chosen.value and chosen.value != row.value):
                continue
            kept = replace(row, tree=row.tree if "tree" in by else "", day=row.day if "day" in by else None, value=row.value if "value" in by else "")
            key = (kept.tree, kept.day, kept.value, kept.arm, kept.alloc_id, kept.p_ppm)
            found[key] = replace(kept, counts=found[key].counts + kept.counts) if key in found else kept
        return list(found.values())

    def values(self, dimension: Dimension) -> list[str]:
        return sorted({row.value for row in self.rows})

    def first_day(self) -> date | None:
        return min((row.day for row in self.rows if row.day), default=None)

    def call_days(self) -> list[tuple[str, date, int]]:
        return [(source, day, count) for source, days in self.calls.items() for day, count in days.items()]

    def call_counts(self, first: date, last: date) -> list[CallCount]:
        return [
            CallCount(day, source, "printer", "", count, 0, count // 2, 1, 0, (count // 2, 0, 0, 0, 0))
            for source, day, count in self.call_days() if first <= day <= last
        ]  # fmt: skip

    def visits_by_rule(self, first: date, last: date) -> dict[str, int]:
        return {"": 90, "bot": 10}

    def feeds(self) -> list[FeedRow]:
        return [FeedRow(source, "UTC", {}, None, None, None, 8 * 86_400, sum(days.values())) for source, days in self.calls.items()]

    def heartbeat_days(self, first: date, last: date) -> list[tuple[str, date]]:
        return []

    def shifts(self) -> list[Shift]:
        return [Shift("crm", MONDAY, 6, 40)]

    def as_of(self) -> datetime | None:
        return self.refreshed

    def steps(self, tree: str, structure: str, first: date, last: date) -> list[StepCount]:
        return []

    def flows(self, tree: str, structure: str, first: date, last: date) -> list[Flow]:
        return []

    def verbatims(self, *, tree: str = "", step: str = "", containing: str = "", limit: int = 50) -> list[Verbatim]:
        return []

    def restatements(self, limit: int = 50) -> Sequence[Restatement]:
        return []


@dataclass
class Book:
    lines: Sequence[Cost] = (cost(1, 800, "2026-01-01"), cost(2, 10, "2026-01-01", kind="serve", per="problem"))

    def costs(self) -> Sequence[Cost]:
        return self.lines


def busy(days: int, skip: Collection[int] = ()) -> dict[str, dict[date, int]]:
    return {"crm": {MONDAY + timedelta(days=n): 40 for n in range(days) if n not in skip}}


def eight_weeks(**more: int) -> list[Cell]:
    """Each day 20 comparison problems of which 8 called, and 180 with the tree of which 36 did."""
    days = [MONDAY + timedelta(days=n) for n in range(56)]
    return [
        replace(part, day=day, tree="printer", value="1")
        for day in days for part in (cell("holdout", 20, 8), cell("tree", 180, 36, claimed=60, claimed_called_7=5, **more))
    ]  # fmt: skip


def figures(ledger: Ledger, book: Book | None = None, now: datetime = NOW) -> Figures:
    return Figures(ledger, book or Book(), lambda: now, BERLIN)


ALL = Query(MONDAY, MONDAY + timedelta(days=55))


def test_open_days_are_left_out_and_told() -> None:
    """Now is day 59: seven days of window and eight of lateness leave days 0 to 43 closed."""
    found = figures(Ledger(eight_weeks(), busy(59))).headline(ALL)
    assert (found.open, found.unknown, found.known) == (12 * 200, 0, 44 * 180)
    assert found.tier == "incremental" and found.comparison and found.comparison.called_tree.of == 44 * 180
    assert found.claimed.of == 56 * 180, "what was said needs no window"
    assert found.visits_per_call == pytest.approx(200 / 40)


def test_a_silent_feed_makes_its_days_unknown() -> None:
    """Three dead days take with them the seven before them whose windows they fall into."""
    found = figures(Ledger(eight_weeks(), busy(59, skip=(30, 31, 32)))).headline(ALL)
    assert found.unknown == 10 * 200
    assert found.known == 34 * 180
    assert found.verified and found.verified.of == 34 * 180


def test_without_a_feed_only_what_was_said_counts() -> None:
    """Nothing is open or unknown where nothing will ever come."""
    found = figures(Ledger(eight_weeks())).headline(ALL)
    assert (found.tier, found.open, found.unknown, found.verified, found.comparison) == ("claimed", 0, 0, None, None)


def test_what_came_in_since_the_last_refresh_closes_nothing() -> None:
    """The sums are as old as their refresh, so the days are too."""
    late = figures(Ledger(eight_weeks(), busy(59), refreshed=NOW - timedelta(days=10))).headline(ALL)
    assert late.known == 34 * 180


def test_a_local_day_ends_when_it_ends_there() -> None:
    """Midnight in Berlin is 22:00 or 23:00 UTC of the day before."""
    ledger = Ledger(eight_weeks(), busy(59))
    before, after = (datetime(2026, 4, 29, hour, tzinfo=UTC) for hour in (21, 22))
    assert figures(ledger, now=after).headline(ALL).known - figures(ledger, now=before).headline(ALL).known == 180


def test_weeks_and_months_cover_the_period_and_add_up() -> None:
    """Each has its own figure; counts add to those of the whole."""
    made = figures(Ledger(eight_weeks(), busy(59)))
    weeks, months = made.weeks(ALL), made.months(ALL)
    assert [(week.first.isoformat(), week.last.isoformat()) for week in weeks[:2]] == [("2026-03-02", "2026-03-08"), ("2026-03-09", "2026-03-15")]
    assert len(weeks) == 8
    assert [(month.first.day, month.last.day) for month in months] == [(2, 31), (1, 26)]
    for parts in (weeks, months):
        assert sum(part.figure.counts["problems"] for part in parts) == made.headline(ALL).counts["problems"]
    assert weeks[-1].figure.tier == "claimed", "its window is open"


def test_a_week_without_a_problem_stands_too() -> None:
    """A gap in a chart is a zero, not a missing week."""
    weeks = figures(Ledger(eight_weeks(), busy(59))).weeks(Query(MONDAY - timedelta(days=14), MONDAY + timedelta(days=6)))
    assert [week.figure.counts["problems"] for week in weeks] == [0, 0, 7 * 180]


def test_trees_are_told_apart() -> None:
    """A tree that makes customers call is flagged; the other is not."""
    days = [MONDAY + timedelta(days=n) for n in range(56)]
    bad = [replace(part, day=day, tree="laptop") for day in days for part in (cell("holdout", 20, 2), cell("tree", 180, 60))]
    found = {tree.tree: tree for tree in figures(Ledger([*eight_weeks(), *bad], busy(59))).trees(ALL)}
    assert [found[name].induces_calls for name in ("laptop", "printer")] == [True, False]
    assert found["printer"].figure.open == 12 * 200
    belief = found["laptop"].belief
    assert belief and belief.positive < 0.01


def test_versions_of_a_tree() -> None:
    """In the order in which problems met them."""
    later = [replace(row, value="2") if row.day and row.day >= date(2026, 3, 30) else row for row in eight_weeks()]
    found = figures(Ledger(later, busy(59))).versions("printer", ALL)
    assert [(version.structure, version.first.isoformat()) for version in found] == [("1", "2026-03-02"), ("2", "2026-03-30")]


def test_arms_by_window() -> None:
    """All five windows stand side by side, each on the days that are known at it."""
    points = figures(Ledger(eight_weeks(), busy(59))).arms(ALL)
    assert [point.window for point in points] == [1, 3, 7, 14, 30]
    assert [point.tree.of for point in points] == [days * 180 for days in (50, 48, 44, 37, 21)]


def test_a_product_has_its_own_cost() -> None:
    """Costs of a product price its problems alone."""
    lines = (cost(1, 800, "2026-01-01"), cost(2, 2400, "2026-01-01", product="laptop"))
    rows = [replace(row, value="laptop" if n % 4 < 2 else "printer") for n, row in enumerate(eight_weeks())]
    found = figures(Ledger(rows, busy(59)), Book(lines)).headline(ALL)
    assert found.savings and found.savings.cost.amount == 1600


def test_trees_are_priced_by_their_products_and_days() -> None:
    """Of one book a laptop tree and a printer tree have different prices."""
    lines = (cost(1, 800, "2026-01-01"), cost(2, 2400, "2026-01-01", product="laptop"))
    rows = [*eight_weeks(), *(replace(row, tree="boot", value="laptop") for row in eight_weeks())]
    found = {tree.tree: tree.figure.savings for tree in figures(Ledger(rows, busy(59)), Book(lines)).trees(ALL)}
    assert [money.cost.amount if money else None for money in (found["boot"], found["printer"])] == [2400, 800]
    only = {tree.tree: tree.figure.savings for tree in figures(Ledger(rows, busy(59)), Book(lines[1:])).trees(ALL)}
    assert only["printer"] is None and only["boot"]


def test_mixed_currencies_show_no_money() -> None:
    """And say why."""
    lines = (cost(1, 800, "2026-01-01"), cost(2, 700, "2026-03-20", currency="EUR"))
    found = figures(Ledger(eight_weeks(), busy(59)), Book(lines)).headline(ALL)
    assert found.savings is None
    assert "No money is shown: the costs of this period are in EUR per call, USD per call." in [note.text for note in found.notes]


def test_health() -> None:
    """What was matched, what was excluded, whose clock is wrong and who was silent."""
    found = figures(Ledger(eight_weeks(), busy(59, skip=(30, 31, 32)))).health()
    assert (found.visits, found.excluded, found.matched, found.refused) == (90, {"bot": 10}, 56 * 20, 56)
    assert [note.code for note in found.notes] == ["feed_silent", "clock"]
    assert found.feeds[0].silent == tuple(MONDAY + timedelta(days=n) for n in (30, 31, 32))


def test_report_says_as_of_when() -> None:
    """As of an earlier day fewer days have closed; an unknown window is refused."""
    made = figures(Ledger(eight_weeks(), busy(59)))
    assert made.report(7, True)["by_tree"]["printer"]["problems"]["tree"] == 44 * 180
    earlier = made.report(7, False, datetime(2026, 4, 1, tzinfo=UTC))
    assert (earlier["as_of"], earlier["by_tree"]) == ("2026-04-01T00:00:00+00:00", {})
    assert earlier["problems"]["tree"] < 44 * 180
    with pytest.raises(ValueError, match="it may be 1, 3, 7, 14, 30"):
        made.report(5, False)


def test_an_empty_ledger_answers() -> None:
    """Before the first visit each question has an answer."""
    made = figures(Ledger())
    assert made.headline(made.everything()).tier == "claimed"
    assert made.trees(made.everything()) == [] and made.arms(made.everything()) == []
    assert made.report(7, True)["measures"]["problems"]["total"]["estimate"] is None
    assert made.health().closed is None
