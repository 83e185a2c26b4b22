"""Revisions of calls to the ones that stand, and what two sources tell of one call to one."""

from random import Random
from typing import Any

import pytest

from diagnostics.deflection.calls import merge, merged, standing
from diagnostics.deflection.records import CallRecord
from tests.deflection.folds import HOUR, MINUTE, MONDAY, call, keys


def test_the_last_received_revision_stands() -> None:
    """Whatever the order in which they are read, and however often."""
    first, last = call("1", MONDAY), call("1", MONDAY, handle_s=360, received_at=MONDAY + HOUR)
    other = call("1", MONDAY, source="crm")
    assert standing([last, first, other, last]) == standing([first, other, last]) == [last, other]


def test_revisions_received_together() -> None:
    """What they say decides, not who came first."""
    a, b = call("1", MONDAY), call("1", MONDAY, handle_s=360)
    assert standing([a, b]) == standing([b, a])


TWICE = [
    ("the other's id", {"ref": "1", "at": MONDAY + 5 * HOUR, "handle_s": 1}, True),
    ("another's id", {"ref": "2"}, False),
    ("a key, a minute later", {"at": MONDAY + MINUTE, "known": "tag=t"}, True),
    ("the code, a minute later", {"at": MONDAY + MINUTE, "known": "code=c email=e"}, True),
    ("a key, three minutes later", {"at": MONDAY + 3 * MINUTE, "known": "tag=t"}, True),
    ("a key, more than three minutes later", {"at": MONDAY + 3 * MINUTE + 1, "known": "tag=t"}, False),
    ("a key, in the week of summer time", {"at": MONDAY + HOUR - MINUTE, "known": "tag=t"}, True),
    ("a key, two hours later", {"at": MONDAY + 2 * HOUR, "known": "tag=t"}, False),
    ("a key, not as long", {"at": MONDAY, "known": "tag=t", "handle_s": 301}, False),
    ("no key in common", {"at": MONDAY, "known": "tag=u phone=p"}, False),
    ("the same source", {"at": MONDAY, "known": "tag=t", "source": "acd"}, False),
    ("its own id", {"ref": "other", "known": ""}, False),
]


@pytest.mark.parametrize(("case", "other", "same"), TWICE, ids=[case[0] for case in TWICE])
def test_one_call_told_by_two_sources(case: str, other: dict[str, Any], same: bool) -> None:
    """By the other's id; or by a key, when they begin together and last equally long."""
    calls = [call("1", MONDAY, "tag=t code=c phone=q"), call("other", **({"at": MONDAY, "source": "crm"} | other))]
    assert len(merged(calls)) == 2 - same
    assert merged(calls) == merged(calls[::-1])


def test_what_a_merged_call_knows() -> None:
    """It stands under the name of the source that told of it first, with what only the others know."""
    acd = call("1", MONDAY, "phone=p")
    crm = call("77", MONDAY + 30, "tag=t", source="crm", ref="1", reason="paper", product="printer", received_at=MONDAY - HOUR)
    found = merge([crm, acd])
    assert found.calls == (CallRecord("acd", "1", MONDAY, MONDAY + MINUTE, 300, "printer", "paper", keys=keys("phone=p tag=t")),)
    assert found.names == {("acd", "1"): ("acd", "1"), ("crm", "77"): ("acd", "1")}


def test_of_two_calls_with_the_named_id_the_nearer_one_is_meant() -> None:
    """Sources may use the same numbers."""
    calls = [call("1", MONDAY), call("1", MONDAY + 5 * HOUR, source="chat"), call("9", MONDAY + 5 * HOUR + 9, source="crm", ref="1")]
    assert [(c.source, c.call_id) for c in merged(calls)] == [("acd", "1"), ("chat", "1")]


def test_three_sources_and_any_order() -> None:
    """A chain of three is one call."""
    calls = [call("1", MONDAY, "tag=t"), call("2", MONDAY + 60, "tag=t phone=p", source="crm"), call("3", MONDAY + 120, "phone=p", source="chat")]
    found = merged(calls)
    assert len(found) == 1
    for seed in range(5):
        shuffled = calls * 2
        Random(seed).shuffle(shuffled)
        assert merged(shuffled) == found
