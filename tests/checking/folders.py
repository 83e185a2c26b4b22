"""Folders to check: what loading and proving finds in them, told apart from advice, and trees that call each other."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from diagnostics.checking.check import Outcome
from diagnostics.lint.registry import all_rules
from diagnostics.violations import Violation
from tests.engine.guides import BACK, ENDS, LIBRARY, written

TODAY = date(2026, 11, 22)
GUIDE = "ask: {question: Which?, answers: {a: {label: A, next: good}, b: {label: B, next: bad}}}"
CALLER = "ask: {question: Which?, answers: {a: {label: A, next: power}, b: {label: B, next: bad}}}\npower: {call: inner, next: good}"
INNER = "ask: {question: Wired?, answers: {a: {label: A, next: back}, b: {label: B, next: good}}}"
NEEDS = "by: {decide: [{when: wired == 'yes', next: back}], otherwise: good}"
"""Reads what its callers have to ask."""


def refusals(violations: Iterable[Violation]) -> list[Violation]:
    """What the loader and the proofs found: no rule's advice, and nothing about rules."""
    return [v for v in violations if v.code not in all_rules() and not v.code.startswith("AL")]


def folder_of(folder: Path, **trees: str) -> Path:
    """A library folder with trees (name → steps); one whose name begins with `inner` returns to its caller."""
    folder.mkdir(exist_ok=True)
    (folder / "_library.yml").write_text(LIBRARY)
    for name, steps in trees.items():
        save(folder, name, steps)
    return folder


def save(folder: Path, name: str, steps: str) -> Path:
    path = folder / f"{name}.yml"
    path.write_text(written(name, steps, ends=BACK if name.startswith("inner") else ENDS))
    return path


def codes(outcome: Outcome, file: str) -> list[str]:
    """The codes of what was refused in one file."""
    return [v.code for v in refusals(outcome.violations) if v.span.file == file]
