"""Allowances: what a comment covers, and what is said about comments that do nothing."""

import pytest

from diagnostics.lint.allow import allowances, apply
from diagnostics.violations import Severity, Span, Violation

FILE = """\
# allow GO101: this tree speaks of a machine that is not made any more

# allow EF101: long on purpose
format: 1
steps:
  # allow EF103, SA101: both are wanted here
  first:
    question: Which one?
    answers:
      a: {label: A}
  second:
    question: "Why # allow EF103: no comment"  # allow TX101: a name
    hint: x
"""
RULES = ("EF101", "EF103", "GO101", "SA101", "TX101")


def _at(code: str, line: int, severity: Severity = Severity.WARNING) -> Violation:
    return Violation(code, Span("a.yml", line, 1), "wrong", "", "", severity)


def _kept(*violations: Violation, text: str = FILE) -> list[tuple[str, int]]:
    return [(v.code, v.span.line) for v in apply(violations, allowances("a.yml", text.splitlines()), RULES) if v.code in RULES]


@pytest.mark.parametrize(
    "code, covered, not_covered",
    [("GO101", (1, 4, 13), ()), ("EF101", (4,), (1, 5, 7)), ("EF103", (7, 8, 10), (6, 11, 12)), ("SA101", (10,), (11,)), ("TX101", (12,), (11, 13))],
)
def test_a_comment_covers_its_line_its_block_or_its_file(code: str, covered: tuple[int, ...], not_covered: tuple[int, ...]) -> None:
    """Behind something, above something, above everything."""
    violations = [_at(code, line) for line in (*covered, *not_covered)]
    assert _kept(*violations) == [(code, line) for line in not_covered]


def test_an_error_cannot_be_allowed() -> None:
    """What keeps a tree from running is no rule."""
    found = apply([_at("RF002", 1, Severity.ERROR)], allowances("a.yml", ["x: 1  # allow RF002: please"]), RULES)
    assert [v.code for v in found] == ["RF002", "AL001"]


@pytest.mark.parametrize(
    "comment, said",
    [
        ("# allow EF103", ["EF103", "AL002"]),
        ("# allow everything", ["EF103", "AL001"]),
        ("# allow ZZ999: why", ["EF103", "AL001"]),
        ("# allow SA101: not broken here", ["EF103", "AL003"]),
        ("# allow EF103: fine", []),
        ("# we allow EF103 here", ["EF103"]),
        ("# allow: EF103 - fine", []),
    ],
)
def test_a_comment_that_does_nothing_is_told(comment: str, said: list[str]) -> None:
    """So that none of them lies about in files for years."""
    found = apply([_at("EF103", 1)], allowances("a.yml", [f"x: 1  {comment}"]), RULES)
    assert [v.code for v in found] == said
    assert all(v.severity is Severity.WARNING for v in found)


def test_the_place_of_a_useless_comment_is_the_comment() -> None:
    """Line, column and length."""
    (wrong,) = apply([], allowances("a.yml", ["x: 1  # allow EF103: fine"]), RULES)
    assert (wrong.span.line, wrong.span.column, wrong.span.length) == (1, 7, 19)
