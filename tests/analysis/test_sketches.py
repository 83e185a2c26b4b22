"""Trees with errors are proved as far as they can be walked: what is found is true whatever stands in the holes, and said once."""

import pytest

from tests.analysis.trees import found, proved


def test_a_loop_shows_beside_an_error() -> None:
    """Both are found in the same run."""
    checked = proved("""
        ask: {question: Which?, answers: {a: {label: A, next: first}, b: {label: B, next: qqqq}}}
        first: {information: One, next: second}
        second: {information: Two, next: first}
    """)
    assert found(checked) == [
        "RF002 `next: qqqq` names a step that does not exist",
        "PR002 the path first → second → first can go round without end",
    ]


def test_a_tree_with_errors_is_no_program() -> None:
    """A sketch is for the proofs only."""
    checked = proved("ask: {question: Which?, answers: {a: {label: A, next: qqqq}}}")
    assert "main" not in checked.library.programs
    assert "main" not in checked.reports
    assert "main" in checked.library.sketches


def test_a_fact_that_is_not_known_shows_beside_an_error() -> None:
    """On a path that no hole is on."""
    checked = proved("""
        ask: {question: Which?, answers: {a: {label: A, next: told}, b: {label: B, nxt: good}}}
        told: {information: "It is {count}", next: good}
    """)
    assert [v.code for v in checked.violations if v.code in ("PR003", "ST001")] == ["ST001", "PR003"]


def test_a_hole_may_have_set_the_facts_that_it_names() -> None:
    """So what reads them behind it is not wrong."""
    checked = proved("""
        ask: {question: How many?, input: number, instruction: Count them, fact: count, next: told}
        told: {information: "It is {count}", next: good}
    """)
    assert found(checked) == ["ST005 the step `ask` has two kinds: `question` and `instruction`"]


def test_what_a_hole_decided_is_not_held_against_the_steps_behind_it() -> None:
    """A condition on a fact that a hole may have set goes both ways, and what follows one of them may never happen."""
    checked = proved("""
        ask: {question: Which?, fact: kind, answers: {desk: {label: A, next: by}, lap: [B, by]}}
        by: {decide: [{when: kind == 'desk', next: good}], otherwise: told}
        told: {information: "It is {count}", next: good}
    """)
    assert [v.code for v in checked.violations if v.code != "PR001"] == ["ST003"]


@pytest.mark.parametrize("broken", ["next: qqqq", "", "next: [other]", "nxt: other"])
def test_a_step_that_only_a_broken_route_led_to_is_not_called_unreachable(broken: str) -> None:
    """The route is the mistake."""
    checked = proved(f"""
        ask: {{question: Which?, answers: {{a: {{label: A, next: good}}, b: {{label: B, {broken}}}}}}}
        other: {{information: Read this, next: bad}}
    """)
    assert len(found(checked)) == 1


def test_a_step_that_nothing_could_lead_to_is_unreachable_beside_an_error() -> None:
    """One route is missing, and two steps hang in the air: one of them was meant."""
    checked = proved("""
        ask: {question: Which?, answers: {a: {label: A, next: good}, b: {label: B, next: qqqq}}}
        other: {information: Read this, next: bad}
        dead: {information: Never read, next: bad}
    """)
    assert [v.message for v in checked.violations if v.code == "PR001" and "`good`" not in v.message] == ["no path reaches the step `dead`"]


def test_a_step_that_was_renamed_is_one_mistake() -> None:
    """The reference is wrong, not the step as well."""
    checked = proved("""
        ask: {question: Which?, answers: {a: {label: A, next: check_cable}, b: {label: B, next: bad}}}
        cable_first: {information: Look at the cable, next: good}
    """)
    assert found(checked) == ["RF002 `next: check_cable` names a step that does not exist"]


def test_an_id_of_the_wrong_form_is_one_mistake() -> None:
    """Whoever names it as it should be makes none."""
    checked = proved("""
        ask: {question: Which?, answers: {a: {label: A, next: look_here}, b: {label: B, next: bad}}}
        Look-Here: {information: Look at the cable, next: good}
    """)
    assert found(checked) == ["ST006 `Look-Here` is not a snake_case id"]


def test_a_call_of_a_broken_tree_leads_on() -> None:
    """Nobody can tell what it sets; what stands behind it is still reached."""
    checked = proved("""
        power: {call: inner, next: told}
        told: {information: "It is {count}", next: good}
    """, inner="tell: {informtion: Told, next: back}")  # fmt: skip
    assert [v.span.file for v in checked.violations if v.code not in ("PR001",)] == ["inner.yml"]


def test_a_misspelt_member_of_a_fixes_list_is_one_mistake() -> None:
    """The instruction is not told that it lacks `not_fixed`."""
    checked = proved("""
        tries: {fixes: [restart, relode], not_fixed: bad}
        restart: {instruction: Restart it, actions: [Press the button]}
        reload: {instruction: Load it again, actions: [Press the key]}
    """)
    assert found(checked) == ["RF002 `fixes: relode` names a step that does not exist"]


def test_a_decision_that_lacks_its_last_way_is_one_mistake() -> None:
    """The step to which it led is not called unreachable as well."""
    checked = proved("""
        ask: {question: Which?, fact: kind, answers: {desk: A, lap: B}, next: by}
        by: {decide: [{when: kind == 'desk', next: good}]}
        laptops: {information: For laptops, next: bad}
    """)
    assert found(checked) == ["PR004 no case of `by` holds"]


def test_what_stands_behind_an_unreachable_step_is_not_named_again() -> None:
    """The first of them is the cause."""
    checked = proved("""
        ask: {question: Which?, answers: {a: A}, next: good}
        dead: {information: Never read, next: behind}
        behind: {information: Nor this, next: good}
    """)
    assert found(checked) == ["PR001 no path reaches the step `dead`"]


def test_two_loops_are_two_mistakes() -> None:
    """Each at the route that closes it."""
    checked = proved("""
        ask: {question: Which?, answers: {a: {label: A, next: one}, b: {label: B, next: three}}}
        one: {information: One, next: two}
        two: {information: Two, next: one}
        three: {information: Three, next: four}
        four: {information: Four, next: three}
    """)
    assert [(v.code, v.source.strip()) for v in checked.violations if v.code == "PR002"] == [
        ("PR002", "two: {information: Two, next: one}"),
        ("PR002", "four: {information: Four, next: three}"),
    ]
