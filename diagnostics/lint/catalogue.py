"""Every code to what explains it: what the loader and the proofs refuse, and the rules."""

from collections.abc import Iterator
from dataclasses import dataclass

from diagnostics.lint.page import page_of
from diagnostics.lint.registry import all_rules
from diagnostics.violation_codes import CODES


@dataclass(frozen=True, slots=True)
class Explained:
    """One code. `example` and `instead` are YAML, empty for what is no rule; `limits` are the rule's numbers; `rule` where it can be allowed,
    turned off, or counted as an error."""

    code: str
    title: str
    does: str
    why: str
    cure: str = ""
    example: str = ""
    instead: str = ""
    limits: tuple[tuple[str, float], ...] = ()
    rule: bool = False


def explained(code: str) -> Explained | None:
    """What a code means; None where there is no such code."""
    if code in CODES:
        known = CODES[code]
        return Explained(code, known.title, "", known.why, known.cure)
    rule = all_rules().get(code)
    if rule is None:
        return None
    page = page_of(rule)
    return Explained(code, page.title, page.does, page.why, "", page.example, page.instead, tuple(rule.limits.items()), rule=True)


def every_code() -> Iterator[Explained]:
    """All of them, in order of family and number."""
    for code in sorted({*CODES, *all_rules()}):
        found = explained(code)
        if found is not None:
            yield found
