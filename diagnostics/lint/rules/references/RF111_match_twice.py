"""RF111: the same message twice among the matches of a tree or of a step."""

from collections.abc import Iterator

from diagnostics.lint.forms import steps_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.model.shapes import At


class MatchTwice(TreeRule):
    """The same message twice.

    Finds texts that stand twice among the `errors` of a tree, or among the `matches` of a step. Capital and small letters are the same.

    Why: only one of the two decides, and nobody sees which.

    Example:
        message:
          question: What does the message say?
          paste: true
          matches:
            - {text: "0x0000011b", next: share_again}
            - {text: "0X0000011B", next: driver}
          next: contact

    Use instead:
        message:
          question: What does the message say?
          paste: true
          matches:
            - {text: "0x0000011b", next: share_again}
            - {text: "0x00000709", next: driver}
          next: contact
    """

    code = "RF111"

    def check(self, subject: Subject) -> Iterator[Found]:
        yield from _twice([error.get("match") for error in subject.written.header.get("errors") or ()])
        for step in steps_of(subject, "paste"):
            yield from _twice([match.get("text") for match in step.record.get("matches") or ()])


def _twice(texts: list[At | None]) -> Iterator[Found]:
    seen: dict[str, At] = {}
    for at in texts:
        if at is not None:
            first = seen.setdefault(" ".join(at.value.casefold().split()), at)
            if first is not at:
                line = first.node.start_mark.line + 1
                yield Found(at.node, f"line {line} has the same text: only one of them decides", "remove one, or correct its text")
