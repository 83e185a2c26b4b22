"""One mistake, told once: a condition that can never hold, or never fail, leaves steps behind it that no path reaches.

The proofs find these steps, the rules the condition. The condition is the cause, so it is told alone, and as the error that it then is.
"""

from collections.abc import Sequence
from dataclasses import replace

from diagnostics.analysis.states import Finding
from diagnostics.lint.conditions import Judged, Verdict, judged
from diagnostics.lint.subject import Subject
from diagnostics.lint.ways import behind, leads_of
from diagnostics.violations import Severity, Violation

_CODES = {Verdict.COVERED: "FA101", Verdict.NEVER: "FA102", Verdict.ALWAYS: "FA103", Verdict.UNSUPPLIED: "FA105"}

Found = tuple[Finding, Violation]


def without_echoes(subject: Subject, advice: Sequence[Violation], found: Sequence[Found]) -> tuple[list[Violation], tuple[Found, ...]]:
    """What the rules and the proofs found in a tree, without the unreached steps that a condition explains."""
    unreached = {finding.step for finding, _ in found if finding.code == "PR001" and finding.tree == subject.written.id}
    advice, explained = [*advice], set[str]()
    for one in _nearest_first(subject) if unreached else ():
        span = subject.written.document.span(one.condition.at.node)
        at = next((n for n, v in enumerate(advice) if v.code == _CODES[one.verdict] and v.span == span), None)
        steps = (unreached - explained) & _behind(one, subject) if at is not None else set()
        if at is not None and steps:
            advice[at] = replace(advice[at], severity=Severity.ERROR)
            explained |= steps
    return advice, tuple((f, v) for f, v in found if f.code != "PR001" or f.tree != subject.written.id or f.step not in explained)


def _nearest_first(subject: Subject) -> list[Judged]:
    """Conditions as a whole, cases before others: a case leads to one step only."""
    return sorted((one for one in subject.once(judged) if one.part is None), key=lambda one: one.chain.kind != "decide")


def _behind(one: Judged, subject: Subject) -> set[str]:
    """The steps that a path would come to if the condition went the other way as well."""
    leads, follow = subject.once(leads_of), one.condition.next
    if follow is not None and one.verdict is not Verdict.ALWAYS:
        return {follow.value} | behind(follow.value, leads) if follow.value in leads else set()
    return behind(one.chain.step, leads) if one.chain.step and one.chain.kind != "variants" else set()
