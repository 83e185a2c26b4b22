"""Violations as one JSON document (docs/reference/check-json.md)."""

import json
from collections.abc import Sequence
from typing import Any

from diagnostics.lint.reports.places import path_of
from diagnostics.violations import Violation, errors

FORMAT = 1
"""The version of the document: keys are added to it, never changed."""


def as_json(violations: Sequence[Violation], under: str = "") -> str:
    wrong = len(errors(violations))
    found = [entry(violation, under) for violation in violations]
    document = {"format": FORMAT, "errors": wrong, "warnings": len(violations) - wrong, "violations": found}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def entry(violation: Violation, under: str = "") -> dict[str, Any]:
    """One violation. Lines and columns count from 1; `length` is in characters."""
    span = violation.span
    return {
        "code": violation.code,
        "severity": violation.severity.value,
        "file": path_of(violation, under),
        "line": span.line,
        "column": span.column,
        "length": span.length,
        "message": violation.message,
        "hint": violation.hint,
        "fixable": bool(violation.edits),
    }
