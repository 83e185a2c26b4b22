"""FA102: a condition that cannot hold."""

from collections.abc import Iterator

from diagnostics.conditions.written import written
from diagnostics.lint.conditions import Verdict, judged
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject


class Contradiction(TreeRule):
    """A condition contradicts itself.

    Finds conditions that hold for no values of their facts at all.

    Why: the step, case or wording behind it is never seen, though it looks as if somebody had thought of it.

    Example:
        by_system:
          decide:
            - {when: "os == 'windows' and os == 'macos'", next: settings}
          otherwise: other_system

    Use instead:
        by_system:
          decide:
            - {when: "os in ['windows', 'macos']", next: settings}
          otherwise: other_system
    """

    code = "FA102"

    def check(self, subject: Subject) -> Iterator[Found]:
        for _, condition, verdict, _, part in subject.once(judged):
            if verdict is Verdict.NEVER:
                hint = "its parts exclude each other: was `or` meant in place of `and`, or another value?"
                what = "condition" if part is None else "part of the condition"
                yield Found(condition.at.node, f"this {what} can never hold", hint, piece=written(part) if part is not None else "")
