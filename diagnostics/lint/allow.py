"""Allowances: an author's word that a rule is broken on purpose, with the reason, in a comment of the file.

    question: Which password manager do you use?  # allow SA102: the name of the program, nothing secret
    # allow EF103: each answer needs its own place for the figures
    which_colour:

Behind something it holds for that line; on a line of its own for the next one and all that is indented below it; above everything in the
file for the whole file. Several codes may stand with commas between them. What keeps a tree from running cannot be allowed.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from diagnostics.source.reader import MAX_VIOLATIONS
from diagnostics.violations import Severity, Span, Violation

_COMMENT = re.compile(r"(?P<before>|.*\s)# *allow\b *:? *(?P<codes>[A-Z]{2}[0-9]{3}(?: *, *[A-Z]{2}[0-9]{3})*)?(?P<rest>.*)$")
_MARK = "allow"


class Allowance(NamedTuple):
    """One code allowed from line `first` up to line `last`, both included. `span` is the comment's own place."""

    code: str
    first: int
    last: int
    reason: str
    span: Span
    source: str

    def covers(self, violation: Violation) -> bool:
        return violation.code == self.code and self.first <= violation.span.line <= self.last


def allowances(file: str, lines: Sequence[str]) -> tuple[Allowance, ...]:
    """All allowances of a file, in order."""
    found: list[Allowance] = []
    for number, line in enumerate(lines, 1):
        if len(found) >= MAX_VIOLATIONS:
            break  # nobody allows so much by hand, and each has to be measured
        if _MARK not in line or (match := _COMMENT.match(line)) is None:
            continue
        begin = match.end("before")
        span = Span(file, number, begin + 1, len(line) - begin)
        reason = match["rest"].strip(" :.–-")
        first, last = _reach(lines, number, alone=not match["before"].strip())
        for code in re.findall("[A-Z]{2}[0-9]{3}", match["codes"] or "") or [""]:
            found.append(Allowance(code, first, last, reason, span, line))
    return tuple(found)


def _reach(lines: Sequence[str], number: int, alone: bool) -> tuple[int, int]:
    if not alone:
        return number, number
    below = [(n, line) for n, line in enumerate(lines[number:], number + 1) if line.strip() and not line.lstrip().startswith("#")]
    if not any(line.strip() and not line.lstrip().startswith("#") for line in lines[: number - 1]) and _apart(lines, number):
        return 1, len(lines)
    if not below:
        return number, number
    first, line = below[0]
    indent = _indent(line)
    last = first
    for n, line in below[1:]:
        if _indent(line) <= indent:
            break
        last = n
    return first, last


def _apart(lines: Sequence[str], number: int) -> bool:
    """Whether the comment's block is followed by an empty line: then it speaks of the file, not of the first key."""
    for line in lines[number:]:
        if not line.strip():
            return True
        if not line.lstrip().startswith("#"):
            return False
    return True


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def apply(violations: Iterable[Violation], allowed: Sequence[Allowance], known: Iterable[str]) -> list[Violation]:
    """What stays of one file's violations, together with what is wrong about its allowances. `known` are the codes of all rules."""
    rules = frozenset(known)
    kept: list[Violation] = []
    used: set[Allowance] = set()
    for violation in violations:
        covering = [a for a in allowed if violation.code in rules and a.reason and a.covers(violation)]
        used.update(covering)
        if not covering:
            kept.append(violation)
    return kept + [wrong for a in allowed if (wrong := _wrong(a, rules, a in used)) is not None]


def _wrong(allowance: Allowance, rules: frozenset[str], used: bool) -> Violation | None:
    def warn(code: str, message: str, hint: str) -> Violation:
        return Violation(code, allowance.span, message, hint, allowance.source, Severity.WARNING)

    if not allowance.code:
        return warn("AL001", "this comment allows nothing: it names no rule", "write `# allow EF103: why it is right here`")
    if allowance.code not in rules:
        return warn("AL001", f"`{allowance.code}` is no rule that can be allowed", "`diagnostics explain` lists the rules; errors cannot be allowed")
    if not allowance.reason:
        return warn("AL002", f"`{allowance.code}` is allowed without a reason, so it is not", "say why it is right here, behind a colon")
    return None if used else warn("AL003", f"`{allowance.code}` is allowed here and not broken", "remove the comment")
