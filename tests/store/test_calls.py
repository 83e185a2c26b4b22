"""Calls in SQL: what both databases must do alike."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select

from diagnostics.deflection.intake import CallImport, Feed
from diagnostics.deflection.records import Audit, CallRecord, Key
from diagnostics.store import ledger_schema as t
from diagnostics.store.calls import SqlCallStore
from diagnostics.store.database import reading
from diagnostics.store.feeds import SqlFeedStore

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
CALL = CallRecord("acd", "c1", AT, AT + 100, 300, "printer", "paper jam", keys=(Key("phone", "a" * 32), Key("code", "7KQ4MX2PA")))
IMPORT = CallImport(0, "acd", "november.csv", "maria", NOW, 3)


@pytest.fixture
def store(engine: Engine) -> SqlCallStore:
    return SqlCallStore(engine)


def rows(engine: Engine) -> list[tuple[str, str, int, int | None]]:
    c = t.call_record.c
    with reading(engine) as connection:
        found = connection.execute(select(c.source, c.call_id, c.handle_s, c.import_id).order_by(c.source, c.call_id, c.handle_s)).all()
    return [tuple(row) for row in found]


def whole(engine: Engine) -> list[list[tuple[object, ...]]]:
    """All that is kept of calls."""
    with reading(engine) as connection:
        return [sorted(tuple(row) for row in connection.execute(select(table))) for table in (t.call_record, t.call_key)]


def test_a_call_told_twice_is_one(store: SqlCallStore, engine: Engine) -> None:
    """The same words again, at any time, change nothing; others are a revision."""
    assert store.add([CALL]).states == ("new",)
    assert store.add([replace(CALL, received_at=AT + 999)]).states == ("repeated",)
    assert store.add([replace(CALL, handle_s=301, received_at=AT + 1_000)]).states == ("revised",)
    assert rows(engine) == [("acd", "c1", 300, None), ("acd", "c1", 301, None)]


def test_the_order_of_keys_does_not_matter_and_keys_do(store: SqlCallStore) -> None:
    """Keys are part of what is said."""
    store.add([CALL])
    assert store.add([replace(CALL, keys=CALL.keys[::-1])]).repeated == 1
    assert store.add([replace(CALL, keys=CALL.keys[:1])]).revised == 1


def test_a_source_may_go_back_to_its_first_word(store: SqlCallStore, engine: Engine) -> None:
    """It says A, then B, then A: A stands, because its receipt is the last."""
    said = [CALL, replace(CALL, handle_s=1, received_at=AT + 200), replace(CALL, received_at=AT + 300)]
    assert [store.add([one]).states[0] for one in said] == ["new", "revised", "revised"]
    with reading(engine) as connection:
        assert connection.scalar(select(t.call_record.c.handle_s).order_by(t.call_record.c.received_at.desc()).limit(1)) == 300


def test_states_come_in_the_order_of_the_records(store: SqlCallStore) -> None:
    """Though they are stored in the order of receipt."""
    late, early = replace(CALL, call_id="late", received_at=AT + 500), replace(CALL, call_id="early")
    store.add([early])
    assert store.add([late, early, replace(early, handle_s=7, received_at=AT + 600)]).states == ("new", "repeated", "revised")


def test_order_and_repetition_do_not_matter(store: SqlCallStore, engine: Engine) -> None:
    """Shuffled, doubled and in pieces: the rows are the same."""
    dice = random.Random(7)
    records = [replace(CALL, call_id=f"c{n % 90}", handle_s=n, received_at=AT + n) for n in range(150)]
    store.add(records)
    once = whole(engine)
    again = records * 2
    dice.shuffle(again)
    for start in range(0, len(again), 37):
        store.add(again[start : start + 37])
    assert whole(engine) == once


def test_nothing_is_kept_of_a_request_that_fails(store: SqlCallStore, engine: Engine) -> None:
    """All or none: a record that no database can take leaves the others out, too."""
    with pytest.raises(Exception):  # noqa: B017  # whatever the database says
        store.add([replace(CALL, call_id=f"c{n}") for n in range(900)] + [replace(CALL, call_id="bad", product=None)])  # type: ignore[arg-type]
    assert rows(engine) == []


def test_a_whole_history_is_taken_in_seconds(store: SqlCallStore) -> None:
    """9,000 calls with two keys each, and the same again: the time grows with their number, not with its square."""
    many = [replace(CALL, call_id=f"c{n}", keys=(Key("phone", f"{n:032x}"), Key("tag", f"{n // 2:032x}"))) for n in range(9_000)]
    begun = time.process_time()
    assert store.add(many).new == 9_000
    assert store.add(many).repeated == 9_000
    assert time.process_time() - begun < 10


def test_two_that_send_the_same_at_once_store_it_once(database_address: str, open_engine: Callable[[str], Engine]) -> None:
    """One hears `new`, the other `repeated`."""
    engines = [open_engine(database_address) for _ in range(2)]
    ready, heard = threading.Barrier(2), []

    def send(engine: Engine) -> None:
        ready.wait()
        heard.append(SqlCallStore(engine).add([replace(CALL, call_id=f"c{n}") for n in range(300)]).new)

    threads = [threading.Thread(target=send, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == [0, 300]


def test_an_import_is_taken_back_with_its_keys(store: SqlCallStore, engine: Engine) -> None:
    """What it added goes; what was known before it stays; a second time there is nothing to take back."""
    store.add([CALL])
    number, added = store.bring(iter([CALL, replace(CALL, call_id="c2"), replace(CALL, call_id="c3")]), IMPORT)
    assert (added.new, added.repeated) == (2, 1)
    assert [row[3] for row in rows(engine)] == [None, number, number]
    assert store.undo(number, NOW) == 2
    assert store.undo(number, NOW) is None and store.undo(99, NOW) is None
    assert [row[1] for row in rows(engine)] == ["c1"]
    assert len(whole(engine)[1]) == 2
    assert [(one.id, one.file, one.undone_at) for one in store.imports()] == [(number, "november.csv", NOW)]
    assert store.bring(iter([replace(CALL, call_id="c2")]), IMPORT)[1].new == 1


def test_an_import_that_breaks_off_leaves_nothing(store: SqlCallStore, engine: Engine) -> None:
    """Not even its number in the list."""

    def breaking() -> object:
        yield from (replace(CALL, call_id=f"c{n}") for n in range(1_000))
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        store.bring(breaking(), IMPORT)  # type: ignore[arg-type]
    assert rows(engine) == [] and store.imports() == []


def test_an_old_file_does_not_bring_back_what_was_corrected(store: SqlCallStore, engine: Engine) -> None:
    """A file that is read in twice changes nothing the second time, whatever was said since."""
    store.bring(iter([CALL]), IMPORT)
    store.add([replace(CALL, handle_s=1, received_at=AT + 200)])
    before = whole(engine)
    assert store.bring(iter([replace(CALL, received_at=AT + 900)]), IMPORT)[1].repeated == 1
    assert whole(engine) == before


def test_the_last_word_of_an_audit_stands(store: SqlCallStore, engine: Engine) -> None:
    """One row for each call, in one request or in two."""
    store.audit([Audit("acd", "c1", "v1", AT), Audit("acd", "c1", None, AT), Audit("acd", "c2", "v2", AT)], NOW)
    store.audit([Audit("acd", "c2", "v3", AT)], NOW)
    with reading(engine) as connection:
        found = connection.execute(select(t.call_audit.c.call_id, t.call_audit.c.visit_id).order_by(t.call_audit.c.call_id)).all()
    assert found == [("c1", None), ("c2", "v3")]


def test_what_is_known_of_a_call(store: SqlCallStore) -> None:
    """Its beginning and its code, and which of many are known."""
    store.add([CALL])
    assert store.known("acd", ["c1", "c2"]) == {"c1"} and store.known("crm", ["c1"]) == set()
    assert store.started("acd", "c1") == NOW and store.started("acd", "c2") is None
    assert store.code_of("acd", "c1") == "7KQ4MX2PA" and store.code_of("acd", "c2") is None


def test_a_key_reaches_a_visit_that_has_it(store: SqlCallStore, engine: Engine) -> None:
    """By kind and value together; a code also where it was issued."""
    with engine.begin() as connection:
        connection.execute(t.visit_key.insert(), [{"visit_id": "v1", "kind": "phone", "value": "a" * 32, "at": NOW}])
    assert store.reachable([("phone", "a" * 32), ("tag", "a" * 32), ("code", "7KQ4MX2PA")]) == {("phone", "a" * 32)}
    assert store.reachable([]) == set()


def test_feeds_live(engine: Engine, store: SqlCallStore) -> None:
    """A source is kept once, changed, given a new key; its life is read from calls and from signs of life."""
    feeds = SqlFeedStore(engine)
    assert feeds.keep(Feed("acd", "Europe/Berlin", NOW, {"closed": ["sun"]})) and not feeds.keep(Feed("acd", "UTC", NOW))
    assert feeds.feed("acd") == Feed("acd", "Europe/Berlin", NOW, {"closed": ["sun"]}) and feeds.feed("crm") is None
    feeds.change(Feed("acd", "UTC", NOW, {}, retired_at=NOW))
    assert feeds.rotate("acd", NOW) == 2 and feeds.rotate("crm", NOW) is None
    assert feeds.feeds() == [Feed("acd", "UTC", NOW, {}, 2, NOW, NOW)]
    store.add([replace(CALL, call_id=f"c{n}", started_at=AT - 3_600 * n, received_at=AT - 3_600 * n + 60) for n in range(10)])
    store.add([replace(CALL, source="crm")])
    feeds.beat("acd", NOW + timedelta(hours=1))
    feeds.beat("acd", NOW + timedelta(hours=1, seconds=20))
    acd, crm = feeds.lives(NOW + timedelta(hours=2))
    assert (acd.last_call_at, acd.last_heartbeat_at, acd.lateness_s, acd.week, acd.gap_s) == (NOW, NOW + timedelta(hours=1), 60, 10, 3_600)
    assert (crm.source, crm.week, crm.last_heartbeat_at) == ("crm", 1, None)


def test_of_signs_of_life_the_first_and_the_last_of_a_day_are_kept(engine: Engine) -> None:
    """However often a source beats; each local day on which it did, in any zone, still has one."""
    feeds, day = SqlFeedStore(engine), NOW.replace(hour=0)
    beats = [day + timedelta(minutes=20 * n) for n in range(150)]
    for at in beats:
        feeds.beat("acd", at)
    with engine.connect() as connection:
        kept = connection.scalars(select(t.heartbeat.c.at).order_by(t.heartbeat.c.at)).all()
    ends = [[at for at in beats if at.date() == one] for one in sorted({at.date() for at in beats})]
    assert kept == [at for of_day in ends for at in (of_day[0], of_day[-1])]
    for zone in (ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/Los_Angeles")):
        assert {at.astimezone(zone).date() for at in kept} == {at.astimezone(zone).date() for at in beats}


def test_column_maps_are_replaced_by_name(engine: Engine) -> None:
    """The last one saved under a name is the one."""
    feeds = SqlFeedStore(engine)
    feeds.save_map("crm", {"written": "iso"}, NOW)
    feeds.save_map("crm", {"written": "d.m.y"}, NOW)
    assert feeds.maps() == {"crm": {"written": "d.m.y"}}
