"""Calling a tree and coming back; coming round to a step again, a counted number of times."""

from diagnostics.engine import Ask, page, replay, time_left
from tests.engine.guides import begin, change, end, guide, say, shown

INNER = """
    plug: {question: Is it plugged in?, answers: {it_is: {label: "Yes", next: back}, it_was_not: {label: "No", next: push}}}
    push: {instruction: Plug it in, actions: [Now], not_fixed: back}
"""
CALLS = guide("""
    first: {question: First?, answers: {a: A}, next: power}
    power: {call: inner, next: last}
    last: {question: Last?, answers: {z: Z}, next: good}
""", inner=INNER)  # fmt: skip


def test_a_called_tree_is_walked_and_comes_back() -> None:
    """Its places stand behind the call; its `return` is not shown."""
    state = say(CALLS, begin(CALLS), "a", "it_was_not", "not_fixed", "z")
    assert shown(state) == ["first", "power.plug", "power.push", "last", "good"]


def test_the_page_of_a_called_step_names_its_tree() -> None:
    """The words are those of the called tree."""
    now = page(CALLS, say(CALLS, begin(CALLS), "a"))
    assert isinstance(now, Ask)
    assert (now.place, now.tree.id, now.step.id) == ("power.plug", "inner", "plug")


def test_what_is_fixed_inside_a_called_tree_ends_the_visit() -> None:
    """A yes is a yes wherever it is said."""
    ended = end(CALLS, say(CALLS, begin(CALLS), "a", "it_was_not", "fixed"))
    assert (ended.place, ended.tree.id, ended.outcome.id, ended.claimed) == ("power.resolved", "inner", "resolved", True)


def test_an_answer_inside_a_called_tree_can_be_changed() -> None:
    """What was said behind it stays."""
    state = say(CALLS, begin(CALLS), "a", "it_was_not", "not_fixed", "z")
    assert shown(change(CALLS, state, "power.plug", "it_is")) == ["first", "power.plug", "last", "good"]


TWICE = guide("""
    before: {call: inner, next: between}
    between: {question: Between?, answers: {a: A}, next: after}
    after: {call: inner, next: good}
""", inner="""
    ask: {question: How is it?, answers: {fine: Fine, awful: Awful}, next: by}
    by: {decide: [{when: "known(answer('ask')) and answer('ask') == 'fine'", next: back}], otherwise: sorry}
    sorry: {information: Sorry, next: back}
""")  # fmt: skip


def test_two_calls_of_one_tree_have_places_of_their_own() -> None:
    """What was answered in the first does not answer the second."""
    state = say(TWICE, begin(TWICE), "fine", "a")
    assert shown(state) == ["before.ask", "between", "after.ask"]
    assert shown(say(TWICE, state, "awful")) == ["before.ask", "between", "after.ask", "after.sorry"]


def test_an_answer_is_that_of_this_call() -> None:
    """A new call begins without the answers of the one before."""
    state = say(TWICE, begin(TWICE), "fine")
    assert state.facts["inner/ask"] == "fine"
    assert "inner/ask" not in say(TWICE, state, "a").facts


def test_a_shared_tree_walked_by_itself_ends_at_its_return() -> None:
    """An author may play it alone."""
    alone = CALLS.trees["inner"]
    program = type(CALLS)("inner", {"inner": alone}, CALLS.facts, CALLS.teams, CALLS.tables, CALLS.locale)
    ended = end(program, say(program, begin(program), "it_is"))
    assert (ended.outcome.kind, ended.place) == ("return", "back")


LOOP = guide("""
    restart: {instruction: Restart, actions: [Now], not_fixed: again, at_most: {rounds: 2, then: bad}}
    again: {question: Once more?, answers: {again: {label: "Yes", next: restart}, enough: {label: "No", next: bad}}}
""")


def test_a_second_arrival_is_a_place_of_its_own() -> None:
    """`~2` stands behind its name, so that both answers are kept."""
    state = say(LOOP, begin(LOOP), "not_fixed", "again", "not_fixed", "enough")
    assert shown(state) == ["restart", "again", "restart~2", "again~2", "bad"]


def test_a_counted_step_is_shown_so_many_times() -> None:
    """The third arrival goes to `then`."""
    state = say(LOOP, begin(LOOP), "not_fixed", "again", "not_fixed", "again")
    assert shown(state) == ["restart", "again", "restart~2", "again~2", "bad"]


def test_a_first_round_can_be_changed_after_the_second() -> None:
    """The answers of the second round lie dormant."""
    state = say(LOOP, begin(LOOP), "not_fixed", "again", "not_fixed", "enough")
    assert shown(change(LOOP, state, "again", "enough")) == ["restart", "again", "bad"]


def test_a_fact_is_asked_in_the_first_round_only() -> None:
    """What is known is not asked again, in a loop either."""
    asks = guide("""
        system: {question: Which?, fact: os, answers: {windows: W, macos: M}, next: restart}
        restart: {instruction: Restart, actions: [Now], not_fixed: system, at_most: {rounds: 2, then: bad}}
    """)
    assert shown(say(asks, begin(asks), "windows", "not_fixed", "not_fixed")) == ["system", "restart", "restart~2", "bad"]


CALL_IN_LOOP = guide("""
    power: {call: inner, next: again}
    again: {question: Once more?, answers: {again: {label: "Yes", next: power}, enough: {label: "No", next: bad}}, at_most: {rounds: 2, then: good}}
""", inner="""
    push: {instruction: Push, actions: [Now], not_fixed: retry}
    retry: {question: Retry?, answers: {retry: {label: "Yes", next: push}, enough: {label: "No", next: back}}, at_most: {rounds: 1, then: back}}
""")  # fmt: skip


def test_a_call_in_a_loop_counts_anew() -> None:
    """Rounds inside the called tree belong to one call of it."""
    state = say(CALL_IN_LOOP, begin(CALL_IN_LOOP), "not_fixed", "retry", "not_fixed", "again", "not_fixed", "retry")
    assert shown(state) == ["power.push", "power.retry", "power.push~2", "again", "power~2.push", "power~2.retry", "power~2.push~2"]
    assert replay(CALL_IN_LOOP, state.start, state.replies) == state


def test_time_left_counts_a_second_call_anew() -> None:
    """After the first question of `again` two more calls are possible, with three pages each, and the question between them."""
    state = say(CALL_IN_LOOP, begin(CALL_IN_LOOP), "not_fixed", "retry", "not_fixed")
    assert (state.place, time_left(CALL_IN_LOOP, state).most) == ("again", 3 + 1 + 3)


GUARDED = guide("""
    system: {question: Which?, fact: os, answers: {windows: W, macos: M}, next: only_windows}
    only_windows: {information: For Windows, when: os == 'windows', otherwise: bad, next: good}
""")


def test_a_step_whose_condition_is_false_is_passed() -> None:
    """`otherwise` follows, and the path does not show the step."""
    assert shown(say(GUARDED, begin(GUARDED), "windows")) == ["system", "only_windows"]
    assert shown(say(GUARDED, begin(GUARDED), "macos")) == ["system", "bad"]


def test_a_visit_may_begin_at_an_entry() -> None:
    """An error message leads past the first questions."""
    entries = guide("""
        first: {question: First?, answers: {a: A}, next: second}
        second: {question: Second?, answers: {b: B}, next: good}
    """, more='errors: [{match: "E42", start: second}]')  # fmt: skip
    assert begin(entries, "second").place == "second"
    assert shown(say(entries, begin(entries, "second"), "b")) == ["second", "good"]
