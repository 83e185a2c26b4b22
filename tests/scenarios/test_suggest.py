"""Suggested scenarios cover what was missing, pass when they are run, and say what cannot be covered."""

from pathlib import Path

import pytest

from diagnostics.library.load import load
from diagnostics.scenarios.coverage import covered_by, run_scenarios
from diagnostics.scenarios.search import search
from diagnostics.scenarios.suggest import Suggestions, suggest
from diagnostics.scenarios.writing import text_of
from tests.scenarios.folders import PASSES, STEPS, library, main_of

TREES = Path(__file__).parents[2] / "trees"


def suggested(folder: Path, steps: str = STEPS, scenarios: str = "", more: str = "", **called: str) -> Suggestions:
    """The suggestions, once they are written beside the tree and have been seen to pass."""
    made = library(folder, steps, scenarios, more, **called)
    found = suggest(made.programs["main"], main_of(made))
    (folder / "main.test.yml").write_text(text_of(found.drafts))
    done = main_of(load(folder))
    assert done.failures == ()
    return found


def test_what_no_scenario_covers_is_walked(tmp_path: Path) -> None:
    """As few walks as there must be, each as short as it can be, named by what is said."""
    found = suggested(tmp_path, scenarios=PASSES)
    assert [(draft.name, [said[:2] for said in draft.walk], draft.ends) for draft in found.drafts] == [
        ("not in any wall", [("plugged", "out")], "bad"),
        ("is it plugged in: yes, restart did not help", [("plugged", "in_wall"), ("restart", "not_fixed")], "bad"),
    ]  # fmt: skip
    assert found.impossible == ()


def test_where_nothing_is_missing_nothing_is_suggested(tmp_path: Path) -> None:
    """The search is not even begun."""
    whole = PASSES + ("  - {name: out, walk: [{plugged: out}], ends: bad}\n"
                      "  - {name: no help, walk: [{plugged: in_wall}, {restart: not_fixed}], ends: bad}\n")  # fmt: skip
    made = library(tmp_path, scenarios=whole)
    assert suggest(made.programs["main"], main_of(made)) == Suggestions((), ())


@pytest.mark.parametrize(("steps", "everything"), [
    ("count: {question: How many?, input: number, fact: count, max: 90, optional: true, next: by}\n"
     "by: {decide: [{when: known(count) and count > 41.5, next: good}], otherwise: bad}", 2),
    ("when: {question: When?, input: date, fact: bought, max: today, next: by}\n"
     "by: {decide: [{when: 'days_between(bought, today()) > 730', next: good}], otherwise: bad}", 2),
    ("code: {question: Which?, input: code, pattern: AA-99, example: XY-12, fact: word, next: good}\nnever: {information: N, next: bad}", 1),
    ("says: {question: What?, paste: true, matches: [{text: 'E*4', next: good}, {text: E, next: bad}], next: bad}", 3),
    ("signs: {question: Which?, choose: many, fact: marks, answers: {noise: N, smell: S, heat: H}, next: by}\n"
     "by: {decide: [{when: \"'noise' in marks and 'smell' in marks\", next: good}], otherwise: bad}", 2),
    ("line: {check: network, keep: [latency_ms], results: {pass: by, fail: bad, unavailable: bad}}\n"
     "by: {decide: [{when: known(latency_ms) and latency_ms > 200, next: good}], otherwise: bad}", 3),
    ("order: {question: Which?, input: text, fact: order, next: find}\n"
     "find: {lookup: orders, keep: [price], results: {sent: by, lost: bad}, unavailable: bad}\n"
     "by: {decide: [{when: known(price) and price >= 99.5, next: good}], otherwise: bad}", 3),
    ("by: {decide: [{when: known(os) and os == 'linux', next: good}], otherwise: which}\n"
     "which: {question: Which?, answers: {a: {label: First one, next: bad}}}", 2),
])  # fmt: skip
def test_values_are_found_that_lead_everywhere(tmp_path: Path, steps: str, everything: int) -> None:
    """Numbers, days, codes, messages, several answers at once, measured and fetched facts, and facts known beforehand."""
    found = suggested(tmp_path, steps)
    assert len(found.drafts) == everything
    assert {goal[1] for goal, _ in found.impossible} <= {"never", "bad"}
    assert {step for step, _ in main_of(load(tmp_path)).missing} <= {"never"}


def test_what_cannot_happen_is_said_with_its_reason(tmp_path: Path) -> None:
    """A question is never asked whose fact is always known by then."""
    found = suggested(tmp_path, """
        which: {question: Which?, fact: wired, answers: {"yes": "Yes", "no": "No"}, next: again}
        again: {question: Again?, fact: wired, answers: {"yes": "Yes", "no": "No"}, next: good}
    """)  # fmt: skip
    assert [(goal, why.partition(":")[0]) for goal, why in found.impossible if goal[0] == "answer"] == [
        (("answer", "again", "yes"), "`again` is never asked"), (("answer", "again", "no"), "`again` is never asked"),
    ]  # fmt: skip
    assert ("outcome", "bad", "") in [goal for goal, _ in found.impossible]


def test_two_walks_never_share_a_name(tmp_path: Path) -> None:
    """Nor take one that the file has."""
    steps = 'a: {question: Sure?, answers: {x: {label: Same words, next: good}, y: {label: Same words, next: bad}}}'
    found = suggested(tmp_path, steps, "scenarios:\n  - {name: same words, walk: [{a: x}], ends: bad}\n")
    names = [draft.name for draft in found.drafts]
    assert "same words" not in names and len(set(names)) == len(names)


def test_a_step_that_two_trees_have_is_named_by_its_own_tree(tmp_path: Path) -> None:
    """The called tree's question and the caller's are two."""
    steps = 'ask: {question: Ours?, answers: {"y": {label: Ours it is, next: power}}}\npower: {call: inner, next: good}'
    found = suggested(tmp_path, steps, inner='ask: {question: Theirs?, answers: {z: {label: Theirs it is, next: back}}}')
    assert [draft.name for draft in found.drafts] == ["ours it is, theirs it is"]


def test_a_large_tree_ends_with_an_honest_reason(tmp_path: Path) -> None:
    """The search is bounded."""
    made = library(tmp_path)
    assert not search(made.programs["main"], most=2).complete


def test_the_trees_of_this_project_can_be_covered_whole() -> None:
    """Every step, answer and outcome of the shared trees, from nothing."""
    made = load(TREES)
    for name in ("memory-test", "power-drain", "restart-router", "internet-down"):
        found = suggest(made.programs[name], covered_by(made.programs[name], []))
        assert found.drafts and found.impossible == ()
    assert run_scenarios(made, ["memory-test"])["memory-test"].failures == ()
