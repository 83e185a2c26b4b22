"""What `_library.yml` says under `lint:` to the rules that run here, how much each counts, and the numbers they go by."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnostics.lint.registry import all_rules, default_limits
from diagnostics.model.shapes import BAD, Record
from diagnostics.source.reader import Document
from diagnostics.violations import Severity, Violation, clipped, did_you_mean


@dataclass(frozen=True, slots=True)
class Options:
    """`severities` holds the rules that run, by code; a rule that is off is not there."""

    severities: Mapping[str, Severity]
    limits: Mapping[str, float]


def defaults() -> Options:
    return Options({code: rule.severity for code, rule in all_rules().items()}, default_limits())


def options_of(document: Document, record: Record) -> tuple[Options, list[Violation]]:
    """The options of a library file, and what is wrong with them: names of rules or limits that do not exist."""
    plain = defaults()
    severities, limits = dict(plain.severities), dict(plain.limits)
    violations: list[Violation] = []
    written = record.get("lint")
    for name, (key, at) in ((written.get("rules") or {}) if written else {}).items():
        if name not in all_rules():
            hint = did_you_mean(name, all_rules()) or "`diagnostics explain` lists them"
            violations.append(document.violation("AL004", key, f"there is no rule `{clipped(name)}`", hint))
        elif at is not BAD:
            severities.pop(name, None)
            if at.value != "off":
                severities[name] = Severity(at.value)
    for name, (key, value) in ((written.get("limits") or {}) if written else {}).items():
        if name not in limits:
            hint = did_you_mean(name, limits) or "the page of each rule names its limits"
            violations.append(document.violation("AL004", key, f"there is no limit `{clipped(name)}`", hint))
        elif value is not BAD:
            limits[name] = value
    return Options(severities, limits), violations
