"""Going back looks; changing an answer walks anew and keeps every later answer that still holds."""

from diagnostics.engine import Ask, Reply, advance, dormant, page, replay, step_at
from tests.engine.guides import begin, change, guide, say, shown

CHAIN = guide("""
    first: {question: First?, answers: {left: {label: Left, next: second}, right: {label: Right, next: other}}}
    second: {question: Second?, answers: {a: A, b: B}, next: third}
    other: {question: Other?, answers: {c: C, d: D}, next: third}
    third: {question: Third?, answers: {ok: {label: Ok, next: good}, no: {label: "No", next: bad}}}
""")


def test_a_visit_begins_at_the_first_step() -> None:
    """Nothing is on the path yet, and the start of the tree is asked."""
    state = begin(CHAIN)
    assert (shown(state), state.path, state.outcome) == (["first"], (), None)


def test_an_answer_leads_to_the_next_step() -> None:
    """Each answer has its own way."""
    assert shown(say(CHAIN, begin(CHAIN), "left")) == ["first", "second"]
    assert shown(say(CHAIN, begin(CHAIN), "right")) == ["first", "other"]


def test_going_back_is_looking() -> None:
    """An earlier place shows what was answered there and changes nothing."""
    state = say(CHAIN, begin(CHAIN), "left", "a")
    looked = page(CHAIN, state, "first")
    assert isinstance(looked, Ask)
    assert (looked.place, looked.reply, looked.source) == ("first", Reply("left"), None)
    assert page(CHAIN, state, "third") == page(CHAIN, state)


def test_a_place_that_is_not_on_the_path_has_no_page() -> None:
    """Neither a step of the other branch, nor one that does not exist."""
    state = say(CHAIN, begin(CHAIN), "left")
    assert page(CHAIN, state, "other") is None
    assert page(CHAIN, state, "nonsense.at~2.all") is None


def test_a_changed_answer_keeps_the_later_ones() -> None:
    """The third answer does not depend on the second one."""
    state = change(CHAIN, say(CHAIN, begin(CHAIN), "left", "a", "no"), "second", "b")
    assert shown(state) == ["first", "second", "third", "bad"]
    assert [visited.reply.value for visited in state.path if visited.reply] == ["left", "b", "no"]


def test_answers_off_the_path_lie_dormant_and_are_named() -> None:
    """Changing the first answer leads round the second; what was said there is not lost."""
    state = change(CHAIN, say(CHAIN, begin(CHAIN), "left", "a", "no"), "first", "right")
    assert shown(state) == ["first", "other"]
    assert [(place, tree.id, step.id, reply.value) for place, tree, step, reply in dormant(CHAIN, state)] == [
        ("second", "main", "second", "a"), ("third", "main", "third", "no"),
    ]  # fmt: skip


def test_a_dormant_answer_is_taken_when_the_path_reaches_it_again() -> None:
    """The other branch comes to the third step too, where the answer waits."""
    state = say(CHAIN, change(CHAIN, say(CHAIN, begin(CHAIN), "left", "a", "no"), "first", "right"), "c")
    assert shown(state) == ["first", "other", "third", "bad"]
    assert [place for place, *_ in dormant(CHAIN, state)] == ["second"]


def test_changing_back_restores_everything() -> None:
    """The state is equal, not only alike."""
    state = say(CHAIN, begin(CHAIN), "left", "a", "no")
    assert change(CHAIN, change(CHAIN, state, "first", "right"), "first", "left") == state


def test_changing_an_answer_to_itself_changes_nothing() -> None:
    """A double click on an earlier page is harmless."""
    state = say(CHAIN, begin(CHAIN), "left", "a", "no")
    assert change(CHAIN, state, "second", "a") == state


def test_an_answer_after_the_end_is_a_change() -> None:
    """The end is no place of no return."""
    state = say(CHAIN, begin(CHAIN), "left", "a", "no")
    assert shown(change(CHAIN, state, "third", "ok"))[-1] == "good"


def test_a_reply_that_does_not_fit_leaves_the_visit_where_it_is() -> None:
    """And it is not named as an answer that waits."""
    state = begin(CHAIN)
    after = advance(CHAIN, state, "first", Reply("nonsense"))
    assert after.place == "first"
    assert dormant(CHAIN, after) == []
    assert after == replay(CHAIN, after.start, after.replies)


def test_a_reply_for_no_place_does_nothing() -> None:
    """It is kept, and never used."""
    after = advance(CHAIN, begin(CHAIN), "no.such~7", Reply("left"))
    assert (after.place, dormant(CHAIN, after)) == ("first", [])


def test_a_place_names_its_step() -> None:
    """Also of a second arrival; what is no place names nothing."""
    found = step_at(CHAIN, "third~2")
    assert found is not None
    assert found[1].id == "third"
    assert step_at(CHAIN, "first.third") is None
