"""FA106: a condition with the same part twice."""

from collections.abc import Iterator

from diagnostics.conditions.expression import Expression
from diagnostics.conditions.written import written
from diagnostics.lint.conditions import chains_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.violations import clipped


class SaidTwice(TreeRule):
    """A condition says the same thing twice.

    Finds `and`, `or` and lists that have the same part twice.

    Why: the second adds nothing. Mostly it was copied, and its value was to be another one.

    Example:
        by_system:
          decide:
            - {when: "os == 'windows' or os == 'windows'", next: settings}
          otherwise: other_system

    Use instead:
        by_system:
          decide:
            - {when: "os == 'windows' or os == 'macos'", next: settings}
          otherwise: other_system
    """

    code = "FA106"

    def check(self, subject: Subject) -> Iterator[Found]:
        clean: set[Expression] = set()
        for chain in subject.once(chains_of):
            for condition in chain.conditions:
                if condition.expression in clean:
                    continue
                twice = _twice(condition.expression)
                if twice is None:
                    clean.add(condition.expression)
                else:
                    text = clipped(written(twice))
                    yield Found(condition.at.node, f"`{text}` stands here twice", "remove one, or correct it", piece=written(twice), nth=1)


def _twice(e: Expression) -> Expression | None:
    """The first part that an `and`, an `or` or a list has twice."""
    parts = [part for part in e[1:] if isinstance(part, tuple)]
    if e[0] in ("and", "or", "list") and len(set(parts)) < len(parts):
        return next(part for n, part in enumerate(parts) if part in parts[:n])
    return next((found for part in parts if (found := _twice(part)) is not None), None)
