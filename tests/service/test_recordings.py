"""Visits of the log as recorded ones: customers' ways through a guide, and why others are none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from diagnostics.deflection.visits import IMPORTED
from diagnostics.engine import Given, Reply
from diagnostics.service.recordings import RecordedVisit, Recordings
from diagnostics.service.visits import Entrance
from diagnostics.visits import events as e
from diagnostics.visits.events import Event
from tests.folders import LAMP, PARTS
from tests.service.conftest import World


def begun(world: World) -> list[RecordedVisit]:
    found = Recordings(world.log).begun(world.now - timedelta(days=1), world.now + timedelta(days=1))
    return [visit for visit in found if visit is not None]


def test_a_visit_is_its_start_and_its_replies(world: World) -> None:
    """As it stands: a changed answer is the new one."""
    world.publish(lamp=LAMP)
    world.visits.start("lamp", "a")
    for answer in ("out", "in_wall"):
        world.visits.answer("a", "plugged", answer)
    (visit,) = begun(world)
    assert (visit.visit_id, visit.tree, dict(visit.replies), visit.erased) == ("a", "lamp", {"plugged": Reply("in_wall")}, False)


def test_an_erased_value_is_noticed(world: World) -> None:
    """Of the start as well as of an answer."""
    world.publish(parts=PARTS)
    world.visits.start("parts", "a", Entrance(facts={"part": "AB-12"}))
    assert begun(world)[0].start.facts == (Given("part", "AB-12", "address"),)
    assert not begun(world)[0].erased
    world.log.erase_personal("a")
    assert begun(world)[0].erased


def test_those_who_are_no_customers_are_left_out_and_counted(world: World) -> None:
    """Robots, imported histories, the comparison group, and what cannot be read."""
    world.publish(lamp=LAMP)
    world.visits.start("lamp", "a", Entrance(excluded="bot"))
    world.visits.start("lamp", "b")

    def made(name: str, **parts: object) -> Sequence[Event]:
        return [replace(world.events("b")[0], visit_id=name, **parts)]  # type: ignore[arg-type]  # the fields of an event

    world.log.append(made("c", fingerprint=IMPORTED))
    world.log.append(made("d", body={"day": "never"}))
    world.log.append([*made("e"), *(replace(event, seq=1, type=e.CONTACT, body={}) for event in made("e"))])
    recordings = Recordings(world.log)
    found = list(recordings.begun(world.now - timedelta(days=1), world.now + timedelta(days=1)))
    assert [visit.visit_id for visit in found if visit] == ["b"]
    assert len(found) == 5
    assert recordings.left_out == {"bot": 1, "imported": 1, "unreadable": 1, "contact first": 1}


def test_a_visit_is_found_by_its_code_and_by_its_id(world: World) -> None:
    """Whoever typed it, and however."""
    world.publish(lamp=LAMP)
    view = world.visits.start("lamp", "a")
    assert view is not None
    recordings = Recordings(world.log)
    assert [recordings.find(typed) for typed in (view.code.lower(), "a", "zzz")] == ["a", "a", None]
    assert (recordings.name("a"), recordings.name("zzz")) == (view.code, "zzz")
    assert recordings.one("zzz") is None
    assert isinstance(recordings.one("a"), RecordedVisit)
