"""A tree too large to prove says so, and is not taken for a good one."""

from pathlib import Path

from diagnostics.analysis.check import WARNINGS
from diagnostics.analysis.explore import MAX_STATES
from diagnostics.analysis.prove import prove
from diagnostics.library.load import load

TREES = Path(__file__).parents[1] / "fixtures" / "trees"


def test_beyond_the_bound_nothing_is_claimed() -> None:
    """The report names the bound, is not proved, and calls no step unreachable that was merely not reached yet."""
    program = load(TREES).programs["instruction"]
    assert prove(program).proved
    report = prove(program, max_states=2)
    assert not report.proved
    assert [(finding.code, finding.detail) for finding in report.findings] == [("PR007", "2")]
    assert report.states <= 2


def test_the_bound_limits_a_proof_and_is_no_mistake() -> None:
    """A publish does not hold such a tree back; the bound is the one that the documentation names."""
    assert "PR007" in WARNINGS
    page = Path(__file__).parents[2] / "docs" / "explanation" / "proofs.md"
    assert f"At most {MAX_STATES:,} states" in page.read_text(encoding="utf-8")
