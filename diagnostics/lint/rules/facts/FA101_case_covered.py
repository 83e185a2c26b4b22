"""FA101: a case or variant that those before it leave nothing for."""

from collections.abc import Iterator

from diagnostics.lint.conditions import Verdict, judged
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject


class CaseCovered(TreeRule):
    """A case can never be reached.

    Finds cases of a `decide` and variants of a text whose condition could hold, but only where one before them holds already.

    Why: the first condition that holds decides, so this one leads nobody anywhere. Mostly two cases were swapped, or one was copied.

    Example:
        by_speed:
          decide:
            - {when: "speed < 50", next: slow}
            - {when: "speed < 10", next: very_slow}
          otherwise: fine

    Use instead:
        by_speed:
          decide:
            - {when: "speed < 10", next: very_slow}
            - {when: "speed < 50", next: slow}
          otherwise: fine
    """

    code = "FA101"

    def check(self, subject: Subject) -> Iterator[Found]:
        for chain, condition, verdict, before, _ in subject.once(judged):
            if verdict is Verdict.COVERED:
                what = "case" if chain.kind == "decide" else "variant"
                same = next((b for b in before if b.expression == condition.expression), None)
                line = same.at.node.start_mark.line + 1 if same else 0
                why = f"the {what} on line {line} has the same condition" if same else f"wherever it holds, a {what} before it holds already"
                yield Found(condition.at.node, f"this {what} is never reached: {why}", "put the narrower condition first, or remove this one")
