"""What a customer sent, read for one step: a reply, or the problem to show beside the question. Never an exception."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from diagnostics.conditions.expression import Value
from diagnostics.engine.state import Reply
from diagnostics.program.inputs import GO_ON, HELPED, Problem, Raw, bounded, read_value
from diagnostics.program.types import Check, Choice, Fact, Information, Input, Instruction, Lookup, Paste, Step

_TYPES: dict[str, type] = {"number": Decimal, "money": Decimal, "date": date}


def read_answer(step: Step, raw: Raw, facts: Mapping[str, Fact], today: date) -> Reply | Problem:
    """Reads what was sent for a step. `facts` gives the values of an `input: choice`; `today` the bound of that name."""
    value = read_value(step, raw, facts, today)
    return value if isinstance(value, Problem) else Reply(value)


def fits(step: Step, value: Value | None, today: date) -> bool:
    """Whether a recorded reply is (still) an answer to this step."""
    match step:
        case Choice(many=True):
            return isinstance(value, frozenset) and value <= {a for a in step.answers if not step.answers[a].none}
        case Choice():
            return isinstance(value, str) and value in step.answers
        case Instruction():
            return value in HELPED
        case Information():
            return value == GO_ON
        case Check() | Lookup():
            return isinstance(value, str) and value in step.results
        case Paste():
            return isinstance(value, str)
        case Input():
            if value is None:
                return step.optional
            return isinstance(value, _TYPES.get(step.kind, str)) and bounded(step, value, today) is None
    return False
