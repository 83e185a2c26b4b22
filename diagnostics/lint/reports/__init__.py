"""Violations as other programs read them. Paths begin where the command ran: `under` is the library folder as it was typed."""

from collections.abc import Callable, Mapping, Sequence

from diagnostics.lint.reports.github import github
from diagnostics.lint.reports.json import as_json
from diagnostics.lint.reports.junit import junit
from diagnostics.lint.reports.sarif import sarif
from diagnostics.violations import Violation

FORMATS: Mapping[str, Callable[[Sequence[Violation], str], str]] = {"json": as_json, "sarif": sarif, "github": github, "junit": junit}
"""Name → violations, and the folder that their files lie in, to the whole document, which ends with a line feed."""
