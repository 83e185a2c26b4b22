"""A program to plausible walks through it: what customers answered, how long they took, and where they stopped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from diagnostics.engine import Ask, End, Fetch, Problem, Reply, Start, State, advance, page, read_answer, replay
from diagnostics.program.types import Check, Choice, Information, Input, Instruction, Paste, Program
from diagnostics.service.history import reply_event_parts
from diagnostics.visits import events as e

Dice = np.random.Generator

MOST = 30
"""Moves after which a sample customer gives up."""

TYPED = ("8", "100-0000003", "100-0000001", "2026-11-02", "0x80070002", "Sample", "12")
"""What sample customers type, tried in this order until something fits the field."""


class Moved(NamedTuple):
    """One thing said, at a place, after so many seconds there; `shown` is the place that came up next, None where nothing did."""

    type: str
    place: str
    answer: str | None
    body: Mapping[str, Any]
    personal: Mapping[str, Any]
    seconds: int
    shown: str | None


@dataclass(frozen=True, slots=True)
class Walk:
    """One way through a program. `end` is None where the customer left before one."""

    first: str
    moves: tuple[Moved, ...]
    end: End | None


@dataclass(frozen=True, slots=True)
class Temper:
    """How customers behave: the chance that an instruction fixes it, that they leave at a page, and that they ask for a person."""

    fixes: float = 0.3
    leaves: float = 0.04
    cannot: float = 0.07


def walks(program: Program, day: date, dice: Dice, count: int, temper: Temper) -> list[Walk]:
    """So many walks, each begun at the tree's start."""
    return [_walk(program, day, dice, temper) for _ in range(count)]


def _walk(program: Program, day: date, dice: Dice, temper: Temper) -> Walk:
    state = replay(program, Start(day), {})
    first = state.place
    moves: list[Moved] = []
    while len(moves) < MOST:
        now = page(program, state)
        if isinstance(now, End):
            return Walk(first, tuple(moves), now)
        if isinstance(now, Ask) and moves and dice.random() < temper.leaves:
            break
        reply = _reply(program, now, day, dice, temper)
        if reply is None or now is None:
            break
        answer, body, personal = reply_event_parts(program, now.step, reply)
        after = advance(program, state, now.place, reply)
        kind = e.RETURNED if isinstance(now, Fetch) else e.ANSWERED
        moves.append(Moved(kind, now.place, answer, body, personal, _seconds(now, dice), _shown(program, after)))
        state = after
    return Walk(first, tuple(moves), None)


def _shown(program: Program, state: State) -> str | None:
    now = page(program, state)
    return None if now is None or isinstance(now, Fetch) else now.place


def _reply(program: Program, now: Ask | Fetch | End | None, day: date, dice: Dice, temper: Temper) -> Reply | None:
    if isinstance(now, Fetch):
        results = [result for result in now.step.results if result != "unavailable"]
        return Reply(results[int(dice.integers(len(results)))], keys=now.keys)
    if not isinstance(now, Ask):
        return None
    raws: Sequence[str]
    match now.step:
        case Choice():
            raws = (_answer(now.step, dice),)
        case Instruction():
            luck = dice.random()
            raws = ("fixed" if luck < temper.fixes else "cannot" if luck < temper.fixes + temper.cannot else "not_fixed", "not_fixed")
        case Information():
            raws = ("go_on",)
        case Check():
            raws = (list(now.step.results)[int(dice.integers(len(now.step.results)))],)
        case Paste():
            raws = (now.step.matches[int(dice.integers(len(now.step.matches)))].text.replace("*", "x"), "no such message")
        case Input():
            raws = TYPED
    read = (read_answer(now.step, raw, program.facts, day) for raw in raws)
    return next((reply for reply in read if not isinstance(reply, Problem)), None)


def _answer(step: Choice, dice: Dice) -> str:
    """The answers that authors put first are given most often; "I'm not sure" seldom."""
    weights = np.array([0.25 if answer.unknown else 1.0 / (1 + place) for place, answer in enumerate(step.answers.values())])
    return list(step.answers)[int(dice.choice(len(weights), p=weights / weights.sum()))]


def _seconds(now: Ask | Fetch | End, dice: Dice) -> int:
    if isinstance(now, Fetch):
        return 1
    minutes = now.step.minutes if isinstance(now, Ask) and isinstance(now.step, Instruction) else None
    middle = 35 * float(minutes) if minutes else 14
    return int(np.clip(dice.lognormal(np.log(middle), 0.6), 2, 1500))
