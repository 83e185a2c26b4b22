"""Walks a scenario through a program: passed, or where it went another way than it says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from diagnostics.engine import Ask, End, Fetch, Given, Problem, Reply, Start, State, advance, page, read_answer, replay
from diagnostics.engine.advance import NeverProved
from diagnostics.program.inputs import GO_ON, best_match, read_fact
from diagnostics.program.types import Check, Choice, Information, Input, Instruction, Lookup, Paste, Program, Step
from diagnostics.scenarios.scenario import Said, Scenario
from diagnostics.violations import Violation

Covered = tuple[str, str]
"""A step of the tree, and the answer of it that a scenario gave."""


@dataclass(frozen=True, slots=True)
class Result:
    """`failure` is None where the scenario passed. `covered` are the answers of the tree's own steps that it gave."""

    scenario: Scenario
    failure: Violation | None
    covered: frozenset[Covered]


def run(program: Program, scenario: Scenario) -> Result:
    """Walks one scenario. Never raises for what it says."""
    covered: set[Covered] = set()
    failure = _walk(program, scenario, covered)
    return Result(scenario, failure, frozenset(covered))


def answers_of(step: Step) -> Iterator[str]:
    """What must be answered for a step to count as covered."""
    match step:
        case Choice():
            yield from step.answers
        case Input():
            yield "answered"
            if step.optional:
                yield "left empty"
        case Paste():
            yield from (*(match.text for match in step.matches), "anything else")
        case Instruction():
            yield from ("fixed", "not fixed", *(("cannot",) if step.cannot else ()))
        case Information():
            yield "go_on"
        case Check() | Lookup():
            yield from step.results


def _walk(program: Program, scenario: Scenario, covered: set[Covered]) -> Violation | None:
    start, unknown = _start(program, scenario)
    if unknown:
        return _fail(scenario, None, "SC004", f"the given fact {unknown} cannot be given", "a fact of the program, with a value that it can have")
    said = None
    try:
        state = replay(program, start, {})
        for said in scenario.walk:
            moved = _say(program, state, said, scenario, covered)
            if isinstance(moved, Violation):
                return moved
            state = moved
    except NeverProved as stuck:
        return _fail(scenario, said, "SC003", f"the walk leads nowhere: {stuck}", "`diagnostics check` says what is wrong in the tree")
    return _check_end(program, state, scenario)


def _start(program: Program, scenario: Scenario) -> tuple[Start, str]:
    given = []
    for name, text in scenario.given.items():
        fact = program.facts.get(name)
        if fact is None:
            continue  # a fact that this tree never looks at: true, and without consequence
        value = read_fact(name, fact, text, scenario.today)
        if value is None or not fact.sources & {"profile", "address"}:
            return Start(scenario.today), f"`{name}: {text}`"
        given.append(Given(name, value, "profile" if "profile" in fact.sources else "address"))
    return Start(scenario.today, None, tuple(given)), ""


_TAKES = {
    "text": "a text", "number": "a number, as `12.5`", "money": "an amount, as `12.50`", "date": "a day, as `2026-11-22`",
    "code": "a code in the form of its `example`", "choice": "a value of its fact, not a label",
}  # fmt: skip


def _say(program: Program, state: State, said: Said, scenario: Scenario, covered: set[Covered]) -> State | Violation:
    now = page(program, state)
    if now is None or isinstance(now, End):
        return _fail(scenario, said, "SC001", f"`{said.step}` is not asked: the visit has ended at `{state.step}`",
                     "remove the rest of the walk, or look at the answer before")  # fmt: skip
    if now.step.id != said.step:
        return _fail(scenario, said, "SC001", f"`{said.step}` is not asked here; `{now.step.id}` is", f"walk by way of `{now.step.id}`")
    reply = _reply(program, now, said, scenario)
    if isinstance(reply, Problem):
        choices = ", ".join(f"`{a}`" for a in answers_of(now.step))
        takes = f"it takes {_TAKES[now.step.kind]}" if isinstance(now.step, Input) else f"its answers: {choices}"
        why = f"{reply.code.replace('_', ' ')} {reply.limit}".rstrip()
        return _fail(scenario, said, "SC002", f"`{said.answer}` is no answer of `{said.step}` ({why})", takes)
    if len(state.frames) == 1:
        covered.update((now.step.id, answer) for answer in _covers(now.step, reply))
    return advance(program, state, now.place, reply)


def _reply(program: Program, now: Ask | Fetch, said: Said, scenario: Scenario) -> Reply | Problem:
    reply = read_answer(now.step, said.answer, program.facts, scenario.today)
    if isinstance(now.step, Information) and said.answer != GO_ON:
        return Problem("choose_one")
    if isinstance(reply, Problem) or not isinstance(now.step, Check | Lookup):
        return Problem("choose_one", next(iter(said.facts))) if said.facts else reply  # only these two keep facts
    kept = []
    for name, text in said.facts.items():
        value = read_fact(name, program.facts[name], text, scenario.today) if name in now.step.keep else None
        if value is None:
            return Problem("choose_one", name)
        kept.append((name, value))
    return replace(reply, kept=tuple(kept), keys=now.keys if isinstance(now, Fetch) else ())


def _covers(step: Step, reply: Reply) -> Iterator[str]:
    match step:
        case Choice(many=True):
            chosen = reply.value if isinstance(reply.value, frozenset) else frozenset()
            yield from chosen or (name for name, answer in step.answers.items() if answer.none)
        case Instruction():
            yield "fixed" if reply.value == "fixed" else "cannot" if reply.value == "cannot" and step.cannot else "not fixed"
        case Input():
            yield "left empty" if reply.value is None else "answered"
        case Paste():
            match = best_match(step.matches, str(reply.value))
            yield match.text if match else "anything else"
        case _:
            yield str(reply.value)


def _check_end(program: Program, state: State, scenario: Scenario) -> Violation | None:
    now = page(program, state)
    if now is None or not isinstance(now, End):
        return _fail(scenario, None, "SC003", f"the walk stops at `{state.step}`, which is not an end", "answer it, or say where the visit ends")
    if now.outcome.id != scenario.ends.value:
        return _fail(scenario, None, "SC003", f"the visit ends at `{now.outcome.id}`, not at `{scenario.ends.value}`", "correct `ends`, or the walk")
    return None


def _fail(scenario: Scenario, said: Said | None, code: str, message: str, hint: str) -> Violation:
    node = said.node if said is not None else scenario.ends.node
    return scenario.document.violation(code, node, f"{scenario.name}: {message}", hint)
