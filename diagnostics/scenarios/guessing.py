"""A page to the replies that a customer might give to it: every answer where there is a list of them, else a few that fit."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from diagnostics.conditions.expression import Value
from diagnostics.engine import Ask, Fetch, Reply
from diagnostics.program.inputs import GO_ON, fill_mask, fits
from diagnostics.program.types import Check, Choice, Fact, Information, Input, Instruction, Lookup, Paste, Step


def possible_replies(now: Ask | Fetch, facts: Mapping[str, Fact], today: date) -> list[Reply]:
    """Replies to this page that fit it. Of what is typed only examples; none where no example fits."""
    keys = now.keys if isinstance(now, Fetch) else ()
    values = dict.fromkeys(_values(now.step, facts, today))
    return [Reply(value, keys=keys) for value in values if fits(now.step, value, today)]


def _values(step: Step, facts: Mapping[str, Fact], today: date) -> Iterator[Value | None]:
    match step:
        case Choice(many=True):
            yield from (frozenset(() if answer.none else (name,)) for name, answer in step.answers.items())
        case Choice():
            yield from step.answers
        case Instruction():
            yield from ("not_fixed", "fixed", *(("cannot",) if step.cannot else ()))
        case Information():
            yield GO_ON
        case Check() | Lookup():
            yield from step.results
        case Paste():
            yield from (*(match.text.replace("*", "x") for match in step.matches), "…")
        case Input():
            yield from _typed(step, facts, today)


def _typed(step: Input, facts: Mapping[str, Fact], today: date) -> Iterator[Value | None]:
    yield None  # fits where the field is optional
    bounds = [bound for bound in (step.low, step.high) if bound]
    if step.kind in ("number", "money"):
        yield from map(Decimal, (*bounds, "1", "0"))
    elif step.kind == "date":
        yield from (today if bound == "today" else date.fromisoformat(bound) for bound in (*bounds, "today"))
    elif step.kind == "code":
        yield from filter(None, (fill_mask(mask, "".join("0" if c in "9X" else c for c in mask)) for mask in step.pattern))
    elif step.kind == "choice":
        yield from facts[step.fact].values if step.fact and step.fact in facts else ()
    else:
        yield "…"
