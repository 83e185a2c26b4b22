"""What scenarios cover: the steps, answers and outcomes of the tree itself."""

from pathlib import Path

from tests.scenarios.folders import PASSES, STEPS, library, main_of


def test_steps_and_outcomes_that_no_scenario_comes_to_are_named(tmp_path: Path) -> None:
    """In the order of the file."""
    done = main_of(library(tmp_path, scenarios=PASSES))
    assert (done.steps, done.missing_steps) == (2, ())
    assert (done.outcomes, done.missing_outcomes) == (2, ("bad",))
    assert done.file == "main.test.yml"


def test_a_tree_without_scenarios_has_everything_to_cover(tmp_path: Path) -> None:
    """Nothing is covered, and nothing fails."""
    done = main_of(library(tmp_path))
    assert done.missing_steps == ("plugged", "restart")
    assert done.missing_outcomes == ("good", "bad")
    assert done.failures == ()


def test_an_instruction_that_ends_the_visit_is_an_outcome(tmp_path: Path) -> None:
    """It is `resolved`, which no file writes."""
    steps = STEPS.replace(", fixed: good", "")
    done = main_of(library(tmp_path, steps, PASSES.replace("ends: good", "ends: resolved")))
    assert (done.outcomes, done.missing_outcomes) == (3, ("good", "bad"))


def test_silent_steps_count_where_a_walk_passes_them(tmp_path: Path) -> None:
    """A decision, a computation, a call and a fixes list leave no page, and are covered all the same."""
    steps = """
        which: {question: Which?, fact: os, answers: {windows: W, macos: M}, next: by}
        by: {decide: [{when: os == 'windows', next: sum}], otherwise: ask}
        sum: {compute: {total: "1 + 1"}, next: list}
        list: {fixes: [one], not_fixed: bad}
        one: {instruction: One, actions: [Now]}
        ask: {call: inner, next: good}
    """
    scenarios = "scenarios:\n  - {name: w, walk: [{which: windows}, {one: not_fixed}], ends: bad}\n"
    inner = 'look: {question: Look?, answers: {"yes": {label: "Yes", next: back}}}'
    done = main_of(library(tmp_path, steps, scenarios, inner=inner))
    assert done.failures == ()
    assert done.missing_steps == ("ask",)


def test_a_page_that_was_shown_covers_its_step_though_nobody_answered(tmp_path: Path) -> None:
    """A walk that stops short fails, and has shown where it stopped."""
    done = main_of(library(tmp_path, scenarios="scenarios:\n  - {name: short, walk: [{plugged: in_wall}], ends: good}\n"))
    assert len(done.failures) == 1
    assert done.missing_steps == ()
    assert ("restart", "fixed") in done.missing


def test_a_scenario_may_begin_where_an_error_message_leads(tmp_path: Path) -> None:
    """`entry` is one of the tree's entries; another one is refused with those that there are."""
    more = "errors: [{match: E4, start: restart}]"
    good = "scenarios:\n  - {name: by its message, entry: restart, walk: [{restart: fixed}], ends: good}\n"
    assert main_of(library(tmp_path, scenarios=good, more=more)).failures == ()
    failure = main_of(library(tmp_path, scenarios=good.replace("entry: restart", "entry: bad"), more=more)).failures[0]
    assert failure.message == "by its message: no visit begins at `bad`"
    assert failure.hint == "a visit begins at `plugged` or `restart`"
