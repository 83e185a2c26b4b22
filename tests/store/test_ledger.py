"""The ledger on SQLite and on PostgreSQL: the same facts give the same sums, and the reader adds them up as it is asked."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from diagnostics.deflection.counts import Counts
from diagnostics.deflection.rows import Slice
from diagnostics.store.ledger_book import SqlLedgerBook
from diagnostics.store.listed import among
from diagnostics.store.schema import event as event_table
from tests.ledgers import MONDAY, World, call, event, visit

DAY = timedelta(days=1)
ALL = Slice(date(2026, 1, 1), date(2026, 12, 31))

VISITS = [
    visit("a", tag_h="t1"), visit("b", MONDAY + DAY, tag_h="t1"), visit("c", MONDAY + DAY, arm="holdout", phone_h="p1"),
    visit("d", MONDAY + 2 * DAY, tree="fan", product="fan", tree_version=2), visit("e", ua="bot"),
]  # fmt: skip
EVENTS = [
    event("a", 0), event("a", 1), event("a", 2, "outcome.reported", fixed=True, would_have_called=True),
    event("c", 0, "contact.shown", reason="holdout"), event("d", 0, when=MONDAY + 2 * DAY),
    event("d", 1, "comment.added", MONDAY + 2 * DAY, text="The Fan Squeals"), event("e", 0),
]  # fmt: skip
CALLS = [
    call("1", MONDAY + 3 * DAY, tag_h="t1", reason="dark"), call("2", MONDAY + 2 * DAY, phone_h="p1"), call("3", MONDAY + 2 * DAY, phone_h="nobody"),
    call("4", MONDAY + 2 * DAY + timedelta(hours=1), source="crm", visit_code="Cd", product="fan"),
]  # fmt: skip
AUDIT = [{"source": "acd", "call_id": "2", "true_first_visit_id": "c", "true_started_at": "2026-03-04T09:00:00Z"}]


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World(engine, tmp_path).tell(visits=VISITS, events=EVENTS, calls=CALLS, audit=AUDIT)


def test_sums_count_problems_and_their_calls(world: World) -> None:
    """Two visits with one tag are one problem with one call; a robot is no problem; an audit counts for the problem that it names."""
    counted = {name: world.count(name) for name in ("visits", "problems", "claimed", "would_yes", "engaged")}
    assert counted == {"visits": 4, "problems": 3, "claimed": 1, "would_yes": 1, "engaged": 1}
    assert (world.count("called", 7), world.count("claimed_called", 7), world.count("audited", 7), world.count("found", 7)) == (3, 1, 1, 1)
    assert (world.count("called", 1), world.count("handle", 7), world.count("handle_sq", 7)) == (2, 900, 270_000)


def test_cells_are_summed_as_they_are_asked_for(world: World) -> None:
    """By arm always; by tree, day and value where asked; days may be left out."""
    by_tree = {(cell.tree, cell.arm): cell.counts["problems"] for cell in world.reader.cells(ALL, ["tree"])}
    assert by_tree == {("fan", "tree"): 1, ("lamp", "holdout"): 1, ("lamp", "tree"): 1}
    days = [(cell.day, cell.tree, cell.counts["problems"]) for cell in world.reader.cells(ALL, ["day"]) if cell.arm == "tree"]
    assert days == [(date(2026, 3, 2), "", 1), (date(2026, 3, 4), "", 1)]
    without = Slice(ALL.first, ALL.last, without=frozenset({date(2026, 3, 2)}))
    assert sum(cell.counts["problems"] for cell in world.reader.cells(without)) == 2
    version = [(cell.value, cell.counts["problems"]) for cell in world.reader.cells(Slice(ALL.first, ALL.last, "fan", "structure"), ["value"])]
    assert version == [("2", 1)]
    assert sum(c.counts["problems"] for c in world.reader.cells(Slice(ALL.first, ALL.last, dimension="product", value="lamp"))) == 2
    assert [cell.p_ppm for cell in world.reader.cells(Slice(ALL.first, ALL.last, "fan"))] == [100_000]


def test_weeks_say_the_same_as_their_days(engine: Engine, tmp_path: Path) -> None:
    """By tree alone whole weeks are read; whatever days are asked for, and left out, the sums are those of the single days."""
    days = [MONDAY + n * DAY for n in range(40)]
    both = [(tree, arm) for tree in ("lamp", "fan") for arm in ("tree", "holdout")]
    visits = [visit(f"{tree}{n}{arm}", day, tree=tree, arm=arm) for n, day in enumerate(days) for tree, arm in both]
    calls = [call(str(n), day + DAY, visit_code=f"Clamp{n}tree") for n, day in enumerate(days)]
    reader = World(engine, tmp_path).tell(visits=visits, calls=calls).reader
    monday, silent = MONDAY.date(), frozenset({MONDAY.date() + 9 * DAY, MONDAY.date() + 10 * DAY, MONDAY.date() + 30 * DAY})
    every = frozenset(monday + n * DAY for n in range(40))
    for first, last, without in ((0, 39, ()), (0, 6, ()), (1, 39, ()), (3, 12, ()), (0, 38, silent), (0, 39, every), (0, 39, every - silent)):
        asked = Slice(monday + first * DAY, monday + last * DAY, without=frozenset(without), windows=(7,))
        single = reader.cells(asked, ["tree", "day"])
        assert reader.cells(asked, ["tree"]) == [
            replace(own[0], day=None, counts=sum((cell.counts for cell in own), Counts()))
            for key in sorted({(cell.tree, cell.arm) for cell in single}) if (own := [cell for cell in single if (cell.tree, cell.arm) == key])
        ]  # fmt: skip
        assert sum(cell.counts["problems"] for cell in single) == sum(cell.counts["problems"] for cell in reader.cells(asked, ["day"]))


def test_values_and_days_that_there_are(world: World) -> None:
    """The values of a dimension come sorted."""
    assert world.reader.values("product") == ["fan", "lamp"]
    assert world.reader.first_day() == date(2026, 3, 2)
    assert world.reader.as_of() == world.now


def test_an_empty_ledger(engine: Engine, tmp_path: Path) -> None:
    """It has no first day, no cells and no moment, and a refresh of nothing is one."""
    empty = World(engine, tmp_path)
    assert (empty.reader.first_day(), empty.reader.cells(ALL), empty.reader.values("product"), empty.reader.as_of()) == (None, [], [], None)
    empty.ledger.refresh(empty.now)
    assert (empty.reader.as_of(), empty.reader.cells(ALL), empty.reader.feeds()) == (empty.now, [], [])


def test_steps_flows_calls_and_words_are_read_back(world: World) -> None:
    """What the tree's drawing, the call list and the verbatims need."""
    steps = world.reader.steps("lamp", "1", ALL.first, ALL.last)
    assert [(step.step, step.entered, sum(step.dwell)) for step in steps] == [("s0", 1, 1), ("s1", 1, 1)]
    assert [(flow.step, flow.onto, flow.visits) for flow in world.reader.flows("lamp", "1", ALL.first, ALL.last)] == [("s0", "s1", 1)]
    calls = {(row.source, row.reason, row.product): (row.calls, row.after_visit, row.tiers) for row in world.reader.call_counts(ALL.first, ALL.last)}
    by_tag, by_phone, by_code = (1, 1, (0, 1, 0, 0, 0)), (2, 1, (0, 0, 0, 1, 0)), (1, 1, (1, 0, 0, 0, 0))
    assert calls == {("acd", "dark", "lamp"): by_tag, ("acd", "", "lamp"): by_phone, ("crm", "", "fan"): by_code}
    assert world.reader.visits_by_rule(date(2026, 3, 2), date(2026, 3, 2)) == {"": 1, "bot": 1}
    assert [(words.text, words.visit_id) for words in world.reader.verbatims(containing="squeal")] == [("The Fan Squeals", "d")]
    assert world.reader.verbatims(tree="lamp") == []
    assert [(feed.source, feed.calls, feed.lateness_s) for feed in world.reader.feeds()] == [("acd", 3, 300), ("crm", 1, 300)]


def test_a_turn_can_be_taken_once(engine: Engine) -> None:
    """Of two who read the same state one writes, and the other is told that it came too late."""
    book = SqlLedgerBook(engine)
    turn = book.turn()
    assert book.note(turn, {"zone": "UTC"})
    assert not book.note(turn, {"zone": "Asia/Tokyo"})
    assert (book.cursor("zone"), book.turn()) == ("UTC", turn + 1)


def test_very_many_ids_of_any_kind_are_one_value(engine: Engine) -> None:
    """More ids than a statement takes values; with quotes, NUL and halves of characters among them."""
    ids = [f"v{n}" for n in range(70_000)] + ["'", '"', "\0", "\ud800", "\U0001f600", "%s"]
    with engine.connect() as connection:
        assert connection.scalars(select(event_table.c.visit_id).where(among(event_table.c.visit_id, ids))).all() == []
