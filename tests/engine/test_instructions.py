"""An instruction is answered in four ways; a fixes list tries its members in the written order."""

import pytest

from diagnostics.engine import Reply, page
from tests.engine.guides import begin, change, end, guide, say, shown

ROUTED = guide("""
    restart: {instruction: Restart, actions: [Now], fixed: check_again, not_fixed: other, cannot: bad}
    check_again: {information: Wait a day, next: good}
    other: {information: Something else, next: bad}
""")
PLAIN = guide("""
    restart: {instruction: Restart, actions: [Now], not_fixed: bad}
""")


@pytest.mark.parametrize(("answer", "leads_to"), [("fixed", "check_again"), ("not_fixed", "other"), ("tried_before", "other"), ("cannot", "bad")])
def test_each_answer_has_its_route(answer: str, leads_to: str) -> None:
    """`tried_before` leads where `not_fixed` leads."""
    assert say(ROUTED, begin(ROUTED), answer).place == leads_to


def test_a_yes_ends_the_visit_as_resolved() -> None:
    """Unless `fixed` says otherwise; the end then says that the customer claimed it."""
    ended = end(PLAIN, say(PLAIN, begin(PLAIN), "fixed"))
    assert (ended.outcome.id, ended.outcome.kind, ended.claimed) == ("resolved", "resolved", True)


def test_cannot_leads_where_a_no_leads() -> None:
    """Unless it has a route of its own."""
    assert say(PLAIN, begin(PLAIN), "cannot").place == "bad"


def test_an_end_that_nobody_said_yes_before_is_not_claimed() -> None:
    """The tree says that it is solved; the customer has not."""
    told = guide("tell: {information: It is normal, next: good}")
    assert not end(told, say(told, begin(told), "go_on")).claimed


def test_a_yes_further_back_is_claimed() -> None:
    """The last instruction counts, whatever was asked after it."""
    assert end(ROUTED, say(ROUTED, begin(ROUTED), "fixed", "go_on")).claimed


def test_a_hand_off_is_not_claimed() -> None:
    """A later no takes the yes back."""
    state = say(ROUTED, begin(ROUTED), "fixed", "go_on")
    assert not end(ROUTED, change(ROUTED, state, "restart", "cannot")).claimed


FIXES = guide("""
    system: {question: Which?, fact: os, answers: {windows: W, macos: M}, next: tries}
    tries: {fixes: [cable, driver, router], not_fixed: bad}
    cable: {instruction: Change the cable, actions: [Now]}
    driver: {instruction: Update the driver, actions: [Now], when: os == 'windows'}
    router: {instruction: Restart the router, actions: [Now], fixed: good, cannot: bad}
""")


def test_fixes_are_tried_in_the_written_order() -> None:
    """And then the list's `not_fixed` follows."""
    state = say(FIXES, begin(FIXES), "windows", "not_fixed", "tried_before", "not_fixed")
    assert shown(state) == ["system", "cable", "driver", "router", "bad"]


def test_a_fix_whose_condition_is_false_is_left_out() -> None:
    """The next one follows at once."""
    assert shown(say(FIXES, begin(FIXES), "macos", "not_fixed")) == ["system", "cable", "router"]


def test_the_last_fix_may_be_left_out_too() -> None:
    """Then the list is through."""
    last = guide("""
        system: {question: Which?, fact: os, answers: {windows: W, macos: M}, next: tries}
        tries: {fixes: [cable, driver], not_fixed: bad}
        cable: {instruction: Change the cable, actions: [Now]}
        driver: {instruction: Update the driver, actions: [Now], when: os == 'windows'}
    """)
    assert shown(say(last, begin(last), "macos", "not_fixed")) == ["system", "cable", "bad"]


def test_a_fix_that_helped_ends_the_list() -> None:
    """As resolved, or where its own `fixed` leads."""
    assert end(FIXES, say(FIXES, begin(FIXES), "macos", "fixed")).outcome.id == "resolved"
    assert end(FIXES, say(FIXES, begin(FIXES), "macos", "not_fixed", "fixed")).outcome.id == "good"


def test_a_fix_that_cannot_be_tried_goes_its_own_way() -> None:
    """`cannot` of a member may lead out of the list; without one, the next member follows."""
    assert say(FIXES, begin(FIXES), "macos", "cannot").place == "router"
    assert say(FIXES, begin(FIXES), "macos", "cannot", "cannot").place == "bad"


def test_the_page_of_an_instruction_knows_what_was_said() -> None:
    """On the way back it shows the earlier answer."""
    state = say(FIXES, begin(FIXES), "macos", "tried_before")
    looked = page(FIXES, state, "cable")
    assert looked is not None
    assert getattr(looked, "reply", None) == Reply("tried_before")
