"""PR003: no condition and no text meets a fact that nobody has given."""

import pytest

from tests.analysis.trees import found, proved


@pytest.mark.parametrize("condition", [
    "wired == 'yes'", "wired != 'yes'", "wired in ['yes']", "wired not in ['yes']", "amount > 3", "not amount > 3", "word == 'x'",
    "'noise' in signs", "'noise' not in signs", "bought < today()", "days_between(bought, today()) > 3", "amount + 1 > 3", "known(os) and amount > 3",
])  # fmt: skip
def test_a_condition_on_a_fact_that_was_never_given_is_reported(condition: str) -> None:
    """Whatever it does with it."""
    checked = proved(f"""
        ask: {{question: Which?, answers: {{a: A}}, next: by}}
        by: {{decide: [{{when: "{condition}", next: good}}], otherwise: bad}}
    """)
    assert [line.split(",")[0] for line in found(checked)] == [f"PR003 `by` reads `{_fact(condition)}`"]


def _fact(condition: str) -> str:
    return next(name for name in ("wired", "amount", "word", "signs", "bought") if name in condition)


@pytest.mark.parametrize("condition", [
    "known(os) and os == 'windows'", "not known(os) or os == 'windows'", "known(os)", "known(os) and (os == 'windows' or os == 'macos')",
])  # fmt: skip
def test_a_condition_that_asks_first_is_fine(condition: str) -> None:
    """`known(fact)` before the fact, in the order in which they are read."""
    assert found(proved(f"by: {{decide: [{{when: \"{condition}\", next: good}}], otherwise: bad}}")) == []


def test_asking_afterwards_is_too_late() -> None:
    """Conditions are read from the left."""
    checked = proved("by: {decide: [{when: \"os == 'windows' and known(os)\", next: good}], otherwise: bad}")
    assert [line[:5] for line in found(checked)] == ["PR003"]


def test_a_profile_fact_is_tried_both_ways() -> None:
    """It may be known, and it may not."""
    steps = """
        by: {decide: [{when: os == 'windows', next: windows}], otherwise: bad}
        windows: {information: For Windows, next: good}
    """
    assert found(proved(steps)) == ["PR003 `by` reads `os`, which may not be known here"]
    known = "by: {decide: [{when: not known(os), next: bad}, {when: os == 'windows', next: good}], otherwise: bad}"
    assert found(proved(known)) == []


def test_a_question_with_not_sure_does_not_make_a_fact_known() -> None:
    """One of its answers sets nothing; the hint shows the way there."""
    checked = proved("""
        ask: {question: Wired?, fact: wired, answers: {"yes": "Yes", "no": "No", unsure: {label: Not sure, unknown: true}}, next: by}
        by: {decide: [{when: wired == 'yes', next: good}], otherwise: bad}
    """)
    assert found(checked) == ["PR003 `by` reads `wired`, which may not be known here"]
    assert "ask: unsure" in next(v for v in checked.violations if v.code == "PR003").hint


def test_an_optional_field_does_not_make_a_fact_known() -> None:
    """It may be left empty."""
    steps = """
        ask: {{question: How many?, input: number, fact: amount, next: by{optional}}}
        by: {{decide: [{{when: amount > 3, next: good}}], otherwise: bad}}
    """
    assert found(proved(steps.format(optional=""))) == []
    assert [line[:5] for line in found(proved(steps.format(optional=", optional: true")))] == ["PR003"]


def test_what_a_check_or_a_lookup_keeps_is_only_perhaps_known() -> None:
    """Nothing was measured where the browser could not, and a source may not return it."""
    check = "line: {check: network, keep: [latency_ms], results: {pass: by, fail: by, unavailable: by}}\n"
    assert [line[:5] for line in found(proved(check + "by: {decide: [{when: latency_ms > 99, next: good}], otherwise: bad}"))] == ["PR003"]
    assert found(proved(check + "by: {decide: [{when: known(latency_ms) and latency_ms > 99, next: good}], otherwise: bad}")) == []


def test_a_text_that_shows_an_unknown_fact_is_reported() -> None:
    """Where the page would have a hole."""
    assert found(proved("tell: {information: \"Yours is {os}\", next: good}")) == ["PR003 `tell` reads `os`, which may not be known here"]


@pytest.mark.parametrize("step", [
    'ask: {question: Which?, answers: {a: {label: "A {os}"}}, next: good}',
    'ask: {question: Which?, hint: "A {os}", answers: {a: A}, next: good}',
    'ask: {instruction: Do, actions: [{do: It, detail: "A {os}"}], not_fixed: bad}',
    'ask: {instruction: Do, actions: [Now], risk: "A {os}", not_fixed: bad}',
    'ask: {information: Read, text: "A {os}", next: good}',
    'ask: {question: How many?, input: number, fact: amount, unit: "{os}", next: good}',
])  # fmt: skip
def test_every_text_of_a_page_is_read(step: str) -> None:
    """Labels, hints, details, risks, units."""
    assert [line[:5] for line in found(proved(step))] == ["PR003"]


def test_braces_that_are_no_fact_are_not_read() -> None:
    """Doubled ones are text; three are text and a fact."""
    assert found(proved('tell: {information: "Type {{os}} here", next: good}')) == []
    assert [line[:5] for line in found(proved('tell: {information: "Type {{{os}}} here", next: good}'))] == ["PR003"]


def test_a_variant_that_asks_first_is_fine() -> None:
    """And the one without a condition must do without the fact."""
    variants = 'tell: {{information: [{{when: known(os), text: "For {{os}}"}}, {{text: "{other}"}}], next: good}}'
    assert found(proved(variants.format(other="For you"))) == []
    assert [line[:5] for line in found(proved(variants.format(other="For {os}")))] == ["PR003"]


def test_a_title_cannot_show_what_is_not_known_yet() -> None:
    """It stands on the home page."""
    tell = "tell: {information: Told, next: good}"
    assert found(proved(tell, title="Your {os} is slow")) == ["PR003 the title or the summary shows `os`, which is not known before the visit"]


def test_an_answer_of_the_same_call_is_known() -> None:
    """And unknown where the step was not asked on every path."""
    steps = """
        fork: {{question: Which?, answers: {{over: {{label: Over, next: mood}}, round: {{label: Round, next: {round}}}}}}}
        mood: {{question: How is it?, answers: {{fine: Fine, awful: Awful}}, next: by}}
        by: {{decide: [{{when: "answer('mood') == 'fine'", next: good}}], otherwise: bad}}
    """
    assert found(proved(steps.format(round="bad"))) == []
    assert found(proved(steps.format(round="by"))) == ["PR003 `by` reads `answer('mood')`, which may not be known here"]


def test_what_a_called_tree_needs_is_proved_in_its_callers() -> None:
    """By itself it may need the fact; a caller that has not asked for it is told so, at the step that reads it."""
    inner = "by: {decide: [{when: wired == 'yes', next: back}], otherwise: good}"
    asks = """
        ask: {question: Wired?, fact: wired, answers: {"yes": "Yes", "no": "No"}, next: power}
        power: {call: inner, next: good}
    """
    assert found(proved(asks, inner=inner)) == []
    careless = proved("power: {call: inner, next: good}", inner=inner)
    assert found(careless) == ["PR003 `by` reads `wired`, which may not be known here"]
    violation = next(v for v in careless.violations if v.code == "PR003")
    assert violation.span.file == "inner.yml"
    assert "in a visit of `main`" in violation.hint


def test_a_fact_that_the_called_tree_sets_is_known_behind_the_call() -> None:
    """Facts belong to the visit, not to the tree."""
    assert found(proved("""
        power: {call: inner, next: by}
        by: {decide: [{when: wired == 'yes', next: good}], otherwise: bad}
    """, inner='ask: {question: Wired?, fact: wired, answers: {"yes": "Yes", "no": "No"}, next: back}')) == []  # fmt: skip


def test_an_entry_that_leads_past_a_question_misses_its_fact() -> None:
    """The start knows it, the entry does not."""
    steps = """
        ask: {question: Wired?, fact: wired, answers: {"yes": "Yes", "no": "No"}, next: by}
        by: {decide: [{when: wired == 'yes', next: good}], otherwise: bad}
    """
    assert found(proved(steps)) == []
    assert [line[:5] for line in found(proved(steps, more='errors: [{match: "E42", start: by}]'))] == ["PR003"]
