"""The proofs of a whole library, as violations at the places of their files."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnostics.analysis.explore import Finding
from diagnostics.analysis.prove import Report, prove
from diagnostics.analysis.reads import Indexes
from diagnostics.library.load import Library, collector_paused
from diagnostics.violations import Severity, Violation, in_order

WARNINGS = frozenset(("PR007", "PR008"))
"""What limits a proof and is no mistake: a publish does not hold a tree back for it."""

_TOO_LARGE = "split it with `call`, ask for fewer facts before they matter, or let fewer loops lie inside each other"


@dataclass(frozen=True, slots=True)
class Checked:
    """A library with its proofs. `violations` has those of loading too, in order of place."""

    library: Library
    reports: Mapping[str, Report]
    violations: tuple[Violation, ...]


def check(library: Library) -> Checked:
    """Proves every program. Trees with errors of their own were not compiled and are not proved: their errors come first."""
    indexes: Indexes = {}
    with collector_paused():
        reports = {name: prove(program, indexes) for name, program in library.programs.items()}
    found: dict[Finding, Violation] = {}
    for name, report in reports.items():
        for finding in report.findings:
            found.setdefault(finding, _violation(library, name, finding, report))
        for tree, step in sorted(report.assumed):
            finding = Finding("PR008", tree, step, "")
            found.setdefault(finding, _violation(library, name, finding, report))
    return Checked(library, reports, tuple(in_order((*library.violations, *found.values()))))


def _violation(library: Library, root: str, finding: Finding, report: Report) -> Violation:
    tree = library.trees[finding.tree]
    node = tree.steps[finding.step].key if finding.step in tree.steps else tree.document.root
    way = ", ".join(report.witness.get(finding, ()))
    where = f" in a visit of `{root}`" if root != finding.tree else ""
    by = f"for example{where} by way of {way}" if way else f"for example{where} right at the start"
    message, hint = _words(finding, by)
    violation = tree.document.violation(finding.code, node, message, hint)
    if finding.code not in WARNINGS:
        return violation
    return Violation(violation.code, violation.span, message, hint, violation.source, Severity.WARNING)


def _words(finding: Finding, by: str) -> tuple[str, str]:
    step, detail = finding.step, finding.detail
    match finding.code:
        case "PR001":
            return f"no path reaches the step `{step}`", "lead to it, remove it, or look at the conditions before it"
        case "PR002":
            return f"the path {detail} can go round without end", f"give one of these steps `at_most: {{rounds: 2, then: STEP}}`; {by}"
        case "PR003":
            name = f"answer('{detail.partition('/')[2]}')" if "/" in detail else detail
            if not step:
                return f"the title or the summary shows `{detail}`, which is not known before the visit", "leave it out, or give a wording without it"
            return f"`{step}` reads `{name}`, which may not be known here", f"ask for it before, or test `known({name})` first; {by}"
        case "PR004":
            when = f" when {detail}" if detail else ""
            return f"no case of `{step}` holds{when}", f"add the case, or `otherwise`; {by}"
        case "PR008":
            hint = "the proof holds, and may have found more than can happen; compare with choices, or with fixed numbers and days, to have it exact"
            return f"a condition of `{step}` is taken both ways", hint
    return f"the tree is too large to prove: more than {detail} states", _TOO_LARGE
