"""Walks a scenario through a program: passed, or where it went another way than it says."""

from dataclasses import dataclass, replace

from diagnostics.engine import Ask, End, Fetch, Given, Problem, Reply, Start, State, advance, page, read_answer, replay
from diagnostics.engine.advance import NeverProved
from diagnostics.program.answers import answers_of
from diagnostics.program.inputs import GO_ON, read_fact
from diagnostics.program.types import Asked, Check, Information, Input, Lookup, Outcome, Program
from diagnostics.scenarios.answers import Covered, given_by
from diagnostics.scenarios.passing import At, noting
from diagnostics.scenarios.scenario import Said, Scenario
from diagnostics.violations import Violation


@dataclass(frozen=True, slots=True)
class Result:
    """`failure` is None where the scenario passed. `covered` are the answers of the tree's own steps that it gave, `steps` its own steps
    that were shown or walked through, `outcome` where it ended. `passed` is every step that the walk came to, called trees' too."""

    scenario: Scenario
    failure: Violation | None
    covered: frozenset[Covered]
    steps: frozenset[str] = frozenset()
    outcome: str | None = None
    passed: frozenset[At] = frozenset()


class _Trace:
    """What a walk covered so far."""

    __slots__ = ("answers", "outcome", "shown")

    def __init__(self) -> None:
        self.answers, self.shown, self.outcome = set[Covered](), set[str](), ""


def run(program: Program, scenario: Scenario) -> Result:
    """Walks one scenario. Never raises for what it says."""
    trace, noted = _Trace(), noting(program)
    failure = _walk(noted.program, scenario, trace)
    own = program.root.steps
    silent = {name for tree, name in noted.passed if tree == program.tree and not isinstance(own[name], Asked | Lookup | Outcome)}
    ended = trace.outcome or None
    return Result(scenario, failure, frozenset(trace.answers), frozenset(silent | trace.shown), ended, frozenset(noted.passed))


def passes(program: Program, scenario: Scenario) -> bool:
    """Whether a scenario passes, and nothing more: as quickly as that can be known."""
    return _walk(program, scenario, _Trace()) is None


def asked(program: Program, scenario: Scenario) -> tuple[tuple[str, ...], str] | None:
    """Whose steps a scenario names, since ids are unique in a tree only and a walk goes through the trees that it calls: the tree of each step
    of the walk, and that of its end. None where the walk does not go as it says."""
    start, unknown = _start(program, scenario)
    if unknown or (start.entry is not None and start.entry not in program.root.entries):
        return None
    trees: list[str] = []
    try:
        state = replay(program, start, {})
        for said in scenario.walk:
            trees.append(state.frames[-1].tree)
            moved = _say(program, state, said, scenario, _Trace())
            if isinstance(moved, Violation):
                return None
            state = moved
    except NeverProved:
        return None
    return tuple(trees), state.frames[-1].tree


def _walk(program: Program, scenario: Scenario, trace: _Trace) -> Violation | None:
    start, unknown = _start(program, scenario)
    if unknown:
        return _fail(scenario, None, "SC004", f"the given fact {unknown} cannot be given", "a fact of the program, with a value that it can have")
    if start.entry is not None and start.entry not in program.root.entries:
        hint = "a visit begins at " + " or ".join(f"`{step}`" for step in program.root.entries)
        return _fail(scenario, None, "SC001", f"no visit begins at `{start.entry}`", hint)
    said = None
    try:
        state = replay(program, start, {})
        for said in scenario.walk:
            moved = _say(program, state, said, scenario, trace)
            if isinstance(moved, Violation):
                return moved
            state = moved
    except NeverProved as stuck:
        return _fail(scenario, said, "SC003", f"the walk leads nowhere: {stuck}", "`diagnostics check` says what is wrong in the tree")
    return _check_end(program, state, scenario, trace)


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
    return Start(scenario.today, scenario.entry.value if scenario.entry else None, tuple(given)), ""


_TAKES = {
    "text": "a text", "number": "a number, as `12.5`", "money": "an amount, as `12.50`", "date": "a day, as `2026-11-22`",
    "code": "a code in the form of its `example`", "choice": "a value of its fact, not a label",
}  # fmt: skip


def _say(program: Program, state: State, said: Said, scenario: Scenario, trace: _Trace) -> State | Violation:
    now = page(program, state)
    if now is None or isinstance(now, End):
        return _fail(scenario, said, "SC001", f"`{said.step}` is not asked: the visit has ended at `{state.step}`",
                     "remove the rest of the walk, or look at the answer before")  # fmt: skip
    if len(state.frames) == 1:
        trace.shown.add(now.step.id)
    if now.step.id != said.step:
        return _fail(scenario, said, "SC001", f"`{said.step}` is not asked here; `{now.step.id}` is", f"walk by way of `{now.step.id}`")
    reply = _reply(program, now, said, scenario)
    if isinstance(reply, Problem):
        choices = ", ".join(f"`{a}`" for a in answers_of(now.step))
        takes = f"it takes {_TAKES[now.step.kind]}" if isinstance(now.step, Input) else f"its answers: {choices}"
        why = f"{reply.code.replace('_', ' ')} {reply.limit}".rstrip()
        return _fail(scenario, said, "SC002", f"`{said.answer}` is no answer of `{said.step}` ({why})", takes)
    if len(state.frames) == 1:
        trace.answers.update((now.step.id, answer) for answer in given_by(now.step, reply))
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


def _check_end(program: Program, state: State, scenario: Scenario, trace: _Trace) -> Violation | None:
    now = page(program, state)
    if now is None or not isinstance(now, End):
        if now is not None and len(state.frames) == 1:
            trace.shown.add(now.step.id)
        return _fail(scenario, None, "SC003", f"the walk stops at `{state.step}`, which is not an end", "answer it, or say where the visit ends")
    if len(state.frames) == 1:
        trace.outcome = now.outcome.id
        trace.shown |= {now.outcome.id} & program.root.steps.keys()
    if now.outcome.id != scenario.ends.value:
        return _fail(scenario, None, "SC003", f"the visit ends at `{now.outcome.id}`, not at `{scenario.ends.value}`", "correct `ends`, or the walk")
    return None


def _fail(scenario: Scenario, said: Said | None, code: str, message: str, hint: str) -> Violation:
    node = said.node if said is not None else scenario.ends.node
    return scenario.document.violation(code, node, f"{scenario.name}: {message}", hint)
