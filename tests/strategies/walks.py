"""Random and exhaustive walks: what customers, browsers and sources could send at each page of a program."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import chain, combinations, product
from random import Random

from diagnostics.conditions.expression import Value
from diagnostics.engine import Ask, End, Fetch, Given, Problem, Reply, Start, State, advance, page, read_answer, replay
from diagnostics.program.inputs import HELPED, Raw
from diagnostics.program.types import Asked, Check, Choice, Fact, Information, Input, Instruction, Lookup, Paste, Program

DAY = date(2026, 11, 22)
NUMBERS = (Decimal(0), Decimal(7), Decimal(10), Decimal(11), Decimal(50), Decimal(99))
DAYS = (date(2026, 10, 1), date(2026, 11, 20), DAY, date(2026, 12, 24))
TEXTS = ("a", "ERR_LONG", "it says err_x", "zzz")
NONSENSE: Sequence[Raw] = (
    "", " ", "nonsense", "-1", "1e400", "NaN", "2026-02-30", "\x00", "none", "x" * 6000, [], ["red", "nonsense"], ["", ""], "²",
)  # fmt: skip

Move = tuple[str, Reply]
"""A place, and what is said there."""


def some_values(fact: Fact) -> Sequence[Value]:
    """Values that a fact can have: all, where they are listed."""
    if fact.kind == "set":
        return tuple(map(frozenset, chain.from_iterable(combinations(fact.values, n) for n in range(len(fact.values) + 1))))
    if fact.values:
        return tuple(fact.values)
    return {"number": NUMBERS, "money": NUMBERS, "date": DAYS}.get(fact.kind, TEXTS)


def raw_answers(now: Ask, program: Program) -> list[Raw]:
    """What a customer may send for a page, to cover everything that can follow. Some of it may not fit."""
    match now.step:
        case Choice(many=True):
            ids = list(now.step.answers)
            return [list(some) for n in range(1, len(ids) + 1) for some in combinations(ids, n)]
        case Choice():
            return list(now.step.answers)
        case Instruction():
            return list(HELPED)
        case Information():
            return ["go_on"]
        case Check():
            return list(now.step.results)
        case Paste():
            return [*(match.text.replace("*", "x") for match in now.step.matches), "ERR_LONG ERR_x", "no match"]
        case Input(kind="code"):
            return ["ab12", "XY-99", *([""] if now.step.optional else [])]
        case Input():
            values = [str(value) for value in some_values(program.facts[now.step.fact or ""])]
            return [*values, *([""] if now.step.optional else [])]


def replies_to(now: Ask | Fetch, program: Program, kept: bool = True) -> list[Reply]:
    """The replies that can come for a page or a look-up, with all facts that it may keep, and without."""
    if isinstance(now, Fetch):
        missing = any(value is None for _, value in now.keys)
        plain = [Reply(result, keys=now.keys) for result in now.step.results if result == "unavailable" or not missing]
    else:
        read = [read_answer(now.step, raw, program.facts, DAY) for raw in raw_answers(now, program)]
        plain = list(dict.fromkeys(reply for reply in read if isinstance(reply, Reply)))
    if not kept or not isinstance(now.step, Check | Lookup) or not now.step.keep:
        return plain
    choices = [[(), *(((name, value),) for value in some_values(program.facts[name]))] for name in now.step.keep]
    return [replace(reply, kept=tuple(chain.from_iterable(some))) for reply in plain for some in product(*choices)]


def random_start(program: Program, dice: Random) -> Start:
    """A start with some of the facts that the profile and the address may give."""
    facts = []
    for name, fact in program.facts.items():
        for source in sorted(fact.sources & {"profile", "address"}):
            if dice.random() < 0.4:
                facts.append(Given(name, dice.choice(some_values(fact)), source))
    entry = dice.choice((None, None, *program.root.entries))
    return Start(DAY, entry if entry != program.root.start else None, tuple(facts))


def random_reply(now: Ask | Fetch, program: Program, dice: Random) -> Reply:
    if isinstance(now, Fetch) or isinstance(now.step, Check):
        return dice.choice(replies_to(now, program))
    return dice.choice(replies_to(now, program, kept=False))


def random_walk(program: Program, start: Start, dice: Random, most_moves: int = 200) -> Iterator[tuple[State, Move | None]]:
    """The states of one walk, each with the move that led to it. Never raises for what is sent; ends at an end, or after `most_moves`."""
    state, move = replay(program, start, {}), None
    for _ in range(most_moves):
        yield state, move
        now = page(program, state)
        if isinstance(now, End):
            return
        assert now is not None
        if isinstance(now, Ask):
            problem = read_answer(now.step, dice.choice(NONSENSE), program.facts, DAY)
            assert isinstance(problem, Problem | Reply)
        move = (now.place, random_reply(now, program, dice))
        state = advance(program, state, *move)


def last_state(program: Program, start: Start, dice: Random) -> State:
    return [state for state, _ in random_walk(program, start, dice)][-1]


def changeable(program: Program, state: State) -> list[Ask]:
    """The pages on the path behind the one that is asked: those that *Change* leads to."""
    return [now for visited in state.path if isinstance(now := page(program, state, visited.place), Ask)]


def pages_on(program: Program, state: State) -> int:
    """How many pages the path has shown."""
    return sum(1 for visited in state.path if visited.reply and isinstance(program.trees[visited.tree].steps[visited.step], Asked))


def every_walk(program: Program, starts: Sequence[Start], most_states: int) -> Iterator[State | Exception]:
    """Every state that any walk or change of answers leads to, from any of the starts; what was raised in place of a state."""
    seen: set[object] = set()
    for start in starts:
        pending: list[tuple[State | None, Move | None]] = [(None, None)]
        while pending and len(seen) < most_states:
            before, move = pending.pop()
            try:
                state = replay(program, start, {}) if before is None or move is None else advance(program, before, *move)
            except RuntimeError as stuck:
                yield stuck
                continue
            held = (state.facts, state.origins, state.rounds)
            skipped = frozenset(visited.place for visited in state.path if visited.reply is None)  # each may still be changed
            key = (start, state.place, state.outcome, skipped, *(frozenset(one.items()) for one in held))
            if key in seen:
                continue
            seen.add(key)
            yield state
            now = page(program, state)
            if isinstance(now, Ask | Fetch):
                pending += [(state, (now.place, reply)) for reply in replies_to(now, program)]
            for asked in changeable(program, state):
                if asked.reply is None:
                    pending += [(state, (asked.place, reply)) for reply in replies_to(asked, program)]


def every_start(program: Program, most: int) -> list[Start]:
    """A start for every combination of given facts, known and unknown, and every entry; some of them, where there are more than so many."""
    outside = {name: fact for name, fact in program.facts.items() if fact.sources & {"profile", "address"}}
    choices = [[None, *(Given(name, value, min(fact.sources & {"profile", "address"})) for value in some_values(fact))]
               for name, fact in outside.items()]  # fmt: skip
    dice = Random(most)
    combined = list(product(*choices)) if start_count(program) <= most else [tuple(dice.choice(some) for some in choices) for _ in range(most)]
    entries = [None, *(entry for entry in program.root.entries if entry != program.root.start)]
    return [Start(DAY, entry, tuple(given for given in some if given is not None)) for some in combined for entry in entries]


def start_count(program: Program) -> int:
    """How many combinations of given facts there are."""
    count = 1
    for fact in program.facts.values():
        count *= 1 + len(some_values(fact)) if fact.sources & {"profile", "address"} else 1
    return count


