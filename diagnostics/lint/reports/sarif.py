"""Violations as SARIF 2.1.0, which code hosts and editors show beside the lines.

The form: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from diagnostics.lint.catalogue import explained
from diagnostics.lint.reports.places import path_of
from diagnostics.violations import Violation

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(violations: Sequence[Violation], under: str = "") -> str:
    codes = sorted({violation.code for violation in violations})
    driver = {"name": "Diagnostics", "version": version("diagnostics"), "rules": [_rule(code) for code in codes]}
    results = [_result(violation, codes.index(violation.code), under) for violation in violations]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1, ensure_ascii=False) + "\n"


def _rule(code: str) -> dict[str, Any]:
    about = explained(code)
    if about is None:
        return {"id": code}
    cure = about.cure or f"Use instead:\n\n{about.instead}"
    return {
        "id": code,
        "shortDescription": {"text": about.title},
        "fullDescription": {"text": about.does or about.why},
        "help": {"text": f"{about.why}\n\n{cure}"},
    }


def _result(violation: Violation, index: int, under: str) -> dict[str, Any]:
    span = violation.span
    region = {"startLine": span.line, "startColumn": span.column, "endColumn": span.column + span.length}
    place = {"artifactLocation": {"uri": quote(path_of(violation, under), errors="replace")}, "region": region}
    words = f"{violation.message}. {violation.hint}" if violation.hint else violation.message
    return {
        "ruleId": violation.code,
        "ruleIndex": index,
        "level": violation.severity.value,
        "message": {"text": words},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"line/v1": _fingerprint(violation)},
    }


def _fingerprint(violation: Violation) -> str:
    """The same for the same mistake when lines above it come and go."""
    told = "\0".join((violation.code, violation.span.file, violation.source.strip(), violation.message))
    return sha256(told.encode("utf-8", "replace")).hexdigest()[:32]
