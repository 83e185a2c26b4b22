"""RF110: the same name twice in one list."""

from collections.abc import Iterator

from diagnostics.lint.edits import remove_item
from diagnostics.lint.forms import steps_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.model.read import WrittenStep
from diagnostics.model.shapes import At


class NamedTwice(TreeRule):
    """The same name twice in a list.

    Finds names that stand twice in a `bring`, a `keep` or the `products`, and a fact in a `bring` beside the question that asks for it.

    Why: the agent reads the same line twice. Mostly the second was to be another one.

    Example:
        contact: {outcome: handoff, to: repair, says: The repair desk takes over., bring: [lights, model_name, lights]}

    Use instead:
        contact: {outcome: handoff, to: repair, says: The repair desk takes over., bring: [lights, model_name, cable]}
    """

    code = "RF110"

    def check(self, subject: Subject) -> Iterator[Found]:
        yield from _twice(subject.written.header.get("products") or (), subject)
        for form, key in (("check", "keep"), ("lookup", "keep"), ("outcome", "bring")):
            for step in steps_of(subject, form):
                yield from _twice(step.record.get(key) or (), subject)


def _twice(items: tuple[At, ...], subject: Subject) -> Iterator[Found]:
    seen: dict[str, str] = {}
    for at in items:
        asked = subject.steps.get(at.value)
        fact = asked.record.get("fact") if asked is not None and _fits(asked, subject) else None
        names = {at.value} if fact is None else {at.value, fact.value}
        before = next((seen[name] for name in sorted(names) if name in seen), None)
        if before == at.value:
            message = f"`{at.value}` stands in this list already"
            yield Found(at.node, message, "remove one, or correct it", edits=remove_item(subject.written.document, at.node))
        elif before is not None:
            yield Found(at.node, f"`{at.value}` and `{before}` are the same line: one is the question, the other its fact", "keep one of them")
        seen |= dict.fromkeys(names, at.value)


def _fits(asked: WrittenStep, subject: Subject) -> bool:
    """Whether the question can keep its answer as its fact at all: where it cannot, it may be any other fact that was meant."""
    at = asked.record.get("fact")
    fact = subject.declared.facts.get(at.value) if at is not None else None
    return fact is not None and (asked.form != "answers" or fact.kind in ("choice", "yes_no", "set"))
