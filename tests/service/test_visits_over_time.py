"""A visit over days: open for a fortnight, found by its code, untouched by a publish, moved when its program is withdrawn."""

import pytest

from diagnostics.engine import Ask
from diagnostics.service.visits import OPEN_FOR, Entrance
from diagnostics.visits import codes
from diagnostics.visits import events as e
from diagnostics.wiring import rollback, withdraw
from tests.folders import LAMP
from tests.service.conftest import VISIT, World, at

SWITCH = """\
  switch:
    question: Is it switched on?
    answers: {lit: {label: Yes it is, next: bulb}, unlit: {label: No, next: bulb}}
"""
OTHER = (
    LAMP.replace("question: Is it plugged in?", "question: Is it really plugged in?")
    .replace("  plug_in:\n    instruction: Plug it in", "  plug_in:\n    instruction: Plug it in well")
    .replace('in_wall: {label: "Yes", next: bulb}', 'in_wall: {label: "Yes", next: switch}')
    .replace("  bulb:\n", f"{SWITCH}  bulb:\n")
)


@pytest.fixture(autouse=True)
def started(world: World) -> None:
    world.publish(lamp=LAMP)
    world.visits.start("lamp", VISIT)


def heading(world: World) -> object:
    view = world.visits.view(VISIT)
    assert view is not None and isinstance(view.page, Ask)
    return view.page.step.heading


def test_a_visit_is_open_for_a_fortnight_after_its_last_answer(world: World) -> None:
    """Each answer begins the fortnight anew; looking does not."""
    world.later(days=13)
    assert at(world.visits.answer(VISIT, "plugged", "out")) == "plug_in"
    world.later(days=13)
    view = world.visits.view(VISIT)
    assert view is not None and view.is_open
    world.later(days=1)
    view = world.visits.view(VISIT)
    assert view is not None and not view.is_open


def test_a_closed_visit_can_be_seen_and_takes_nothing(world: World) -> None:
    """Answers, reports and wishes leave it as it is."""
    world.later(seconds=OPEN_FOR.total_seconds())
    before = world.events()
    for view in (
        world.visits.answer(VISIT, "plugged", "out"),
        world.visits.ask_for_person(VISIT),
        world.visits.report_outcome(VISIT, True),
        world.visits.start("lamp", VISIT),
    ):
        assert view is not None and not view.is_open
        assert at(view) == "plugged"
    assert world.events() == before


def test_a_visit_is_found_by_its_code_however_it_is_typed(world: World) -> None:
    """Case, spaces and hyphens do not matter."""
    view = world.visits.view(VISIT)
    assert view is not None
    shown = codes.shown(view.code)
    for typed in (view.code, shown, shown.lower(), f"  {shown.replace('-', ' ')} "):
        assert world.visits.find(typed) == VISIT


def test_codes_that_lead_nowhere_are_all_alike(world: World) -> None:
    """A wrong check character, a code that nobody has, one whose visit has closed, and rubbish."""
    view = world.visits.view(VISIT)
    assert view is not None
    wrong = view.code[:-1] + next(c for c in codes.ALPHABET if c != view.code[-1])
    for typed in (wrong, codes.new_code(), "", "7KQ", "x" * 10_000, "🙂", "\x00"):
        assert world.visits.find(typed) is None
    world.later(days=15)
    assert world.visits.find(view.code) is None


def test_a_publish_does_not_touch_a_running_visit(world: World) -> None:
    """It goes on with the words and routes that it began with; a new one has the new ones."""
    world.publish(lamp=OTHER)
    assert heading(world) == "Is it plugged in?"
    assert at(world.visits.answer(VISIT, "plugged", "in_wall")) == "bulb"
    view = world.visits.start("lamp", "w" * 32)
    assert view is not None and isinstance(view.page, Ask)
    assert view.page.step.heading == "Is it really plugged in?"
    assert {x.fingerprint for x in world.events()} != {x.fingerprint for x in world.events("w" * 32)}


def test_a_tree_taken_out_of_service_goes_on_in_running_visits(world: World) -> None:
    """It cannot be started any more, but who is in it comes to its end."""
    (world.path / "trees" / "things" / "lamp.yml").unlink()
    world.publish()
    assert world.visits.start("lamp", "w" * 32) is None
    assert at(world.visits.answer(VISIT, "plugged", "out")) == "plug_in"


def test_a_withdrawn_program_moves_its_visits(world: World) -> None:
    """The answers are replayed onto the program in service; only what no longer fits is asked again; the move is an event."""
    world.visits.answer(VISIT, "plugged", "out")
    world.visits.answer(VISIT, "plug_in", "not_fixed")
    world.publish(lamp=OTHER)
    withdraw(world.services, "lamp")
    view = world.visits.view(VISIT)
    assert at(view) == "bulb"
    assert [x.type for x in world.events()].count(e.MOVED) == 1
    moved = world.events()[-1]
    assert moved.body == {"from": world.events()[0].fingerprint}
    assert at(world.visits.answer(VISIT, "plugged", "in_wall")) == "switch"
    assert world.events()[-1].fingerprint == moved.fingerprint
    assert at(world.visits.answer(VISIT, "switch", "lit")) == "bulb"
    assert [x.type for x in world.events()].count(e.MOVED) == 1


def test_a_visit_whose_entry_is_gone_begins_at_the_start(world: World) -> None:
    """It began behind an error message, at a step that the new program does not have."""
    entered = LAMP.replace("reviewed:", "errors: [{match: E5, start: plug_in}]\nreviewed:")
    world.publish(lamp=entered)
    world.visits.start("lamp", "u" * 32, Entrance(entry="plug_in"))
    assert at(world.visits.view("u" * 32)) == "plug_in"
    world.publish(lamp=LAMP.replace("plug_in", "plug_it_in"))
    withdraw(world.services, "lamp")
    assert at(world.visits.view("u" * 32)) == "plugged"


def test_an_answer_that_no_longer_fits_is_asked_again(world: World) -> None:
    """The chosen answer is gone from the new program: its question comes up, nothing else is lost."""
    world.visits.answer(VISIT, "plugged", "out")
    world.visits.answer(VISIT, "plug_in", "not_fixed")
    world.publish(lamp=LAMP.replace("out: {", "unplugged: {"))
    withdraw(world.services, "lamp")
    assert at(world.visits.view(VISIT)) == "plugged"
    assert at(world.visits.answer(VISIT, "plugged", "unplugged")) == "bulb"


def test_a_moved_visit_takes_the_answer_that_was_on_its_way(world: World) -> None:
    """The customer answers a page of the old program after the withdrawal: the answer holds on the new one."""
    world.publish(lamp=OTHER)
    withdraw(world.services, "lamp")
    assert at(world.visits.answer(VISIT, "plugged", "out")) == "plug_in"
    assert world.types() == [e.STARTED, e.VIEWED, e.MOVED, e.ANSWERED, e.VIEWED]


def test_a_rollback_to_a_withdrawn_program_puts_it_back(world: World) -> None:
    """What serves is not withdrawn: visits that began with it, and new ones, can go on."""
    world.publish(lamp=OTHER)
    withdraw(world.services, "lamp")
    rollback(world.services)
    assert heading(world) == "Is it plugged in?"
    assert at(world.visits.start("lamp", "w" * 32)) == "plugged"


def test_a_visit_whose_tree_is_withdrawn_and_out_of_service_is_gone(world: World) -> None:
    """There is nothing left to show for it: as if it had never been; a publish of the tree brings it back with its answers."""
    world.visits.answer(VISIT, "plugged", "out")
    (world.path / "trees" / "things" / "lamp.yml").unlink()
    world.publish()
    withdraw(world.services, "lamp")
    assert world.visits.view(VISIT) is None
    assert world.visits.answer(VISIT, "plug_in", "fixed") is None
    world.publish(lamp=OTHER)
    assert at(world.visits.view(VISIT)) == "plug_in"
