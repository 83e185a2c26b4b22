"""Each kind of field: what it takes, and the problem with everything else."""

from datetime import date
from decimal import Decimal

import pytest

from diagnostics.engine import Reply, advance
from diagnostics.program.inputs import Raw
from diagnostics.program.types import Program
from tests.engine.guides import begin, end, guide, refused, say, shown

FIELDS = {
    "text": "input: text, fact: word, max: 5",
    "number": "input: number, fact: amount, min: 1, max: 10",
    "money": "input: money, fact: price, min: 0",
    "day": "input: date, fact: bought, min: 2026-01-01, max: today",
    "code": "input: code, fact: order, pattern: [AA-99, 9999], example: AB-12",
    "list": "input: choice, fact: os",
    "maybe": "input: number, fact: amount, optional: true",
}
PROGRAMS: dict[str, Program] = {name: guide(f"field: {{question: What?, {field}, next: good}}") for name, field in FIELDS.items()}
FACTS = {"text": "word", "number": "amount", "money": "price", "day": "bought", "code": "order", "list": "os", "maybe": "amount"}


@pytest.mark.parametrize(("field", "typed", "value"), [
    ("text", " abc ", "abc"),
    ("number", "7", Decimal(7)),
    ("number", "7,5", Decimal("7.5")),
    ("number", "1 0", Decimal(10)),
    ("money", "1 234,50", Decimal("1234.50")),
    ("money", "1,234.50", Decimal("1234.50")),
    ("money", "1.234,50", Decimal("1234.50")),
    ("money", "1,234", Decimal(1234)),
    ("money", "1.234", Decimal(1234)),
    ("money", "£1,234,567", Decimal(1234567)),
    ("money", "0,125", Decimal("0.125")),
    ("maybe", "1,234", Decimal(1234)),
    ("maybe", "1.234", Decimal("1.234")),
    ("maybe", "-1,234,567.8", Decimal("-1234567.8")),
    ("day", "2026-11-22", date(2026, 11, 22)),
    ("code", "ab 12", "AB-12"),
    ("code", "a-b-1-2", "AB-12"),
    ("code", "1234", "1234"),
    ("list", "macos", "macos"),
    ("maybe", "3", Decimal(3)),
])  # fmt: skip
def test_what_fits_becomes_the_fact(field: str, typed: str, value: object) -> None:
    """In the form in which the fact is kept."""
    assert say(PROGRAMS[field], begin(PROGRAMS[field]), typed).facts[FACTS[field]] == value


@pytest.mark.parametrize(("field", "typed", "problem"), [
    ("text", "", "empty"), ("text", "   ", "empty"), ("text", "abcdef", "too_long"),
    ("number", "", "empty"), ("number", "seven", "number"), ("number", "NaN", "number"), ("number", "1e99", "number"),
    ("number", "1,23,4", "number"), ("number", "1.2.3", "number"),
    ("number", "0", "too_low"), ("number", "11", "too_high"),
    ("money", "-1", "too_low"),
    ("day", "22.11.2026", "date"), ("day", "2026-02-30", "date"), ("day", "2025-12-31", "too_low"), ("day", "2026-11-23", "too_high"),
    ("code", "A1-12", "pattern"), ("code", "AB-123", "pattern"),
    ("list", "amiga", "choose_one"),
    ("maybe", "x", "number"),
])  # fmt: skip
def test_what_does_not_fit_is_a_problem(field: str, typed: str, problem: str) -> None:
    """Never an exception: the page says what is wrong."""
    assert refused(PROGRAMS[field], begin(PROGRAMS[field]), typed) == problem


def test_an_optional_field_may_be_left_empty() -> None:
    """That sets nothing."""
    state = say(PROGRAMS["maybe"], begin(PROGRAMS["maybe"]), "")
    assert (shown(state), "amount" in state.facts) == (["field", "good"], False)


@pytest.mark.parametrize(("field", "value"), [("number", Decimal(99)), ("day", date(2027, 1, 1)), ("code", "nonsense"), ("text", "much too long")])
def test_a_known_value_outside_the_bounds_is_asked(field: str, value: object) -> None:
    """What the profile holds must be an answer to be one."""
    program = PROGRAMS[field]
    assert begin(program, **{FACTS[field]: value}).place == "field"  # type: ignore[arg-type]


def test_a_known_value_that_fits_is_not_asked() -> None:
    """Fields are skipped like any other question."""
    assert begin(PROGRAMS["number"], amount=Decimal(5)).place == "good"


@pytest.mark.parametrize("value", [None, "5", Decimal(99), frozenset(("5",))])
def test_a_recorded_value_of_another_kind_does_not_count(value: object) -> None:
    """A reply from before the tree was changed is asked for again."""
    program = PROGRAMS["number"]
    assert advance(program, begin(program), "field", Reply(value)).place == "field"  # type: ignore[arg-type]


SIGNS = guide("""
    signs:
      question: Which of these?
      choose: many
      fact: signs
      answers: {noise: A noise, smell: A smell, nothing: {label: None of these, none: true}, unsure: {label: Not sure, unknown: true}}
      next: by
    by: {decide: [{when: "known(signs) and 'smell' in signs", next: bad}], otherwise: good}
""")


@pytest.mark.parametrize(("chosen", "value", "leads_to"), [
    (["noise", "smell"], frozenset(("noise", "smell")), "bad"),
    (["noise"], frozenset(("noise",)), "good"),
    ("smell", frozenset(("smell",)), "bad"),
    (["nothing"], frozenset(), "good"),
])  # fmt: skip
def test_checkboxes_make_a_set(chosen: Raw, value: frozenset[str], leads_to: str) -> None:
    """`none` is the empty set, which is known."""
    state = say(SIGNS, begin(SIGNS), chosen)
    assert (state.facts["signs"], state.place) == (value, leads_to)


def test_not_sure_about_checkboxes_sets_nothing() -> None:
    """The fact stays unknown."""
    assert "signs" not in say(SIGNS, begin(SIGNS), ["unsure"]).facts


@pytest.mark.parametrize(("chosen", "problem"), [
    ([], "choose_some"), (["fire"], "choose_some"), (["noise", "nothing"], "choose_none_or_some"), (["noise", "unsure"], "choose_none_or_some"),
])  # fmt: skip
def test_checkboxes_that_contradict_each_other_are_a_problem(chosen: Raw, problem: str) -> None:
    """Nothing at all is not \"none of these\"."""
    assert refused(SIGNS, begin(SIGNS), chosen) == problem


def test_a_known_set_is_not_asked_if_the_step_offers_all_of_it() -> None:
    """Heat is no answer here."""
    assert begin(SIGNS, signs=frozenset(("noise",))).place == "good"
    assert begin(SIGNS, signs=frozenset(("noise", "heat"))).place == "signs"


MESSAGE = guide("""
    message:
      question: What does it say?
      paste: true
      fact: word
      matches:
        - {text: "DNS_*", next: dns}
        - {text: "DNS_PROBE_FINISHED", next: probe}
        - {text: "first*last", next: both}
        - {text: "SAME_ONE", next: dns}
        - {text: "SAME_TWO", next: probe}
      next: bad
    dns: {information: DNS, next: good}
    probe: {information: Probe, next: good}
    both: {information: Both, next: good}
""")


@pytest.mark.parametrize(("pasted", "leads_to"), [
    ("DNS_SOMETHING", "dns"),
    ("it says dns_probe_finished here", "probe"),
    ("the first thing\n and the last", "both"),
    ("the last and the first", "bad"),
    ("SAME_TWO before SAME_ONE", "dns"),
    ("nothing of the kind", "bad"),
])  # fmt: skip
def test_the_longest_match_decides(pasted: str, leads_to: str) -> None:
    """Anywhere in what was pasted, whatever the case; of two equally long ones the first in the tree."""
    state = say(MESSAGE, begin(MESSAGE), pasted)
    assert (state.place, state.facts["word"]) == (leads_to, pasted)


@pytest.mark.parametrize(("pasted", "problem"), [("", "empty"), ("  \n ", "empty"), ("x" * 5001, "too_long")])
def test_what_cannot_be_pasted_is_a_problem(pasted: str, problem: str) -> None:
    """Nothing, and far too much."""
    assert refused(MESSAGE, begin(MESSAGE), pasted) == problem


def test_a_known_message_is_not_asked_for() -> None:
    """It leads where it would lead if it were pasted."""
    assert shown(begin(MESSAGE, word="DNS_X")) == ["message", "dns"]


def test_a_question_takes_its_own_answers_only() -> None:
    """Not a label, not two at once, nothing."""
    asks = guide("ask: {question: Which?, answers: {a: The first, b: The second}, next: good}")
    for raw in ("The first", "A", "", ["a", "b"], []):
        assert refused(asks, begin(asks), raw) == "choose_one"
    assert end(asks, say(asks, begin(asks), " a ")).outcome.id == "good"


def test_information_takes_anything_as_going_on() -> None:
    """There is one button."""
    told = guide("tell: {information: Read this, next: good}")
    assert say(told, begin(told), "").place == "good"
