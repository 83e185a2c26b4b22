"""A step to its answers, as scenarios must give them and pictures show them."""

from collections.abc import Iterator

from diagnostics.program.types import Check, Choice, Information, Input, Instruction, Lookup, Paste, Step


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
