"""OU107: a solved end with keys that are for a person who takes over."""

from collections.abc import Iterator

from diagnostics.lint.forms import steps_of
from diagnostics.lint.places import key_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject


class SolvedAndUrgent(TreeRule):
    """A solved end that asks for a person.

    Finds outcomes `resolved` with `bring` or `urgency`.

    Why: nobody takes over here. Either the end is not solved, or these keys were copied from one that is not.

    Example:
        done: {outcome: resolved, says: The printer prints again., urgency: high}

    Use instead:
        done: {outcome: resolved, says: The printer prints again.}
    """

    code = "OU107"

    def check(self, subject: Subject) -> Iterator[Found]:
        for step in steps_of(subject, "outcome"):
            kind = step.record.get("outcome")
            if kind is not None and kind.value == "resolved":
                for name in ("bring", "urgency"):
                    if step.record.has(name):
                        yield Found(key_of(step.record, name), f"a solved end has no use for `{name}`", "remove it, or make it a hand-off")
