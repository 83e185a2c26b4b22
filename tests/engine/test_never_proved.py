"""What the engine does with a tree that the proofs refuse: it says so, and does not hang."""

import pytest

from diagnostics.engine.advance import NeverProved
from tests.engine.guides import begin, guide, say


def test_a_decision_that_falls_through_is_said() -> None:
    """No case holds, and there is no `otherwise`."""
    partly = guide("""
        system: {question: Which?, fact: os, answers: {windows: W, macos: M}, next: by}
        by: {decide: [{when: os == 'windows', next: good}]}
    """, proved=False)  # fmt: skip
    with pytest.raises(NeverProved, match="no case of by in the tree main holds"):
        say(partly, begin(partly), "macos")


def test_a_silent_circle_is_said() -> None:
    """Nothing is asked, and nothing ends."""
    circle = guide("""
        here: {decide: [{when: known(os), next: there}], otherwise: there}
        there: {decide: [{when: known(os), next: here}], otherwise: here}
    """, proved=False)  # fmt: skip
    with pytest.raises(NeverProved, match="walks in circles"):
        begin(circle)
