"""The answers of a step that scenarios must give, and which of them a reply gives."""

from collections.abc import Iterator

from diagnostics.engine import Reply
from diagnostics.program.inputs import best_match
from diagnostics.program.types import Check, Choice, Information, Input, Instruction, Lookup, Paste, Step

Covered = tuple[str, str]
"""A step of the tree, and the answer of it that a scenario gave."""


def answers_of(step: Step) -> Iterator[str]:
    """What must be answered for a step to count as covered."""
    match step:
        case Choice():
            yield from step.answers
        case Input():
            yield "answered"
            if step.optional:
                yield "left empty"
        case Paste():
            yield from (*(match.text for match in step.matches), "anything else")
        case Instruction():
            yield from ("fixed", "not fixed", *(("cannot",) if step.cannot else ()))
        case Information():
            yield "go_on"
        case Check() | Lookup():
            yield from step.results


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
