"""`diagnostics play`: a tree in the terminal, with answers from the keyboard or a pipe."""

from pathlib import Path

import pytest

from tests.cli.running import GOOD, library, run

EVERY_KIND = """
    system: {question: "Which {{system}}?", fact: os, answers: {windows: Windows, macos: macOS}, next: signs}
    signs: {question: Signs?, choose: many, fact: marks, answers: {noise: A noise, smell: A smell, nothing: {label: None, none: true}}, next: count}
    count: {question: How many?, input: number, fact: count, optional: true, next: kind}
    kind: {question: Which kind?, input: choice, fact: wired, next: says}
    says: {question: What does it say?, paste: true, matches: [{text: "E4*", next: line}], next: bad}
    line: {check: network, keep: [latency_ms], results: {pass: order, fail: bad, unavailable: bad}}
    order: {question: Which order?, input: text, fact: order, next: find}
    find: {lookup: orders, keep: [price], results: {sent: read, lost: bad}, unavailable: bad}
    read: {information: "For {os} with {marks}", text: "Read [this]", next: restart}
    restart:
      instruction: Restart
      risk: It may be off
      actions: [{do: Pull, detail: The plug}, Wait]
      expect: A light
      not_fixed: bad
"""


def play(folder: Path, typed: str, tree: str = "main") -> tuple[int, str]:
    result = run("play", tree, "--folder", folder, typed=typed)
    assert "Traceback" not in result.output
    return result.exit_code, result.output


def test_numbers_and_ids_are_answers(tmp_path: Path) -> None:
    """Both lead to the end, and the path is shown."""
    library(tmp_path)
    for typed in ("1\n1\n", "in_wall\nfixed\n"):
        code, output = play(tmp_path, typed)
        assert (code, "End: resolved" in output) == (0, True)
        assert "path: plugged → restart → good" in output


def test_every_kind_of_step_can_be_played(tmp_path: Path) -> None:
    """Facts are shown by their labels, braces as braces, brackets as brackets."""
    code, output = play(library(tmp_path, main=EVERY_KIND), "1\n1,smell\n\nyes\nE42\npass\n17\nsent\n\n1\n")
    assert (code, "End: resolved" in output) == (0, True)
    for line in ("Which {system}?", "For Windows with A noise, A smell", "Read [this]", "Mind: It may be off", "- Pull (The plug)", "Check: network"):
        assert line in output


def test_what_does_not_fit_is_asked_again(tmp_path: Path) -> None:
    """With the reason."""
    code, output = play(library(tmp_path), "nonsense\n3\n0\n-1\n²\n" + "9" * 5000 + "\nin_wall\nfixed\n")
    assert (code, output.count("That does not fit here: choose one")) == (0, 6)


def test_b_goes_back(tmp_path: Path) -> None:
    """One answer at a time; at the start nothing happens."""
    code, output = play(library(tmp_path), "b\nin_wall\nb\nout\n")
    assert (code, "path: plugged → bad" in output) == (0, True)


def test_b_goes_back_past_what_was_skipped(tmp_path: Path) -> None:
    """A computed fact was never asked, so there is nothing to take back there."""
    steps = """
        ask: {question: Which?, answers: {a: A, b_side: B}, next: guess}
        guess: {compute: {kind: "'desk'"}, next: which}
        which: {question: Which kind?, fact: kind, answers: {desk: Desktop, lap: Laptop}, next: last}
        last: {question: Last?, answers: {z: Z}, next: good}
    """
    code, output = play(library(tmp_path, main=steps), "a\nb\nb_side\nz\n")
    assert (code, "path: ask → which → last → good" in output) == (0, True)
    assert output.count("Which?") == 2


def test_a_look_up_can_be_left(tmp_path: Path) -> None:
    """`b`, `q` and nonsense do there what they do elsewhere."""
    steps = """
        order: {question: Which order?, input: text, fact: order, next: find}
        find: {lookup: orders, results: {sent: good, lost: bad}, unavailable: bad}
    """
    library(tmp_path, main=steps)
    assert play(tmp_path, "17\nq\n")[0] == 0
    assert play(tmp_path, "17\n")[0] == 0
    code, output = play(tmp_path, "17\nsunk\nb\n18\n1\n")
    assert (code, "Order: 18" in output, "End: resolved" in output) == (0, True, True)


@pytest.mark.parametrize("typed", ["", "q\n", "in_wall\nq\n", "in_wall\n", "\n\n\n"])
def test_stopping_is_no_mistake(typed: str, tmp_path: Path) -> None:
    """`q`, and the end of what is piped in."""
    assert play(library(tmp_path), typed)[0] == 0


def test_a_tree_may_be_named_by_its_file(tmp_path: Path) -> None:
    """As an editor's terminal completes it."""
    library(tmp_path)
    assert run("play", tmp_path / "main.yml", typed="q\n").exit_code == 0


@pytest.mark.parametrize(("tree", "hint"), [("mian", "did you mean `main`?"), ("", "there is no tree"), ("../main", "there is no tree")])
def test_an_unknown_tree_is_called_wrongly(tree: str, hint: str, tmp_path: Path) -> None:
    """With the one that was probably meant."""
    code, output = play(library(tmp_path), "q\n", tree)
    assert (code, hint in output) == (2, True)


def test_a_broken_tree_is_not_played(tmp_path: Path) -> None:
    """Its own violations are shown, and exit 1."""
    library(tmp_path, main=GOOD.replace("next: restart", "next: nowhere"), other=GOOD.replace("next: bad", "next: elsewhere"))
    code, output = play(tmp_path, "q\n")
    assert (code, "nowhere" in output, "elsewhere" in output) == (1, True, False)


def test_a_tree_that_leads_nowhere_says_so(tmp_path: Path) -> None:
    """Exit 1 and one line."""
    steps = """
        system: {question: Which?, fact: os, answers: {windows: W, macos: M}, next: by}
        by: {decide: [{when: os == 'windows', next: good}]}
    """
    code, output = play(library(tmp_path, main=steps), "macos\n")
    assert (code, "no case of by in the tree main holds" in output) == (1, True)


def test_a_tree_that_goes_round_can_be_played(tmp_path: Path) -> None:
    """An author looks for the mistake; the page must not hang."""
    code, _ = play(library(tmp_path, main="here: {information: Here, next: there}\nthere: {information: There, next: here}\n"), "\n\n\n\nq\n")
    assert code == 0
