"""PR001: every step can be reached."""

from tests.analysis.trees import found, proved
from tests.engine.guides import BACK


def test_a_step_that_nothing_leads_to_is_reported() -> None:
    """At its own line, with a cure."""
    checked = proved("""
        ask: {question: Which?, answers: {a: A}, next: good}
        dead: {information: Never seen, next: good}
    """)
    assert found(checked) == ["PR001 no path reaches the step `dead`"]
    violation = next(v for v in checked.violations if "dead" in v.message)
    assert violation.source.startswith("  dead: {information")
    assert (violation.span.file, violation.span.column, violation.span.length) == ("main.yml", 3, 4)
    assert violation.hint


def test_a_step_behind_a_condition_that_never_holds_is_reported() -> None:
    """It is led to, and yet nobody comes there: the question has settled the fact."""
    checked = proved("""
        system: {question: Which?, fact: wired, answers: {"yes": {label: "Yes", next: by}, "no": {label: "No", next: good}}}
        by: {decide: [{when: wired == 'no', next: dead}], otherwise: good}
        dead: {information: Never seen, next: good}
    """)
    assert found(checked) == ["PR001 no path reaches the step `dead`"]


def test_a_step_that_only_an_entry_reaches_is_reached() -> None:
    """Proofs begin at the entries, too."""
    entry = """
        ask: {question: Which?, answers: {a: A}, next: good}
        later: {information: For those who come with the message, next: good}
    """
    assert found(proved(entry, more='errors: [{match: "E42", start: later}]')) == []
    assert found(proved(entry)) == ["PR001 no path reaches the step `later`"]


def test_a_step_that_only_a_changed_answer_reaches_is_reached() -> None:
    """What was computed is not asked, and may be corrected all the same."""
    checked = proved("""
        guess: {compute: {kind: "'desk'"}, next: which}
        which: {question: Which kind?, fact: kind, answers: {desk: {label: Desktop, next: good}, lap: {label: Laptop, next: only_laptops}}}
        only_laptops: {information: For laptops, next: good}
    """)
    assert found(checked) == []


def test_the_steps_of_a_called_tree_are_its_own_concern() -> None:
    """A caller that knows more does not make them unreachable."""
    checked = proved("""
        system: {question: Which?, fact: os, answers: {windows: W}, next: power}
        power: {call: inner, next: good}
    """, inner="""
        by: {decide: [{when: "known(os) and os == 'macos'", next: mac}], otherwise: back}
        mac: {information: For Macs, next: good}
    """)  # fmt: skip
    assert found(checked) == []


def test_a_dead_step_of_a_called_tree_is_reported_in_its_file() -> None:
    """Once, however many trees call it."""
    checked = proved("power: {call: inner, next: good}", inner="""
        tell: {information: Told, next: back}
        dead: {information: Never, next: good}
    """)  # fmt: skip
    assert found(checked) == ["PR001 no path reaches the step `dead`"]
    assert {v.span.file for v in checked.violations if "dead" in v.message} == {"inner.yml"}


def test_an_unused_end_of_a_shared_tree_is_a_dead_step() -> None:
    """Ends are steps like any other."""
    checked = proved("tell: {information: Told, next: good}", ends=BACK)
    assert [v.message for v in checked.violations if v.code == "PR001"] == ["no path reaches the step `back`"]
