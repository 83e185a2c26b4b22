"""Honest time left: minutes that can be added up by hand, and bounds that hold."""

import pytest

from diagnostics.engine import Left, time_left
from tests.engine.guides import begin, guide, say

QUESTION, INSTRUCTION = 0.3, 2.0


def left(minutes: float, fewest: int, most: int) -> Left:
    return Left(pytest.approx(minutes), fewest, most)  # type: ignore[arg-type]  # compares like a number


def test_at_the_end_nothing_is_left() -> None:
    """No minutes, no pages."""
    one = guide("ask: {question: Which?, answers: {a: A}, next: good}")
    assert time_left(one, say(one, begin(one), "a")) == Left(0.0, 0, 0)


def test_the_page_that_is_shown_takes_its_minutes_and_is_not_counted() -> None:
    """One question, then the end."""
    one = guide("ask: {question: Which?, answers: {a: A}, next: good}")
    assert time_left(one, begin(one)) == left(QUESTION, 0, 0)


def test_ways_count_alike() -> None:
    """Half the customers see one more page, half see two more."""
    fork = guide("""
        ask: {question: Which?, answers: {short: {label: A, next: last}, long: {label: B, next: first}}}
        first: {information: First, next: last}
        last: {information: Last, next: good}
    """)
    assert time_left(fork, begin(fork)) == left(QUESTION + 0.5 * QUESTION + 0.5 * 2 * QUESTION, 1, 2)


def test_an_instruction_helps_with_its_chance() -> None:
    """0.3 where the author gave none; then nothing follows."""
    tries = guide("""
        sure: {instruction: Do it, actions: [Now], chance: 0.75, minutes: 10, not_fixed: unsure}
        unsure: {instruction: Do that, actions: [Now], not_fixed: tell}
        tell: {information: Told, minutes: 1, next: bad}
    """)
    assert time_left(tries, begin(tries)) == left(10 + 0.25 * (INSTRUCTION + 0.7 * 1), 0, 2)


def test_a_known_fact_leaves_one_way() -> None:
    """It decides, and its question is not asked."""
    system = guide("""
        hello: {information: Hello, next: system}
        system: {question: Which?, fact: os, answers: {windows: {label: W, next: long}, macos: {label: M, next: good}}}
        long: {information: Long, next: good}
    """)
    assert time_left(system, begin(system)) == left(QUESTION + QUESTION + 0.5 * QUESTION, 1, 2)
    assert time_left(system, begin(system, os="windows")) == left(2 * QUESTION, 1, 1)
    assert time_left(system, begin(system, os="macos")) == left(QUESTION, 0, 0)


def test_a_fact_that_is_not_known_yet_is_taken_every_way() -> None:
    """A condition may turn out either way."""
    guarded = guide("""
        system: {question: Which?, fact: os, answers: {windows: W, macos: M}, next: only_windows}
        only_windows: {information: For Windows, when: os == 'windows', otherwise: bad, next: good}
    """)
    assert time_left(guarded, begin(guarded)) == left(QUESTION + 0.5 * QUESTION, 0, 1)


def test_a_known_fact_that_a_step_ahead_replaces_decides_nothing() -> None:
    """Linux is no answer of the question, so the customer will be asked, and may say Windows."""
    replaced = guide("""
        hello: {information: Hello, next: system}
        system: {question: Which?, fact: os, answers: {windows: W, macos: M}, next: only_windows}
        only_windows: {information: For Windows, when: os == 'windows', otherwise: bad, next: good}
    """)
    state = begin(replaced, os="linux")
    assert (time_left(replaced, state).fewest, time_left(replaced, state).most) == (0, 2)
    asked = say(replaced, state, "go_on")
    assert (asked.place, time_left(replaced, asked).fewest, time_left(replaced, asked).most) == ("system", 0, 1)


def test_a_question_that_another_may_answer_before_is_not_promised() -> None:
    """The second question for the same fact may be passed."""
    twice = guide("""
        fork: {question: Which way?, answers: {over: {label: Over, next: first}, round: {label: Round, next: second}}}
        first: {question: Which?, fact: os, answers: {windows: W, macos: M}, next: second}
        second: {question: Which now?, fact: os, answers: {windows: W, macos: M}, next: good}
    """)
    assert (time_left(twice, begin(twice)).fewest, time_left(twice, begin(twice)).most) == (0, 2)
    assert time_left(twice, say(twice, begin(twice), "over")).fewest == 0


def test_a_counted_loop_is_bounded_by_its_rounds() -> None:
    """Three rounds of two pages, of which one is shown."""
    loop = guide("""
        restart: {instruction: Restart, actions: [Now], not_fixed: again, at_most: {rounds: 3, then: bad}}
        again: {question: Once more?, answers: {again: {label: "Yes", next: restart}, enough: {label: "No", next: bad}}}
    """)
    assert (time_left(loop, begin(loop)).fewest, time_left(loop, begin(loop)).most) == (0, 5)


def test_a_tree_of_a_thousand_steps_in_a_row_has_its_time_left() -> None:
    """Deeper than any call stack."""
    steps = "\n".join(f"s{n}: {{information: Read, next: {f's{n + 1}' if n < 989 else 'good'}}}" for n in range(990))
    deep = guide(steps)
    assert time_left(deep, begin(deep)) == left(990 * QUESTION, 989, 989)


def test_what_a_call_holds_is_counted() -> None:
    """The called tree's pages, and those behind it."""
    calls = guide("""
        first: {information: First, next: power}
        power: {call: inner, next: last}
        last: {information: Last, next: good}
    """, inner="inside: {information: Inside, next: back}")  # fmt: skip
    assert time_left(calls, begin(calls)) == left(3 * QUESTION, 2, 2)


def test_a_loop_that_never_ends_does_not_hang() -> None:
    """Such a tree is refused; an author who plays it all the same sees a page."""
    endless = guide("""
        here: {information: Here, next: there}
        there: {information: There, next: here}
    """, proved=False)  # fmt: skip
    assert time_left(endless, begin(endless)).most >= 0
