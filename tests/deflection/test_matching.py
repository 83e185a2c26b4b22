"""Calls to visits: which key wins, what is before what, and which calls are refused."""

from random import Random
from typing import Any

import pytest

from diagnostics.deflection.matching import Matching, match
from tests.deflection.folds import HOUR, MINUTE, MONDAY, call, days, visit

PRINTER = visit("p", MONDAY, "code=P tag=t customer=k phone=n email=e visitor=c", product="printer")

TIERS = [
    ("code=P tag=x", "", (1, "visit code", False)),
    ("code=P", "router", (1, "visit code", False)),
    ("code=P phone=n", "", (1, "visit code", True)),
    ("code=P phone=n", "router", (1, "visit code", False)),
    ("tag=t customer=k phone=n email=e", "printer", (2, "service tag, same product", True)),
    ("customer=k phone=n email=e", "", (3, "customer number, product not known", True)),
    ("phone=n email=e", "printer", (4, "phone number, same product", True)),
    ("email=e", "printer", (5, "e-mail address, same product", True)),
    ("tag=t", "router", None),
    ("visitor=c", "", None),
    ("code=p", "", None),
    ("customer=t", "", None),
    ("", "", None),
]


@pytest.mark.parametrize(("known", "product", "expected"), TIERS)
def test_tiers(known: str, product: str, expected: tuple[int, str, bool] | None) -> None:
    """The first kind of key that hits wins. But for the code, the products must not differ."""
    found = match([call("1", MONDAY + HOUR, known, product=product)], [PRINTER]).matches
    assert [(m.tier, m.evidence, m.keyed) for m in found] == ([expected] if expected else [])


TIMES = [(-301, None), (-300, "p"), (0, "p"), (days(45), "p"), (days(45) + 1, None)]


@pytest.mark.parametrize("known", ["code=P", "tag=t", "email=e"])
@pytest.mark.parametrize(("after", "expected"), TIMES)
def test_times(known: str, after: int, expected: str | None) -> None:
    """From five minutes before a visit until 45 days after it."""
    found = match([call("1", MONDAY + after, known)], [PRINTER])
    assert [m.visit_id for m in found.matches] == ([expected] if expected else [])
    assert found.early == (frozenset({("acd", "1")}) if after < -300 and known == "code=P" else frozenset())


def test_the_latest_visit_before_the_call() -> None:
    """Of several with the key, whatever tree they belong to."""
    visits = [visit("a", MONDAY, "tag=t"), visit("b", MONDAY + HOUR, "tag=t", tree="router"), visit("c", MONDAY + 9 * HOUR, "tag=t")]
    found = match([call("1", MONDAY + 2 * HOUR, "tag=t"), call("2", MONDAY + days(3), "tag=t")], visits)
    assert [m.visit_id for m in found.matches] == ["b", "c"]


def test_a_call_with_two_keys_of_one_kind() -> None:
    """The later of the visits that they lead to."""
    visits = [visit("a", MONDAY, "phone=1"), visit("b", MONDAY + HOUR, "phone=2"), visit("c", MONDAY + 9 * HOUR, "phone=2")]
    for known in ("phone=1 phone=2", "phone=0 phone=2", "phone=2 phone=3"):
        assert match([call("1", MONDAY + 2 * HOUR, known)], visits).matches[0].visit_id == "b"


def test_the_latest_visit_of_the_same_product() -> None:
    """A visit about something else is passed over."""
    visits = [visit("a", MONDAY, "tag=t", product="printer"), visit("b", MONDAY + HOUR, "tag=t", product="router", tree="router")]
    assert match([call("1", MONDAY + 2 * HOUR, "tag=t", product="printer")], visits).matches[0].visit_id == "a"


def test_a_problem_of_long_ago() -> None:
    """What counts is when the problem began, not its last visit."""
    visits = [visit(str(n), MONDAY + days(10 * n), "tag=t") for n in range(6)]
    found = match([call("1", MONDAY + days(44), "tag=t"), call("2", MONDAY + days(46), "tag=t")], visits)
    assert [(m.call_id, m.visit_id) for m in found.matches] == [("1", "4")]


def test_an_early_call_may_still_belong_to_an_earlier_visit() -> None:
    """It quotes the code of a visit that comes later, so that something is wrong; its other key counts all the same."""
    visits = [visit("a", MONDAY, "tag=t"), visit("b", MONDAY + days(1), "tag=t code=B")]
    found = match([call("1", MONDAY + HOUR, "code=B tag=t")], visits)
    assert ([m.visit_id for m in found.matches], found.early) == (["a"], frozenset({("acd", "1")}))


@pytest.mark.parametrize(("people", "refused"), [(5, False), (6, True)])
@pytest.mark.parametrize("kind", ["phone", "email"])
def test_a_switchboard(people: int, refused: bool, kind: str) -> None:
    """The key of more than five people says nothing."""
    visits = [visit(str(n), MONDAY + n, f"{kind}=s visitor={n}") for n in range(people)]
    found = match([call("1", MONDAY + HOUR, f"{kind}=s")], visits)
    assert (found.matches == (), found.refused) == (refused, frozenset({("acd", "1")}) if refused else frozenset())


def test_many_visits_of_one_person_are_no_switchboard() -> None:
    """Ten visits with one cookie."""
    visits = [visit(str(n), MONDAY + n, "phone=s visitor=1") for n in range(10)]
    assert len(match([call("1", MONDAY + HOUR, "phone=s")], visits).matches) == 1


def test_a_refused_key_leaves_the_others() -> None:
    """A call through the switchboard that names its mailbox is not refused."""
    visits = [visit(str(n), MONDAY + n, f"phone=s email={n}") for n in range(9)]
    found = match([call("1", MONDAY + HOUR, "phone=s email=4")], visits)
    assert ([(m.visit_id, m.tier) for m in found.matches], found.refused) == ([("4", 5)], frozenset())


LINKS = [("link=4:p", 4), ("link=2:p", 2), ("link=p", 1), ("link=9:p", 1), ("link=4:", 1)]


@pytest.mark.parametrize(("link", "tier"), LINKS)
def test_a_match_outlives_its_keys(link: str, tier: int) -> None:
    """Where keys have been erased, a link keeps what they found, with its tier, and whatever the product."""
    found = match([call("1", MONDAY + HOUR, link, product="router")], [visit("p", MONDAY, link, product="printer")])
    assert [(m.visit_id, m.tier) for m in found.matches] == [("p", tier)]


def test_excluded_visits_are_not_found() -> None:
    """An agent's own run is not what the call was about."""
    assert match([call("1", MONDAY + HOUR, "code=P tag=t")], [visit("p", MONDAY, "code=P tag=t", excluded="assisted")]) == Matching()


@pytest.mark.parametrize("seed", range(3))
def test_order_does_not_matter(seed: int) -> None:
    """Of calls and of visits."""
    visits: list[Any] = [visit(str(n), MONDAY + n * MINUTE, f"tag={n % 4} phone={n % 3}", tree=str(n % 2)) for n in range(20)]
    calls = [call(str(n), MONDAY + n * MINUTE, f"tag={n % 5} phone={n % 3}") for n in range(20)]
    expected = match(calls, visits)
    Random(seed).shuffle(visits)
    Random(seed).shuffle(calls)
    assert match(calls, visits) == expected
