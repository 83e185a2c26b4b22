"""What the ledger counts at the steps of a tree to what a picture of the tree shows over them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from diagnostics.drawing.overlay import Mark, Overlay, Tone
from diagnostics.program.answers import answers_of
from diagnostics.program.types import Call, Choice, Input, Instruction, Outcome, Paste, Program, Step
from diagnostics.service import passing
from diagnostics.service.ledger_ports import Flow, StepCount
from diagnostics.service.passing import Passing

LEGEND: tuple[tuple[Tone, str], ...] = (("strong", "most visits are lost here"), ("weak", "nobody came this way"))


def of_visits(program: Program, counts: Sequence[StepCount], flows: Sequence[Flow], says: str) -> Overlay:
    """The overlay of what the ledger counts. Steps that nobody sees, as decisions, have no figures of their own."""
    cards = passing.cards(passing.merged(counts), passing.ways(flows))
    shown = {name: step for name, step in program.root.steps.items() if isinstance(step, Call | Outcome) or any(answers_of(step))}
    most = max((cards[name].left + cards[name].person for name in shown if name in cards), default=0)
    steps = {name: _passed(cards.get(name, Passing(0)), most, isinstance(step, Outcome)) for name, step in shown.items()}
    given: Counter[tuple[str, str]] = Counter()
    for flow in flows:
        place = passing.bare(flow.step)
        step = program.root.steps.get(passing.card_of(place))
        if isinstance(step, Call) and passing.card_of(flow.onto) != step.id:
            given[step.id, "back"] += flow.visits
        elif step is not None and "." not in place:
            given.update(dict.fromkeys(((step.id, answer) for answer in _answers(step, flow.answer)), flow.visits))
    every = {(name, answer): Mark("weak", 0) for name, step in shown.items() for answer in answers_of(step)}
    answers = {pair: Mark("plain", given[pair]) if given[pair] else mark for pair, mark in every.items()}
    answers |= {pair: Mark("plain", count) for pair, count in given.items() if pair not in every}
    return Overlay(says, steps, answers, LEGEND, weighed=True)


def _passed(card: Passing, most: int, end: bool) -> Mark:
    lost = card.left + card.person
    if not card.entered:
        return Mark("weak", None, "nobody came")
    words = ["came"]
    if card.left and not end:
        words.append(f"{card.left:,} left ({card.left / card.entered:.0%})")
    if card.person and not end:
        words.append(f"{card.person:,} asked for a person")
    return Mark("strong" if lost == most and lost and not end else "plain", card.entered, ", ".join(words))


def _answers(step: Step, answer: str) -> Iterator[str]:
    """What the log calls an answer, as scenarios call it: free text is not in the log, and several answers are in one line."""
    match step:
        case Choice(many=True):
            yield from (name for name in answer.split(",") if name in step.answers)
        case Instruction():
            yield "fixed" if answer == "fixed" else "cannot" if answer == "cannot" and step.cannot else "not fixed"
        case Input():
            yield "answered"
        case Paste():
            yield next((match.text for match in step.matches if match.text[:200] == answer), "anything else")
        case _:
            yield answer
