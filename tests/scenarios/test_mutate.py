"""Two `next`s change places: scenarios that check where a visit goes notice, and what makes no difference to anybody is not counted."""

from pathlib import Path

from diagnostics.scenarios.mutate import Judged, judge
from diagnostics.scenarios.places import unnoticed
from diagnostics.scenarios.swaps import exits_of, swapped, swaps_of
from tests.scenarios.folders import PASSES, STEPS, library, main_of


def judged(folder: Path, steps: str = STEPS, scenarios: str = PASSES, **called: str) -> Judged:
    made = library(folder, steps, scenarios, **called)
    return judge(made.programs["main"], main_of(made).results)


def test_a_swap_that_no_scenario_notices_is_told_with_a_visit_that_would(tmp_path: Path) -> None:
    """Which places, where they lead, and by what answers somebody comes elsewhere."""
    steps = """
        a: {question: A?, answers: {x: {label: X, next: good}, y: {label: Y, next: bad}, z: {label: Z, next: good}}}
    """
    done = judged(tmp_path, steps, "scenarios:\n  - {name: x, walk: [{a: x}], ends: good}\n")
    assert (done.swaps, done.tried, done.counted, done.noticed) == (2, 2, 2, 1)
    [one] = done.unnoticed
    assert (one.one.words(), one.one.target, one.other.words(), one.other.target) == ("answer `y` of `a`", "bad", "answer `z` of `a`", "good")
    assert ([said[:2] for said in one.walk], one.before, one.now) == ([("a", "y")], "bad", "good")


def test_scenarios_that_end_everywhere_notice_everything(tmp_path: Path) -> None:
    """Nothing is left to report."""
    done = judged(tmp_path, scenarios=PASSES + "  - {name: out, walk: [{plugged: out}], ends: bad}\n"
                  "  - {name: no, walk: [{plugged: in_wall}, {restart: not_fixed}], ends: bad}\n")  # fmt: skip
    assert done.unnoticed == () and done.noticed == done.counted > 0


def test_what_changes_nothing_is_not_counted(tmp_path: Path) -> None:
    """A case that can never hold may lead anywhere, and a step that shows nothing and leads to one place only may be left out."""
    steps = """
        a: {question: A?, fact: wired, answers: {"yes": "Yes", "no": "No"}, next: by}
        by: {decide: [{when: wired == 'yes' and wired == 'no', next: bad}], otherwise: then}
        then: {decide: [{when: wired == 'yes' and wired == 'no', next: good}], otherwise: good}
    """
    done = judged(tmp_path, steps, "scenarios: []\n")
    assert (done.noticed, done.tried - done.counted) == (0, 3)
    assert all({one.one.key, one.other.key} != {"1"} for one in done.unnoticed)


def test_a_swap_that_makes_a_circle_is_noticed(tmp_path: Path) -> None:
    """It ends, and quickly."""
    steps = """
        a: {question: A?, answers: {x: {label: X, next: b}, y: {label: Y, next: bad}}}
        b: {question: B?, answers: {x: {label: X, next: c}, y: {label: Y, next: bad}}}
        c: {question: C?, answers: {x: {label: X, next: good}, y: {label: Y, next: bad}}}
    """
    done = judged(tmp_path, steps, "scenarios:\n  - {name: x, walk: [{a: x}, {b: x}, {c: x}], ends: good}\n")
    assert done.noticed > 0


def test_every_kind_of_exit_can_be_swapped(tmp_path: Path) -> None:
    """And the program then leads there."""
    steps = """
        a: {question: A?, choose: many, fact: marks, answers: {noise: N, smell: S}, next: b}
        b: {question: B?, input: number, fact: count, next: c}
        c: {question: C?, paste: true, matches: [{text: E4, next: d}], next: e}
        d: {check: network, results: {pass: e, fail: bad, unavailable: e}}
        e: {information: E, next: f}
        f: {compute: {total: count + 1}, next: g}
        g: {decide: [{when: count > 3, next: h}], otherwise: bad}
        h: {call: inner, next: i}
        i: {fixes: [one], not_fixed: j}
        one: {instruction: One, actions: [Now]}
        j: {instruction: J, when: count > 5, otherwise: bad, actions: [Now], fixed: good, not_fixed: k, cannot: bad}
        k: {question: K?, at_most: {rounds: 1, then: good}, answers: {x: {label: X, next: a}}}
    """
    made = library(tmp_path, steps, inner='z: {question: Z?, answers: {x: {label: X, next: back}}}')
    program = made.programs["main"]
    exits = exits_of(program)
    assert {(exit.step, exit.kind, exit.key) for exit in exits} == {
        ("a", "key", "next"), ("b", "key", "next"), ("c", "match", "E4"), ("c", "key", "next"), ("d", "result", "pass"), ("d", "result", "fail"),
        ("d", "result", "unavailable"), ("e", "key", "next"), ("f", "key", "next"), ("g", "case", "1"), ("g", "key", "otherwise"),
        ("h", "key", "next"), ("i", "key", "not_fixed"), ("j", "key", "otherwise"), ("j", "key", "fixed"), ("j", "key", "not_fixed"),
        ("j", "key", "cannot"), ("k", "key", "then"), ("k", "answer", "x"),
    }  # fmt: skip
    for one, other in swaps_of(exits)[0]:
        targets = {(e.step, e.kind, e.key): e.target for e in exits_of(swapped(program, one, other))}
        assert targets[one.step, one.kind, one.key] == other.target and targets[other.step, other.kind, other.key] == one.target
        assert exits_of(swapped(swapped(program, one, other), one._replace(target=other.target), other._replace(target=one.target))) == exits


def test_beyond_the_bound_an_even_sample_is_tried(tmp_path: Path) -> None:
    """Always the same one, and all swaps within a step."""
    exits = exits_of(library(tmp_path).programs["main"])
    tried, every = swaps_of(exits, most=2)
    assert len(tried) == 2 < every
    assert tried == swaps_of(exits, most=2)[0]


def test_the_warning_stands_at_the_answer(tmp_path: Path) -> None:
    """Line and column of the first of the two."""
    made = library(tmp_path)
    one, other = exits_of(made.programs["main"])[:2]
    found = unnoticed(made.trees["main"], one, other, "a hint")
    assert found.source[found.span.column - 1 :].startswith("in_wall:")
    assert found.severity.value == "warning" and found.code == "SC005"
