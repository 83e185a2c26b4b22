"""A visit from its start to its end: answers, changes, double clicks, second tabs, stale pages, impossible answers."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from diagnostics.engine import Ask, End, Problem
from diagnostics.service.visits import TRIES, Entrance
from diagnostics.visits import events as e
from tests.folders import LAMP
from tests.service.conftest import VISIT, World, at

MIXED = """\
format: 1
tree: mixed
title: Many kinds
summary: Of questions.
area: things
owner: desk
reviewed: 2026-11-22
start: device
errors:
  - {match: "E1*", start: note}
steps:
  device:
    question: Which device?
    fact: product
    answers:
      lamp: {label: Lamp, next: test}
      clock: {label: Clock, next: test}
  test:
    check: network
    keep: [latency_ms]
    results: {pass: note, fail: note, unavailable: note}
  note:
    question: What happened?
    input: text
    fact: room
    next: end
  end: {outcome: resolved, says: Thank you.}
"""


@pytest.fixture(autouse=True)
def published(world: World) -> None:
    world.publish(lamp=LAMP)


def test_a_visit_to_its_end(world: World) -> None:
    """Each answer is an event, each page that it leads to is one, and the end says what it is."""
    assert at(world.visits.start("lamp", VISIT)) == "plugged"
    assert at(world.visits.answer(VISIT, "plugged", "out")) == "plug_in"
    assert at(world.visits.answer(VISIT, "plug_in", "not_fixed")) == "bulb"
    view = world.visits.answer(VISIT, "bulb", "cannot")
    assert view is not None
    assert isinstance(view.page, End)
    assert (view.page.outcome.kind, view.page.claimed, view.left.most) == ("handoff", False, 0)
    told = [(x.seq, x.type, x.step, x.answer) for x in world.events()]
    assert told == [
        (0, e.STARTED, None, None), (1, e.VIEWED, "plugged", None),
        (2, e.ANSWERED, "plugged", "out"), (3, e.VIEWED, "plug_in", None),
        (4, e.ANSWERED, "plug_in", "not_fixed"), (5, e.VIEWED, "bulb", None),
        (6, e.ANSWERED, "bulb", "cannot"), (7, e.VIEWED, "person", None), (8, e.REACHED, "person", "handoff"), (9, e.HANDOFF, "person", None),
    ]  # fmt: skip
    assert world.events()[8].body == {"outcome": "handoff", "claimed": False}
    assert world.events()[9].body == {"team": "desk", "asked": False}


def test_an_instruction_that_fixed_it_is_claimed(world: World) -> None:
    """The customer said yes: the visit is resolved, and the end knows that it was their word."""
    world.visits.start("lamp", VISIT)
    world.visits.answer(VISIT, "plugged", "in_wall")
    view = world.visits.answer(VISIT, "bulb", "fixed")
    assert at(view) == "resolved"
    assert world.events()[-1].body == {"outcome": "resolved", "claimed": True}


def test_starting_the_same_visit_twice_gives_it_as_it_stands(world: World) -> None:
    """A reloaded start page, later and even for another tree, starts nothing anew."""
    first = world.visits.start("lamp", VISIT)
    world.visits.answer(VISIT, "plugged", "out")
    world.later(hours=1)
    again = world.visits.start("lamp", VISIT)
    assert first is not None and again is not None
    assert (at(again), again.code) == ("plug_in", first.code)
    assert world.types().count(e.STARTED) == 1


def test_a_tree_that_is_not_in_service_cannot_be_started(world: World) -> None:
    """Nothing is stored for it."""
    assert world.visits.start("no-such-tree", VISIT) is None
    assert world.visits.view(VISIT) is None
    assert world.events() == []


def test_a_forged_visit_is_no_visit(world: World) -> None:
    """Whatever is done with an id that nobody gave out finds nothing and stores nothing."""
    for forged in ("x" * 32, "", "'; DROP TABLE event --", "../../etc/passwd"):
        visits = world.visits
        assert visits.view(forged) is None
        assert visits.answer(forged, "plugged", "out") is None
        assert visits.report_check(forged, "plugged", "pass", {}) is None
        assert visits.report_outcome(forged, True) is None
        assert visits.ask_for_person(forged) is None
        assert world.events(forged) == []


def test_a_double_click_counts_once(world: World) -> None:
    """The same answer again, from a retry or an old page, adds nothing."""
    world.visits.start("lamp", VISIT)
    for _ in range(3):
        assert at(world.visits.answer(VISIT, "plugged", "out")) == "plug_in"
    assert world.types() == [e.STARTED, e.VIEWED, e.ANSWERED, e.VIEWED]


def test_the_same_answer_from_many_requests_at_once_counts_once(world: World) -> None:
    """Eight requests meet: all see the next page, one is stored."""
    world.visits.start("lamp", VISIT)
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda _: at(world.visits.answer(VISIT, "plugged", "out")), range(8)))
    assert seen == ["plug_in"] * 8
    assert world.types() == [e.STARTED, e.VIEWED, e.ANSWERED, e.VIEWED]


def test_the_same_start_from_many_requests_at_once_is_one_visit(world: World) -> None:
    """All get the same visit with one code."""
    with ThreadPoolExecutor(8) as pool:
        views = list(pool.map(lambda _: world.visits.start("lamp", VISIT), range(8)))
    assert len({view.code for view in views if view}) == 1
    assert world.types() == [e.STARTED, e.VIEWED]


def test_two_tabs_with_different_answers_lose_nothing(world: World) -> None:
    """Both are stored, one after the other; the later one holds."""
    world.visits.start("lamp", VISIT)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda answer: world.visits.answer(VISIT, "plugged", answer), ("out", "in_wall")))
    told = [x.answer for x in world.events() if x.type == e.ANSWERED]
    assert sorted(filter(None, told)) == ["in_wall", "out"]
    assert at(world.visits.view(VISIT)) == ("plug_in" if told[-1] == "out" else "bulb")


def test_changing_an_answer_and_changing_it_back_is_as_before(world: World) -> None:
    """A later answer lies dormant on the other path and holds again when the path comes back."""
    world.visits.start("lamp", VISIT)
    world.visits.answer(VISIT, "plugged", "out")
    before = world.visits.answer(VISIT, "plug_in", "tried_before")
    assert at(world.visits.answer(VISIT, "plugged", "in_wall")) == "bulb"
    after = world.visits.answer(VISIT, "plugged", "out")
    assert before is not None and after is not None
    assert (after.state.path, after.state.place, after.left) == (before.state.path, before.state.place, before.left)
    assert [x.answer for x in world.events() if x.type == e.ANSWERED] == ["out", "tried_before", "in_wall", "out"]


def test_an_earlier_place_can_be_seen_without_changing_anything(world: World) -> None:
    """Back is navigation: it shows the answer given there, and no event is written."""
    world.visits.start("lamp", VISIT)
    world.visits.answer(VISIT, "plugged", "out")
    before = world.events()
    view = world.visits.view(VISIT, "plugged")
    assert view is not None
    assert isinstance(view.page, Ask)
    assert view.page.reply is not None and view.page.reply.value == "out"
    assert view.state.place == "plug_in"
    assert world.events() == before


@pytest.mark.parametrize("place", ["plug_in", "person", "no_such_step", "", "plugged~2", "a.b.c"])
def test_an_answer_for_a_place_that_the_visit_is_not_at_changes_nothing(world: World, place: str) -> None:
    """A page that went stale in another tab, or a made-up place: there is no page for it, and no event."""
    world.visits.start("lamp", VISIT)
    world.visits.answer(VISIT, "plugged", "in_wall")
    before = world.events()
    view = world.visits.answer(VISIT, place, "fixed")
    assert view is not None
    assert (view.page, view.state.place) == (None, "bulb")
    assert world.events() == before


@pytest.mark.parametrize("raw", ["no_such_answer", "", ["out", "in_wall"], [], "x" * 100_000, "\ud800\x00"])
def test_an_impossible_answer_is_a_page_with_a_problem(world: World, raw: str | list[str]) -> None:
    """The same page is shown with what is wrong, and no event is written."""
    world.visits.start("lamp", VISIT)
    before = world.events()
    view = world.visits.answer(VISIT, "plugged", raw)
    assert view is not None
    assert (at(view), view.problem, view.raw) == ("plugged", Problem("choose_one"), raw)
    assert world.events() == before


def test_the_outcome_can_be_reported_and_corrected(world: World) -> None:
    """Saying the same again adds nothing; before the end there is nothing to report."""
    world.visits.start("lamp", VISIT)
    world.visits.report_outcome(VISIT, True)
    assert e.REPORTED not in world.types()
    world.visits.answer(VISIT, "plugged", "in_wall")
    world.visits.answer(VISIT, "bulb", "not_fixed")
    for fixed in (True, True, False):
        view = world.visits.report_outcome(VISIT, fixed)
        assert view is not None and view.history.fixed is fixed
    assert [x.body["fixed"] for x in world.events() if x.type == e.REPORTED] == [True, False]


def test_asking_for_a_person_is_noted_once(world: World) -> None:
    """It can be wished at any page, and the visit can go on."""
    world.visits.start("lamp", VISIT)
    for _ in range(2):
        view = world.visits.ask_for_person(VISIT)
        assert view is not None and view.history.asked_for_person
    assert [(x.step, x.body) for x in world.events() if x.type == e.HANDOFF] == [("plugged", {"team": "desk", "asked": True})]
    assert at(world.visits.answer(VISIT, "plugged", "out")) == "plug_in"


def test_facts_of_the_address_skip_their_questions(world: World) -> None:
    """What fits its declaration is known; the rest is dropped; each is stored with its source."""
    world.publish(mixed=MIXED)
    facts = {"product": "lamp", "latency_ms": "12", "no_such_fact": "1", "room": "x" * 500}
    view = world.visits.start("mixed", VISIT, Entrance(facts=facts, locale="de", portal="shop", visitor="cookie"))
    assert at(view) == "test"
    first = world.events()[0]
    assert (first.product, first.locale, first.portal) == ("lamp", "de", "shop")
    assert first.body["facts"] == [{"fact": "product", "source": "address", "value": "lamp"}]
    assert (first.body["arm"], first.body["p_holdout"]) == ("none", 0)


def test_a_visit_begins_at_an_entry_only(world: World) -> None:
    """An exact error message leads to its step; any other step of the address is ignored."""
    world.publish(mixed=MIXED)
    assert at(world.visits.start("mixed", "a" * 32, Entrance(entry="note"))) == "note"
    assert at(world.visits.start("mixed", "b" * 32, Entrance(entry="end"))) == "device"
    assert world.events("a" * 32)[0].body["entry"] == "note"


def test_a_check_keeps_what_it_measured_and_nothing_else(world: World) -> None:
    """Values that the step does not keep, or that do not fit, are dropped; the event tells a measurement from a word."""
    world.publish(mixed=MIXED)
    world.visits.start("mixed", VISIT, Entrance(facts={"product": "lamp"}))
    view = world.visits.report_check(VISIT, "test", "no_such_result", {})
    assert view is not None and view.problem == Problem("choose_one")
    view = world.visits.report_check(VISIT, "test", "pass", {"latency_ms": "12.5", "room": "no", "due": "rubbish"})
    assert at(view) == "note"
    told = next(x for x in world.events() if x.type == e.ANSWERED)
    assert (told.answer, told.body) == ("pass", {"value": "pass", "kept": {"latency_ms": {"number": "12.5"}}, "measured": True})


def test_a_taken_code_is_replaced_by_another(world: World) -> None:
    """A visit gets its own code even if the first ones drawn exist already."""
    world.next_codes = ["AAAAAAAAA", *["AAAAAAAAA"] * (TRIES - 1), "BBBBBBBBB"]
    first, second = world.visits.start("lamp", "a" * 32), world.visits.start("lamp", "b" * 32)
    assert first is not None and second is not None
    assert (first.code, second.code) == ("AAAAAAAAA", "BBBBBBBBB")
