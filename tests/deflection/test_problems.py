"""Visits to people and problems: what makes two visits one person's, and when a new problem begins."""

import pytest

from diagnostics.deflection.problems import groups, people
from diagnostics.deflection.records import GAP
from tests.deflection.folds import MINUTE, MONDAY, days, visit

PEOPLE = [
    ("one cookie", {"a": "visitor=1", "b": "visitor=1"}, ["ab"]),
    ("one machine", {"a": "visitor=1 tag=t", "b": "visitor=2 tag=t"}, ["ab"]),
    ("one customer", {"a": "customer=c", "b": "customer=c"}, ["ab"]),
    ("found before its keys were erased", {"a": "link=p", "b": "link=p visitor=2"}, ["ab"]),
    ("a chain", {"a": "visitor=1", "b": "visitor=1 tag=t", "c": "tag=t customer=k", "d": "customer=k"}, ["abcd"]),
    ("one telephone is not one person", {"a": "phone=1", "b": "phone=1"}, ["a", "b"]),
    ("one mailbox is not one person", {"a": "email=1", "b": "email=1"}, ["a", "b"]),
    ("the same text of another kind", {"a": "tag=1", "b": "customer=1"}, ["a", "b"]),
    ("nothing known", {"a": "", "b": ""}, ["a", "b"]),
]


@pytest.mark.parametrize(("case", "known", "expected"), PEOPLE, ids=[case[0] for case in PEOPLE])
def test_who_is_one_person(case: str, known: dict[str, str], expected: list[str]) -> None:
    """Cookie, service tag, customer number and link join; what offices and households share does not."""
    visits = [visit(name, MONDAY + n * MINUTE, text) for n, (name, text) in enumerate(known.items())]
    assert ["".join(v.visit_id for v in group) for group in groups(reversed(visits))] == expected


GAPS = [(GAP - 1, ["ab"]), (GAP, ["a", "b"]), (GAP + 1, ["a", "b"]), (0, ["ab"]), (-5 * MINUTE, ["ab"])]


@pytest.mark.parametrize(("gap", "expected"), GAPS)
def test_a_problem_ends_after_14_days_of_silence(gap: int, expected: list[str]) -> None:
    """From the end of one visit to the start of the next."""
    visits = [visit("a", MONDAY, "visitor=1"), visit("b", MONDAY + 10 * MINUTE + gap, "visitor=1")]
    assert ["".join(v.visit_id for v in group) for group in groups(visits)] == expected


def test_a_long_visit_holds_a_problem_together() -> None:
    """A short visit inside a long one does not end the problem earlier."""
    visits = [
        visit("long", MONDAY, "visitor=1", last_at=MONDAY + days(10)), visit("short", MONDAY + days(1), "visitor=1"),
        visit("late", MONDAY + days(20), "visitor=1"),
    ]  # fmt: skip
    assert len(groups(visits)) == 1


def test_each_tree_is_a_problem_of_its_own() -> None:
    """The same person on the same day."""
    visits = [visit("a", known="visitor=1"), visit("b", known="visitor=1", tree="router")]
    assert len(groups(visits)) == 2


def test_excluded_visits_are_nobodys_problem() -> None:
    """They join nobody either: an agent's machine sees many customers."""
    visits = [visit("a", known="visitor=1"), visit("x", known="visitor=1 tag=t", excluded="assisted"), visit("b", known="tag=t")]
    assert [[v.visit_id for v in group] for group in groups(visits)] == [["a"], ["b"]]


def test_a_person_is_named_by_the_first_visit() -> None:
    """Whatever the order in which visits are told."""
    visits = [visit("z", MONDAY, "visitor=1"), visit("a", MONDAY + 1, "visitor=1 tag=t"), visit("m", MONDAY + 2, "tag=t")]
    assert people(visits).person == people(visits[::-1]).person == {"z": "z", "a": "z", "m": "z"}


def test_one_visit_told_in_two_ways() -> None:
    """One telling stands, whichever came first."""
    a, b = visit("a"), visit("a", locale="de")
    assert groups([a, b]) == groups([b, a])
    assert len(groups([a, b])) == 1
