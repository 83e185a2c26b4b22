"""What a written tree becomes, and that one cause is reported once, wherever its consequences show."""

from pathlib import Path

import pytest

from diagnostics.library.load import Library, load
from diagnostics.program import types as t
from tests.fixtures.broken_files import FOLDER

FEATURES = Path(__file__).parents[1] / "fixtures" / "trees"
HEAD = "format: 1\ntree: {name}\ntitle: T\nsummary: S\narea: sound\nowner: repair-desk\nreviewed: 2026-11-22\nstart: first\nsteps:\n"
DONE = "  done: {outcome: resolved, says: Done.}\n"


@pytest.fixture(scope="module")
def features() -> Library:
    return load(FEATURES)


def step(library: Library, tree: str, name: str) -> t.Step:
    return library.programs[tree].root.steps[name]


def folder(path: Path, library: str = "", **trees: str) -> Path:
    """A folder of trees with the library of the broken files, or another."""
    (path / "_library.yml").write_text(library or (FOLDER / "_library.yml").read_text(encoding="utf-8"), encoding="utf-8")
    for name, steps in trees.items():
        (path / f"{name}.yml").write_text(HEAD.format(name=name) + steps, encoding="utf-8")
    return path


def test_the_feature_trees_have_no_violations(features: Library) -> None:
    """One tiny tree per thing that the language can say."""
    assert features.violations == ()


def test_an_answer_without_a_route_takes_that_of_its_step(features: Library) -> None:
    """And keeps its own where it has one."""
    lamp = step(features, "answers", "lamp")
    assert isinstance(lamp, t.Choice)
    assert {name: answer.next for name, answer in lamp.answers.items()} == {"on": "solved", "off": "person", "unsure": "solved"}


def test_the_answers_of_a_fact_set_their_own_id_unless_they_are_unknown(features: Library) -> None:
    """`unknown: true` sets nothing."""
    system = step(features, "known-fact", "system")
    assert isinstance(system, t.Choice)
    assert [answer.value for answer in system.answers.values()] == ["windows", "macos", None]


def test_the_bounds_of_inputs_are_kept_exactly(features: Library) -> None:
    """As decimal texts, days or `today`."""
    bounds = {name: (s.low, s.high) for name, s in features.programs["inputs"].root.steps.items() if isinstance(s, t.Input)}
    assert bounds == {
        "age": ("0", "99.5"), "price": ("1", None), "bought": ("2000-01-01", "today"), "order": (None, None),
        "country": (None, None), "message": (None, "100"),
    }  # fmt: skip


def test_a_member_of_a_fixes_list_knows_its_list(features: Library) -> None:
    """And needs no route of its own."""
    restart = step(features, "fixes", "restart")
    assert isinstance(restart, t.Instruction)
    assert (restart.in_list, restart.not_fixed) == ("tries", None)


def test_steps_on_a_cycle_are_marked(features: Library) -> None:
    """Their arrivals are counted."""
    assert {name for name, s in features.programs["loop"].root.steps.items() if s.loops} == {"try", "again"}


def test_a_step_whose_answer_is_read_is_remembered(features: Library) -> None:
    """`answer('step')` in an expression makes it so."""
    assert getattr(step(features, "guard", "remembered"), "remember", None) is True


def test_a_program_holds_what_it_calls_and_nothing_else(features: Library) -> None:
    """Trees, facts and teams that it does not use are left out."""
    program = features.programs["caller"]
    assert (set(program.trees), set(program.facts), set(program.teams)) == ({"caller", "drain"}, {"os"}, {"desk"})


def test_a_shared_tree_is_not_offered(features: Library) -> None:
    """It is only ever called."""
    assert "drain" in features.programs
    assert "drain" not in features.offered()


def test_a_fact_broken_in_the_library_file_is_one_violation_however_many_trees_use_it(tmp_path: Path) -> None:
    """In conditions, texts, questions and `bring`; and none of these trees runs."""
    library = (FOLDER / "_library.yml").read_text(encoding="utf-8").replace("type: choice, values", "type: choise, values")
    uses = (
        "  first:\n    question: Which on {os}?\n    fact: os\n    answers: {windows: Windows}\n    next: split\n"
        "  split: {decide: [{when: \"os == 'windows'\", next: done}], otherwise: done}\n"
        "  done: {outcome: handoff, says: Done., to: repair-desk, bring: [os]}\n"
    )
    loaded = load(folder(tmp_path, library, one=uses, two=uses))
    assert [(v.span.file, v.code) for v in loaded.violations] == [("_library.yml", "ST008")]
    assert loaded.programs == {}


def test_a_kind_of_declaration_that_cannot_be_read_is_one_violation(tmp_path: Path) -> None:
    """The names in it are not said to be missing."""
    library = (FOLDER / "_library.yml").read_text(encoding="utf-8").replace("areas:\n", "areas: none\nareass:\n")
    loaded = load(folder(tmp_path, library, one="  first: {outcome: stop, says: S}\n"))
    assert {v.span.file for v in loaded.violations} == {"_library.yml"}


def test_a_called_tree_that_cannot_be_read_is_reported_there_alone(tmp_path: Path) -> None:
    """The caller is not wrong; it does not run either."""
    path = folder(tmp_path, one="  first: {call: two, next: done}\n" + DONE, two="  first: {outcome: retrun}\n")
    loaded = load(path)
    assert [(v.span.file, v.code) for v in loaded.violations] == [("two.yml", "ST008")]
    assert loaded.programs == {}


def test_a_tree_that_calls_a_broken_one_has_no_program_and_no_violation(tmp_path: Path) -> None:
    """Its author would look in vain for a mistake."""
    loaded = load(folder(tmp_path, one="  first: {call: two}\n", two="  first: {outcome: stop, says: S, to: nobody}\n"))
    assert [(v.span.file, v.code) for v in loaded.violations] == [("two.yml", "RF003")]
    assert loaded.programs == {}


def test_a_step_that_is_broken_can_still_be_led_to(tmp_path: Path) -> None:
    """By an expression, a fixes list and `bring`: its own violation is the only one."""
    steps = (
        "  first: {question: Q, answers: {\"yes\": {label: L, next: list}}, next: done}\n"
        "  bad: {questoin: Q, next: done}\n"
        "  list: {fixes: [bad], not_fixed: split}\n"
        "  split: {decide: [{when: \"answer('bad') == 'x'\", next: first}], otherwise: list}\n"
        "  done: {outcome: handoff, says: Done., to: repair-desk, bring: [bad]}\n"
    )  # fmt: skip
    assert [v.code for v in load(folder(tmp_path, one=steps)).violations] == ["ST004"]


@pytest.mark.parametrize(
    ("code", "step"),
    [
        ("ST008", "{outcome: handof}"),
        ("ST008", "{question: Q, input: nmber, min: 1, unit: GB, fact: age, next: done}"),
        ("ST008", "{question: Q, choose: mny, fact: signs, answers: {noise: N}, next: done}"),
        ("ST008", "{check: netwrk, results: {pass: done, fail: done, unavailable: done}, keep: [speed]}"),
        ("ST001", "{question: Q, answers: {a: {label: A, nxt: done}}}"),
        ("ST001", "{question: Q, chose: many, answers: {a: {label: A, next: done}}}"),
        ("ST001", "{instruction: I, actions: [A], notfixed: done}"),
        ("ST001", "{outcome: handoff, says: S, too: repair-desk}"),
        ("ST001", "{information: I, whn: known(os), otherwise: done, next: done}"),
        ("ST003", "{question: Q, fact: os, answers: {windows: true, macos: M}, next: done}"),
        ("RF002", "{question: Q, answers: {a: A}, next: nowhere}"),
        ("RF016", "{check: network, results: {pass: done, fial: done, unavailable: done}}"),
        ("SY007", "{outcome: stop, says: S, says: T}"),
    ],
)
def test_one_cause_is_one_violation(code: str, step: str, tmp_path: Path) -> None:
    """What hangs on a broken value is passed over in silence."""
    loaded = load(folder(tmp_path, one=f"  first: {step}\n{DONE}"))
    assert [v.code for v in loaded.violations] == [code]


@pytest.mark.parametrize(
    "step",
    [
        "{question: 'Q {x}', input: text, fact: y, next: z}",
        "{question: 'Q {x}', paste: true, matches: [{text: T, next: y}], next: z}",
        "{question: 'Q {x}', answers: {a: {label: A, next: y}, b: {label: B, next: z}}}",
        "{information: 'I {x}', text: '{y}', next: z}",
        "{lookup: x, results: {a: done}, unavailable: y, when: z, otherwise: done}",
        "{instruction: 'I {x}', actions: ['{y}'], not_fixed: z}",
        "{outcome: handoff, says: '{x}', to: y, bring: [z]}",
    ],
)
def test_all_independent_mistakes_of_a_step_are_reported_at_once(step: str, tmp_path: Path) -> None:
    """One never hides another."""
    loaded = load(folder(tmp_path, one=f"  first: {step}\n{DONE}"))
    assert len(loaded.violations) == 3
