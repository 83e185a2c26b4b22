"""A step to its parts: what it leads to, asks, sets and says, each under the key that it has in a tree file."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from diagnostics.changes.change import Kind
from diagnostics.conditions.written import written
from diagnostics.program.types import (
    Answer,
    Asked,
    Call,
    Check,
    Choice,
    Compute,
    Decide,
    Fixes,
    Information,
    Input,
    Instruction,
    Lookup,
    Outcome,
    Paste,
    Step,
    Text,
)  # fmt: skip

HEADINGS: Mapping[type[Step], str] = {Instruction: "instruction", Information: "information"}
"""The key of the heading, where it is not `question`."""


class Part(NamedTuple):
    """One part of a step, as text. `kind` is the change that it would be if it differed; a `structural` text is one whose coming and going
    is, while another wording of it is not."""

    kind: Kind
    text: str
    structural: bool


Parts = dict[str, Part]


def parts_of(step: Step) -> Parts:
    """The parts of a step but its answers. What it does not have is not in it."""
    return {what: part for what, part in _all(step) if part.text}


def answers_of(step: Step) -> dict[str, Parts]:
    """The answers of a step, or what else it tells apart, each with its parts, in order."""
    match step:
        case Choice():
            return {name: {what: part for what, part in _answer(name, answer) if part.text} for name, answer in step.answers.items()}
        case Check() | Lookup():
            return {result: {"next": _route(target)} for result, target in step.results.items()}
        case Paste():
            return {match.text: {"next": _route(match.next)} for match in step.matches}
        case Decide():
            return {written(when): {"next": _route(target)} for when, target in step.cases}
    return {}


def shown(text: Text | None) -> str:
    """A text as one line; of several wordings each with its condition."""
    if text is None or isinstance(text, str):
        return " ".join((text or "").split())
    return " / ".join(f"({'when ' + written(v.when) if v.when else 'otherwise'}) {' '.join(v.text.split())}" for v in text)


def _route(target: str | None) -> Part:
    return Part("step.route", target or "", True)


def _text(text: Text | None) -> Part:
    return Part("text", shown(text), False)


def _is(value: object, structural: bool = True) -> Part:
    return Part("step.part", "" if value is None or value is False else "yes" if value is True else str(value), structural)


def _names(names: tuple[str, ...]) -> Part:
    return _is(", ".join(names))


def _answer(name: str, answer: Answer) -> Iterator[tuple[str, Part]]:
    yield "next", _route(answer.next)
    yield "value", Part("answer.value", "" if answer.value in (None, name) else str(answer.value), True)
    yield from (("none", _is(answer.none)), ("unknown", _is(answer.unknown)))
    yield from (("label", _text(answer.label)), ("hint", _text(answer.hint)), ("means", _text(answer.means)))


def _all(step: Step) -> Iterator[tuple[str, Part]]:
    guard = step.guard
    if guard is not None:
        yield "when", Part("step.condition", written(guard.when) if guard.when else "", True)
        yield from (("otherwise", _route(guard.otherwise)), ("at_most", _is(guard.rounds)), ("at_most: then", _route(guard.then)))
    yield "minutes", _is(f"{step.minutes:g}", False)
    if isinstance(step, Asked):
        yield from _asked(step)
    yield from _of_its_kind(step)


def _asked(step: Asked) -> Iterator[tuple[str, Part]]:
    yield HEADINGS.get(type(step), "question"), _text(step.heading)  # type: ignore[arg-type]  # every class of these is a step's
    yield from (("hint", _text(step.hint)), ("text" if isinstance(step, Information) else "help", _text(step.help)))
    yield "fact", Part("step.fact", step.fact or "", True)
    if step.image:
        yield from (("image", _is(f"{step.image.name} ({step.image.sha[:8]})", False)), ("alt", _text(step.image.alt)))


def _of_its_kind(step: Step) -> Iterator[tuple[str, Part]]:
    match step:
        case Choice():
            yield from (("choose", _is("many" if step.many else "")), ("next", _route(step.next)))
        case Input():
            yield from (("input", _is(step.kind)), ("next", _route(step.next)), ("min", _is(step.low)), ("max", _is(step.high)))
            yield from (("pattern", _names(step.pattern)), ("optional", _is(step.optional)))
            yield from (("unit", _text(step.unit)), ("example", _is(step.example, False)))
        case Paste():
            yield from (("next", _route(step.next)), ("example", _is(step.example, False)))
        case Instruction():
            yield from _instruction(step)
        case Information():
            yield "next", _route(step.next)
        case Check():
            yield from (("check", _is(step.kind)), ("keep", _names(step.keep)))
        case Lookup():
            yield from (("lookup", _is(step.source)), ("keys", _names(step.keys)), ("keep", _names(step.keep)), ("timeout", _is(f"{step.timeout:g}")))
        case Compute():
            yield from ((f"compute: {fact}", Part("step.condition", written(expression), True)) for fact, expression in step.sets)
            yield from (("compute: order", _names(tuple(fact for fact, _ in step.sets))), ("next", _route(step.next)))
        case Decide():
            yield "otherwise", _route(step.otherwise)
        case Fixes():
            yield "not_fixed", _route(step.not_fixed)
        case Call():
            yield from (("call", _is(step.tree)), ("next", _route(step.next)))
        case Outcome():
            yield from _outcome(step)


def _instruction(step: Instruction) -> Iterator[tuple[str, Part]]:
    yield from (("fixed", _route(step.fixed)), ("not_fixed", _route(step.not_fixed)), ("cannot", _route(step.cannot)))
    if step.risk:
        yield from (("risk", Part("text", shown(step.risk.says), True)), ("risk: detail", _text(step.risk.detail)))
    for number, action in enumerate(step.actions, 1):
        yield from ((f"action {number}", Part("text", shown(action.do), True)), (f"action {number}: detail", _text(action.detail)))
    yield from (("expect", _text(step.expect)), ("did_it_help", _text(step.did_it_help)), ("needs", _text(step.needs)))
    yield from (("video", _is(step.video, False)), ("chance", _is(None if step.chance is None else f"{step.chance:g}", False)))


def _outcome(step: Outcome) -> Iterator[tuple[str, Part]]:
    yield from (("outcome", Part("outcome.kind", step.kind, True)), ("to", Part("outcome.team", step.team or "", True)))
    yield from (("title", _text(step.title)), ("says", _text(step.says)), ("ask", _text(step.ask)))
    yield from (("bring", _is("; ".join(shown(bring.label) for bring in step.bring), False)), ("urgency", _is(step.urgency, False)))
    if step.offer:
        yield "offer", _is(f"{shown(step.offer.title)}: {step.offer.url}", False)
