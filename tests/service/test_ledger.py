"""Keeping the ledger: late, doubled, wrong and withdrawn facts; crashes; others at work; another zone; erasure; restatements."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

from diagnostics.deflection.records import Key
from diagnostics.service.ledger import ZoneChanged
from diagnostics.store import ledger_schema as l
from diagnostics.store import schema as s
from diagnostics.store.calls import SqlCallStore
from diagnostics.store.ledger_book import SqlLedgerBook
from diagnostics.store.visit_log import SqlVisitLog
from diagnostics.visits.codes import check_character, shown
from diagnostics.visits.events import STARTED, VIEWED, Event
from tests.ledgers import KEPT, MONDAY, NOW, SUMS, World, call, event, visit

DAY, HOUR = timedelta(days=1), timedelta(hours=1)

MakeWorld = Callable[..., World]


@pytest.fixture
def make_world(tmp_path: Path, fresh_sqlite: Callable[[], Engine]) -> MakeWorld:
    def made(zone: str = "UTC", engine: Engine | None = None) -> World:
        return World(engine or fresh_sqlite(), tmp_path, zone)

    return made


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    return make_world()


def test_live_visits_are_found_by_their_events_alone(world: World) -> None:
    """No writer tells the ledger of anything: a visit that goes on is folded again, one that does not is left alone."""
    log = SqlVisitLog(world.engine)
    start = Event("v1", 0, STARTED, NOW - HOUR, "lamp", "f" * 32, "5" * 32, body={"arm": "tree", "p_holdout": 0.05, "alloc_id": "x"})
    log.append([start], "7KQ4MX2PA", [Key("visitor", "k1")])
    assert world.ledger.refresh(NOW).folded == 1
    assert world.ledger.refresh(NOW).folded == 0
    assert (world.count("problems"), world.count("engaged")) == (1, 0)
    log.append([Event("v1", 1, "step.answered", NOW + timedelta(seconds=5), "lamp", "f" * 32, "5" * 32, "lit", "no")])
    assert world.ledger.refresh(NOW + timedelta(seconds=30)).folded == 1
    assert (world.count("problems"), world.count("engaged")) == (1, 1)


def test_an_event_that_came_to_the_disk_late_is_not_missed(world: World) -> None:
    """Stamped by a server whose clock is behind, or committed after the refresh that should have seen it: at the next look far back."""
    world.ledger.refresh(NOW)
    late = Event("v1", 0, STARTED, NOW - timedelta(minutes=9), "lamp", "f" * 32, "5" * 32, body={"arm": "tree"})
    SqlVisitLog(world.engine).append([late])
    assert world.ledger.refresh(NOW + timedelta(seconds=30)).folded == 0
    assert world.ledger.refresh(NOW + timedelta(minutes=10)).folded == 1


def test_a_visit_is_taken_in_once_it_has_settled(world: World) -> None:
    """Beside a server: not after every answer, but when none has come for a while; one that then goes on is taken in again."""
    log, settled = SqlVisitLog(world.engine), timedelta(minutes=2)
    start = Event("v1", 0, STARTED, NOW, "lamp", "f" * 32, "5" * 32, body={"arm": "tree"})
    log.append([start])
    folded = []
    for minutes in range(9):
        if minutes in (1, 2, 5):
            log.append([replace(start, seq=minutes, type="step.answered", step="lit", occurred_at=NOW + timedelta(minutes=minutes, seconds=1))]
                       if minutes < 5 else [replace(start, seq=3, type=VIEWED, step="lit", occurred_at=NOW + timedelta(minutes=5))])  # fmt: skip
        folded.append(world.ledger.refresh(NOW + timedelta(minutes=minutes, seconds=30), settled=settled).folded)
    assert folded == [0, 0, 0, 0, 1, 0, 0, 1, 0]
    assert world.count("problems") == 1


def test_a_live_code_finds_a_call_however_old_the_call_says_it_is(world: World) -> None:
    """A file of last week comes today: no clock tells of it, the ticket does."""
    start = Event("v1", 0, STARTED, NOW - 8 * DAY, "lamp", "f" * 32, "5" * 32, body={"arm": "tree"})
    code = "7KQ4MX2P" + check_character("7KQ4MX2P")
    SqlVisitLog(world.engine).append([start], code)
    world.ledger.refresh(NOW)
    world.tell(calls=[call("1", NOW - 7 * DAY, visit_code=shown(code).lower())])
    assert world.count("called", 3) == 1


def test_the_same_files_again_change_nothing(world: World) -> None:
    """Doubled input and a second import leave every row as it was."""
    shown = [event("a", 0), event("a", 1), event("a", 0)]
    files = {"visits": [visit("a", tag_h="t")] * 2, "events": shown, "calls": [call("1", MONDAY + DAY, tag_h="t")] * 2}
    before = world.tell(**files).kept()
    assert world.tell(**files).kept() == before
    assert [report.new for report in world.bring(**files)] == [0, 0, 0]


def test_of_lines_that_contradict_each_other_the_same_one_stands(make_world: MakeWorld) -> None:
    """Whichever came first, in one file or in two."""
    one, other = visit("a", tree="lamp"), visit("a", tree="fan")
    shown, seen = event("a", 0, step="s1"), event("a", 0, step="s2")
    kept = [make_world().tell(visits=visits, events=events).kept(*SUMS)
            for visits, events in (([one, other], [shown, seen]), ([other, one], [seen, shown]))]  # fmt: skip
    kept.append(make_world().tell(visits=[other], events=[seen]).tell(visits=[one], events=[shown]).kept(*SUMS))
    assert kept[0] == kept[1] == kept[2]
    assert kept[0]["rollup"]


def test_a_late_call_moves_the_problem_that_it_concerns(world: World) -> None:
    """A week after the window closed the file with the call comes: verified no more, and the line says which source."""
    visits = [visit(f"v{n}", MONDAY + n * HOUR, cookie=f"k{n}", phone_h=f"p{n}") for n in range(20)]
    said = [event(f"v{n}", 0, "outcome.reported", MONDAY + n * HOUR, fixed=True) for n in range(20)]
    first = [call("0", MONDAY - DAY, phone_h="else"), call("1", MONDAY + 40 * DAY, phone_h="else")]
    world.tell(visits=visits, events=said, calls=first)
    assert (world.count("claimed"), world.count("claimed_called", 7), world.reader.restatements()) == (20, 0, [])
    world.tell(calls=[call("9", MONDAY + 5 * DAY, source="crm_csv", phone_h="p3")])
    assert world.count("claimed_called", 7) == 1
    told = {line.metric: line for line in world.reader.restatements()}
    assert told["verified"].period == "2026-W10"
    assert told["verified"].because == "1 late call from crm_csv"
    again = world.tell(calls=[call("9", MONDAY + 5 * DAY, source="crm_csv", phone_h="p3")]).reader.restatements()
    assert len(again) == len(told)


def test_a_tag_that_joins_two_browsers_moves_both_their_days(world: World) -> None:
    """Two problems become one on the first one's day, and the second day holds none any more."""
    world.tell(visits=[visit("a"), visit("b", MONDAY + 2 * DAY)])
    assert {cell[2] for cell in world.kept(l.rollup)["rollup"]} == {date(2026, 3, 2), date(2026, 3, 4)}
    world.tell(visits=[visit("a", tag_h="t"), visit("b", MONDAY + 2 * DAY, tag_h="t")])
    assert {cell[2] for cell in world.kept(l.rollup)["rollup"]} == {date(2026, 3, 2)}
    assert (world.count("problems"), world.count("visits")) == (1, 2)


def test_a_wrong_clock_is_found_out_later(world: World) -> None:
    """A source is five hours behind. Once enough of its calls quote codes, those that were thought to precede their visits are about them."""
    visits = [visit(f"v{n}", MONDAY + n * HOUR, phone_h=f"p{n}") for n in range(40)]
    calls = [call(f"c{n}", MONDAY + n * HOUR - 5 * HOUR + timedelta(minutes=10), phone_h=f"p{n}") for n in range(40)]
    world.tell(visits=visits, calls=calls)
    assert (world.count("called", 7), world.reader.shifts()) == (0, [])
    coded = [call(f"d{n}", MONDAY + n * HOUR - 5 * HOUR + timedelta(minutes=20), visit_code=f"Cv{n}") for n in range(30)]
    world.tell(calls=coded)
    assert world.count("called", 7) == 40
    assert {shift.hours for shift in world.reader.shifts()} == {5}


def test_an_import_that_is_undone_leaves_nothing(make_world: MakeWorld) -> None:
    """Its calls are gone from the sums, and what they said of the clock."""
    world, other = make_world(), make_world()
    visits = [visit(f"v{n}", MONDAY + n * HOUR) for n in range(30)]
    before = other.tell(visits=visits).kept()
    world.tell(visits=visits)
    world.tell(calls=[call(f"c{n}", MONDAY + n * HOUR - 3 * HOUR, visit_code=f"Cv{n}") for n in range(30)])
    assert world.reader.shifts()
    assert SqlCallStore(world.engine).undo(1, NOW) == 30
    world.ledger.refresh(NOW)
    assert world.kept() == before


class _Killed(Exception):
    """The process ends here."""


def test_killed_at_any_write_the_next_refresh_completes(make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before and after each transaction of a refresh: the same rows as without."""
    files = {
        "visits": [visit(f"v{n}", MONDAY + n * HOUR, tag_h=f"t{n % 3}") for n in range(6)], "events": [event("v1", 0), event("v1", 1)],
        "calls": [call("1", MONDAY + DAY, tag_h="t1"), call("2", MONDAY + DAY, visit_code="Cv2")],
    }  # fmt: skip
    wanted = make_world().tell(**files).kept()
    plain = SqlLedgerBook._write
    survived = 0
    for after in (False, True):
        for last in range(30):
            world, left = make_world(), [last]
            world.bring(**files)

            def write(book: SqlLedgerBook, turn: int, work: Any, left: list[int] = left, after: bool = after) -> bool:
                left[0] -= 1
                if left[0] < 0 and not after:
                    raise _Killed
                done = plain(book, turn, work)
                if left[0] < 0:
                    raise _Killed
                return done

            with monkeypatch.context() as patched:
                patched.setattr(SqlLedgerBook, "_write", write)
                try:
                    world.ledger.refresh(NOW)
                except _Killed:
                    survived += 1
            world.ledger.refresh(NOW)
            assert world.kept() == wanted
            if left[0] >= 0:
                break
    assert survived > 8


def test_two_at_once_do_no_harm(make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of each step of one refresh another one does everything: the first throws away what it decided, and agrees."""
    files = {"visits": [visit("a", tag_h="t"), visit("b")], "calls": [call("1", MONDAY + DAY, tag_h="t")]}
    wanted = make_world().tell(**files).kept()
    world = make_world()
    world.bring(**files)
    plain, met = SqlLedgerBook._write, []

    def write(book: SqlLedgerBook, turn: int, work: Any) -> bool:
        if book is world.book:
            make_world(engine=world.engine).ledger.refresh(NOW)
            met.append(plain(book, turn, work))
            return met[-1]
        return plain(book, turn, work)

    monkeypatch.setattr(SqlLedgerBook, "_write", write)
    with pytest.raises(Exception, match="quicker"):
        world.ledger.refresh(NOW)
    monkeypatch.undo()
    world.ledger.refresh(NOW)
    assert met and not any(met)
    assert world.kept() == wanted


def test_another_zone_is_refused_until_the_ledger_is_rebuilt(make_world: MakeWorld) -> None:
    """Days of two zones in one ledger would be no days; a rebuild moves everything to the new ones, also visits whose events are gone."""
    late = MONDAY.replace(hour=2)
    files = {"visits": [visit("a", late, tag_h="t")], "events": [event("a", 0, when=late)], "calls": [call("1", late + HOUR, tag_h="t")]}
    world = make_world().tell(**files)
    moved = make_world("America/Chicago", world.engine)
    with pytest.raises(ZoneChanged, match="diagnostics ledger rebuild"):
        moved.ledger.refresh(NOW)
    with world.engine.begin() as connection:
        connection.execute(s.event.delete())
    moved.ledger.rebuild(NOW)
    assert moved.kept(*SUMS) == make_world("America/Chicago").tell(**files).kept(*SUMS)
    assert moved.reader.first_day() == date(2026, 3, 1)


def test_a_rebuild_repairs_sums_that_somebody_broke(world: World) -> None:
    """Whatever stands in the projections and sums, the facts win; what no fact speaks for goes."""
    before = world.tell(visits=[visit("a", tag_h="t"), visit("b")], calls=[call("1", MONDAY + DAY, tag_h="t")]).kept()
    with world.engine.begin() as connection:
        connection.execute(l.rollup.update().values(problems=7))
        connection.execute(l.call_match.delete())
        row = connection.execute(select(l.visit_day)).mappings().first()
        assert row is not None
        connection.execute(insert(l.visit_day).values(**{**row, "tree": "never", "visits": 3}))
    world.ledger.rebuild(NOW)
    assert world.kept() == before


PEOPLE = {
    "visits": [visit(f"v{n}", MONDAY + n * DAY, cookie=f"k{n % 4}", tag_h=f"t{n % 4}", phone_h=f"p{n}") for n in range(12)]
    + [visit(f"w{n}", MONDAY + n * HOUR, phone_h="switchboard") for n in range(6)] + [visit("late", MONDAY + 40 * DAY, cookie="k1")],
    "events": [event("v1", 0, "outcome.reported", MONDAY + DAY, fixed=True)],
    "calls": [
        call("1", MONDAY + 5 * DAY, tag_h="t1", visit_code="Cv1"), call("2", MONDAY + 6 * DAY, phone_h="p2"),
        call("3", MONDAY + DAY, phone_h="switchboard"), call("4", MONDAY + 3 * DAY, visit_code="Cv3"),
        call("5", MONDAY + 6 * DAY, source="crm", phone_h="p2"), call("6", MONDAY - DAY, visit_code="Cv3"),
        call("7", MONDAY + 9 * DAY, tag_h="t2", product="fan"), call("8", MONDAY + 9 * DAY, source="crm", tag_h="t2", product="fan"),
    ],
    "audit": [{"source": "acd", "call_id": "2", "true_first_visit_id": "v2", "true_started_at": "2026-03-08T09:00:00Z"}],
}  # fmt: skip


def test_erased_keys_leave_every_count_as_it_was(world: World) -> None:
    """A visit, and whoever has a telephone number: no key and no word of them is left, the sums are the same, also after a rebuild."""
    before = world.tell(**PEOPLE).kept(*SUMS)
    assert world.ledger.erase(NOW, visits=["v1", "w2"], keys=[Key("phone", "p2")]) == (3, 2)
    assert world.kept(*SUMS) == before
    world.ledger.rebuild(NOW)
    assert world.kept(*SUMS) == before
    with world.engine.connect() as connection:
        left = set(connection.execute(select(l.visit_key.c.visit_id, l.visit_key.c.kind).where(l.visit_key.c.visit_id.in_(["v1", "v2", "w2"]))))
        assert {kind for _, kind in left} == {"link"}
        assert {row[0] for row in connection.execute(select(l.call_key.c.kind).where(l.call_key.c.call_id == "2"))} == {"link"}


def test_an_erased_visit_gets_its_keys_back_by_no_import(world: World) -> None:
    """The same history again: the visit is there already, and its keys stay erased."""
    world.tell(**PEOPLE)
    world.ledger.erase(NOW, visits=["v1"])
    before = world.kept(l.visit_key, l.call_key, *SUMS)
    assert world.tell(**PEOPLE).kept(l.visit_key, l.call_key, *SUMS) == before


def test_keys_are_erased_when_no_call_is_about_their_visits_any_more(world: World) -> None:
    """Forty-five days after they came in, by themselves; counts stay, also through a rebuild."""
    before = world.tell(**PEOPLE).kept(*SUMS)
    world.ledger.refresh(NOW + 44 * DAY)
    assert any(row[1] != "link" for row in world.kept(l.visit_key)["visit_key"])
    world.ledger.refresh(NOW + 46 * DAY)
    assert {row[1] for row in world.kept(l.visit_key)["visit_key"]} == {"link"}
    assert {row[3] for row in world.kept(l.call_key)["call_key"]} == {"link"}
    assert world.kept(*SUMS) == before
    world.ledger.rebuild(NOW + 46 * DAY)
    assert world.kept(*SUMS) == before


def test_a_browser_that_never_stops_does_not_hold_everything_together(world: World) -> None:
    """A kiosk with one cookie: above a number of visits it joins nobody, whatever came first."""
    kiosk = [visit(f"v{n:03}", MONDAY + n * timedelta(minutes=5), cookie="kiosk") for n in range(210)]
    world.tell(visits=kiosk[:150])
    assert world.count("problems") == 1
    world.tell(visits=kiosk[150:])
    assert world.count("problems") == 210
    before = world.kept(*KEPT)
    world.ledger.rebuild(NOW)
    assert world.kept(*KEPT) == before


def test_what_is_shown_first_does_not_matter_to_an_event_that_is_only_viewed(world: World) -> None:
    """An event before its visit is refused; once the visit is there it is taken."""
    refused = world.bring(events=[event("a", 0)])
    assert [report.problems for report in refused] == [["events.jsonl:1: its visit is in no visits file that was imported"]]
    world.tell(visits=[visit("a")], events=[event("a", 0)])
    with world.engine.connect() as connection:
        assert set(connection.scalars(select(s.event.c.type))) == {STARTED, VIEWED}
