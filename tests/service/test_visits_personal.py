"""Personal values stand in the side table and nowhere else; erased, they are asked again."""

import pytest

from diagnostics.service.ports import Found
from diagnostics.service.visits import Entrance
from tests.folders import LIBRARY, PARTS, write_folder
from tests.service.conftest import VISIT, World, at

LETTER = """\
format: 1
tree: letter
title: A letter
summary: Says much of its writer.
area: things
owner: desk
reviewed: 2026-11-22
start: text
steps:
  text: {question: What is it about?, input: text, fact: room, next: message}
  message:
    question: What does the message say?
    paste: true
    matches: [{text: "ERR_*", next: person}]
    next: person
  person:
    question: Who are you?
    fact: who
    answers:
      ann: {label: Ann, next: several}
      bob: {label: Bob, next: several}
  several:
    question: Who else?
    fact: others
    choose: many
    answers:
      carl: Carl
      dora: Dora
    next: number
  number: {question: Which number?, input: number, fact: age, next: end}
  end: {outcome: handoff, says: Thank you., to: desk}
"""
WITH_PEOPLE = LIBRARY + """\
  who: {label: Person, type: choice, personal: true, values: {ann: Ann, bob: Bob}}
  others: {label: Others, type: set, personal: true, values: {carl: Carl, dora: Dora}}
  age: {label: Age, type: number, personal: true}
"""


def test_personal_values_stand_in_the_side_table_only(world: World) -> None:
    """A typed fact, the key of a look-up and a fact of the address: no other table holds them in any form."""
    world.publish(parts=PARTS)
    world.open(parts=lambda keys: Found("there"))
    world.visits.start("parts", VISIT)
    world.visits.answer(VISIT, "number", "ab12")
    world.visits.start("parts", "w" * 32, Entrance(facts={"part": "CD-34"}))
    for value in ("AB-12", "ab12", "CD-34"):
        assert value not in world.rows("event", "visit_code", "program", "publication", "publication_tree", "asset")
    assert world.rows("personal").count("AB-12") == 2
    assert world.rows("personal").count("CD-34") == 2


@pytest.fixture
def letter(world: World) -> World:
    write_folder(world.path / "trees", WITH_PEOPLE, letter=LETTER)
    (world.path / "trees" / "_library.yml").write_text(WITH_PEOPLE)
    from diagnostics.wiring import publish_folder

    assert publish_folder(world.services, world.path / "trees").violations == ()
    world.visits.start("letter", VISIT)
    replies = {"text": "Ann Smith from Hull", "message": "ERR_42 for ann@example.com", "person": "bob", "several": ["carl"], "number": "4711"}
    for place, raw in replies.items():
        view = world.visits.answer(VISIT, place, raw)
    assert at(view) == "end"
    return world


def test_every_kind_of_question_hides_personal_answers(letter: World) -> None:
    """Free text and pasted text always; choices, sets and numbers when their fact is personal."""
    for value in ("Smith", "ann@example.com", "bob", "carl", "4711"):
        assert value not in letter.rows("event"), value
        assert value in letter.rows("personal"), value
    assert "ERR_*" in letter.rows("event")


def test_erased_values_are_asked_again_and_the_others_stay(letter: World) -> None:
    """No table holds them any more; the events and their number are as before."""
    before = [(x.seq, x.type, x.step, x.answer, x.body) for x in letter.events()]
    assert letter.log.erase_personal(VISIT) == 5
    assert letter.rows("personal") == ""
    assert [(x.seq, x.type, x.step, x.answer, x.body) for x in letter.events()] == before
    view = letter.visits.view(VISIT)
    assert view is not None
    assert (at(view), dict(view.state.facts)) == ("text", {})
    assert at(letter.visits.answer(VISIT, "text", "again")) == "message"


def test_an_erased_key_discards_its_look_up(world: World) -> None:
    """What was found for a part that is not known any more does not hold: the part is asked again."""
    world.publish(parts=PARTS)
    world.open(parts=lambda keys: Found("there"))
    world.visits.start("parts", VISIT)
    assert at(world.visits.answer(VISIT, "number", "AB12")) == "there"
    world.log.erase_personal(VISIT)
    assert at(world.visits.view(VISIT)) == "number"
    world.open(parts=lambda keys: Found("gone"))
    assert at(world.visits.answer(VISIT, "number", "AB12")) == "gone"


def test_an_erased_fact_of_the_address_is_asked(world: World) -> None:
    """The visit began with a known part; erased, its question comes up."""
    world.publish(parts=PARTS)
    world.open(parts=lambda keys: Found("there"))
    assert at(world.visits.start("parts", VISIT, Entrance(facts={"part": "AB-12"}))) == "there"
    world.log.erase_personal(VISIT)
    assert at(world.visits.view(VISIT)) == "number"
