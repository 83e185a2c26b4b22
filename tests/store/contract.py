"""What every database must do for the visit log and the program store. A new one inherits `StoreContract` and gives the fixture `opened`."""

import hashlib
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from diagnostics.program.manifest import Asset, Listed, Manifest
from diagnostics.program.types import Answer, Choice, Outcome, Program, Step, Tree, Variant
from diagnostics.service.ports import ProgramStore, VisitLog
from diagnostics.visits.events import ANSWERED, PERSONAL, STARTED, Event
from diagnostics.visits.log import CodeTaken, Conflict

NOW = datetime(2026, 11, 22, 10, 30, 15, 123456, UTC)


@dataclass(frozen=True, slots=True)
class Opened:
    """A store in its two halves."""

    log: VisitLog
    programs: ProgramStore


Opener = Callable[[], Opened]


def line(visit_id: str, seq: int, **fields: object) -> Event:
    """An event of a visit: its start at 0, answers behind it."""
    made = Event(visit_id, seq, ANSWERED if seq else STARTED, NOW + timedelta(seconds=seq), "lamp", "f" * 32, "5" * 32, step="plugged")
    return replace(made, **fields)  # type: ignore[arg-type]  # the fields of an event


def small_program(says: str = "It works.", tree: str = "lamp") -> Program:
    """A program of one question; another text makes another fingerprint."""
    lit = Choice(id="lit", heading="Is it lit?", answers={"yes": Answer("Yes", "end")})
    steps: dict[str, Step] = {"lit": lit, "end": Outcome(id="end", kind="resolved", says=says)}
    named = hashlib.sha256(f"{tree} {says}".encode()).hexdigest()[:32]
    return Program(tree, {tree: Tree(tree, "Dark", "Find out.", "lit", steps, "desk")}, {}, {}, {}, "en", named, "5" * 32)


def manifest_of(*programs: Program) -> Manifest:
    title = (Variant(("known", "room"), "Dark in {room}"), Variant(None, "Dark"))
    rest = ("Find out.", "things", 1.25, 1, 3, ("lamp",), ("dark",), (("E*", "lit"),))
    areas = {"z": ("Last letter first", "gear"), "a": ("First letter last", "gear")}
    return Manifest("Guides", "en", areas, {p.tree: Listed(p.tree, p.fingerprint, title, *rest) for p in programs})


class StoreContract(ABC):
    """Tests that hold for any database. `opened` opens the same database each time that it is called, as another process would:
    a database's own test class gives it as a fixture."""

    @abstractmethod
    def opened(self) -> Opener: ...

    @pytest.fixture
    def store(self, opened: Opener) -> Opened:
        return opened()

    def test_events_come_back_as_they_were_in_order(self, store: Opened) -> None:
        """Every field survives, with microseconds, the order of keys and whatever a customer typed."""
        body = {"z": 1, "a": {"number": "1.50"}, "text": "Größe \u0000 \ud800 'quoted' 🙂", "none": None, "list": [True]}
        events = [line("v", 0, answer=None, product="lamp", locale="de", portal="shop"), line("v", 1, answer="in_wall", body=body)]
        store.log.append(events)
        store.log.append([line("v", 2)])
        assert store.log.read("v") == [*events, line("v", 2)]
        assert list(store.log.read("v")[1].body) == list(body)

    def test_characters_that_no_database_keeps_are_replaced(self, store: Opened) -> None:
        """NUL and half characters in the columns, which some database refuses, become the sign for what cannot be shown."""
        store.log.append([line("v\0", 0, product="a\0b", portal="\ud800", answer="\udc80", step="\0", locale="\0")], "CO\0DE")
        assert store.log.read("v\0") == [line("v\ufffd", 0, product="a\ufffdb", portal="\ufffd", answer="\ufffd", step="\ufffd", locale="\ufffd")]
        assert store.log.read("\ud800") == [] and store.log.visit_of("\0") is None and store.log.code_of("\udfff") is None
        assert store.log.erase_personal("\0") == 0
        assert store.programs.program("\0") is None and store.programs.asset("\ud800") is None and store.programs.fingerprints("\0") == []
        store.programs.withdraw("\0")

    def test_times_are_utc_whatever_zone_they_came_in(self, store: Opened) -> None:
        """A moment given in another zone is the same moment, read as UTC; one without a zone is refused."""
        store.log.append([line("v", 0, occurred_at=NOW.astimezone(timezone(timedelta(hours=5))))])
        assert store.log.read("v")[0].occurred_at == NOW
        assert store.log.read("v")[0].occurred_at.tzinfo is UTC

    def test_a_visit_that_does_not_exist_has_no_events(self, store: Opened) -> None:
        """Forged ids and codes find nothing, and are no error."""
        assert store.log.read("nobody' OR 1=1 --") == []
        assert store.log.code_of("nobody") is None
        assert store.log.visit_of("NOBODY") is None
        assert store.log.erase_personal("nobody") == 0

    def test_visits_do_not_see_each_other(self, store: Opened) -> None:
        """A read gives the events of one visit only."""
        store.log.append([line("v", 0)])
        store.log.append([line("w", 0)])
        assert [e.visit_id for e in store.log.read("w")] == ["w"]

    def test_a_taken_seq_is_a_conflict_and_stores_nothing(self, store: Opened) -> None:
        """Of an append that meets an event nothing stays, not even what was free."""
        store.log.append([line("v", 0), line("v", 1)])
        with pytest.raises(Conflict):
            store.log.append([line("v", 2), line("v", 1, personal={"value": "secret"})], "CODE")
        assert [e.seq for e in store.log.read("v")] == [0, 1]
        assert store.log.code_of("v") is None

    def test_a_taken_code_stores_nothing(self, store: Opened) -> None:
        """Two visits never share a code; the second one may try another."""
        store.log.append([line("v", 0)], "CODE")
        with pytest.raises(CodeTaken):
            store.log.append([line("w", 0, personal={"value": "secret"})], "CODE")
        assert store.log.read("w") == []
        store.log.append([line("w", 0)], "OTHER")
        assert (store.log.visit_of("CODE"), store.log.visit_of("OTHER")) == ("v", "w")
        assert (store.log.code_of("v"), store.log.code_of("w")) == ("CODE", "OTHER")

    def test_a_visit_has_one_code(self, store: Opened) -> None:
        """A second code for a visit is a conflict."""
        store.log.append([line("v", 0)], "CODE")
        with pytest.raises(Conflict):
            store.log.append([line("v", 1)], "OTHER")
        assert len(store.log.read("v")) == 1

    def test_an_append_holds_one_visit(self, store: Opened) -> None:
        """No events, or events of two visits, are a mistake of the caller."""
        for events in ([], [line("v", 0), line("w", 0)]):
            with pytest.raises(ValueError):
                store.log.append(events)
        assert store.log.read("v") == []

    def test_personal_values_are_joined_in_and_can_be_erased(self, store: Opened) -> None:
        """Erasing takes the values of one visit; its events, and other visits, stay."""
        hidden = line("v", 1, body={"value": PERSONAL}, personal={"value": "Ann", "keys": {"part": "AB-12"}})
        store.log.append([line("v", 0), hidden])
        store.log.append([line("w", 0, personal={"value": "Bob"})])
        assert store.log.read("v")[1] == hidden
        assert store.log.erase_personal("v") == 1
        assert store.log.erase_personal("v") == 0
        assert store.log.read("v") == [line("v", 0), replace(hidden, personal={})]
        assert store.log.read("w")[0].personal == {"value": "Bob"}

    def test_of_many_threads_one_wins_each_seq(self, opened: Opener) -> None:
        """Eight writers append to one visit until 40 events stand: each seq has one winner, and every acknowledged event is there."""
        opened().log.append([line("v", 0)])
        stores = [opened(), opened()]
        barrier = threading.Barrier(8)

        def write(writer: int) -> list[tuple[int, str]]:
            won, log = [], stores[writer % 2].log
            barrier.wait()
            while (seq := len(log.read("v"))) <= 40:
                try:
                    log.append([line("v", seq, answer=f"writer {writer}")])
                    won.append((seq, f"writer {writer}"))
                except Conflict:
                    continue
            return won

        with ThreadPoolExecutor(8) as pool:
            won = sorted(pair for pairs in pool.map(write, range(8)) for pair in pairs)
        assert [(e.seq, e.answer) for e in opened().log.read("v")[1:]] == won
        assert [seq for seq, _ in won] == list(range(1, 41))

    def test_nothing_serves_before_the_first_publication(self, store: Opened) -> None:
        """An empty store has no publication, program, asset or fingerprint."""
        assert store.programs.serving() is None
        assert store.programs.publications() == []
        assert store.programs.program("f" * 32) is None
        assert store.programs.asset("a" * 64) is None
        assert store.programs.fingerprints("lamp") == []
        assert store.programs.withdrawn("f" * 32) is False

    def test_a_publication_comes_back_as_it_was(self, opened: Opener) -> None:
        """Manifest, program and asset are the same in another process, with areas in their order."""
        program = small_program()
        made = opened().programs.publish("publish", manifest_of(program), [program], [Asset("a" * 64, "image/png", b"\x00png")], NOW, "first")
        other = opened().programs
        assert other.serving() == made
        assert (made.id, made.kind, made.note, made.at) == (1, "publish", "first", NOW)
        assert list(other.serving().manifest.areas) == ["z", "a"]  # type: ignore[union-attr]  # it was just published
        assert other.program(program.fingerprint) == program
        assert other.asset("a" * 64) == Asset("a" * 64, "image/png", b"\x00png")

    def test_the_latest_publication_serves_at_once_everywhere(self, opened: Opener) -> None:
        """A store that has answered before sees a publication of another process on the next question."""
        one, other = opened().programs, opened().programs
        first, second = small_program("One."), small_program("Two.")
        one.publish("publish", manifest_of(first), [first], [], NOW)
        assert other.serving().id == 1  # type: ignore[union-attr]  # it was just published
        one.publish("publish", manifest_of(second), [second], [], NOW + timedelta(hours=1), "second")
        assert other.serving().manifest.trees["lamp"].fingerprint == second.fingerprint  # type: ignore[union-attr]  # as above
        assert [p.id for p in other.publications()] == [2, 1]
        assert [p.id for p in other.publications(limit=1)] == [2]
        assert other.fingerprints("lamp") == [second.fingerprint, first.fingerprint]
        assert (other.publication(1).manifest, other.publication(3)) == (manifest_of(first), None)  # type: ignore[union-attr]  # as above

    def test_the_serving_publication_and_programs_are_kept(self, store: Opened) -> None:
        """What was read once is not decoded again."""
        program = small_program()
        assert store.programs.program(program.fingerprint) is None
        store.programs.publish("publish", manifest_of(program), [program], [], NOW)
        assert store.programs.serving() is store.programs.serving()
        assert store.programs.program(program.fingerprint) is store.programs.program(program.fingerprint)

    def test_what_is_stored_already_is_not_stored_again(self, store: Opened) -> None:
        """A program or asset that comes again, even twice in one publication, is no error."""
        program, picture = small_program(), Asset("a" * 64, "image/png", b"png")
        store.programs.publish("publish", manifest_of(program), [program, program], [picture, picture], NOW)
        made = store.programs.publish("rollback", manifest_of(program), [program], [picture], NOW, restores=1)
        assert store.programs.serving() == made
        assert (made.id, made.kind, made.restores) == (2, "rollback", 1)

    def test_a_publication_that_does_not_hold_together_stores_nothing(self, store: Opened) -> None:
        """A manifest that lists an unknown program leaves no trace of itself or of what came with it."""
        one, other = small_program("One."), small_program("Two.", "clock")
        with pytest.raises(ValueError, match=other.fingerprint):
            store.programs.publish("publish", manifest_of(one, other), [one], [Asset("a" * 64, "image/png", b"png")], NOW)
        assert store.programs.serving() is None
        assert store.programs.program(one.fingerprint) is None
        assert store.programs.asset("a" * 64) is None

    def test_a_publication_made_against_another_one_is_a_conflict(self, opened: Opener) -> None:
        """Of two publishers who saw the same state the second one has to look again."""
        first, second = small_program("One."), small_program("Two.")
        opened().programs.publish("publish", manifest_of(first), [first], [], NOW, after=0)
        for stale in (0, 7):
            with pytest.raises(Conflict):
                opened().programs.publish("publish", manifest_of(second), [second], [], NOW, after=stale)
        assert opened().programs.program(second.fingerprint) is None
        assert opened().programs.publish("publish", manifest_of(second), [second], [], NOW, after=1).id == 2

    def test_publishers_at_once_queue(self, opened: Opener) -> None:
        """Four processes publish the same new tree at the same moment: all come in, numbered without a gap; of those who saw the same state,
        one comes in and the others have to look again."""
        program, picture = small_program(), Asset("a" * 64, "image/png", b"png")
        stores, barrier = [opened().programs for _ in range(4)], threading.Barrier(4)

        def publish(store: ProgramStore, after: int | None) -> int | None:
            barrier.wait()
            try:
                return store.publish("publish", manifest_of(program), [program], [picture], NOW, after=after).id
            except Conflict:
                return None

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(lambda store: publish(store, None) or 0, stores)) == [1, 2, 3, 4]
            assert {publication for publication in pool.map(lambda store: publish(store, 4), stores) if publication} == {5}

    def test_of_two_starts_of_one_visit_one_comes_in(self, opened: Opener) -> None:
        """A double click starts a visit twice, each with a code of its own: one code is given, and the other is free."""
        logs, barrier = [opened().log, opened().log], threading.Barrier(2)

        def start(turn: int, log: VisitLog) -> int:
            barrier.wait()
            try:
                log.append([line(f"v{turn // 2}", 0), line(f"v{turn // 2}", 1)], f"CODE{turn}")
                return 1
            except Conflict:
                return 0

        with ThreadPoolExecutor(2) as pool:
            for first in range(0, 20, 2):
                assert sum(pool.map(start, (first, first + 1), logs)) == 1
                given = logs[0].code_of(f"v{first // 2}")
                assert given in (f"CODE{first}", f"CODE{first + 1}")
                assert [logs[0].visit_of(f"CODE{turn}") for turn in (first, first + 1) if f"CODE{turn}" != given] == [None]

    def test_withdrawn_programs_stay_stored_until_they_serve_again(self, opened: Opener) -> None:
        """Withdrawing marks a program; publishing a manifest that lists it takes the mark away."""
        store, other = opened().programs, opened().programs
        old, new = small_program("One."), small_program("Two.")
        store.publish("publish", manifest_of(old), [old], [], NOW)
        store.publish("publish", manifest_of(new), [new], [], NOW)
        store.withdraw(old.fingerprint)
        store.withdraw(old.fingerprint)
        assert (other.withdrawn(old.fingerprint), other.withdrawn(new.fingerprint)) == (True, False)
        assert other.program(old.fingerprint) == old
        store.publish("rollback", manifest_of(old), [], [], NOW, restores=1)
        assert other.withdrawn(old.fingerprint) is False
