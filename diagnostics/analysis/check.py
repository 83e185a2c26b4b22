"""The proofs of a whole library, as violations at the places of their files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from diagnostics.analysis.places import place_of
from diagnostics.analysis.prove import Report, prove
from diagnostics.analysis.reads import Indexes
from diagnostics.analysis.states import Finding
from diagnostics.library.load import Library, collector_paused
from diagnostics.model.read import WrittenTree
from diagnostics.violations import Severity, Violation, in_order

WARNINGS = frozenset(("PR007", "PR008"))
"""What limits a proof and is no mistake: a publish does not hold a tree back for it."""

_TOO_LARGE = "split it with `call`, ask for fewer facts before they matter, or let fewer loops lie inside each other"


@dataclass(frozen=True, slots=True)
class Checked:
    """A library with its proofs; `reports` are those of its programs. `violations` has those of loading too, in order of place."""

    library: Library
    reports: Mapping[str, Report]
    violations: tuple[Violation, ...]


def check(library: Library, known: Mapping[str, Report] | None = None) -> Checked:
    """Proves every program, and what can be told of the trees that have none. `known` are reports by the fingerprints of their programs."""
    indexes: Indexes = {}
    with collector_paused():
        held = known or {}
        reports = {name: held.get(program.fingerprint) or prove(program, indexes) for name, program in library.programs.items()}
        partly = {name: prove(sketch.program, indexes, holes=sketch.holes) for name, sketch in library.sketches.items()}
    found: dict[Finding, Violation] = {}
    for name, report in sorted((reports | partly).items()):
        for finding, violation in told(library.trees, name, report):
            found.setdefault(finding, violation)
    return Checked(library, reports, tuple(in_order((*library.violations, *found.values()))))


def told(trees: Mapping[str, WrittenTree], root: str, report: Report) -> Iterator[tuple[Finding, Violation]]:
    """What was found in the proof of one program, each at its place. `trees` are the program's, as written; only those with findings are looked
    at. Programs that call the same tree find the same in it: it is said once, as the first of them found it."""
    said: set[tuple[str, str, str]] = set()
    findings = sorted(report.findings, key=lambda finding: (finding[:3], not finding.detail, finding.detail))
    for finding in (*findings, *(Finding("PR008", tree, step, "") for tree, step in sorted(report.assumed))):
        behind = finding.code == "PR001" and finding.detail  # what is behind an unreachable step has the same cause
        again = finding.code == "PR004" and finding[:3] in said  # one more value of a decision without `otherwise`
        said.add(finding[:3])
        if not behind and not again:
            yield finding, _violation(trees, root, finding, report)


def _violation(trees: Mapping[str, WrittenTree], root: str, finding: Finding, report: Report) -> Violation:
    tree = trees[finding.tree]
    way = ", ".join(report.witness.get(finding, ()))
    where = f" in a visit of `{root}`" if root != finding.tree else ""
    by = f"for example{where} by way of {way}" if way else f"for example{where} right at the start"
    message, hint = _words(finding, by)
    violation = tree.document.violation_inside(finding.code, *place_of(finding, tree), message, hint)
    return replace(violation, severity=Severity.WARNING) if finding.code in WARNINGS else violation


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
