"""What a customer sent, read for one step: a reply, or the problem to show beside the question. Never an exception."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from diagnostics.conditions.expression import Value
from diagnostics.engine.state import Reply
from diagnostics.program.inputs import Problem, bounded, read_input
from diagnostics.program.types import Check, Choice, Fact, Information, Input, Instruction, Lookup, Paste, Step

HELPED = ("fixed", "not_fixed", "tried_before", "cannot")
GO_ON = "go_on"
MAX_PASTE = 5_000
_TYPES: dict[str, type] = {"number": Decimal, "money": Decimal, "date": date}

Raw = str | Sequence[str]
"""A form field: one text, or several for checkboxes."""


def read_answer(step: Step, raw: Raw, facts: Mapping[str, Fact], today: date) -> Reply | Problem:
    """Reads what was sent for a step. `facts` gives the values of an `input: choice`; `today` the bound of that name."""
    texts = [raw] if isinstance(raw, str) else list(raw)
    one = texts[0].strip() if len(texts) == 1 else ""
    match step:
        case Choice(many=True):
            return _read_many(step, texts)
        case Choice():
            return Reply(one) if one in step.answers else Problem("choose_one")
        case Instruction():
            return Reply(one) if one in HELPED else Problem("choose_one")
        case Information():
            return Reply(GO_ON)
        case Check() | Lookup():
            return Reply(one) if one in step.results else Problem("choose_one")
        case Paste():
            if not one:
                return Problem("empty", step.example)
            return Reply(one) if len(one) <= MAX_PASTE else Problem("too_long", str(MAX_PASTE))
        case Input():
            values = facts[step.fact].values if step.fact in facts else {}
            value = read_input(step, one, values, today)
            return value if isinstance(value, Problem) else Reply(value)
    return Problem("choose_one")


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


def _read_many(step: Choice, texts: Sequence[str]) -> Reply | Problem:
    chosen = frozenset(texts)
    if not chosen or not chosen <= step.answers.keys():
        return Problem("choose_some")
    alone = {a for a in chosen if step.answers[a].none or step.answers[a].unknown}
    if alone and len(chosen) > 1:
        return Problem("choose_none_or_some")
    return Reply(frozenset(a for a in chosen if not step.answers[a].none))
