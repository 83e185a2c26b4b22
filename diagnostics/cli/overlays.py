"""What `diagnostics draw` lays over a tree: its visits, the answers that its scenarios give, or what changed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from diagnostics.cli.services import services_of
from diagnostics.cli.since import Since
from diagnostics.cli.versions import PUBLISHED, version
from diagnostics.drawing.compared import compared
from diagnostics.drawing.overlay import Mark, Overlay, Tone
from diagnostics.library.load import Library
from diagnostics.program.types import Call, Choice, Input, Instruction, Outcome, Paste, Program, Step
from diagnostics.scenarios.answers import answers_of
from diagnostics.scenarios.coverage import run_scenarios
from diagnostics.service import passing
from diagnostics.service.ledger import ZoneChanged
from diagnostics.service.ledger_ports import Flow, LedgerReader, Slice, StepCount
from diagnostics.service.passing import Passing
from diagnostics.settings import Settings
from diagnostics.wiring import StoreError, open_records

LEGEND: tuple[tuple[Tone, str], ...] = (("strong", "most visits are lost here"), ("weak", "nobody came this way"))


def visited(program: Program, since: Since) -> Overlay:
    """Where visits went and where they ended, in the ledger's figures, of all versions of the tree together.

    Raises:
        click.ClickException: the ledger cannot be read, or nobody visited the tree in that time.
    """
    with services_of(Settings.from_environment()) as services:
        now = services.clock()
        try:
            services.keeper.refresh(now)
        except ZoneChanged as error:
            raise click.ClickException(str(error)) from None
        first, last = since.moment(now).date(), services.figures.everything().last
        counts, flows = _sums(services.ledger, program.tree, first, last)
    if not counts:
        raise click.ClickException(f"nobody visited `{program.tree}` from {first} to {last}")
    return of_visits(program, counts, flows, f"{since.words}, {first} to {last}")


def _sums(ledger: LedgerReader, tree: str, first: date, last: date) -> tuple[list[StepCount], list[Flow]]:
    structures = sorted({cell.value for cell in ledger.cells(Slice(first, last, tree, "structure"), ["value"])})
    counts = [count for structure in structures for count in ledger.steps(tree, structure, first, last)]
    return counts, [flow for structure in structures for flow in ledger.flows(tree, structure, first, last)]


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


def covered(program: Program, library: Library) -> Overlay:
    """Which answers the scenarios beside the tree give."""
    from diagnostics.cli.coverage_pages import coverage_overlay

    return coverage_overlay(program, run_scenarios(library, (program.tree,))[program.tree])


def changed(program: Program, old: str, folder: Path) -> Overlay:
    """What differs from the tree as it is in `old`: a folder, a tree file, `published`, or a commit.

    Raises:
        click.UsageError: there is no such version, or no such tree in it.
        click.ClickException: it cannot be read, or the tree has errors there.
    """
    try:
        records = open_records(Settings.from_environment()) if PUBLISHED.fullmatch(old) else None
    except StoreError as error:
        raise click.ClickException(str(error)) from None
    before = version(old, records, folder)
    name = before.trees[0] if len(before.trees) == 1 else program.tree
    if name in before.broken:
        raise click.ClickException(f"`{name}` or a tree that it calls has errors in {old}")
    if name not in before.programs:
        raise click.UsageError(f"there is no tree `{name}` in {old}: it is new")
    return compared(before.programs[name], program, "what is in service" if old == "published" else old)
