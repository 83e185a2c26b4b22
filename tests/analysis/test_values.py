"""What is certain of a computed value, and comparisons that say the same: calculations as public guides make them."""

import pytest

from tests.analysis.trees import found, proved


def test_a_table_with_every_entry_always_answers() -> None:
    """Both systems that the fact can be have an entry: the computed number is known."""
    checked = proved("""
        which: {question: Which?, answers: {windows: W, macos: M}, next: look}
        look: {compute: {amount: "table('days', answer('which'))"}, next: by}
        by: {decide: [{when: amount > 20, next: good}], otherwise: bad}
    """)
    assert found(checked) == []


@pytest.mark.parametrize(("bounds", "fine"), [("min: 1,", True), ("min: 0,", False), ("", False)])
def test_what_is_above_nothing_can_be_divided_by(bounds: str, fine: bool) -> None:
    """Whether there is a share depends on what may be typed."""
    checked = proved(f"""
        many: {{question: How many?, input: number, {bounds} fact: count, next: share}}
        share: {{compute: {{cents: 100 / count}}, next: by}}
        by: {{decide: [{{when: cents > 20, next: good}}], otherwise: bad}}
    """)
    assert (found(checked) == []) is fine


def test_people_that_are_added_up_can_be_divided_by() -> None:
    """One, and one more for each round: never nothing."""
    checked = proved("""
        begin: {compute: {total: 1}, next: another}
        another: {question: Another?, at_most: {rounds: 3, then: share}, answers: {a: {label: A, next: one_more}, b: {label: B, next: share}}}
        one_more: {compute: {total: total + 1}, next: another}
        share: {compute: {cents: 100 / total}, next: by}
        by: {decide: [{when: cents > 20, next: good}], otherwise: bad}
    """)
    assert found(checked) == []


def test_a_zero_that_was_sent_elsewhere_can_no_longer_be_divided_by() -> None:
    """The author asked first."""
    checked = proved("""
        many: {question: How many?, input: number, fact: amount, next: any}
        any: {decide: [{when: amount == 0, next: bad}], otherwise: share}
        share: {compute: {cents: 100 / amount}, next: by}
        by: {decide: [{when: cents > 20, next: good}], otherwise: bad}
    """)
    assert found(checked) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [("amount > cents", "amount <= cents"), ("amount > cents", "cents >= amount"), ("amount - cents > 5", "cents - amount >= -5")],
)
def test_two_numbers_that_are_compared_are_one_range(first: str, second: str) -> None:
    """Either the one or the other holds, whichever way it is written; and nothing is taken both ways."""
    checked = proved(f"""
        many: {{question: How many?, input: number, fact: amount, next: much}}
        much: {{question: How much?, input: number, fact: count, next: take}}
        take: {{compute: {{cents: count}}, next: by}}
        by: {{decide: [{{when: "{first}", next: good}}, {{when: "{second}", next: bad}}]}}
    """)
    assert found(checked, warnings=True) == []


def test_two_days_that_are_compared_are_one_range() -> None:
    """Of a day before another it is sure that fewer than ninety days lie between them."""
    checked = proved("""
        when_bought: {question: When?, input: date, fact: bought, next: by}
        by: {decide: [{when: bought <= today(), next: old}], otherwise: bad}
        old: {decide: [{when: "days_between(today(), bought) <= 0", next: good}]}
    """)
    assert found(checked, warnings=True) == []


def test_a_day_up_to_today_is_not_in_the_future() -> None:
    """What `max: today` refuses need not be decided."""
    checked = proved("""
        when_bought: {question: When?, input: date, max: today, fact: bought, next: by}
        by: {decide: [{when: "days_between(bought, today()) >= 0", next: good}]}
    """)
    assert found(checked) == []
