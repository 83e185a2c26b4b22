"""A scenario walks as a customer would: it passes, or says at its own line where the tree goes another way."""

import tempfile
from pathlib import Path
from textwrap import dedent

import pytest

from diagnostics.library.load import load
from diagnostics.scenarios import coverage
from tests.engine.guides import BACK, LIBRARY, written

TREE = """
    system: {question: Which system?, fact: os, answers: {windows: Windows, macos: macOS, unsure: {label: Not sure, unknown: true}}, next: signs}
    signs: {question: Signs?, choose: many, fact: marks, answers: {noise: N, smell: S, nothing: {label: None of these, none: true}}, next: count}
    count: {question: How many?, input: number, fact: count, optional: true, next: says}
    says: {question: What does it say?, paste: true, matches: [{text: "E4*", next: line}], next: line}
    line: {check: network, keep: [latency_ms], results: {pass: order, fail: order, unavailable: order}}
    order: {question: Which order?, input: text, fact: order, next: find}
    find: {lookup: orders, keep: [price], results: {sent: read, lost: bad}, unavailable: bad}
    read: {information: Read, next: power}
    power: {call: inner, next: restart}
    restart: {instruction: Restart, actions: [Now], not_fixed: bad, cannot: good}
"""
INNER = """
    plug: {question: Plugged in?, answers: {in_wall: {label: "Yes", next: back}, out: {label: "No", next: back}}}
"""
WALK = ("{system: windows}, {signs: [noise, smell]}, {count: 3}, {says: error e4}, {line: pass}, {order: 17}, {find: sent}, {read: go_on}, "
        "{plug: in_wall}, {restart: fixed}")  # fmt: skip


def ran(scenarios: str, steps: str = TREE) -> coverage.Tested:
    """The scenarios of a tree, run."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "_library.yml").write_text(LIBRARY)
        (folder / "main.yml").write_text(written("main", steps))
        (folder / "main.test.yml").write_text("scenarios:\n" + dedent(scenarios).lstrip("\n"))
        (folder / "inner.yml").write_text(written("inner", INNER, ends=BACK))
        return coverage.run_scenarios(load(folder))["main"]


def failed(scenarios: str, steps: str = TREE) -> list[str]:
    return [f"{v.span.line}: {v.code} {v.message}" for v in ran(scenarios, steps).failures]


def test_a_walk_through_every_kind_of_step_passes() -> None:
    """Steps inside a called tree are named by their own ids."""
    done = ran(f"""
        - {{name: all of it, walk: [{WALK}], ends: resolved}}
    """)
    assert done.failures == ()
    assert [result.failure for result in done.results] == [None]


def test_what_no_scenario_answers_is_named() -> None:
    """In the order of the file; the called tree's steps are covered by its own scenarios."""
    done = ran(f"""
        - {{name: all of it, walk: [{WALK}], ends: resolved}}
    """)
    assert done.missing == (
        ("system", "macos"), ("system", "unsure"), ("signs", "nothing"), ("count", "left empty"), ("says", "anything else"),
        ("line", "fail"), ("line", "unavailable"), ("find", "lost"), ("find", "unavailable"), ("restart", "not fixed"), ("restart", "cannot"),
    )  # fmt: skip
    assert done.answers == 22 - 1


def test_a_step_that_is_not_asked_is_said() -> None:
    """With the step that is."""
    assert failed("- {name: wrong, walk: [{signs: [noise]}], ends: good}\n") == ["2: SC001 wrong: `signs` is not asked here; `system` is"]


def test_a_walk_that_goes_on_after_the_end_is_said() -> None:
    """The visit is over."""
    walk = WALK + ", {restart: fixed}"
    assert failed(f"- {{name: long, walk: [{walk}], ends: resolved}}\n") == [
        "2: SC001 long: `restart` is not asked: the visit has ended at `resolved`",
    ]  # fmt: skip


def test_an_answer_that_the_step_does_not_have_is_said() -> None:
    """With those that it has, as the hint."""
    done = ran("- {name: wrong, walk: [{system: amiga}], ends: good}\n")
    assert [v.message for v in done.failures] == ["wrong: `amiga` is no answer of `system` (choose one)"]
    assert done.failures[0].hint == "its answers: `windows`, `macos`, `unsure`"


@pytest.mark.parametrize(("said", "why"), [
    ("{signs: [noise, nothing]}", "choose none or some"),
    ("{signs: [fire]}", "choose some"),
    ("{signs: noise}, {count: many}", "number"),
    ("{signs: noise}, {count: 3}, {says: ''}", "empty"),
    ("{signs: noise}, {count: 3}, {says: x}, {line: perhaps}", "choose one"),
    ("{signs: noise}, {count: 3}, {says: x}, {line: {result: pass, latency_ms: fast}}", "choose one latency_ms"),
    ("{signs: noise}, {count: 3}, {says: x}, {line: {result: pass, price: 3}}", "choose one price"),
    ("{signs: noise}, {count: 3}, {says: x}, {line: pass}, {order: 1}, {find: sunk}", "choose one"),
    ("{signs: noise}, {count: 3}, {says: x}, {line: pass}, {order: 1}, {find: sent}, {read: whatever}", "choose one"),
    ("{signs: {result: noise, count: 3}}", "choose one count"),
])  # fmt: skip
def test_what_does_not_fit_is_said_with_its_reason(said: str, why: str) -> None:
    """The reason is the one that a customer's page would show."""
    lines = failed(f"- {{name: wrong, walk: [{{system: windows}}, {said}], ends: good}}\n")
    assert len(lines) == 1
    assert lines[0].startswith("2: SC002 ")
    assert lines[0].endswith(f"({why})")


def test_facts_kept_by_a_check_and_a_lookup_are_said_with_the_result() -> None:
    """As `{result: …, fact: value}`."""
    walk = WALK.replace("{line: pass}", "{line: {result: pass, latency_ms: 31}}").replace("{find: sent}", "{find: {result: sent, price: 9.50}}")
    assert failed(f"- {{name: kept, walk: [{walk}], ends: resolved}}\n") == []


def test_another_end_is_said() -> None:
    """At `ends`."""
    assert failed(f"- {{name: wrong, walk: [{WALK}], ends: bad}}\n") == ["2: SC003 wrong: the visit ends at `resolved`, not at `bad`"]


def test_a_walk_that_stops_early_is_said() -> None:
    """It is no visit yet."""
    assert failed("- {name: short, walk: [{system: windows}], ends: good}\n") == ["2: SC003 short: the walk stops at `signs`, which is not an end"]


def test_given_facts_are_skipped() -> None:
    """They come from the profile or the address."""
    walk = WALK.removeprefix("{system: windows}, ")
    assert failed(f"- {{name: known, given: {{os: windows}}, walk: [{walk}], ends: resolved}}\n") == []


@pytest.mark.parametrize("given", ["os: amiga", "count: 3", "latency_ms: fast"])
def test_a_fact_that_cannot_be_given_is_said(given: str) -> None:
    """Its value is none of the fact's, or neither profile nor address may supply it."""
    assert failed(f"- {{name: wrong, given: {{{given}}}, walk: [], ends: good}}\n") == [
        f"2: SC004 wrong: the given fact `{given}` cannot be given",
    ]  # fmt: skip


def test_a_given_fact_that_the_tree_never_looks_at_is_of_no_consequence() -> None:
    """It is true all the same."""
    assert failed(f"- {{name: more, given: {{bought: 2026-11-01}}, walk: [{WALK}], ends: resolved}}\n") == []


def test_a_scenario_has_its_own_day() -> None:
    """`today` makes it repeatable."""
    steps = """
        when: {question: When?, input: date, fact: bought, max: today, next: by}
        by: {decide: [{when: "days_between(bought, today()) < 30", next: good}], otherwise: bad}
    """
    assert failed("""
        - {name: early, today: 2026-02-01, walk: [{when: 2026-01-20}], ends: good}
        - {name: late, today: 2026-10-01, walk: [{when: 2026-01-20}], ends: bad}
        - {name: tomorrow, today: 2026-01-19, walk: [{when: 2026-01-20}], ends: good}
    """, steps) == ["4: SC002 tomorrow: `2026-01-20` is no answer of `when` (too high 2026-01-19)"]  # fmt: skip


def test_a_tree_that_leads_nowhere_fails_its_scenario() -> None:
    """A decision without a case that holds is said, and raises nothing."""
    steps = """
        system: {question: Which?, fact: os, answers: {windows: W, macos: M}, next: by}
        by: {decide: [{when: os == 'windows', next: good}]}
    """
    assert failed("- {name: stuck, walk: [{system: macos}], ends: good}\n", steps) == [
        "2: SC003 stuck: the walk leads nowhere: no case of by in the tree main holds",
    ]  # fmt: skip


@pytest.mark.parametrize("scenarios", [
    "- {name: no walk, ends: good}\n", "- {walk: [], ends: good}\n", "- {name: no end, walk: []}\n", "- nonsense\n",
    "- {name: x, walk: [1], ends: good}\n",
    "- {name: x, walk: [{a: {b: {c: d}}}], ends: good}\n", "- {name: x, walks: [], ends: good}\n", "- {name: x, walk: [], ends: good, today: soon}\n",
    "  [broken\n",
])  # fmt: skip
def test_a_broken_scenario_file_is_reported_and_raises_nothing(scenarios: str) -> None:
    """With a place in the file."""
    assert any(line.partition(": ")[2][:2] in ("ST", "SY") for line in failed(scenarios))


def test_a_step_of_a_called_tree_covers_nothing_of_the_caller() -> None:
    """Not even where both have a step and an answer of one name."""
    done = ran(
        """
        - {name: the inner one only, walk: [{first: out}, {plug: in_wall}], ends: good}
        """,
        """
        first: {question: Now?, answers: {out: {label: Out, next: power}, in_wall: {label: In, next: plug}}}
        plug: {question: Here?, answers: {in_wall: {label: "Yes", next: good}, out: {label: "No", next: bad}}}
        power: {call: inner, next: good}
        """,
    )
    assert done.failures == ()
    assert done.missing == (("first", "in_wall"), ("plug", "in_wall"), ("plug", "out"))
