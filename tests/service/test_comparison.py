"""The comparison group in a visit: who is in it, what its visits hold, and that nothing ever moves anybody."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from diagnostics.deflection.records import Key
from diagnostics.engine import Ask
from diagnostics.service.identifiers import hashed
from diagnostics.service.ports import Found
from diagnostics.service.recognition import visitor_key
from diagnostics.service.visits import Entrance
from diagnostics.visits import events as e
from tests.folders import LAMP, LIBRARY, PARTS
from tests.service.conftest import VISIT, World, at

TAGGED = LIBRARY.replace("facts:\n  part:", "facts:\n  tag: {label: Tag, type: text, personal: true, identifies: tag, sources: [address]}\n  part:")


@pytest.fixture
def world(world: World) -> World:
    """A comparison group of ten percent, on two trees."""
    world.share = 10.0
    world.open(parts=lambda keys: Found("gone"))
    world.publish(lamp=LAMP, parts=PARTS)
    return world


def visitor_of(world: World, arm: str) -> str:
    """The first cookie that is drawn for an arm."""
    for n in range(1_000):
        world.visits.start("lamp", f"probe-{arm}-{n}", Entrance(visitor=f"cookie-{n}"))
        if body(world, f"probe-{arm}-{n}")["arm"] == arm:
            return f"cookie-{n}"
    raise AssertionError(f"nobody is drawn for {arm}")


def body(world: World, visit_id: str) -> dict[str, object]:
    return dict(world.events(visit_id)[0].body)


def keys(world: World, visit_id: str = VISIT) -> set[Key]:
    with world.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT kind, value FROM visit_key WHERE visit_id = ?", (visit_id,))
        return {Key(*row) for row in rows}


def arms(world: World, visitors: Iterable[str], turn: str) -> list[object]:
    for visitor in visitors:
        world.visits.start("lamp", f"{turn}-{visitor}", Entrance(visitor=visitor))
    return [body(world, f"{turn}-{visitor}")["arm"] for visitor in visitors]


def test_a_start_tells_its_arm_and_share_and_never_its_visitor(world: World) -> None:
    """The share and the allocation under which it was drawn stand in the event; the cookie only as a keyed hash, beside it."""
    visitor = visitor_of(world, "tree")
    world.visits.start("lamp", VISIT, Entrance(visitor=visitor, device="phone"))
    start = body(world, VISIT)
    assert {name: start[name] for name in ("arm", "p_holdout", "alloc_id", "device")} == {
        "arm": "tree", "p_holdout": 0.1, "alloc_id": "share-100000", "device": "phone"}  # fmt: skip
    assert "visitor" not in start and "excluded" not in start
    assert keys(world) == {visitor_key(world.services.keyring, visitor)}
    assert visitor not in world.rows()


def test_the_group_is_shown_the_contact_details_first(world: World) -> None:
    """No step is viewed and none can be answered; looking, answering and asking for a person leave no event."""
    world.visits.start("lamp", VISIT, Entrance(visitor=visitor_of(world, "holdout")))
    view = world.visits.view(VISIT)
    assert view is not None and view.history.contact_first and view.is_open
    world.visits.answer(VISIT, "plugged", "out")
    world.visits.ask_for_person(VISIT)
    assert world.types() == [e.STARTED, e.CONTACT]
    assert world.events()[1].body == {"reason": "holdout"}


def test_going_on_to_the_guide_is_noted_once(world: World) -> None:
    """Then the guide is as for everybody; the arm stays what it was."""
    world.visits.start("lamp", VISIT, Entrance(visitor=visitor_of(world, "holdout")))
    for _ in range(2):
        view = world.visits.go_on_to_guide(VISIT)
        assert view is not None and not view.history.contact_first
    assert world.types() == [e.STARTED, e.CONTACT, e.OPTED_IN, e.VIEWED]
    assert at(world.visits.answer(VISIT, "plugged", "out")) == "plug_in"
    assert body(world, VISIT)["arm"] == "holdout"


def test_others_cannot_go_on_to_where_they_are(world: World) -> None:
    """In a visit that began with the guide the request changes nothing."""
    world.visits.start("lamp", VISIT, Entrance(visitor=visitor_of(world, "tree")))
    world.visits.go_on_to_guide(VISIT)
    assert world.types() == [e.STARTED, e.VIEWED]


def test_nothing_is_looked_up_before_the_guide_begins(world: World) -> None:
    """A look-up that could be made at once waits until the customer goes on."""
    visitor = visitor_of(world, "holdout")
    world.visits.start("parts", VISIT, Entrance(visitor=visitor, facts={"part": "AB-12"}))
    world.visits.view(VISIT)
    assert world.types() == [e.STARTED, e.CONTACT]
    assert at(world.visits.go_on_to_guide(VISIT)) == "gone"
    assert e.RETURNED in world.types()


def test_an_arm_is_kept_whatever_the_share_is_later(world: World) -> None:
    """Two hundred visitors keep arm, share and allocation when the share falls to 1 percent; new ones are drawn under it."""
    visitors = [f"v{n}" for n in range(200)]
    before = arms(world, visitors, "before")
    world.share = 1.0
    world.open()
    assert arms(world, visitors, "after") == before and "holdout" in before
    assert {body(world, f"after-{v}")["alloc_id"] for v in visitors} == {"share-100000"}
    arms(world, ["new"], "later")
    assert body(world, "later-new")["alloc_id"] == "share-10000"


def test_turned_off_everybody_gets_the_guide(world: World) -> None:
    """Without a share, or on a tree that is off, visits stand outside, those of the group too; turned on again, they are where they were."""
    visitor = visitor_of(world, "holdout")
    for share, off, arm in ((0.0, (), "none"), (10.0, ("lamp",), "none"), (10.0, ("parts",), "holdout")):
        world.share, world.off = share, off
        world.open()
        world.visits.start("lamp", f"{share}-{off}", Entrance(visitor=visitor))
        assert body(world, f"{share}-{off}")["arm"] == arm


@pytest.mark.parametrize("entrance", [Entrance(), *(Entrance(visitor="x", excluded=rule) for rule in ("bot", "datacentre", "staff", "assisted"))])
def test_who_is_no_customer_or_has_no_cookie_stands_outside(world: World, entrance: Entrance) -> None:
    """Nothing is drawn or kept for them; why it is no customer stands in the event."""
    world.visits.start("lamp", VISIT, entrance)
    start = body(world, VISIT)
    assert (start["arm"], start["p_holdout"], start["alloc_id"], start.get("excluded", "")) == ("none", 0, "", entrance.excluded)
    assert world.rows("assignment") == ""


ASKED = """
format: 1
tree: asked
title: Whose is it?
summary: Say the tag.
area: things
owner: desk
reviewed: 2026-11-22
start: say
steps:
  say: {question: Which tag?, input: text, fact: tag, next: thanks}
  thanks: {outcome: handoff, says: The desk helps., to: desk}
"""


def test_a_fact_that_identifies_becomes_a_key(world: World) -> None:
    """From the address, for a tree that never reads it too; from an answer; each value once, and only as a keyed hash."""
    world.publish(TAGGED, lamp=LAMP, asked=ASKED)
    tag = hashed(world.services.keyring, "tag", "4GX7H12")
    world.visits.start("lamp", VISIT, Entrance(facts={"tag": " 4gx-7h12 "}))
    assert keys(world) == {tag}
    world.visits.start("asked", "asked", Entrance())
    assert keys(world, "asked") == set()
    for said in ("4GX7H12", "4GX7H12", "N/A", "9ZZ0001"):
        world.visits.answer("asked", "say", said)
    assert keys(world, "asked") == {tag, hashed(world.services.keyring, "tag", "9ZZ0001")}
    assert "4GX7H12" not in world.rows("visit_key", "event", "assignment")


def test_who_does_not_want_to_be_recognised_leaves_no_key(world: World) -> None:
    """Neither at the start nor by a later answer; the visit code is all that a call can name."""
    world.publish(TAGGED, lamp=LAMP, asked=ASKED)
    world.visits.start("asked", VISIT, Entrance(keyless=True))
    world.visits.answer(VISIT, "say", "4GX7H12")
    world.visits.start("lamp", "lamp", Entrance(facts={"tag": "4GX7H12"}, keyless=True))
    assert world.rows("visit_key") == "" and body(world, VISIT)["keyless"] is True


def test_old_events_with_the_visitor_in_their_body_stay_readable(world: World) -> None:
    """A visit of an earlier version goes on where it stood."""
    world.visits.start("lamp", "first", Entrance())
    old = world.events("first")
    former = {name: value for name, value in old[0].body.items() if name != "device"} | {"arm": "tree", "visitor": "some-cookie", "alloc_id": None}
    world.log.append([replace(old[0], visit_id=VISIT, body=former), replace(old[1], visit_id=VISIT)], "CODE23456")
    view = world.visits.answer(VISIT, "plugged", "out")
    assert view is not None and isinstance(view.page, Ask) and view.page.place == "plug_in"
