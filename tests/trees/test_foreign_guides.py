"""Guides that were not written for this library: large graphs in which many steps have several parents, and guides of public offices."""

import random
import time
from datetime import date
from pathlib import Path

import pytest

from diagnostics.analysis.prove import Report, prove
from diagnostics.engine import Start, replay, time_left
from diagnostics.library.load import load
from diagnostics.program.routes import routes
from diagnostics.program.types import Program
from tests.engine.guides import LIBRARY

HEAD = "format: 1\ntree: {}\ntitle: Imported\nsummary: Imported from elsewhere.\narea: any\nowner: desk\nreviewed: 2026-11-22\nstart: n0\nsteps:\n"


def loaded(folder: Path, name: str, steps: str, facts: str = "") -> Program:
    (folder / "_library.yml").write_text(LIBRARY.replace("tables:", f"{facts}tables:"))
    (folder / f"{name}.yml").write_text(HEAD.format(name) + steps)
    library = load(folder)
    assert library.violations == ()
    return library.programs[name]


def graph(steps: int, seed: int, back: float, far: int) -> str:
    """A graph of questions, instructions, notes and ends, as a support desk draws it: answers share the steps that they lead to, and a part
    `back` of the questions leads back by at most `far` steps, to a step that counts its rounds."""
    chance = random.Random(seed)
    kinds = [chance.choices(("question", "instruction", "information", "end"), (55, 30, 5, 10))[0] for _ in range(steps - 8)] + ["end"] * 8
    kinds[0] = "question"
    met, leads = {0}, dict[int, list[int]]()
    for n, kind in enumerate(kinds):
        new = [m for m in range(n + 1, min(n + 6, steps)) if m not in met]
        many = chance.randint(2, 5) if kind == "question" else int(kind != "end")
        leads[n] = [new.pop(0) if new else min(steps - 1, n + 1 + int(chance.expovariate(1 / 12))) for _ in range(many)]
        met.update(leads[n])
    for n in set(range(steps)) - met:
        asked = chance.choice([m for m in range(n) if kinds[m] == "question"][-10:])
        leads[asked].append(n)
    counted = set()
    for n in (n for n in range(20, steps) if kinds[n] == "question" and chance.random() < back):
        leads[n].append(chance.randrange(max(1, n - far), n))
        counted.add(leads[n][-1])
    return "".join(_step(n, kinds[n], leads[n], n in counted and kinds[n] != "end", steps - 1) for n in range(steps))


def _step(n: int, kind: str, leads: list[int], counted: bool, last: int) -> str:
    rounds = f", at_most: {{rounds: 2, then: n{last}}}" if counted else ""
    match kind:
        case "question":
            answers = ", ".join(f"a{i}: {{label: Sign {i}, next: n{m}}}" for i, m in enumerate(leads))
            return f"  n{n}: {{question: What is seen at {n}?{rounds}, answers: {{{answers}}}}}\n"
        case "instruction":
            return f"  n{n}: {{instruction: Do {n}, actions: [Do it]{rounds}, not_fixed: n{leads[0]}}}\n"
        case "information":
            return f"  n{n}: {{information: Note {n}{rounds}, next: n{leads[0]}}}\n"
    return f"  n{n}: {{outcome: handoff, says: A person goes on from {n}., to: desk}}\n"


def parents(program: Program) -> list[int]:
    """How many ways lead to each step."""
    ways = [target for step in program.root.steps.values() for target in set(routes(step))]
    return [ways.count(name) for name in program.root.steps]


@pytest.mark.parametrize(("steps", "states"), [(147, 250), (300, 600), (900, 2_000)])
def test_a_graph_with_several_parents_is_proved_in_about_as_many_states_as_it_has_steps(tmp_path: Path, steps: int, states: int) -> None:
    """How many ways there are does not matter, only how many steps: and short loops cost little."""
    program = loaded(tmp_path, "graph", graph(steps, 3, back=0.06, far=15))
    assert sum(ways > 1 for ways in parents(program)) > steps / 3
    report = prove(program)
    assert report.proved and not report.findings
    assert report.states < states
    assert report.effort.paths > 10_000


@pytest.mark.parametrize(("back", "far"), [(0.06, 15), (0.4, 120)])
def test_time_left_is_told_at_once_for_a_graph_full_of_loops(tmp_path: Path, back: float, far: int) -> None:
    """Loops inside loops have more ways than can be counted: a customer's page does not wait for it."""
    program = loaded(tmp_path, "graph", graph(147, 11, back, far))
    state = replay(program, Start(date(2026, 11, 22)), {})
    begin = time.process_time()
    left = time_left(program, state)
    assert time.process_time() - begin < 1
    assert 0 <= left.fewest < left.most and left.minutes > 0


def profile(facts: int) -> str:
    """Questions that a profile may answer and a customer may leave out, and as many decisions far behind them."""
    asks = [f"  n{n}: {{question: How many {n}?, input: number, optional: true, fact: p{n}, next: {f'n{n + 1}' if n < facts - 1 else 'd0'}}}\n"
            for n in range(facts)]  # fmt: skip
    looks = [f'  d{n}: {{decide: [{{when: "known(p{n}) and p{n} > 10", next: many{n}}}], otherwise: few{n}}}\n'
             f"  many{n}: {{information: Many, next: {after}}}\n  few{n}: {{information: Few, next: {after}}}\n"
             for n in range(facts) for after in [f"d{n + 1}" if n < facts - 1 else "end"]]  # fmt: skip
    return "".join([*asks, *looks, "  end: {outcome: resolved, says: Told.}\n"])


def test_fifteen_facts_that_a_profile_may_supply_are_proved_in_few_states(tmp_path: Path) -> None:
    """Each is known or not, and looked at once: that is not 32,768 trees."""
    report = proved_profile(tmp_path, 15)
    assert report.proved and not report.findings and not report.assumed
    assert report.states < 500


def proved_profile(folder: Path, facts: int) -> Report:
    declared = "".join(f"  p{n}: {{label: Fact {n}, type: number, sources: [profile]}}\n" for n in range(facts))
    return prove(loaded(folder, "profile", profile(facts), declared))


def test_states_taken_together_find_what_states_one_by_one_find(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decision that forgets a case is found either way, and the same steps are reached."""
    steps = profile(8).replace('"known(p7) and p7 > 10", next: many7}], otherwise: few7}', '"p7 > 10", next: many7}, {when: "p7 < 10", next: few7}]}')
    declared = "".join(f"  p{n}: {{label: Fact {n}, type: number, sources: [profile]}}\n" for n in range(8))
    program = loaded(tmp_path, "profile", steps, declared)
    one_by_one = prove(program)
    monkeypatch.setattr("diagnostics.analysis.prove.FEW_STATES", 0)
    together = prove(program)
    assert together.states < one_by_one.states / 10
    assert set(together.findings) == set(one_by_one.findings) != set()
    assert together.reached == one_by_one.reached
