"""OU102: a hand-off that brings nothing of what was typed on the way."""

from collections.abc import Iterator

from diagnostics.lint.forms import steps_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.lint.ways import before_each
from diagnostics.model.read import WrittenStep


class AgentAsksAgain(TreeRule):
    """The agent will ask again.

    Finds hand-offs without `bring` behind a question to which a text or a code was typed.

    Why: an order number or an error message is what the agent asks for first. With `bring` it stands on top of the case, and the customer has it
    at hand; without, it is somewhere in the list of answers.

    Example:
        number:
          question: What is your order number?
          input: code
          pattern: "999999"
          example: "481516"
          fact: order_number
          next: desk
        desk: {outcome: handoff, to: order-desk, says: The order desk looks into it.}

    Use instead:
        desk: {outcome: handoff, to: order-desk, says: The order desk looks into it., bring: [number]}
    """

    code = "OU102"

    def check(self, subject: Subject) -> Iterator[Found]:
        if subject.tree is None and subject.written.broken:
            return
        for step in steps_of(subject, "outcome"):
            kind = step.record.get("outcome")
            if kind is None or kind.value != "handoff" or step.record.has("bring"):
                continue
            kept = _kept_before(step.id, subject)
            if kept is not None:
                hint = f"name what the agent needs: `bring: [{kept.id}]`"
                yield Found(kind.node, f"`{kept.id}` was typed on the way here, and the hand-off does not bring it", hint)


def _kept_before(end: str, subject: Subject) -> WrittenStep | None:
    """A question to which something was typed, on a way to an end: the first in the file."""
    before = subject.once(before_each)
    found: set[str] = set()
    pending = [*before[end]]
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += before[name]
    return next((step for name, step in subject.steps.items() if name in found and _is_typed(step)), None)


def _is_typed(step: WrittenStep) -> bool:
    kind = step.record.get("input")
    return step.form == "paste" or (kind is not None and kind.value in ("text", "code"))
