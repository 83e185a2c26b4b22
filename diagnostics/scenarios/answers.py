"""Which of a step's answers (`diagnostics.program.answers`) a reply gives."""

from collections.abc import Iterator

from diagnostics.engine import Reply
from diagnostics.program.inputs import best_match
from diagnostics.program.types import Choice, Input, Instruction, Paste, Step

Covered = tuple[str, str]
"""A step of the tree, and the answer of it that a scenario gave."""


def given_by(step: Step, reply: Reply) -> Iterator[str]:
    """The answers among these that a reply gives."""
    match step:
        case Choice(many=True):
            chosen = reply.value if isinstance(reply.value, frozenset) else frozenset()
            yield from chosen or (name for name, answer in step.answers.items() if answer.none)
        case Instruction():
            yield "fixed" if reply.value == "fixed" else "cannot" if reply.value == "cannot" and step.cannot else "not fixed"
        case Input():
            yield "left empty" if reply.value is None else "answered"
        case Paste():
            match = best_match(step.matches, str(reply.value))
            yield match.text if match else "anything else"
        case _:
            yield str(reply.value)
