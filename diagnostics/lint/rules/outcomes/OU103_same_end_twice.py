"""OU103: two outcomes that are the same."""

from collections.abc import Iterator
from typing import Any

from diagnostics.lint.forms import steps_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.model.shapes import At, Record


class SameEndTwice(TreeRule):
    """Two ends that are the same.

    Finds outcomes of one tree that have all in common: kind, team, texts, and what they bring.

    Why: the figures count two ends where customers meet one, and the next correction reaches one of them only.

    Example:
        no_light: {outcome: handoff, to: repair, says: The repair desk looks at the power supply.}
        no_fan: {outcome: handoff, to: repair, says: The repair desk looks at the power supply.}

    Use instead:
        no_power: {outcome: handoff, to: repair, says: The repair desk looks at the power supply.}
    """

    code = "OU103"

    def check(self, subject: Subject) -> Iterator[Found]:
        seen: dict[object, str] = {}
        for step in steps_of(subject, "outcome"):
            if step.record.has("says"):
                first = seen.setdefault(_content(step.record), step.id)
                if first != step.id:
                    yield Found(step.key, f"`{step.id}` is the same end as `{first}`", f"lead to `{first}`, or say what is different here")


def _content(value: Any) -> object:
    """What was written, without its place."""
    if isinstance(value, At):
        return value.value
    if isinstance(value, Record):
        return frozenset((key, _content(part)) for key, part in value.values.items())
    return tuple(_content(part) for part in value) if isinstance(value, tuple) else value
