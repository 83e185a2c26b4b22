"""Events to a visit's summary: what was said, whether an end was reached, and the path."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from diagnostics.deflection.records import Key, Passed, VisitSummary
from diagnostics.deflection.visits import IMPORTED, summary
from tests.deflection.folds import MONDAY, told

FIXED = ("viewed a", "answered a yes", "viewed b", "answered b fixed", "viewed good", "reached good resolved claimed")
GAVE_UP = ("viewed a", "answered a yes", "viewed b")

SAID = [
    ("nothing happened", (), {"engaged": False, "completed": False, "fixed": None}),
    ("only looked", ("viewed a",), {"engaged": False, "completed": False}),
    ("gave up", GAVE_UP, {"engaged": True, "completed": False, "fixed": None, "outcome": ""}),
    ("fixed on the way", FIXED, {"engaged": True, "completed": True, "fixed": True, "outcome": "resolved", "claimed_at": MONDAY + 60}),
    ("said yes at the end", (*GAVE_UP, "viewed good", "reached good resolved", "reported fixed"), {"fixed": True, "claimed_at": MONDAY + 60}),
    ("said yes twice", (*FIXED, "reported fixed"), {"fixed": True, "claimed_at": MONDAY + 60}),
    ("took the yes back", (*FIXED, "reported not_fixed"), {"fixed": False, "claimed_at": None, "completed": True}),
    ("answered anew", (*FIXED, "answered b not_fixed"), {"fixed": None, "claimed_at": None, "completed": True}),
    ("came to another end", (*FIXED, "answered b not_fixed", "viewed desk", "reached desk handoff", "handoff desk"),
     {"fixed": None, "outcome": "handoff", "handed_off": True}),
    ("said yes at an end, and came to another", (*GAVE_UP, "viewed good", "reached good resolved", "reported fixed", "answered b no", "viewed desk",
     "reached desk handoff"), {"fixed": True, "outcome": "handoff", "claimed_at": MONDAY + 60}),
    ("would have called", (*FIXED, "reported would_have_called"), {"fixed": True, "would_have_called": True}),
    ("would not after all", (*FIXED, "reported would_have_called", "reported not_would_have_called"), {"would_have_called": False}),
    ("asked for a person", (*GAVE_UP, "handoff b asked"), {"handed_off": True, "completed": False}),
    ("contact first", ("contact",), {"engaged": False, "opted_in": False, "handed_off": False}),
    ("the guide all the same", ("contact", "optin", *GAVE_UP), {"engaged": True, "opted_in": True}),
    ("unknown types", (*GAVE_UP, "thought.read", "comment.added"), {"engaged": True, "completed": False}),
]  # fmt: skip


@pytest.mark.parametrize(("case", "lines", "expected"), SAID, ids=[case[0] for case in SAID])
def test_what_was_said(case: str, lines: tuple[str, ...], expected: dict[str, Any]) -> None:
    """The customer's last word stands; a claim is gone where the answer that made it is given anew."""
    found = summary(told(*lines))
    assert {name: getattr(found, name) for name in expected} == expected


IMPORTS = [
    ("one step", ("viewed s1",), {"engaged": False, "completed": False}),
    ("the same step twice", ("viewed s1", "viewed s1"), {"engaged": False}),
    ("two steps", ("viewed s1", "viewed s2"), {"engaged": True, "completed": False}),
    ("handed off", ("viewed s1", "viewed s2", "handoff"), {"completed": True, "handed_off": True}),
    ("reported", ("viewed s1", "viewed s2", "reported fixed would_have_called"), {"completed": True, "fixed": True, "would_have_called": True}),
    ("contact first", ("contact",), {"engaged": False, "completed": False}),
]


@pytest.mark.parametrize(("case", "lines", "expected"), IMPORTS, ids=[case[0] for case in IMPORTS])
def test_imported_visits(case: str, lines: tuple[str, ...], expected: dict[str, Any]) -> None:
    """Without answers, a second step is engagement, and a hand-off or a report is an end."""
    found = summary(told(*lines, fingerprint=IMPORTED))
    assert {name: getattr(found, name) for name in expected} == expected


PATHS = [
    ("straight", FIXED, [("a", "yes", "b", 10, ""), ("b", "fixed", "good", 10, ""), ("good", "", "", None, "end")]),
    ("shown another page without an answer", ("viewed a", "viewed b"), [("a", "", "", None, ""), ("b", "", "", None, "")]),
    ("left at the second", GAVE_UP, [("a", "yes", "b", 10, ""), ("b", "", "", None, "")]),
    ("answered anew", (*GAVE_UP, "answered a no", "viewed c"),
     [("a", "yes", "b", 10, ""), ("b", "", "", None, ""), ("a", "no", "c", None, "again"), ("c", "", "", None, "")]),
    ("a look-up", ("viewed a", "answered a yes", "returned order sent", "viewed b"),
     [("a", "yes", "order", 10, ""), ("order", "sent", "b", 10, ""), ("b", "", "", None, "")]),
    ("asked for a person", (*GAVE_UP, "handoff b asked"), [("a", "yes", "b", 10, ""), ("b", "", "", None, "person")]),
    ("led to a person", ("viewed a", "answered a no", "viewed desk", "reached desk handoff", "handoff desk"),
     [("a", "no", "desk", 10, "person"), ("desk", "", "", None, "end")]),
]  # fmt: skip


@pytest.mark.parametrize(("case", "lines", "expected"), PATHS, ids=[case[0] for case in PATHS])
def test_the_path(case: str, lines: tuple[str, ...], expected: list[tuple[Any, ...]]) -> None:
    """Each step with its answer, where that led, and the seconds until it."""
    assert list(summary(told(*lines)).path) == [
        Passed(*row[:4], again=row[4] == "again", end=row[4] == "end", person=row[4] == "person") for row in expected
    ]


def test_the_path_of_an_imported_visit() -> None:
    """A step lasts until the next one, the last until the hand-off."""
    path = summary(told("viewed s1", "viewed s2", "handoff", fingerprint=IMPORTED)).path
    assert path == (Passed("s1", "", "s2", 10, False), Passed("s2", "", "", 10, False, person=True))


STARTS = [
    ({"arm": "holdout", "p_holdout": 0.05, "alloc_id": "x", "device": "tv"}, {"arm": "holdout", "p_ppm": 50_000, "alloc_id": "x", "device": "tv"}),
    ({"arm": "none", "excluded": "bot"}, {"arm": "none", "p_ppm": 0, "excluded": "bot"}),
    ({}, {"arm": "none", "p_ppm": 0, "alloc_id": "", "excluded": "", "device": ""}),
    ({"arm": ["tree"], "p_holdout": "much", "alloc_id": 7, "excluded": {}, "device": None}, {"arm": "none", "p_ppm": 0, "alloc_id": ""}),
    ({"arm": "tree", "p_holdout": float("nan")}, {"arm": "tree", "p_ppm": 0}),
    ({"arm": "tree", "p_holdout": True}, {"p_ppm": 0}),
    ({"arm": "tree", "p_holdout": -1, "excluded": "nobody"}, {"p_ppm": 0, "excluded": ""}),
]


@pytest.mark.parametrize(("start", "expected"), STARTS)
def test_the_start(start: dict[str, Any], expected: dict[str, Any]) -> None:
    """The arm and its share as written; what cannot be one is left out."""
    found = summary(told(start=start))
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize("body", [{"fixed": "yes"}, {"fixed": 1}, {"fixed": None}, {}, {"would_have_called": "no"}, [], None, "x"])
def test_odd_reports_say_nothing(body: Any) -> None:
    """Only a yes or a no is one."""
    events = told("viewed s1", "viewed s2", "reported fixed", fingerprint=IMPORTED)
    found = summary([*events[:-1], replace(events[-1], body=body)])
    assert (found.fixed, found.would_have_called) == (None, None)


def test_order_and_repetition_do_not_matter() -> None:
    """Inside a visit the order is that of `seq`."""
    events = told(*FIXED, "reported would_have_called")
    shuffled = [*events, *events[2:5]]
    Random(7).shuffle(shuffled)
    assert summary(shuffled) == summary(events)


def test_two_events_of_one_seq() -> None:
    """One of them stands, whichever came first."""
    events = told("viewed a", "answered a yes")
    other = replace(events[2], answer="no")
    assert summary([*events, other]) == summary([other, *events])


def test_keys_stand_once_and_sorted() -> None:
    """As they are in the store."""
    assert summary(told(), [Key("tag", "b"), Key("code", "a"), Key("tag", "b")]).keys == (Key("code", "a"), Key("tag", "b"))


def test_a_visit_without_its_start_is_still_one() -> None:
    """Imported lines may lack it: then nothing is known of the arm."""
    found = summary(told(*GAVE_UP)[1:])
    assert (found.started_at, found.arm, found.engaged) == (MONDAY + 10, "none", True)


def test_what_is_no_visit() -> None:
    """No events, or those of two visits."""
    with pytest.raises(ValueError, match="at least one"):
        summary([])
    with pytest.raises(ValueError, match="several"):
        summary([*told(), replace(told("viewed a")[1], visit_id="w")])


def test_a_moved_visit_counts_for_the_version_it_ended_in() -> None:
    """The program was withdrawn under it."""
    first, *rest = told(*GAVE_UP)
    moved = replace(rest[0], seq=9, type="visit.moved", structure="s2", step=None)
    found: VisitSummary = summary([first, *rest, moved])
    assert found.structure == "s2"
