"""Golden visits: a program, a start and replies, with the path, the page and the facts that every interpreter must come to.

Each file of `tests/golden/visits/` stands alone. `pytest --update-golden` writes them anew from the walks below; the diff is then read.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from diagnostics.engine import Ask, End, Fetch, Given, Origin, Reply, Start, State, advance, dormant, page, replay
from diagnostics.engine.advance import reply_key
from diagnostics.program.codec import program_from_json, program_to_json
from diagnostics.program.types import Program
from diagnostics.visits.values import from_json, to_json
from tests.engine.guides import begin, change, fetched, guide, say

FOLDER = Path(__file__).parents[1] / "golden" / "visits"
Walk = Callable[[], tuple[Program, State]]


def skip_and_change() -> tuple[Program, State]:
    """The profile knows the system; the customer corrects it."""
    program = guide("""
        system: {question: Which system?, fact: os, answers: {windows: Windows, macos: macOS}, next: by_system}
        by_system: {decide: [{when: os == 'windows', next: restart}], otherwise: tell}
        restart: {instruction: Restart, actions: [Now], not_fixed: bad}
        tell: {information: "Yours is {os}", next: good}
    """)
    return program, change(program, begin(program, os="windows"), "system", "macos")


def dormant_answers() -> tuple[Program, State]:
    """A changed answer leaves later ones aside; one of them holds again."""
    program = guide("""
        first: {question: First?, answers: {left: {label: Left, next: second}, right: {label: Right, next: third}}}
        second: {question: Second?, answers: {a: A}, next: third}
        third: {question: Third?, answers: {z: Z}, next: good}
    """)
    return program, change(program, say(program, begin(program), "left", "a", "z"), "first", "right")


def fields_and_sets() -> tuple[Program, State]:
    """Every kind of value: a set, a number, money, a day, a code, a pasted text; and what is computed from them."""
    program = guide("""
        signs: {question: Signs?, choose: many, fact: signs, answers: {noise: Noise, smell: Smell}, next: amount}
        amount: {question: How many?, input: number, fact: amount, min: 0, next: price}
        price: {question: What price?, input: money, fact: price, next: bought}
        bought: {question: When?, input: date, fact: bought, max: today, next: order}
        order: {question: Which order?, input: code, pattern: AA-99, example: AB-12, fact: order, next: message}
        message: {question: What does it say?, paste: true, fact: word, matches: [{text: "E4*", next: by}, {text: "E42 BAD", next: bad}], next: bad}
        by:
          decide:
            - {when: "'smell' in signs and round(price / 3, 1) >= 4.1 and days_between(bought, today()) < 30 and amount + 1 > 2.5", next: kind}
          otherwise: bad
        kind: {compute: {kind: "'lap'"}, next: good}
    """)
    return program, say(program, begin(program), ["smell", "noise"], "1,75", "12.34", "2026-11-01", "xy 77", "  error e4711  ")


def fixes_and_rounds() -> tuple[Program, State]:
    """A fixes list with a member left out, tried again from the start, and left at the bound."""
    program = guide("""
        system: {question: Which?, fact: os, answers: {windows: W, macos: M}, next: tries}
        tries: {fixes: [cable, driver, router], not_fixed: again}
        cable: {instruction: Change the cable, actions: [Now]}
        driver: {instruction: Update the driver, actions: [Now], when: os == 'windows'}
        router: {instruction: Restart the router, actions: [Now], cannot: again}
        again: {question: Again?, answers: {again: {label: "Yes", next: tries}}, at_most: {rounds: 1, then: bad}}
    """)
    return program, say(program, begin(program), "macos", "tried_before", "cannot", "again", "not_fixed", "not_fixed")


def called_twice() -> tuple[Program, State]:
    """Two calls of one tree, each with answers of its own; the second ends the visit."""
    inner = """
        plug: {question: Plugged in?, answers: {it_is: {label: "Yes", next: back}, it_was_not: {label: "No", next: push}}}
        push: {instruction: Plug it in, actions: [Now], not_fixed: back}
    """
    program = guide("""
        here: {call: inner, next: between}
        between: {question: Between?, answers: {a: A}, next: there}
        there: {call: inner, next: bad}
    """, inner=inner)  # fmt: skip
    return program, say(program, begin(program), "it_is", "a", "it_was_not", "fixed")


ORDERS = """
    number: {question: Which order?, input: text, fact: order, next: find}
    find: {lookup: orders, keep: [price, bought], results: {sent: line, lost: bad}, unavailable: bad}
    line: {check: network, keep: [latency_ms], results: {pass: good, fail: bad, unavailable: bad}}
"""


def lookup_and_check() -> tuple[Program, State]:
    """A look-up with what it kept, and a check that measured."""
    program = guide(ORDERS)
    state = fetched(program, say(program, begin(program), "17"), "sent", price=Decimal("9.50"), bought=date(2026, 11, 20))
    return program, advance(program, state, "line", Reply("pass", (("latency_ms", Decimal(31)),), measured=True))


def lookup_with_other_keys() -> tuple[Program, State]:
    """The number was corrected: what was fetched for the first one does not hold for the second."""
    program = guide(ORDERS)
    state = fetched(program, say(program, begin(program), "17"), "sent")
    return program, change(program, state, "number", "18")


def entry_and_answers() -> tuple[Program, State]:
    """Begun at an entry; a condition asks for the latest answer to a step."""
    program = guide("""
        first: {question: First?, answers: {a: A}, next: mood}
        mood: {question: How is it?, answers: {fine: Fine, awful: Awful}, next: by_mood}
        by_mood: {decide: [{when: "answer('mood') in ['fine']", next: good}], otherwise: bad}
    """, more='errors: [{match: "E42", start: mood}]')  # fmt: skip
    return program, say(program, begin(program, "mood"), "awful")


WALKS: tuple[Walk, ...] = (
    skip_and_change, dormant_answers, fields_and_sets, fixes_and_rounds, called_twice, lookup_and_check, lookup_with_other_keys, entry_and_answers,
)  # fmt: skip


def written_visit(why: str, program: Program, state: State) -> dict[str, Any]:
    """A visit as its file holds it."""
    start = {"day": state.start.day.isoformat(), "entry": state.start.entry,
             "facts": [{"fact": g.fact, "value": to_json(g.value), "source": g.source} for g in state.start.facts]}  # fmt: skip
    replies = {key: {"value": to_json(reply.value), "kept": _pairs(reply.kept), "keys": _pairs(reply.keys), "measured": reply.measured}
               for key, reply in state.replies.items()}  # fmt: skip
    return {"why": why, "start": start, "replies": replies, "comes_to": outcome_of(program, state), "program": program_to_json(program)}


def outcome_of(program: Program, state: State) -> dict[str, Any]:
    """What an interpreter must come to."""
    now = page(program, state)
    assert now is not None
    shown: dict[str, Any] = {"place": now.place}
    if isinstance(now, End):
        shown |= {"kind": "end", "tree": now.tree.id, "outcome": now.outcome.id, "claimed": now.claimed}
    elif isinstance(now, Fetch):
        shown |= {"kind": "fetch", "source": now.step.source, "keys": _pairs(now.keys)}
    else:
        shown |= {"kind": "ask", "tree": now.tree.id, "step": now.step.id}
    path = [{"place": v.place, "tree": v.tree, "step": v.step, "answered": v.reply is not None, "source": v.source} for v in state.path]
    facts = {name: {"value": to_json(value), **_origin(state.origins.get(name))} for name, value in sorted(state.facts.items())}
    return {"page": shown, "path": path, "facts": facts, "dormant": sorted(place for place, *_ in dormant(program, state))}


def _origin(origin: Origin | None) -> dict[str, str]:
    return {} if origin is None else {"source": origin.source, "place": origin.place}


def _pairs(pairs: Any) -> list[list[Any]]:
    return [[name, to_json(value)] for name, value in pairs]


def _read_reply(data: Mapping[str, Any]) -> Reply:
    kept, keys = (tuple((name, from_json(value)) for name, value in data[part]) for part in ("kept", "keys"))
    return Reply(from_json(data["value"]), kept, keys, data["measured"])


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_a_walk_is_as_its_golden_file_says(walk: Walk, update_golden: bool) -> None:
    """What the trees compile to and how they are walked has not changed unnoticed."""
    program, state = walk()
    written = json.dumps(written_visit(walk.__doc__ or "", program, state), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    path = FOLDER / f"{walk.__name__}.json"
    if update_golden:
        path.write_text(written, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == written


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_a_golden_file_alone_leads_to_what_it_says(path: Path) -> None:
    """Read as a second interpreter reads it: the program as JSON, the start, the replies."""
    data = json.loads(path.read_text(encoding="utf-8"))
    program = program_from_json(data["program"])
    given = tuple(Given(g["fact"], value, g["source"]) for g in data["start"]["facts"] if (value := from_json(g["value"])) is not None)
    replies = {key: _read_reply(reply) for key, reply in data["replies"].items()}
    assert all(key.partition("?")[0] and reply_key(key.partition("?")[0], reply) == key for key, reply in replies.items())
    state = replay(program, Start(date.fromisoformat(data["start"]["day"]), data["start"]["entry"], given), replies)
    assert outcome_of(program, state) == data["comes_to"]


def test_every_golden_file_has_its_walk() -> None:
    """None is left over from a walk that is gone."""
    assert {path.stem for path in FOLDER.glob("*.json")} == {walk.__name__ for walk in WALKS}
    assert isinstance(page(*skip_and_change()), Ask)
