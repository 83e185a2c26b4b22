"""Violations as the workflow commands of GitHub Actions, which shows them beside the lines of a change.

The form: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Sequence

from diagnostics.lint.reports.places import path_of
from diagnostics.violations import Severity, Violation

_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def github(violations: Sequence[Violation], under: str = "") -> str:
    return "".join(f"{_command(violation, under)}\n" for violation in violations)


def _command(violation: Violation, under: str) -> str:
    span = violation.span
    kind = "error" if violation.severity is Severity.ERROR else "warning"
    about = {
        "file": path_of(violation, under), "line": str(span.line), "col": str(span.column),
        "endColumn": str(span.column + span.length), "title": violation.code,
    }  # fmt: skip
    properties = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in about.items())
    words = f"{violation.message}\n{violation.hint}" if violation.hint else violation.message
    return f"::{kind} {properties}::{words.translate(_MESSAGE)}"
