"""The proofs against the engine: everything that any real walk meets is in the report, and for choices nothing else is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from hypothesis import assume, given, settings

from diagnostics.analysis.prove import Report, prove
from diagnostics.analysis.reads import facts_of_text, texts_of
from diagnostics.conditions import evaluate
from diagnostics.conditions.evaluate import Scope
from diagnostics.engine import End, State, page
from diagnostics.engine.advance import NeverProved
from diagnostics.program.texts import wording
from diagnostics.program.types import Program, Step
from tests.strategies.libraries import Written, checked_library, libraries
from tests.strategies.walks import changeable, every_start, every_walk, start_count

MOST_STATES = 1500
MOST_STARTS = 60


@dataclass(slots=True)
class Met:
    """What real walks met: the (tree, step) pairs, those of them whose decision fell through, and what was read while unknown."""

    steps: set[tuple[str, str]] = field(default_factory=set)
    stuck: set[tuple[str, str]] = field(default_factory=set)
    unknown: set[tuple[str, str, str]] = field(default_factory=set)
    now: tuple[str, str] = ("", "")
    all: bool = True


class Watched(Mapping[str, Step]):
    """The steps of a tree, noting which the engine goes to."""

    def __init__(self, tree: str, steps: Mapping[str, Step], met: Met) -> None:
        self.tree, self.steps, self.met = tree, steps, met

    def __getitem__(self, name: str) -> Step:
        self.met.now = (self.tree, name)
        self.met.steps.add(self.met.now)
        return self.steps[name]

    def __contains__(self, name: object) -> bool:
        return name in self.steps

    def __iter__(self) -> Iterator[str]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)


def meet(program: Program) -> Met:
    """Walks a program in every way, or in as many as there is time for (`Met.all` is then False)."""
    met = Met()
    trees = {name: replace(tree, steps=Watched(name, tree.steps, met)) for name, tree in program.trees.items()}
    watched = replace(program, trees=MappingProxyType(trees))
    plain = evaluate._OPERATIONS["fact"]

    def read(expression: Any, scope: Scope) -> Any:
        if expression[1] not in scope.facts:
            met.unknown.add((*met.now, expression[1]))
        return plain(expression, scope)

    evaluate._OPERATIONS["fact"] = read
    try:
        count = 0
        for state in every_walk(watched, every_start(program, MOST_STARTS), MOST_STATES):
            count += 1
            if isinstance(state, NeverProved):
                met.stuck.add(met.now)
            elif isinstance(state, State):
                _read_texts(program, state, met)
        met.all = count < MOST_STATES and start_count(program) <= MOST_STARTS
    finally:
        evaluate._OPERATIONS["fact"] = plain
    return met


def _read_texts(program: Program, state: State, met: Met) -> None:
    """Reads the texts of the page that a state shows, and of the pages that had been skipped, as *Change* would show them."""
    now = page(program, state)
    shown: list[tuple[str, Any]] = [(asked.tree.id, asked.step) for asked in changeable(program, state) if asked.reply is None]
    if isinstance(now, End):
        shown.append((now.tree.id, now.outcome))
    elif now is not None:
        shown.append((state.frames[-1].tree, now.step))
    scope = Scope(state.facts, state.start.day, program.tables)
    for tree, step in shown:
        met.now = (tree, step.id)
        for text in texts_of(step):
            met.unknown.update((tree, step.id, name) for name in facts_of_text(wording(text, scope)) if name not in state.facts)


def root_of(written: Written) -> tuple[Program, Report]:
    checked = checked_library(written)
    assume(written.root in checked.library.programs)
    return checked.library.programs[written.root], checked.reports[written.root]


def found(report: Report, code: str) -> set[tuple[str, ...]]:
    """(tree, step) of a code's findings, with the fact for PR003."""
    return {(f.tree, f.step, f.detail) if code == "PR003" else (f.tree, f.step) for f in report.findings if f.code == code}


@given(libraries(most_steps=7))
@settings(max_examples=settings.default.max_examples * 2)
def test_what_any_walk_meets_is_in_the_report(written: Written) -> None:
    """Each step that is reached, each unknown fact that is read and each decision that falls through, with whatever is answered or changed."""
    program, report = root_of(written)
    assume(report.proved and not found(report, "PR002"))
    met = meet(program)
    unset = found(report, "PR003")
    assert {pair for pair in met.steps if pair[1] != "resolved"} <= report.reached
    assert met.unknown <= unset
    assert met.stuck <= found(report, "PR004") | {(tree, step) for tree, step, _ in unset}


@given(libraries(choice_only=True))
@settings(max_examples=settings.default.max_examples * 2)
def test_for_choices_each_finding_is_real(written: Written) -> None:
    """Where only choices decide the proof is exact: what it reports happens on some walk, and what it calls unreachable never does."""
    program, report = root_of(written)
    assume(report.proved and not found(report, "PR002"))
    met = meet(program)
    assume(met.all)
    unset = found(report, "PR003")
    assert not met.steps & found(report, "PR001")
    assert found(report, "PR004") <= met.stuck
    if not met.stuck:  # a walk that is stuck shows no page on which a skipped step could be changed
        assert met.steps >= {(program.tree, name) for name in program.root.steps} - found(report, "PR001")
        assert met.unknown == unset


@given(libraries())
def test_a_proof_says_the_same_twice(written: Written) -> None:
    """A report does not depend on the order in which anything was hashed, nor on what was proved before."""
    program, report = root_of(written)
    again = prove(program)
    assert (set(again.findings), again.reached, again.states, again.effort) == (set(report.findings), report.reached, report.states, report.effort)


@given(libraries())
def test_states_taken_together_say_what_they_say_one_by_one(written: Written) -> None:
    """Large trees are proved with states merged: the same steps are reached, and the same mistakes are found."""
    program, report = root_of(written)
    assume(report.proved)
    with patch("diagnostics.analysis.prove.FEW_STATES", 0):
        together = prove(program)
    assert together.reached == report.reached
    assert set(together.findings) == set(report.findings)
    assert together.effort.longest >= report.effort.longest
