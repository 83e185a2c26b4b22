"""Rules run over a tree, or over a whole library in brief. Allowances are applied at the end, by `diagnostics.lint.allow.apply`."""

from collections.abc import Iterable, Iterator

from diagnostics.lint.options import Options
from diagnostics.lint.registry import all_rules
from diagnostics.lint.rule import AnyRule, Found, LibraryRule, TreeRule, at_place, in_tree
from diagnostics.lint.subject import Shelf, Subject
from diagnostics.source.links import LIBRARY_FILE
from diagnostics.violations import Severity, Span, Violation, clipped


def lint_tree(subject: Subject, options: Options) -> list[Violation]:
    """What the rules find in one tree, in no order. A rule that fails is said, and the others still run."""
    found: list[Violation] = []
    for code, rule in all_rules().items():
        if code in options.severities and isinstance(rule, TreeRule):
            _gather(found, rule, found_in(rule, subject, options.severities[code]), subject.written.document.file)
    return found


def found_in(rule: TreeRule, subject: Subject, severity: Severity) -> Iterator[Violation]:
    """What one rule finds in one tree."""
    for one in rule.check(subject):
        yield in_tree(rule, one, subject, severity) if isinstance(one, Found) else at_place(rule, one, severity)


def lint_library(shelf: Shelf, options: Options) -> list[Violation]:
    """What the rules find between trees and in the library file, in no order. A rule that fails is said, and the others still run."""
    found: list[Violation] = []
    for code, rule in all_rules().items():
        if code in options.severities and isinstance(rule, LibraryRule):
            _gather(found, rule, found_between(rule, shelf, options.severities[code]), LIBRARY_FILE)
    return found


def found_between(rule: LibraryRule, shelf: Shelf, severity: Severity) -> Iterator[Violation]:
    """What one rule finds between trees."""
    for one in rule.check(shelf):
        yield at_place(rule, one, severity)


def _gather(found: list[Violation], rule: AnyRule, violations: Iterable[Violation], file: str) -> None:
    """Adds what a rule finds. Its own mistake must not keep an author from what all the other rules have to say."""
    try:
        found.extend(violations)
    except Exception as error:
        what = f"{type(error).__name__}: {clipped(str(error), 80)}"
        hint = f"please report this line; until it is mended, write `{rule.code}: off` under `lint: rules:` in {LIBRARY_FILE}"
        found.append(Violation("AL005", Span(file, 1, 1), f"the rule `{rule.code}` failed here, which is its own mistake ({what})", hint))
