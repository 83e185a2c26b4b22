"""OU104: a no that leads where a yes belongs."""

from collections.abc import Iterator

from diagnostics.lint.forms import steps_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.model.read import WrittenStep

_NO = ("not_fixed", "cannot")


class NoCountsAsSolved(TreeRule):
    """A no leads to a solved end.

    Finds `not_fixed` and `cannot` that lead to an outcome `resolved` to which another instruction's `fixed` leads as well, or beside a `fixed`
    that leads to an end which is not solved: then the two were swapped.

    Why: a customer who says that it did not help reads that all is well, and counts as helped in every figure.

    Example:
        restart:
          instruction: Restart the router
          actions: [Pull the plug, Put it back in]
          fixed: contact
          not_fixed: all_well

    Use instead:
        restart:
          instruction: Restart the router
          actions: [Pull the plug, Put it back in]
          fixed: all_well
          not_fixed: contact
    """

    code = "OU104"

    def check(self, subject: Subject) -> Iterator[Found]:
        kinds = {s.id: kind.value for s in steps_of(subject, "outcome") if (kind := s.record.get("outcome")) is not None}
        if "resolved" not in kinds.values():
            return
        instructions = steps_of(subject, "instruction")
        happy = {(at.value, s.id) for s in instructions if (at := s.record.get("fixed")) is not None}
        for step in (*instructions, *steps_of(subject, "fixes")):
            yield from _noes(step, kinds, {target for target, name in happy if name != step.id})


def _noes(step: WrittenStep, kinds: dict[str, str], happy: set[str]) -> Iterator[Found]:
    fixed = step.record.get("fixed")
    swapped = fixed is not None and kinds.get(fixed.value, "resolved") not in ("resolved", "return")
    for key in _NO:
        at = step.record.get(key)
        if at is not None and kinds.get(at.value) == "resolved" and (swapped or at.value in happy):
            hint = "swap it with `fixed`" if swapped else "lead on to the next thing to try, or to a person"
            yield Found(at.node, f"whoever says that `{step.id}` did not help counts as helped: `{at.value}` is a solved end", hint)
