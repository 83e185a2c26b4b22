"""Small programs for the engine's examples, written as an author writes them, and short words for walking them."""

import tempfile
from datetime import date
from pathlib import Path
from textwrap import dedent, indent

from diagnostics.analysis.check import check
from diagnostics.conditions.expression import Value
from diagnostics.engine import Ask, End, Fetch, Given, Problem, Reply, Start, State, advance, page, read_answer, replay
from diagnostics.library.load import load
from diagnostics.program.inputs import Raw
from diagnostics.program.types import Program
from diagnostics.violations import errors

DAY = date(2026, 11, 22)
LIBRARY = """\
format: 1
title: Examples
locale: en
areas:
  any: {title: Any, icon: star}
products:
  thing: Thing
teams:
  desk: {title: The desk, contacts: [{kind: phone, value: "112", title: The desk}]}
facts:
  os: {label: System, type: choice, values: {windows: Windows, macos: macOS, linux: Linux}, sources: [profile, address, lookup, computed]}
  kind: {label: Kind, type: choice, values: {desk: Desktop, lap: Laptop}, sources: [computed]}
  signs: {label: Signs, type: set, values: {noise: A noise, smell: A smell, heat: Heat}, sources: [profile]}
  wired: {label: Wired, type: yes_no}
  marks: {label: Marks, type: set, values: {noise: A noise, smell: A smell, heat: Heat}}
  count: {label: Count, type: number}
  total: {label: Total, type: number, sources: [computed]}
  cents: {label: Cents, type: number, sources: [computed]}
  amount: {label: Amount, type: number, sources: [profile, computed]}
  latency_ms: {label: Latency, type: number, sources: [check, profile]}
  price: {label: Price, type: money, sources: [lookup]}
  bought: {label: Bought on, type: date, sources: [profile, lookup]}
  word: {label: Word, type: text, sources: [profile]}
  order: {label: Order, type: text, sources: [address]}
tables:
  days: {windows: 14, macos: 30}
lookups:
  orders: {title: Orders, keys: [order], results: [sent, lost], facts: [price, os, bought]}
"""
ENDS = """\
good: {outcome: resolved, says: Good.}
bad: {outcome: handoff, says: Bad., to: desk}
"""
BACK = """\
good: {outcome: resolved, says: Good.}
back: {outcome: return}
"""


def written(name: str, steps: str, start: str = "", more: str = "", ends: str = ENDS, title: str = "Example") -> str:
    """A tree file; its first step is its start, and it has the ends `good` and `bad`, or `good` and `back`."""
    steps = dedent(steps).strip() + "\n"
    first = start or next(line for line in steps.splitlines() if line.strip()).partition(":")[0]
    area = "area: any\n" if ends == ENDS else ""
    head = f"format: 1\ntree: {name}\ntitle: '{title}'\nsummary: An example.\n{area}owner: desk\nreviewed: 2026-11-22\nstart: {first}\n"
    head += f"{more}\n" if more else ""
    return f"{head}steps:\n{indent(steps + dedent(ends), '  ')}"


def guide(steps: str, start: str = "", more: str = "", proved: bool = True, **called: str) -> Program:
    """The program of one tree, `main`, and of those that it calls (name → steps; they have the ends `good` and `back`)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "_library.yml").write_text(LIBRARY)
        (folder / "main.yml").write_text(written("main", steps, start, more))
        for tree, inside in called.items():
            (folder / f"{tree}.yml").write_text(written(tree, inside, ends=BACK))
        checked = check(load(folder))
    wrong = [v.text() for v in errors(checked.violations) if proved or not v.code.startswith("PR")]
    unneeded = ("no path reaches the step `good`", "no path reaches the step `bad`")
    assert not [text for text in wrong if not any(end in text for end in unneeded)], "\n".join(wrong)
    return checked.library.programs["main"]


def begin(program: Program, entry: str | None = None, source: str = "profile", **facts: Value) -> State:
    """A visit's first state, with facts from the profile."""
    return replay(program, Start(DAY, entry, tuple(Given(name, value, source) for name, value in facts.items())), {})


def say(program: Program, state: State, *answers: Raw) -> State:
    """The state after these answers, each given where the visit then stands."""
    for raw in answers:
        now = page(program, state)
        assert isinstance(now, Ask), f"nothing is asked at {state.place}"
        reply = read_answer(now.step, raw, program.facts, state.start.day)
        assert isinstance(reply, Reply), reply
        state = advance(program, state, now.place, reply)
    return state


def change(program: Program, state: State, place: str, raw: Raw) -> State:
    """The state after another answer at a place of the path."""
    asked = page(program, state, place)
    assert isinstance(asked, Ask), f"{place} is not on the path"
    reply = read_answer(asked.step, raw, program.facts, state.start.day)
    assert isinstance(reply, Reply), reply
    return advance(program, state, place, reply)


def fetched(program: Program, state: State, result: str, **kept: Value) -> State:
    """The state after a look-up has come back."""
    now = page(program, state)
    assert isinstance(now, Fetch), f"nothing is looked up at {state.place}"
    return advance(program, state, now.place, Reply(result, tuple(kept.items()), now.keys))


def refused(program: Program, state: State, raw: Raw) -> str:
    """The code of the problem with an answer."""
    now = page(program, state)
    assert isinstance(now, Ask)
    problem = read_answer(now.step, raw, program.facts, state.start.day)
    assert isinstance(problem, Problem), f"{raw!r} is taken as {problem}"
    return problem.code


def shown(state: State) -> list[str]:
    """The places of the path, and where the visit stands."""
    return [*(visited.place for visited in state.path), state.place]


def end(program: Program, state: State) -> End:
    now = page(program, state)
    assert isinstance(now, End), f"the visit stands at {state.place}"
    return now
