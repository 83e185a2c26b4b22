"""What becomes of a recorded visit on another program: where it ends, what is asked, what is lost, how long it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from diagnostics.conditions.expression import Value
from diagnostics.engine import Reply, Start, State
from diagnostics.program.types import Program
from diagnostics.scenarios import replays as module
from diagnostics.scenarios.carrying import Carrying
from diagnostics.scenarios.replay import Compared, compare, passed
from diagnostics.scenarios.replay_page import failing, side_by_side, tally_to_json
from diagnostics.scenarios.replays import Passages, Replays
from tests.engine.guides import DAY, begin, fetched, guide, say
from tests.strategies.libraries import Written, clean_program, libraries
from tests.strategies.walks import last_state, random_start

STEPS = """
    lit: {question: Is it lit?, answers: {yes: {label: "Yes", next: clean}, no: {label: "No", next: bulb}}}
    bulb: {instruction: Change the bulb, actions: [Now], minutes: 5, not_fixed: fuse, fixed: good}
    fuse: {instruction: Change the fuse, actions: [Now], minutes: 2, not_fixed: bad, fixed: good}
    clean: {instruction: Clean it, actions: [Now], minutes: 1, not_fixed: bad, fixed: good}
"""


def program(steps: str = STEPS, **more: str) -> Program:
    return guide(steps, proved=False, **more)


def after(old: Program, new: Program, state: State) -> Compared:
    found = compare(Carrying(old, new), state.start, state.replies)
    assert found is not None
    return found


def fates(steps: str, *answers: str, old: str = STEPS) -> set[str]:
    """What becomes of a visit with these answers when the steps are these."""
    before = program(old)
    return set(after(before, program(steps), say(before, begin(before), *answers)).fates)


def test_the_same_trees_lead_the_same_way() -> None:
    """Whether the visit ended or not."""
    assert fates(STEPS, "no", "not_fixed", "fixed") == set()
    assert fates(STEPS, "no") == set()


@pytest.mark.parametrize(("was", "now"), [("Is it lit?", "Does it burn?"), ("minutes: 5", "minutes: 5.5"), ("[Now], minutes: 2", "[A], minutes: 2")])
def test_another_wording_is_the_same_way(was: str, now: str) -> None:
    """So is half a minute."""
    assert fates(STEPS.replace(was, now), "no", "not_fixed", "fixed") == set()


def test_a_rerouted_answer_may_end_elsewhere() -> None:
    """The answers of the old branch are not used any more."""
    assert fates(STEPS.replace('"No", next: bulb', '"No", next: bad'), "no", "not_fixed", "fixed") == {"end", "lost"}


def test_a_step_less_is_an_answer_lost_and_a_shorter_way() -> None:
    """To the same end."""
    fuse = next(line for line in STEPS.splitlines() if line.strip().startswith("fuse:"))
    steps = STEPS.replace("not_fixed: fuse", "not_fixed: bad").replace(f"{fuse}\n", "")
    assert fates(steps, "no", "not_fixed", "not_fixed") == {"lost", "shorter"}


def test_a_question_more_is_asked_and_takes_longer() -> None:
    """What was said behind it still counts, as one of its answers leads there."""
    steps = STEPS.replace('"No", next: bulb', '"No", next: hot') + """
    hot: {question: Is it hot?, answers: {yes: {label: "Yes", next: bad}, no: {label: "No", next: bulb}}}
    """
    assert fates(steps, "no", "not_fixed", "fixed") == {"asked", "longer"}


def test_a_question_that_never_leads_back_ends_elsewhere() -> None:
    """No answer to it would bring the visit to its old end."""
    steps = STEPS.replace('"No", next: bulb', '"No", next: hot') + """
    hot: {question: Is it hot?, answers: {yes: {label: "Yes", next: bad}, no: {label: "No", next: bad}}}
    """
    assert fates(steps, "no", "not_fixed", "fixed") == {"asked", "end", "lost"}


def test_minutes_alone_make_a_way_longer() -> None:
    """From one minute on."""
    assert fates(STEPS.replace("minutes: 5", "minutes: 9"), "no", "fixed") == {"longer"}


def test_an_answer_that_is_gone_is_asked_again() -> None:
    """And lost: the customer had given it."""
    steps = STEPS.replace(', no: {label: "No", next: bulb}', "").replace("answers: {yes: {", 'answers: {off: {label: Out, next: bulb}, yes: {')
    assert fates(steps, "no", "fixed") == {"asked", "lost"}


def test_names_alone_change_nothing() -> None:
    """Steps, answers and outcomes that are only called otherwise."""
    steps = STEPS.replace("bulb", "lamp").replace("Change the lamp", "Change the bulb").replace("no: {", "dark: {")
    assert fates(steps, "no", "not_fixed", "fixed") == set()


def test_an_end_of_another_kind_is_elsewhere() -> None:
    """Though it has the same name."""
    old = program()
    stop = replace(old.root.steps["bad"], kind="stop", team=None)  # type: ignore[call-arg]  # an outcome
    new = replace(old, trees={"main": replace(old.root, steps={**old.root.steps, "bad": stop})}, fingerprint="other")
    state = say(old, begin(old), "yes", "not_fixed")
    assert after(old, new, state).fates == {"end"}


def test_an_answer_chosen_is_no_text_that_was_typed() -> None:
    """A question that became a field is asked."""
    steps = STEPS.replace('lit: {question: Is it lit?, answers: {yes: {label: "Yes", next: clean}, no: {label: "No", next: bulb}}}',
                          "lit: {question: Is it lit?, fact: word, input: text, next: clean}")  # fmt: skip
    assert fates(steps, "yes", "fixed") == {"asked", "lost"}


def test_an_unfinished_visit_stands_where_it_stood_or_elsewhere() -> None:
    """It has no end to compare."""
    old = program()
    state = say(old, begin(old), "no")
    same, other = after(old, program(), state), after(old, program(STEPS.replace('"No", next: bulb', '"No", next: fuse')), state)
    assert (same.finished, same.fates) == (False, frozenset())
    assert (other.finished, other.fates) == (False, {"end"})


def test_calls_and_rounds_are_places_too() -> None:
    """A step of a shared tree that was renamed keeps its answers, in each call and each round."""
    steps = """
    go: {call: drain, next: again}
    again: {question: Again?, at_most: {rounds: 2, then: bad}, answers: {y: {label: Y, next: go}, n: {label: N, next: good}}}
    """
    inside = "look: {question: Wet?, answers: {y: {label: Y, next: back}}}"
    old = program(steps, drain=inside)
    new = program(steps.replace("go:", "enter:").replace("next: go}", "next: enter}"), drain=inside.replace("look", "see"))
    found = after(old, new, say(old, begin(old), "y", "y", "y", "n"))
    assert found.fates == set()
    assert [stop.place for stop in found.new.stops] == ["enter.see", "again", "enter~2.see", "again~2"]


def test_results_of_look_ups_are_replayed() -> None:
    """Under the keys that they were made with; with other keys they were not made."""
    steps = """
    ask: {question: Which order?, fact: order, input: text, next: find}
    find: {lookup: orders, keep: [price], results: {sent: good, lost: bad}, unavailable: bad}
    """
    old = program(steps)
    state = fetched(old, say(old, begin(old), "A1"), "sent")
    assert after(old, program(steps.replace("Which order?", "What order?")), state).fates == set()
    assert after(old, program(steps.replace("sent: good", "sent: bad")), state).fates == {"end"}


def test_the_day_of_the_visit_counts() -> None:
    """Not that of the replay: who bought two years before then is still within the warranty."""
    steps = """
    when: {question: Bought on?, fact: bought, input: date, max: today, next: old}
    old: {decide: [{when: "days_between(bought, today()) > 730", next: bad}], otherwise: good}
    """
    old = program(steps)
    state = say(old, begin(old), "2025-01-01")
    assert after(old, program(steps.replace("Bought on?", "When?")), state).fates == set()
    assert state.start.day == DAY


def test_an_entry_that_is_gone_is_the_start() -> None:
    """On either side: the visit may have been moved to a program that has it no more."""
    old = program()
    for entry in ("clean", "nowhere"):
        found = compare(Carrying(old, program(STEPS.replace("clean", "wipe"))), Start(DAY, entry), replies(clean="fixed"))
        assert found is not None and found.old.end == ("" if entry == "nowhere" else "good")


def test_what_was_typed_is_never_shown() -> None:
    """People write names into it."""
    steps = """
    who: {question: Who?, fact: word, input: text, next: code}
    code: {paste: true, question: Which?, matches: [{text: E42, next: good}], next: bad}
    """
    old = program(steps)
    found = after(old, old, say(old, begin(old), "Ann Example", "E42 Ann Example"))
    assert "Ann" not in repr(found) + "\n".join(side_by_side(found))
    assert [stop.answer for stop in found.old.stops] == ["answered", "E42"]


def test_what_was_passed_is_counted_by_step_and_answer() -> None:
    """The end is a step as well."""
    old = program()
    gone = set(passed(old, say(old, begin(old), "no", "fixed")))
    assert gone == {("main", "lit", ""), ("main", "lit", "no"), ("main", "bulb", ""), ("main", "bulb", "fixed"), ("main", "good", "")}


@dataclass(frozen=True)
class Visit:
    """A recorded visit, made up."""

    visit_id: str
    replies: Mapping[str, Reply]
    tree: str = "main"
    fingerprint: str = "old"
    start: Start = field(default_factory=lambda: Start(DAY))
    erased: bool = False


def replies(**answers: Value) -> dict[str, Reply]:
    return {place: Reply(value) for place, value in answers.items()}


def test_visits_are_tallied_and_alike_ones_walked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand visits of two kinds are two walks; the latest few can be opened."""
    old, new = program(), program(STEPS.replace('"No", next: bulb', '"No", next: bad'))
    walked: list[int] = []
    monkeypatch.setattr(module, "compare", lambda *a: walked.append(1) or compare(*a))
    found = Replays(lambda visit: old, {"main": new})
    for n in range(10_000):
        given = replies(lit="no", bulb="fixed") if n % 4 == 0 else replies(lit="yes", clean="fixed")
        found.add(Visit(f"v{n}", given, start=Start(date.fromordinal(DAY.toordinal() - n % 30))))
    tally = found.trees["main"]
    assert len(walked) == 2
    assert (tally.finished, tally.same, tally.fates["end"], tally.share_elsewhere) == (10_000, 7_500, 2_500, 0.25)
    assert [group.visit_ids for group in found.alike(lambda group: "end" in group.fates)] == [["v9980", "v9984", "v9988", "v9992", "v9996"]]
    assert failing(found.trees, 0.25) == [] and failing(found.trees, 0.24) == ["main"]


def test_what_cannot_be_compared_is_told_apart() -> None:
    """Unfinished, erased, of a program that is not kept, of a tree that is gone."""
    old = program()
    found = Replays(lambda visit: old if visit.fingerprint == "old" else None, {"main": old})
    found.add(Visit("a", replies(lit="no")))
    found.add(Visit("b", {}, erased=True))
    found.add(Visit("c", {}, fingerprint="lost"))
    found.add(Visit("d", replies(lit="yes", clean="fixed"), erased=True))
    gone = Replays(lambda visit: old, {})
    gone.add(Visit("e", replies(lit="yes", clean="fixed")))
    told = tally_to_json(found.trees["main"])
    assert (told["finished"], told["unfinished"], told["erased"], found.unknown) == (1, 1, 1, {"main": 1})
    assert (gone.trees["main"].gone, gone.trees["main"].share_elsewhere) == (True, 1.0)


def test_each_answer_is_counted_once_for_a_visit() -> None:
    """On the visit's own program."""
    old = program()
    found = Passages(lambda visit: old)
    for n in range(3):
        found.add(Visit(f"v{n}", replies(lit="no", bulb="fixed")))
    assert (found.visits, found.counts[("main", "lit", "no")], found.counts[("main", "clean", "")]) == (3, 3, 0)


@given(libraries(), libraries(), st.integers(0, 2**32 - 1))
def test_any_visit_can_be_walked_through_any_tree(one: Written, other: Written, seed: int) -> None:
    """Nothing raises; through its own tree it goes its own way."""
    old, new = clean_program(one), clean_program(other)
    assume(old is not None and new is not None)
    assert old is not None and new is not None
    dice = Random(seed)
    state = last_state(old, random_start(old, dice), dice)
    itself, elsewhere = compare(Carrying(old, old), state.start, state.replies), compare(Carrying(old, new), state.start, state.replies)
    assert itself is not None and itself.fates == frozenset()
    assert elsewhere is not None and list(side_by_side(elsewhere))
