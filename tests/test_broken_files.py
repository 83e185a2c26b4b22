"""What an author is told about each broken file, to the letter."""

import re
from pathlib import Path

import pytest

from diagnostics.lint.registry import all_rules
from diagnostics.violation_codes import CODES
from tests.fixtures.broken_files import broken_files, expected, shown, violations

ROOT = Path(__file__).parents[1]
LATER = frozenset(("PR007",))
"""What no small file can show: the tests of the proofs do."""


@pytest.mark.parametrize("path", broken_files(), ids=lambda path: path.stem)
def test_a_broken_file_is_refused_with_exactly_its_violations(path: Path, tmp_path: Path) -> None:
    """Place, code, message, caret and hint of every violation, and nothing besides."""
    assert shown(violations(path, tmp_path)) == expected(path)


@pytest.mark.parametrize("path", broken_files(), ids=lambda path: path.stem)
def test_the_code_in_the_name_of_a_broken_file_is_among_its_violations(path: Path, tmp_path: Path) -> None:
    """A fixture shows what its name says."""
    assert path.name[:5] in {violation.code for violation in violations(path, tmp_path)}


def test_five_independent_mistakes_are_five_violations_in_order(tmp_path: Path) -> None:
    """Each at its own line and column, whatever part of the program finds it."""
    path = next(p for p in broken_files() if p.stem == "ST001_five_mistakes_at_once")
    found = [(v.code, v.span.line, v.span.column) for v in violations(path, tmp_path)]
    assert found == [("ST001", 3, 1), ("RF006", 5, 7), ("ST008", 7, 11), ("RF002", 13, 44), ("TX001", 17, 26)]


def test_every_code_of_the_language_has_a_broken_file() -> None:
    """A refusal that nothing shows is a refusal that nobody has read."""
    shown_codes = {path.name[:5] for path in broken_files()}
    wanted = {code for code in _codes_in_the_source() if code[:2] in ("SY", "ST", "RF", "FA", "TX", "EX", "PR")} - LATER
    assert wanted - shown_codes == set()


def test_every_code_is_explained_and_every_explanation_has_its_code() -> None:
    """The catalogue and the source agree; codes of proofs may be explained before they are found."""
    used = _codes_in_the_source()
    assert used - CODES.keys() == set()
    assert {code for code in CODES if not code.startswith("PR")} - used == set()


def _codes_in_the_source() -> set[str]:
    others = ("violation_codes.py", "postgres.py")  # PostgreSQL's own codes look like ours
    files = [path for path in (ROOT / "diagnostics").rglob("*.py") if path.name not in others]
    return {code for path in files for code in re.findall(r'"([A-Z]{2}\d{3})"', path.read_text(encoding="utf-8"))} - all_rules().keys()
