"""Two programs to what changed between them: each kind of change, in words, and nothing else."""

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given

from diagnostics.changes.change import Change
from diagnostics.changes.differences import differences, library_differences
from diagnostics.changes.figures import met
from diagnostics.changes.page import changes_to_json, changes_to_text
from diagnostics.changes.words import reworded, sentence
from diagnostics.program.types import Contact, Fact, Instruction, Program, Team
from tests.engine.guides import guide
from tests.strategies.libraries import Written, clean_program, libraries

STEPS = """
    other: {question: Does another device work?, hint: In the room, answers: {works: {label: "Yes", next: fixes}, dead: {label: "No", next: line}}}
    fixes: {fixes: [restart, plug], not_fixed: bad}
    restart: {instruction: Restart the router in the hall now, risk: Save your work., actions: [Pull the plug, Wait], minutes: 3}
    plug: {instruction: Plug it in again, actions: [Now]}
    line: {check: network, results: {pass: way, fail: bad, unavailable: way}}
    way: {decide: [{when: "known(os) and os == 'windows'", next: sure}, {when: "known(os) and os == 'macos'", next: bad}], otherwise: bad}
    sure: {question: Which colour?, fact: word, input: text, next: bad}
"""

EDITS = [
    ('dead: {label: "No", next: line}', 'dead: {label: "No", next: bad}', "answer `dead` of `other` now leads to `bad`, was `line`"),
    (', dead: {label: "No", next: line}', "", "answer `dead` of `other` is gone, was “No” → `line`"),
    ("dead: {", "offline: {", "answer `dead` of `other` is now called `offline`; all else about it is the same"),
    ("{works: {", '{maybe: {label: Sometimes, next: line}, works: {', "new answer `maybe` of `other`: “Sometimes” → `line`"),
    ('{works: {label: "Yes", next: fixes}, dead: {label: "No", next: line}}', '{dead: {label: "No", next: line}, works: {label: "Yes", next: fixes}}',
     "the answers of `other` now come as dead, works, were works, dead"),
    ('label: "No"', "label: Not at all", "`label` of answer `dead` of `other` now reads “Not at all”, was “No”"),
    ("[restart, plug]", "[plug, restart]", "the fixes of `fixes` now come as plug, restart, were restart, plug"),
    ("fixes: {fixes: [restart, plug], not_fixed: bad}", "fixes: {fixes: [restart, plug], not_fixed: sure}",
     "`fixes` now leads to `sure` by `not_fixed`, was `bad`"),
    ("the router in the hall now", "the router in the cellar now",
     "`instruction` of `restart` now reads “… router in the cellar now”, was “… router in the hall now”"),
    ("risk: Save your work., ", "", "`risk` of `restart` is gone, was “Save your work.”"),
    ("actions: [Pull the plug, Wait]", "actions: [Pull the plug]", "`action 2` of `restart` is gone, was “Wait”"),
    ("minutes: 3", "minutes: 5", "`minutes` of `restart` is now `5`, was `3`"),
    ("check: network, results: {pass: way", "check: network, results: {pass: bad", "answer `pass` of `line` now leads to `bad`, was `way`"),
    ("check: network", "check: display", "`check` of `line` is now `display`, was `network`"),
    ("os == 'windows'", "os == 'linux'",
     "the condition `decide` of `way` is now `known(os) and os == 'linux'`, was `known(os) and os == 'windows'`"),
    ("fact: word, input: text", "fact: count, input: number", "the fact that `sure` sets is now `count`, was `word`"),
    ("hint: In the room, ", "", "`hint` of `other` is gone, was “In the room”"),
    ("sure: {question: Which colour?, fact: word, input: text, next: bad}", "sure: {information: Which colour?, text: Look., next: bad}",
     "`sure` is now an information, was an input"),
    ("sure", "colour", "step `sure` is now called `colour`; all else about it is the same"),
]  # fmt: skip


def told(old: Program, new: Program) -> list[str]:
    return [sentence(change) for change in differences(old, new)]


def program(steps: str = STEPS) -> Program:
    return guide(steps, proved=False)


@pytest.mark.parametrize(("was", "now", "says"), EDITS, ids=[says[:40] for _, _, says in EDITS])
def test_an_edit_is_said_in_words(was: str, now: str, says: str) -> None:
    """And the way back is a change as well."""
    assert was in STEPS
    old, new = program(), program(STEPS.replace(was, now))
    assert says in told(old, new)
    assert len([change for change in differences(old, new) if change.kind != "declaration"]) == (2 if "sets" in says else 1)
    assert differences(new, old)


def test_a_declaration_that_decides_comes_before_an_estimate_of_a_step() -> None:
    """And one that decides nothing comes behind what does."""
    old = program()
    steps = {name: replace(step, minutes=9.0) if isinstance(step, Instruction) else step for name, step in old.root.steps.items()}
    longer = replace(old, trees={**old.trees, old.tree: replace(old.root, steps=steps)})
    os = replace(old.facts["os"], kind="text", values={})
    flags = [change.structural for change in differences(old, replace(longer, facts={**old.facts, "os": os}))]
    assert set(flags) == {True, False} and flags == sorted(flags, reverse=True)


def test_equal_programs_have_no_differences() -> None:
    """Compiled twice, they are the same."""
    assert differences(program(), program()) == ()


def test_a_step_that_came_or_went_is_told_with_its_text() -> None:
    """And where a new one leads."""
    old = program()
    new = program(STEPS.replace("fail: bad", "fail: cable") + "    cable: {instruction: Look at the cable, actions: [Now], not_fixed: bad}\n")
    assert told(old, new) == ["new instruction `cable` “Look at the cable”, which leads to `bad`",
                              "answer `fail` of `line` now leads to `cable`, was `bad`"]  # fmt: skip
    assert told(new, old)[0] == "instruction `cable` is gone, which said “Look at the cable”"


def test_a_member_more_is_a_member_more() -> None:
    """Not a new order of the others."""
    old = program()
    new = program(STEPS.replace("[restart, plug]", "[wait, restart, plug]") + "    wait: {instruction: Wait, actions: [Now]}\n")
    assert told(old, new)[1:] == ["the fixes of `fixes` now try `wait`"]


def test_what_leads_elsewhere_comes_before_wording() -> None:
    """Whatever stands first in the file."""
    new = program(STEPS.replace("another device", "another lamp").replace("not_fixed: bad}", "not_fixed: sure}"))
    assert [change.structural for change in differences(program(), new)] == [True, False]


def test_outcomes_tell_their_kind_and_their_team() -> None:
    """Customers end in other hands."""
    old = program()
    bad = replace(old.root.steps["bad"], kind="stop", team=None)  # type: ignore[call-arg]  # an outcome
    new = replace(old, trees={"main": replace(old.root, steps={**old.root.steps, "bad": bad})})
    assert told(old, new) == ["the outcome `bad` is now `stop`, was `handoff`", "the team that `bad` hands over to is gone, was `desk`"]


def test_a_header_tells_its_start_and_its_entries() -> None:
    """Where a visit begins is structure; how the tree is called is wording."""
    old = program()
    new = replace(old, trees={"main": replace(old.root, start="way", title="Dark", errors=(("E42", "line"),))})
    assert told(old, new) == ["the tree now starts at `way`, was `other`", "the start for the error “E42” is new: `line`",
                              "`title` of the tree now reads “Dark”, was “Example”"]  # fmt: skip


def test_declarations_that_matter_are_told() -> None:
    """Facts part by part, teams with how they are reached."""
    old = program()
    os = replace(old.facts["os"], values={"windows": "Windows", "macos": "macOS"})
    desk = Team("The desk", (Contact("phone", "2", "The desk"),))
    new = replace(old, facts={**old.facts, "os": os, "age": Fact("Age", "number")}, teams={"desk": desk})
    said = told(old, new)
    assert "fact `os`, values is now windows, macos, was windows, macos, linux" in said
    assert "fact `age` is used now: label Age; type number; personal no" in said
    assert "team `desk`, contact 1 is now phone, The desk, 2, was phone, The desk, 112" in said


def test_of_libraries_each_tree_is_told_once() -> None:
    """A shared tree changed for all that call it, and a tree came and another went."""
    def both(shared: str) -> dict[str, Program]:
        inside = {"line": f"look: {{question: {shared}, answers: {{y: {{label: Y, next: back}}}}}}"}
        one, two = (guide("call_it: {call: line, next: bad}", more=f"# {n}", **inside) for n in "ab")
        return {"main": one, "also": replace(two, tree="also", trees={"also": replace(two.root, id="also"), "line": two.trees["line"]})}

    old, new = both("Is it on?"), both("Is it off?")
    changes = library_differences(old, new)
    assert [(change.tree, sentence(change)) for change in changes] == [("line", "`question` of `look` now reads “Is it off?”, was “Is it on?”")]
    gone = library_differences(old, {"main": old["main"]})
    assert [sentence(change) for change in gone] == ["the tree `also` is gone: “Example”"]


def test_long_texts_are_told_by_the_piece_that_changed() -> None:
    """Three words on either side, and never more than a line."""
    old = "one two three four five six seven eight nine ten"
    assert reworded(old, old.replace("six", "6")) == ("“… three four five six seven eight nine …”", "“… three four five 6 seven eight nine …”")
    assert reworded("a b", "a b c") == ("“a b”", "“a b c”")
    assert all(len(text) <= 122 for text in reworded("x" * 500, "y " * 400))


def test_a_text_cannot_play_with_the_terminal() -> None:
    """Escape sequences and signs that turn the line round are shown as what they are: nothing to print."""
    said = sentence(Change("text", "main", "lit", "", "question", "Is it lit?", "Is \x1b[2J it \u202elit?", False))
    assert said == "`question` of `lit` now reads “Is \ufffd[2J it \ufffdlit?”, was “Is it lit?”"


def test_figures_stand_beside_the_words_most_visited_first() -> None:
    """Of a renamed step those of its old name; of a new one none."""
    new = program(STEPS.replace('"No", next: line', '"No", next: bad').replace("not_fixed: bad}", "not_fixed: sure}").replace("restart", "reboot"))
    changes = differences(program(), new)
    passed = {("main", "other", ""): 400, ("main", "other", "dead"): 312, ("main", "restart", ""): 500}
    found = met(changes, passed)
    assert [(one.change.kind, one.visits) for one in found] == [("step.renamed", 500), ("answer.route", 312), ("step.route", None)]
    text = "\n".join(changes_to_text(found, "last month's visits"))
    assert "answer `dead` of `other` now leads to `bad`, was `line`; 312 of last month's visits took it" in text
    assert text.startswith("main (its structure changes: figures of before and after cannot be compared)")


def test_without_figures_there_are_words_alone() -> None:
    """And the JSON says that it does not know."""
    found = met(differences(program(), program(STEPS.replace('"No", next: line', '"No", next: bad'))), None)
    assert changes_to_json(found)[0]["visits"] is None
    assert json.loads(json.dumps(changes_to_json(found)))[0]["says"] == "answer `dead` of `other` now leads to `bad`, was `line`"
    assert "  answer `dead` of `other` now leads to `bad`, was `line`" in list(changes_to_text(found))


@given(libraries(), libraries())
def test_of_any_two_programs_the_differences_are_told(one: Written, other: Written) -> None:
    """Nothing raises, and a change of structure is told exactly where the structures differ."""
    old, new = clean_program(one), clean_program(other)
    assume(old is not None and new is not None)
    assert old is not None and new is not None
    changes = differences(old, new)
    assert all(sentence(change) for change in changes)
    assert bool(changes) == (replace(old, fingerprint="", structure="") != replace(new, fingerprint="", structure=""))
    if old.structure != new.structure:
        assert any(change.structural for change in changes)
    assert all(isinstance(change, Change) for change in changes)
