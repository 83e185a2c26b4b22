"""Where a violation's file is, seen from where the command ran."""

from pathlib import PurePath

from diagnostics.violations import Violation


def path_of(violation: Violation, under: str) -> str:
    """With slashes on every system, as all three formats want it."""
    return (PurePath(under) / violation.span.file).as_posix()
