"""How long a tree can take, counted by hand: pages of the longest and the shortest path, the most minutes, and the distinct paths."""

from diagnostics.analysis.prove import Effort
from tests.analysis.trees import effort, proved


def test_one_question() -> None:
    """One page, one path for each answer."""
    assert effort(proved("ask: {question: Which?, answers: {a: A, b: B, c: C}, next: good}")) == Effort(1, 1, 0.3, 3)


def test_a_fork_and_an_instruction() -> None:
    """short: 2 answers lead to the end; long: an information page and an instruction with a yes and a no."""
    checked = proved("""
        ask: {question: Which?, answers: {short: {label: S, next: good}, brief: {label: B, next: good}, long: {label: L, next: read}}}
        read: {information: Read, minutes: 1, next: try}
        try: {instruction: Try, actions: [Now], minutes: 5, not_fixed: bad}
    """)
    assert effort(checked) == Effort(3, 1, 0.3 + 1 + 5, 2 + 1 * 2)


def test_cannot_counts_where_it_has_a_route_of_its_own() -> None:
    """Four answers of an instruction count as two, or as three."""
    assert effort(proved("try: {instruction: Try, actions: [Now], not_fixed: bad}")).paths == 2
    assert effort(proved("try: {instruction: Try, actions: [Now], not_fixed: bad, cannot: good}")).paths == 3


def test_a_counted_loop_is_unrolled() -> None:
    """Restart, again, restart, again: then the bound. Paths: fixed at once or in the second round, enough twice, and the bound."""
    checked = proved("""
        restart: {instruction: Restart, actions: [Now], not_fixed: again, at_most: {rounds: 2, then: bad}}
        again: {question: Again?, answers: {again: {label: "Yes", next: restart}, enough: {label: "No", next: bad}}}
    """)
    assert effort(checked) == Effort(4, 1, 2 * 2.0 + 2 * 0.3, 5)


def test_a_called_tree_is_counted_where_it_is_called() -> None:
    """One page inside, with two answers, between two others."""
    checked = proved("""
        first: {information: First, next: power}
        power: {call: inner, next: last}
        last: {information: Last, next: good}
    """, inner="ask: {question: Which?, answers: {a: A, b: B}, next: back}")  # fmt: skip
    assert effort(checked) == Effort(3, 3, 3 * 0.3, 2)


def test_what_was_known_beforehand_makes_paths_of_its_own() -> None:
    """The system may be known (one path for each value that matters) or asked for."""
    checked = proved("""
        system: {question: Which?, fact: os, answers: {windows: {label: W, next: read}, macos: {label: M, next: good}, linux: {label: L, next: good}}}
        read: {information: Read, next: good}
    """)
    assert (effort(checked).longest, effort(checked).shortest) == (2, 0)


def test_a_fixes_list_is_as_long_as_its_members() -> None:
    """Each is a page; each ends with a yes, or leads on."""
    checked = proved("""
        tries: {fixes: [one, two, three], not_fixed: bad}
        one: {instruction: One, actions: [Now]}
        two: {instruction: Two, actions: [Now]}
        three: {instruction: Three, actions: [Now]}
    """)
    assert effort(checked) == Effort(3, 1, 6.0, 4)


def test_silent_steps_are_no_pages() -> None:
    """Computing, deciding and looking up take no time of the customer's."""
    checked = proved("""
        add: {compute: {amount: 1 + 1}, next: by}
        by: {decide: [{when: amount > 1, next: find}], otherwise: bad}
        find: {lookup: orders, results: {sent: good, lost: good}, unavailable: tell}
        tell: {information: Told, next: good}
    """)
    assert (effort(checked).longest, effort(checked).minutes) == (1, 0.3)


def test_a_tree_that_goes_round_has_no_figures() -> None:
    """Nothing is said that was not counted."""
    assert effort(proved("""
        here: {information: Here, next: there}
        there: {information: There, next: here}
    """)) == Effort()  # fmt: skip
