"""Histories from files: what is taken, what is refused and how it is said, and that nothing is taken by halves."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from diagnostics.service.interchange import NAMED, FileReport, HistoryError, _lines, files_of
from diagnostics.store import ledger_schema as l
from diagnostics.store import schema as s
from diagnostics.store.visit_log import SqlVisitLog
from diagnostics.visits.events import STARTED, Event
from tests.ledgers import MONDAY, NOW, World, call, event, visit


@pytest.fixture
def world(tmp_path: Path, fresh_sqlite: Callable[[], Engine]) -> World:
    return World(fresh_sqlite(), tmp_path)


def without(line: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in line.items() if key != name}


BROKEN = [
    ("visits", "{", "this is not JSON"),
    ("visits", "[1]", "this is not a JSON object"),
    ("visits", "[" * 50_000, "this is not JSON"),
    ("visits", without(visit("a"), "visit_id"), "`visit_id` is missing"),
    ("visits", visit("a", visit_id=7), "`visit_id` must be a text"),
    ("visits", visit(""), "`visit_id` must be a text"),
    ("visits", visit("x" * 201), "`visit_id` is longer than 200 characters"),
    ("visits", visit("a\0"), "`visit_id` holds a character that no database keeps"),
    ("visits", visit("a\ud800"), "`visit_id` holds a character that no database keeps"),
    ("visits", visit("a", started_at="2026-02-30T10:00:00Z"), "`started_at` is no moment such as 2026-11-22T10:30:00Z"),
    ("visits", visit("a", started_at="2026-02-03T10:00:00"), "`started_at` has no offset: write 2026-11-22T10:30:00Z or …+01:00"),
    ("visits", visit("a", started_at="0001-01-01T00:00:00+14:00"), "`started_at` is in the year 1"),
    ("visits", visit("a", arm="control"), "`arm` must be tree, holdout or none"),
    ("visits", visit("a", p_holdout=5), "`p_holdout` must be a share from 0 to 1"),
    ("visits", visit("a", p_holdout=True), "`p_holdout` must be a share from 0 to 1"),
    ("visits", visit("a", tree_version=[1]), "`tree_version` must be a number or a text"),
    ("visits", visit("a", tag_h=5), "`tag_h` must be a text"),
    ("events", event("a", -1), "`seq` must be a whole number from 0 to 100000"),
    ("events", event("a", 10**30, when=MONDAY), "`seq` must be a whole number from 0 to 100000"),
    ("events", event("a", 0, "step.guessed"), "`type` is none of those that a history can have"),
    ("events", event("a", 0, "outcome.reported"), "`fixed` or `would_have_called` is missing"),
    ("events", event("a", 0, "outcome.reported", fixed="yes"), "`fixed` must be true or false"),
    ("events", event("b", 0), "its visit is in no visits file that was imported"),
    ("calls", without(call("1", MONDAY), "handle_s"), "`handle_s` is missing"),
    ("calls", call("1", MONDAY, handle_s=10**9), "`handle_s` must be a whole number from 0 to 86400"),
    ("calls", call("1", MONDAY, visit_code={}), "`visit_code` must be a text"),
    ("audit", {"source": "acd", "call_id": "1", "true_started_at": "yesterday"}, "`true_started_at` is no moment such as 2026-11-22T10:30:00Z"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "line", "reason"), BROKEN)
def test_a_line_that_cannot_be_used_is_named_and_the_others_are_taken(world: World, file: str, line: Any, reason: str) -> None:
    """The good ones before and behind it are stored; nothing of it is."""
    good = {"visits": [visit("a")], "events": [event("a", 0)], "calls": [call("9", MONDAY)], "audit": []}
    reports = {report.name: report for report in world.bring(**{**good, file: [*good[file], line, *good[file]]})}
    report = reports[f"{file}.jsonl"]
    assert report.problems == [f"{file}.jsonl:{len(good[file]) + 1}: {reason}"]
    assert (report.refused, report.new, report.repeated) == (1, len(good[file]), len(good[file]))
    with world.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(s.event)) == 2


def test_very_many_bad_lines_are_counted_and_a_few_are_named(world: World) -> None:
    """A file of the wrong kind does not fill the screen."""
    report = world.bring(visits=["visit_id;tree"] * 500)[0]
    assert (report.refused, len(report.problems), report.new) == (500, NAMED, 0)


def test_files_may_be_plain_or_compressed_or_missing(world: World, tmp_path: Path) -> None:
    """Both of one name are read; empty lines and a byte order mark are no fault; an empty folder is."""
    (tmp_path / "visits.jsonl").write_text("\ufeff" + '{"visit_id": "a", "tree": "lamp", "started_at": "2026-03-02T09:00:00+01:00"}\n\n')
    with gzip.open(tmp_path / "visits.jsonl.gz", "wt") as file:
        file.write('{"visit_id": "b", "tree": "lamp", "started_at": "2026-03-02T09:00:00Z"}\n')
    assert [(report.name, report.new) for report in world.history.bring(tmp_path)] == [("visits.jsonl", 1), ("visits.jsonl.gz", 1)]
    world.ledger.refresh(NOW)
    assert (world.count("problems"), world.reader.first_day()) == (2, MONDAY.date())
    (tmp_path / "none").mkdir()
    with pytest.raises(HistoryError, match=r"holds none of visits\.jsonl\[\.gz\]"):
        world.history.bring(tmp_path / "none")


@pytest.mark.parametrize("keep", [10, 200])
def test_a_file_that_breaks_off_is_read_as_far_as_it_goes(world: World, tmp_path: Path, keep: int) -> None:
    """Half a download: what is whole is stored, and what is missing comes with the next import."""
    lines = "".join(f'{{"visit_id": "v{n}", "tree": "lamp", "started_at": "2026-03-02T09:00:00Z"}}\n' for n in range(50))
    whole = gzip.compress(lines.encode())
    (tmp_path / "visits.jsonl.gz").write_bytes(whole[:keep])
    report = world.history.bring(tmp_path)[0]
    assert "cannot be read any further" in report.problems[-1] or "not JSON" in report.problems[0]
    (tmp_path / "visits.jsonl.gz").write_bytes(whole)
    again = world.history.bring(tmp_path)[0]
    assert (again.refused, report.new + again.new) == (0, 50)


def test_a_file_without_a_size_is_read(tmp_path: Path) -> None:
    """Such as one that is still being written when its size is asked for, or that the system makes up."""
    empty = tmp_path / "visits.jsonl"
    empty.write_bytes(b"")
    found = files_of(tmp_path)
    empty.write_text("{}\n" * 3_000)
    told: list[float] = []
    report = FileReport("visits.jsonl")
    assert len(list(_lines(found[0], report, told.append))) == 3_000
    assert told and all(0 < share <= 1 for share in told)


def test_a_file_that_goes_away_is_said(tmp_path: Path) -> None:
    """Or that may not be read."""
    (tmp_path / "visits.jsonl").write_text("")
    found = files_of(tmp_path)
    (tmp_path / "visits.jsonl").unlink()
    with pytest.raises(HistoryError, match=r"visits\.jsonl cannot be read: No such file"):
        list(_lines(found[0], FileReport("visits.jsonl"), lambda share: None))


def test_a_line_without_end_is_refused(world: World, tmp_path: Path) -> None:
    """A hundred megabytes in one line are not held in memory, and the next line is read."""
    with (tmp_path / "visits.jsonl").open("w") as file:
        file.write('{"visit_id": "' + "x" * 3_000_000 + '"}\n')
        file.write('{"visit_id": "b", "tree": "lamp", "started_at": "2026-03-02T09:00:00Z"}\n')
    report = world.history.bring(tmp_path)[0]
    assert (report.problems, report.new) == (["visits.jsonl:1: longer than 100000 bytes"], 1)


def test_excluded_visits_are_told_by_what_was_known_before(world: World) -> None:
    """Robots, datacentres and assisted visits; a browser without scripts is a customer's."""
    lines = [visit("a", ua="bot"), visit("b", ip="datacenter"), visit("c", agent_assisted=True), visit("d", js=False)]
    world.tell(visits=lines)
    kept = {row[0]: row[14] for row in world.kept(l.visit_summary)["visit_summary"]}
    assert kept == {"a": "bot", "b": "datacentre", "c": "assisted", "d": ""}


def test_words_of_customers_stand_where_they_can_be_erased(world: World) -> None:
    """A comment of a history is in the side table, and in no event."""
    world.tell(visits=[visit("a")], events=[event("a", 0, "comment.added", text="call me on 555")])
    with world.engine.connect() as connection:
        assert connection.scalar(select(s.personal.c.body)) == {"text": "call me on 555"}
        assert connection.scalar(select(s.event.c.body).where(s.event.c.seq == 1)) == {"text": {"personal": True}}


def test_a_live_visit_cannot_be_changed_by_a_history(world: World) -> None:
    """A line that claims the id of a visit that ran here contradicts it, and its events are refused."""
    SqlVisitLog(world.engine).append([Event("a", 0, STARTED, NOW, "lamp", "f" * 32, "5" * 32, body={"arm": "tree"})])
    visits, events = world.bring(visits=[visit("a", tree="fan")], events=[event("a", 0)])
    assert (visits.new, visits.contradicting, events.new, events.refused) == (0, 1, 0, 1)
