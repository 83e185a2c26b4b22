"""Pages of the reference that are made from the program."""

from pathlib import Path

from diagnostics.lint.reference import as_markdown as rules_as_markdown
from diagnostics.violation_codes import CODES, FAMILIES, as_markdown

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def test_the_page_of_violations_is_up_to_date() -> None:
    """`python -m diagnostics.violation_codes` writes it."""
    assert (REFERENCE / "violations.md").read_text(encoding="utf-8") == as_markdown()


def test_the_page_of_rules_is_up_to_date() -> None:
    """`python -m diagnostics.lint.reference` writes it."""
    assert (REFERENCE / "rules.md").read_text(encoding="utf-8") == rules_as_markdown()


def test_every_code_has_a_title_a_reason_a_cure_and_a_family() -> None:
    """Nothing is left to guess."""
    for code, entry in CODES.items():
        assert all(part.strip() for part in entry), code
        assert code[:2] in FAMILIES
    assert list(CODES) == sorted(CODES, key=lambda code: (list(FAMILIES).index(code[:2]), code))
