"""PR002 and RF013: every path ends, and no tree is inside itself. PR004: every decision is complete. PR007: what is too large is said."""

import pytest

from diagnostics.analysis.prove import prove
from tests.analysis.trees import found, proved

LOOP = """
    restart: {{instruction: Restart, actions: [Now], not_fixed: again{bound}}}
    again: {{question: Again?, answers: {{again: {{label: "Yes", next: restart}}, enough: {{label: "No", next: bad}}}}}}
"""


def test_a_loop_without_a_bound_is_reported() -> None:
    """With the way round, and a way into it."""
    checked = proved(LOOP.format(bound=""))
    assert found(checked) == ["PR002 the path restart → again → restart can go round without end"]
    assert "at_most" in next(v for v in checked.violations if v.code == "PR002").hint


def test_a_counted_loop_ends() -> None:
    """One counted step on it is enough."""
    assert found(proved(LOOP.format(bound=", at_most: {rounds: 3, then: bad}"))) == []


def test_a_loop_that_a_fact_ends_is_no_loop() -> None:
    """The second time round the fact is known."""
    assert found(proved("""
        by: {decide: [{when: known(wired), next: good}], otherwise: ask}
        ask: {question: Is it wired?, fact: wired, answers: {"yes": "Yes", "no": "No"}, next: by}
    """)) == []  # fmt: skip


def test_a_loop_that_an_unsure_customer_can_stay_in_is_reported() -> None:
    """*Not sure* sets nothing, so nothing ends it."""
    checked = proved("""
        by: {decide: [{when: known(wired), next: good}], otherwise: ask}
        ask: {question: Is it wired?, fact: wired, answers: {"yes": "Yes", "no": "No", unsure: {label: Not sure, unknown: true}}, next: by}
    """)
    assert found(checked) == ["PR002 the path by → ask → by can go round without end"]


def test_a_loop_through_then_is_reported() -> None:
    """The bound itself leads back."""
    checked = proved("""
        ask: {question: Which?, answers: {a: A}, next: more, at_most: {rounds: 1, then: more}}
        more: {information: More, next: ask}
    """)
    assert [line[:5] for line in found(checked)] == ["PR002"]


def test_the_same_loop_from_every_entry_is_one_violation() -> None:
    """It has one name, wherever a path comes in."""
    checked = proved(LOOP.format(bound=""), more='errors: [{match: "E1", start: again}, {match: "E2", start: restart}]')
    assert len(found(checked)) == 1


def test_a_tree_that_calls_itself_is_refused() -> None:
    """Directly, or through another one."""
    assert found(proved("again: {call: main}")) == ["RF013 the tree calls itself: main → main"]
    through = found(proved("power: {call: inner, next: good}", inner="more: {call: deeper, next: back}", deeper="round: {call: inner, next: back}"))
    assert "RF013 the tree calls itself: inner → deeper → inner" in through
    assert "RF013 the tree calls itself: deeper → inner → deeper" in through


@pytest.mark.parametrize(("cases", "complete"), [
    ("os == 'windows'|os == 'macos'|os == 'linux'", True),
    ("os == 'windows'|os == 'macos'", False),
    ("os in ['windows', 'macos']", False),
    ("os in ['windows', 'macos']|os == 'linux'", True),
    ("os == 'windows'|os != 'windows'", True),
    ("os not in ['windows']|os == 'windows'", True),
    ("os == 'windows' or os == 'macos'|not (os == 'windows' or os == 'macos')", True),
    ("os == 'windows' and os == 'macos'|os == 'linux'", False),
])  # fmt: skip
def test_choices_are_told_apart_exactly(cases: str, complete: bool) -> None:
    """A decision without `otherwise` holds for every value, or is reported."""
    written = ", ".join(f'{{when: "{case}", next: {end}}}' for case, end in zip(cases.split("|"), ("good", "bad", "good"), strict=False))
    checked = proved(f"""
        system: {{question: Which?, fact: os, answers: {{windows: W, macos: M, linux: L}}, next: by}}
        by: {{decide: [{written}]}}
    """)
    assert sorted({line.partition(" when ")[0] for line in found(checked)}) == ([] if complete else ["PR004 no case of `by` holds"])


@pytest.mark.parametrize(("cases", "complete"), [
    ("count < 10|count >= 10", True),
    ("count < 10|count > 10", False),
    ("count < 10|count == 10|count > 10", True),
    ("count <= 10|count >= 20", False),
    ("10 > count|count >= 10", True),
    ("count < 200|count > 300", True),
    ("not count < 10|count < 10", True),
    ("count + 1 < 5|count + 1 >= 5", True),
    ("100 / count > 4|100 / count <= 4", False),
])  # fmt: skip
def test_numbers_are_split_at_their_thresholds(cases: str, complete: bool) -> None:
    """From 0 to 100, as the field allows; a division may have no value."""
    written = ", ".join(f"{{when: {case}, next: {end}}}" for case, end in zip(cases.split("|"), ("good", "bad", "good"), strict=False))
    checked = proved(f"""
        how_many: {{question: How many?, input: number, fact: count, min: 0, max: 100, next: by}}
        by: {{decide: [{written}]}}
    """)
    assert [line[:5] for line in found(checked)] == ([] if complete else ["PR004"])


@pytest.mark.parametrize(("cases", "complete"), [
    ("bought < date('2026-06-01')|bought >= date('2026-06-01')", True),
    ("bought < date('2026-06-01')|bought > date('2026-06-01')", False),
    ("bought < date('2026-06-01')|bought >= date('2026-07-01')", False),
    ("days_between(bought, today()) <= 14|days_between(bought, today()) > 14", True),
    ("days_between(bought, today()) < 14|days_between(bought, today()) > 14", False),
])  # fmt: skip
def test_days_are_split_at_their_thresholds(cases: str, complete: bool) -> None:
    """And so are the days between two of them."""
    first, second = cases.split("|")
    checked = proved(f"""
        when: {{question: When?, input: date, fact: bought, next: by}}
        by: {{decide: [{{when: "{first}", next: good}}, {{when: "{second}", next: bad}}]}}
    """)
    assert [line[:5] for line in found(checked)] == ([] if complete else ["PR004"])


def test_sets_are_told_apart_by_what_is_in_them() -> None:
    """What a question does not offer is not in its answer."""
    signs = """
        signs: {{question: Which?, choose: many, fact: marks, answers: {{noise: N, smell: S}}, next: by}}
        by: {{decide: [{{when: "'noise' in marks", next: good}}, {{when: {second}, next: bad}}]}}
    """
    assert found(proved(signs.format(second="\"'noise' not in marks\""))) == []
    assert found(proved(signs.format(second="\"'heat' not in marks\""))) == []
    assert [line[:5] for line in found(proved(signs.format(second="\"'heat' in marks\"")))] == ["PR004"]


def test_a_missing_entry_of_a_table_is_a_case_of_its_own() -> None:
    """Linux has no entry, so neither comparison holds."""
    checked = proved("""
        system: {question: Which?, fact: os, answers: {windows: W, linux: L}, next: by}
        by: {decide: [{when: "table('days', os) > 20", next: good}, {when: "table('days', os) <= 20", next: bad}]}
    """)
    assert [line[:5] for line in found(checked)] == ["PR004"]


def test_a_changed_answer_counts_for_decisions_too() -> None:
    """What was computed may be corrected to a value that the decision forgets."""
    checked = proved("""
        guess: {compute: {kind: "'desk'"}, next: which}
        which: {question: Which kind?, fact: kind, answers: {desk: Desktop, lap: Laptop}, next: by}
        by: {decide: [{when: kind == 'desk', next: good}]}
    """)
    assert [line.partition(" when ")[0] for line in found(checked)] == ["PR004 no case of `by` holds"]


def test_a_tree_beyond_the_bound_is_reported_as_not_proved() -> None:
    """With the bound, and as a warning: nothing is pretended."""
    program = proved(LOOP.format(bound=", at_most: {rounds: 20, then: bad}")).library.programs["main"]
    report = prove(program, max_states=10)
    assert not report.proved
    assert [(f.code, f.detail) for f in report.findings] == [("PR007", "10")]
    assert report.states <= 10
    assert prove(program).proved


def test_a_tree_too_large_is_a_warning_that_names_the_bound() -> None:
    """Sixteen questions of which each half asks one more, and all thirty-two looked at twice: 65,536 ways to have answered."""
    asks = [f"ask{n}: {{question: Is it?, answers: {{a: {{label: A, next: more{n}}}, b: {{label: B, next: {after}}}}}}}\n"
            f"more{n}: {{question: Which?, answers: {{a: A, b: B}}, next: {after}}}"
            for n in range(16) for after in [f"ask{n + 1}" if n < 15 else "one0"]]  # fmt: skip
    looks = [f"{when}{n}: {{decide: [{{when: \"answer('ask{n}') == 'a' and answer('more{n}') == 'a'\", next: {when}{n}a}}], otherwise: {after}}}\n"
             f"{when}{n}a: {{information: Told, next: {after}}}"
             for when, last in (("one", "two0"), ("two", "good")) for n in range(16)
             for after in [f"{when}{n + 1}" if n < 15 else last]]  # fmt: skip
    checked = proved("\n".join([*asks, *looks]))
    assert found(checked) == []
    assert "PR007 the tree is too large to prove: more than 20000 states" in found(checked, warnings=True)
