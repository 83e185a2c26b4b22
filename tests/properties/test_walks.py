"""What holds on every walk through every tree that checks clean."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from diagnostics.analysis.prove import prove
from diagnostics.analysis.reads import facts_of_text, texts_of
from diagnostics.compiler.compile import routes
from diagnostics.conditions import evaluate
from diagnostics.conditions.evaluate import Scope, holds
from diagnostics.engine import Ask, End, Fetch, State, advance, dormant, page, replay, time_left
from diagnostics.program.codec import program_from_json, program_to_json
from diagnostics.program.types import Fixes, Outcome, Program
from tests.strategies.libraries import Written, clean_program, libraries
from tests.strategies.walks import changeable, last_state, pages_on, random_reply, random_start, random_walk

SEEDS = st.integers(0, 2**32 - 1)


def clean(written: Written) -> Program:
    program = clean_program(written)
    assume(program is not None)
    assert program is not None
    return program


@given(libraries(), SEEDS)
def test_no_walk_raises_and_every_walk_asks_or_ends(written: Written, seed: int) -> None:
    """Whatever is sent, valid or nonsense, a page follows, and after a bounded number of them an end."""
    program, dice = clean(written), Random(seed)
    for _ in range(5):
        state = last_state(program, random_start(program, dice), dice)
        assert isinstance(page(program, state), End)


@given(libraries(), SEEDS)
def test_replay_is_the_state_that_was_walked_to(written: Written, seed: int) -> None:
    """The replies alone lead to the state that each step of the walk led to."""
    program, dice = clean(written), Random(seed)
    for state, _ in random_walk(program, random_start(program, dice), dice):
        assert replay(program, state.start, state.replies) == state


@given(libraries(), SEEDS)
def test_changing_an_answer_and_changing_it_back_changes_nothing(written: Written, seed: int) -> None:
    """However far the other answer leads away, the first one leads back to all later answers."""
    program, dice = clean(written), Random(seed)
    state = last_state(program, random_start(program, dice), dice)
    for asked in changeable(program, state):
        if asked.reply is not None:
            changed = advance(program, state, asked.place, random_reply(asked, program, dice))
            assert isinstance(page(program, changed), Ask | Fetch | End)
            assert advance(program, changed, asked.place, asked.reply) == state


@given(libraries(), SEEDS)
def test_changing_an_answer_to_itself_changes_nothing(written: Written, seed: int) -> None:
    """A double click on an earlier answer is harmless."""
    program, dice = clean(written), Random(seed)
    state = last_state(program, random_start(program, dice), dice)
    for asked in changeable(program, state):
        if asked.reply is not None:
            assert advance(program, state, asked.place, asked.reply) == state


@given(libraries(), SEEDS)
def test_a_reply_that_does_not_fit_changes_only_the_replies(written: Written, seed: int) -> None:
    """A forged or outdated reply, here or anywhere else, leaves the customer where they are."""
    program, dice = clean(written), Random(seed)
    for state, _ in random_walk(program, random_start(program, dice), dice):
        for place in (state.place, "nowhere.at~2.all"):
            now = page(program, state)
            if isinstance(now, Ask | Fetch):
                nonsense = replace(random_reply(now, program, dice), value=frozenset(("no", "such", "answer")))
                after = advance(program, state, place, nonsense)
                assert after._replace(replies=state.replies) == state
                assert [found for found, *_ in dormant(program, after)] == [found for found, *_ in dormant(program, state)]


@given(libraries(), SEEDS)
def test_two_orders_of_the_same_given_facts_give_the_same_visit(written: Written, seed: int) -> None:
    """What the profile and the address tell does not depend on which of them is read first."""
    program, dice = clean(written), Random(seed)
    start = random_start(program, dice)
    shuffled = replace(start, facts=tuple(dice.sample(start.facts, len(start.facts))))
    walked = last_state(program, start, Random(seed))
    assert replay(program, shuffled, walked.replies)._replace(start=start) == walked


@given(libraries(), SEEDS)
def test_dormant_replies_hold_again_when_the_path_returns(written: Written, seed: int) -> None:
    """A changed answer puts no later answer away for good: each is on the path or named as dormant, and used when it is reached."""
    program, dice = clean(written), Random(seed)
    state = last_state(program, random_start(program, dice), dice)
    given_before = {visited.place: visited.reply for visited in state.path if visited.reply and not visited.reply.keys}
    for asked in changeable(program, state):
        changed = advance(program, state, asked.place, random_reply(asked, program, dice))
        on_path = {visited.place: visited.reply for visited in changed.path if visited.reply}
        lying = {place: reply for place, _, _, reply in dormant(program, changed)}
        waiting = {changed.place}  # an answer that does not fit any more is asked for again
        for place, reply in given_before.items():
            if place != asked.place and place not in waiting:
                assert on_path.get(place, lying.get(place)) == reply


@given(libraries(), SEEDS)
def test_a_program_read_back_from_json_walks_the_same(written: Written, seed: int) -> None:
    """The stored form holds everything that the engine needs."""
    program = clean(written)
    read_back = program_from_json(json.loads(json.dumps(program_to_json(program))))
    assert read_back == program
    start = random_start(program, Random(seed))
    walked = list(random_walk(program, start, Random(seed)))
    assert list(random_walk(read_back, start, Random(seed))) == walked


@given(libraries(), SEEDS)
def test_no_condition_and_no_text_meets_an_unknown_fact(written: Written, seed: int) -> None:
    """What is read on a walk is known by then; what may be unknown is asked about first."""
    program, dice = clean(written), Random(seed)
    with watched_reads() as unknown:
        for _ in range(3):
            for state, _move in random_walk(program, random_start(program, dice), dice):
                read_texts_of(program, state)
                for asked in changeable(program, state):
                    changed = advance(program, state, asked.place, random_reply(asked, program, dice))
                    read_texts_of(program, changed)
    assert not unknown


@given(libraries(), SEEDS)
def test_the_proved_effort_bounds_every_walk(written: Written, seed: int) -> None:
    """From the start no walk shows more pages than the longest path, and no finished one fewer than the shortest."""
    program, dice = clean(written), Random(seed)
    effort = prove(program).effort
    for _ in range(5):
        state = last_state(program, replace(random_start(program, dice), entry=None), dice)
        assert effort.shortest <= pages_on(program, state) <= effort.longest


@given(libraries(), SEEDS)
def test_time_left_bounds_what_follows(written: Written, seed: int) -> None:
    """The fewest and the most pages that are promised hold on every walk; a loop that only a fact ends may be longer than its one round."""
    program, dice = clean(written), Random(seed)
    counted = all_loops_are_counted(program)
    for _ in range(3):
        states = [state for state, _ in random_walk(program, random_start(program, dice), dice)]
        shown_in_all = pages_on(program, states[-1])
        for state in states:
            left = time_left(program, state)
            follow = shown_in_all - pages_on(program, state) - isinstance(page(program, state), Ask)
            assert left.fewest <= follow
            assert follow <= left.most or not counted
            assert left.minutes >= 0


@contextmanager
def watched_reads() -> Iterator[list[str]]:
    """Notes every fact that an expression reads while it is not known."""
    unknown: list[str] = []
    plain = evaluate._OPERATIONS["fact"]

    def watched(expression: Any, scope: Scope) -> Any:
        if expression[1] not in scope.facts:
            unknown.append(expression[1])
        return plain(expression, scope)

    evaluate._OPERATIONS["fact"] = watched
    try:
        yield unknown
    finally:
        evaluate._OPERATIONS["fact"] = plain


def read_texts_of(program: Program, state: State) -> None:
    """Reads the texts of all pages of a state as a page does, and fails where one shows an unknown fact."""
    scope = Scope(state.facts, state.start.day, program.tables)
    now = page(program, state)
    steps = [asked.step for asked in changeable(program, state)] + ([now.outcome if isinstance(now, End) else now.step] if now else [])
    for step in steps:
        for text in texts_of(step):
            words = text if isinstance(text, str) else next(v.text for v in text if v.when is None or holds(v.when, scope))
            assert [name for name in facts_of_text(words) if name not in state.facts] == []


def all_loops_are_counted(program: Program) -> bool:
    """Whether every loop has a counted step: with counted steps led to their `then` only, nothing comes round."""
    for tree in program.trees.values():
        following = {step.id: {step.guard.then} if step.guard and step.guard.then else set(routes(step)) for step in tree.steps.values()}
        for step in tree.steps.values():
            if isinstance(step, Fixes):
                for member, after in zip(step.members, (*step.members[1:], step.not_fixed), strict=True):
                    following[member].add(after)
        ended = {name for name, step in tree.steps.items() if isinstance(step, Outcome)}
        while more := {name for name in following if name not in ended and following[name] <= ended}:
            ended |= more
        if len(ended) < len(tree.steps):
            return False
    return True
