"""Look-ups: what a source gives is kept, and a source that is late, broken, wrong or missing never keeps a visit waiting."""

import contextlib
import threading
import time
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from diagnostics.conditions.expression import Value
from diagnostics.engine import End
from diagnostics.service.ports import Found
from diagnostics.service.visits import Entrance
from diagnostics.visits import events as e
from diagnostics.visits.events import PERSONAL
from tests.folders import PARTS
from tests.service.conftest import VISIT, World, at


@pytest.fixture(autouse=True)
def published(world: World) -> None:
    world.publish(parts=PARTS)


def asked_for(world: World, part: str = "ab12") -> str | None:
    world.visits.start("parts", VISIT)
    return at(world.visits.answer(VISIT, "number", part))


def test_what_a_source_gives_is_kept(world: World) -> None:
    """Result and facts are stored with the keys they hold for, and the visit goes on at once."""
    world.open(parts=lambda keys: Found("there", {"price": Decimal("12.50"), "due": date(2026, 12, 1)}))
    assert asked_for(world) == "there"
    told = next(x for x in world.events() if x.type == e.RETURNED)
    assert (told.step, told.answer) == ("find", "there")
    assert told.body == {"value": "there", "kept": {"price": {"number": "12.50"}, "due": {"date": "2026-12-01"}}, "keys": {"part": PERSONAL}}
    view = world.visits.view(VISIT)
    assert view is not None
    assert (view.state.facts["price"], view.state.facts["due"]) == (Decimal("12.50"), date(2026, 12, 1))


def test_a_source_is_asked_once_for_each_key(world: World) -> None:
    """Reloading asks nothing; another key asks anew; the first key again finds its answer again."""
    asked: list[Value] = []

    def parts(keys: Mapping[str, Value]) -> Found:
        asked.append(keys["part"])
        return Found("there" if keys["part"] == "AB-12" else "gone")

    world.open(parts=parts)
    assert asked_for(world) == "there"
    assert at(world.visits.view(VISIT)) == "there"
    assert at(world.visits.answer(VISIT, "number", "CD34")) == "gone"
    assert at(world.visits.answer(VISIT, "number", "AB12")) == "there"
    assert asked == ["AB-12", "CD-34"]


def test_a_source_that_is_late_is_unavailable(world: World) -> None:
    """The visit goes on after the declared time-out, though the source is still busy."""
    release = threading.Event()
    world.open(parts=lambda keys: Found("there") if release.wait(20) else Found("gone"))
    began = time.monotonic()
    assert asked_for(world) == "nobody_knows"
    assert time.monotonic() - began < 5
    release.set()
    assert at(world.visits.view(VISIT)) == "nobody_knows"


def broken(keys: Mapping[str, Value]) -> Found:
    raise RuntimeError("the source is down")


def leaving(keys: Mapping[str, Value]) -> Found:
    raise SystemExit(1)


def odd(*given: object) -> object:
    return lambda keys: Found(*given)  # type: ignore[arg-type]  # what a provider without types may give


ODD = [broken, leaving, odd("no_such_result"), odd(None), odd(["there"]), odd("there", None), dict, lambda: Found("there")]


@pytest.mark.parametrize("source", ODD)
def test_a_source_that_does_not_do_as_declared_is_unavailable(world: World, source: object, caplog: pytest.LogCaptureFixture) -> None:
    """It raises, gives nothing, or a result that nobody declared: the visit goes on, and the log names the source but no value."""
    world.open(parts=source)  # type: ignore[arg-type]  # that is the point
    assert asked_for(world) == "nobody_knows"
    assert "parts" in caplog.text
    assert "AB-12" not in caplog.text


def test_without_a_source_every_look_up_is_unavailable(world: World) -> None:
    """An installation that has no provider of that name still serves the tree."""
    assert asked_for(world) == "nobody_knows"


def test_facts_that_do_not_fit_are_dropped(world: World) -> None:
    """A text where money is declared, or a fact that the step does not keep, is not taken; the result is."""
    world.open(parts=lambda keys: Found("there", {"price": "cheap", "due": date(2026, 12, 1), "room": "no"}))
    assert asked_for(world) == "there"
    assert next(x for x in world.events() if x.type == e.RETURNED).body["kept"] == {"due": {"date": "2026-12-01"}}


def test_requests_that_meet_at_a_look_up_store_one_answer(world: World) -> None:
    """Two tabs ask at once: the visit has one result."""
    meeting = threading.Barrier(3)

    def parts(keys: Mapping[str, Value]) -> Found:
        with contextlib.suppress(threading.BrokenBarrierError):
            meeting.wait(0.2)
        return Found("there")

    world.open(parts=parts)
    world.visits.start("parts", VISIT)
    threads = [threading.Thread(target=world.visits.answer, args=(VISIT, "number", "AB12")) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [x.type for x in world.events()] == [e.STARTED, e.VIEWED, e.ANSWERED, e.RETURNED, e.VIEWED, e.REACHED]


def test_a_key_that_is_known_from_the_start_is_looked_up_before_the_first_page(world: World) -> None:
    """The address gave the part: the visit begins at its result."""
    world.open(parts=lambda keys: Found("gone"))
    view = world.visits.start("parts", VISIT, Entrance(facts={"part": "AB-12"}))
    assert view is not None
    assert isinstance(view.page, End)
    assert view.page.place == "gone"
