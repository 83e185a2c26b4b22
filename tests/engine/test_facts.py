"""What is known is not asked; and who is believed when two sources disagree."""

from datetime import date
from decimal import Decimal

import pytest

from diagnostics.engine import Ask, Given, Origin, Reply, Start, advance, page, replay
from tests.engine.guides import DAY, begin, change, end, fetched, guide, say, shown

OS = guide("""
    system: {question: Which system?, fact: os, answers: {windows: Windows, macos: macOS, unsure: {label: Not sure, unknown: true}}, next: by_system}
    by_system:
      decide:
        - {when: "known(os) and os == 'windows'", next: good}
      otherwise: bad
""")


def test_a_known_fact_is_not_asked() -> None:
    """The step is passed; the path shows it with its source."""
    state = begin(OS, os="windows")
    assert shown(state) == ["system", "good"]
    assert (state.path[0].reply, state.path[0].source) == (None, "profile")


def test_a_skipped_step_can_be_looked_at_and_changed() -> None:
    """What the customer says then wins over the profile."""
    state = begin(OS, os="windows")
    looked = page(OS, state, "system")
    assert isinstance(looked, Ask)
    assert (looked.reply, looked.source) == (None, "profile")
    changed = change(OS, state, "system", "macos")
    assert (shown(changed), changed.facts["os"], changed.origins["os"]) == (["system", "bad"], "macos", Origin("asked", "system"))


def test_a_known_value_that_is_no_answer_is_asked() -> None:
    """Linux is known, and the step offers only the other two."""
    assert shown(begin(OS, os="linux")) == ["system"]


def test_not_sure_sets_nothing() -> None:
    """The fact stays unknown, or what the profile said."""
    assert "os" not in say(OS, begin(OS), "unsure").facts
    assert change(OS, begin(OS, os="windows"), "system", "unsure").facts["os"] == "windows"


def test_an_outdated_reply_does_not_bring_a_known_step_back() -> None:
    """A reply that fits no more counts as none."""
    state = replay(OS, Start(DAY, None, (Given("os", "windows", "profile"),)), {"system": Reply("amiga")})
    assert shown(state) == ["system", "good"]


def test_the_customer_is_asked_once() -> None:
    """A second question for the same fact is passed, and not shown twice in the summary."""
    twice = guide("""
        here: {question: Which?, fact: os, answers: {windows: W, macos: M}, next: there}
        there: {question: Which now?, fact: os, answers: {windows: W, macos: M}, next: good}
    """)
    assert shown(say(twice, begin(twice), "macos")) == ["here", "good"]


def test_a_later_answer_replaces_an_earlier_one() -> None:
    """Where the first value is no answer of the second question, the customer is asked again."""
    twice = guide("""
        here: {question: Which?, fact: os, answers: {windows: W, linux: L}, next: there}
        there: {question: Which now?, fact: os, answers: {windows: W, macos: M}, next: good}
    """)
    state = say(twice, begin(twice), "linux", "macos")
    assert (state.facts["os"], state.origins["os"].place) == ("macos", "there")


@pytest.mark.parametrize(("first", "second", "wins"), [("profile", "address", "profile"), ("address", "profile", "profile")])
def test_the_profile_wins_over_the_address(first: str, second: str, wins: str) -> None:
    """In whatever order they are given."""
    values = {"profile": "windows", "address": "macos"}
    state = replay(OS, Start(DAY, None, tuple(Given("os", values[source], source) for source in (first, second))), {})
    assert (state.facts["os"], state.origins["os"].source) == (values[wins], wins)


LOOKED_UP = guide("""
    number: {question: Which order?, input: text, fact: order, next: find}
    find: {lookup: orders, keep: [os, price], results: {sent: system, lost: bad}, unavailable: bad}
    system: {question: Which system?, fact: os, answers: {windows: Windows, macos: macOS, linux: Linux}, next: good}
""")


def test_a_lookup_wins_over_the_profile() -> None:
    """What the source says now is newer than what the profile held."""
    state = fetched(LOOKED_UP, say(LOOKED_UP, begin(LOOKED_UP, os="windows"), "1"), "sent", os="macos")
    assert (state.facts["os"], state.origins["os"].source) == ("macos", "lookup")


def test_what_a_lookup_found_can_be_corrected() -> None:
    """The customer's word wins over the look-up."""
    state = fetched(LOOKED_UP, say(LOOKED_UP, begin(LOOKED_UP), "1"), "sent", os="macos")
    assert change(LOOKED_UP, state, "system", "linux").facts["os"] == "linux"


ASKED_FIRST = guide("""
    system: {question: Which system?, fact: os, answers: {windows: Windows, macos: macOS, linux: Linux}, next: number}
    number: {question: Which order?, input: text, fact: order, next: find}
    find: {lookup: orders, keep: [os], results: {sent: good, lost: bad}, unavailable: bad}
""")


def test_a_lookup_does_not_win_over_the_customer() -> None:
    """What was answered stays, though the look-up says otherwise."""
    state = fetched(ASKED_FIRST, say(ASKED_FIRST, begin(ASKED_FIRST), "windows", "1"), "sent", os="linux")
    assert (state.facts["os"], state.origins["os"].source) == ("windows", "asked")


CHECKED = guide("""
    line: {check: network, keep: [latency_ms], results: {pass: good, fail: bad, unavailable: bad}}
""")


def test_a_check_wins_over_the_profile() -> None:
    """A measurement is newer."""
    state = advance(CHECKED, begin(CHECKED, latency_ms=Decimal(9)), "line", Reply("pass", (("latency_ms", Decimal(80)),), measured=True))
    assert (state.facts["latency_ms"], state.origins["latency_ms"]) == (Decimal(80), Origin("check", "line"))


COMPUTED = guide("""
    amount: {compute: {amount: 2 * 21, kind: "'desk'"}, next: which}
    which: {question: Which kind?, fact: kind, answers: {desk: Desktop, lap: Laptop}, next: good}
""")


def test_a_computed_fact_gives_way_to_every_other_source() -> None:
    """It is only what follows from the rest."""
    assert begin(COMPUTED).facts["amount"] == Decimal(42)
    assert begin(COMPUTED, amount=Decimal(7)).facts["amount"] == Decimal(7)


def test_a_computed_fact_is_not_asked() -> None:
    """It can be changed, like anything that was skipped."""
    state = begin(COMPUTED)
    assert (shown(state), state.path[0].source) == (["which", "good"], "computed")
    assert change(COMPUTED, state, "which", "lap").facts["kind"] == "lap"


def test_a_value_that_cannot_be_computed_sets_nothing() -> None:
    """A table without the entry, a division by nothing."""
    guess = guide("""
        guess: {compute: {amount: "table('days', 'linux')"}, next: by}
        by: {decide: [{when: known(amount), next: good}], otherwise: bad}
    """)
    assert end(guess, begin(guess)).outcome.id == "bad"


DATED = guide("""
    when: {question: When?, input: date, fact: bought, max: today, next: by_day}
    by_day:
      decide:
        - {when: "days_between(bought, today()) <= 14", next: good}
      otherwise: bad
""")


def test_today_is_the_day_on_which_the_visit_began() -> None:
    """A visit that is taken up again later goes on as it began."""
    state = say(DATED, begin(DATED), "2026-11-10")
    assert end(DATED, state).outcome.id == "good"
    later = replay(DATED, Start(date(2026, 12, 24)), state.replies)
    assert end(DATED, later).outcome.id == "bad"


def test_variants_and_conditions_see_the_latest_answer_to_a_step() -> None:
    """`answer('step')` is what was chosen there, whether or not it is a fact."""
    asks = guide("""
        mood: {question: How is it?, answers: {fine: Fine, awful: Awful}, next: by_mood}
        by_mood: {decide: [{when: "answer('mood') == 'fine'", next: good}], otherwise: bad}
    """)
    assert end(asks, say(asks, begin(asks), "fine")).outcome.id == "good"
    assert end(asks, say(asks, begin(asks), "awful")).outcome.id == "bad"
