"""`diagnostics play`: walk a tree in the terminal, with the same engine as the pages."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from diagnostics.cli.folders import program_of
from diagnostics.conditions.evaluate import Scope
from diagnostics.conditions.expression import Value
from diagnostics.engine import Ask, End, Fetch, Problem, Start, State, advance, page, read_answer, replay, time_left
from diagnostics.engine.advance import NeverProved
from diagnostics.program.inputs import HELPED
from diagnostics.program.texts import BRACES, wording
from diagnostics.program.types import Check, Choice, Information, Input, Instruction, Paste, Program, Text

_HELPED = dict(zip(HELPED, ("Yes, it works now", "No, still the same", "I tried this before", "I can't do this"), strict=True))
_CHECKED = {"pass": "It works", "fail": "It does not", "unavailable": "I can't tell"}


@click.command()
@click.argument("tree")
@click.option("--folder", type=click.Path(path_type=Path), default=Path("trees"), show_default=True, help="The library folder.")
def play(tree: str, folder: Path) -> None:
    """Walk TREE (an id, or its file) in the terminal. Type a number or an answer; `b` goes back, `q` stops."""
    program = program_of(tree, folder)
    try:
        _walk(program)
    except NeverProved as stuck:
        raise click.ClickException(f"{stuck}; `diagnostics check` says why") from None


def _walk(program: Program) -> None:
    state = replay(program, Start(datetime.now(UTC).date()), {})  # noqa: TID251  # the command line is where the day comes from
    click.secho(f"\n{_text(program.root.title, program, state)}", bold=True)
    while True:
        now = page(program, state)
        if now is None or isinstance(now, End):  # without a place there is always a page
            return _end(now, program, state) if now else None
        raw = _ask_for_result(now, program, state) if isinstance(now, Fetch) else _ask(now, program, state)
        if raw is None:
            return None
        if raw == "b":
            state = _back(program, state)
            continue
        reply = read_answer(now.step, raw.split(",") if isinstance(now.step, Choice) and now.step.many else raw, program.facts, state.start.day)
        if isinstance(reply, Problem):
            click.secho(f"  That does not fit here: {reply.code.replace('_', ' ')} {reply.limit}".rstrip(), fg="red")
        else:
            state = advance(program, state, now.place, replace(reply, keys=now.keys) if isinstance(now, Fetch) else reply)


def _ask(now: Ask, program: Program, state: State) -> str | None:
    left = time_left(program, state)
    click.secho(f"\n{_heading(now, program, state)}", bold=True)
    for line in _lines(now, program, state):
        click.echo(f"  {line}")
    options = _options(now, program, state)
    for number, label in enumerate(options.values(), 1):
        click.echo(f"  {number}. {label}")
    click.secho(f"  [{now.place}; about {left.minutes:.0f} minutes, {left.fewest} to {left.most} more pages]", dim=True)
    return _typed(options, may_be_empty=isinstance(now.step, Information | Input))


def _typed(options: Mapping[str, str], may_be_empty: bool = False) -> str | None:
    """What was typed, numbers as the options that they stand for. None for stopping."""
    try:
        typed = str(click.prompt(">", prompt_suffix=" ", default="" if may_be_empty else None, show_default=False)).strip()
    except click.Abort:
        return None
    if typed == "q":
        return None
    numbered = {str(number): name for number, name in enumerate(options, 1)}
    return ",".join(numbered.get(part.strip(), part.strip()) for part in typed.split(",")) if options else typed


def _heading(now: Ask, program: Program, state: State) -> str:
    return f"Check: {now.step.kind}" if isinstance(now.step, Check) else _text(now.step.heading, program, state)


def _lines(now: Ask, program: Program, state: State) -> list[str]:
    step = now.step
    texts = [step.hint]
    if isinstance(step, Instruction):
        risk = [f"Mind: {_text(step.risk.says, program, state)}"] if step.risk else []
        actions = [f"- {_text(a.do, program, state)}" + (f" ({_text(a.detail, program, state)})" if a.detail else "") for a in step.actions]
        asked = _text(step.did_it_help, program, state) if step.did_it_help else "Did that fix it?"
        expect = [_text(step.expect, program, state)] if step.expect else []
        return [*(_text(t, program, state) for t in texts if t), *risk, *actions, *expect, asked]
    return [_text(t, program, state) for t in (*texts, step.help) if t]


def _options(now: Ask, program: Program, state: State) -> dict[str, str]:
    match now.step:
        case Choice():
            return {name: _text(answer.label, program, state) for name, answer in now.step.answers.items()}
        case Instruction():
            return _HELPED
        case Check():
            return _CHECKED
        case Input(kind="choice"):
            return dict(program.facts[now.step.fact or ""].values)
        case Paste() | Input() | Information():
            return {}
    return {}


def _ask_for_result(wanted: Fetch, program: Program, state: State) -> str | None:
    keys = ", ".join(f"{program.facts[name].label}: {_shown(value, program, name)}" for name, value in wanted.keys)
    click.secho(f"\nLook-up: {wanted.step.source} ({keys})", bold=True)
    for number, result in enumerate(wanted.step.results, 1):
        click.echo(f"  {number}. {result}")
    return _typed(wanted.step.results)


def _back(program: Program, state: State) -> State:
    """Without the last answer: in a terminal there is no page to look back at."""
    last = next((visited.place for visited in reversed(state.path) if visited.reply), None)
    return replay(program, state.start, {key: reply for key, reply in state.replies.items() if key.partition("?")[0] != last})


def _end(now: End, program: Program, state: State) -> None:
    click.secho(f"\nEnd: {now.outcome.kind}" + (f" → {program.teams[now.outcome.team].title}" if now.outcome.team else ""), bold=True)
    if now.outcome.says:
        click.echo(f"  {_text(now.outcome.says, program, state)}")
    click.echo("  path: " + " → ".join([*(visited.place for visited in state.path), now.place]))


def _text(text: Text, program: Program, state: State) -> str:
    """A text as it reads with what is known; facts are shown by their labels."""
    source = wording(text, Scope(state.facts, state.start.day, program.tables))
    return BRACES.sub(lambda m: _shown(state.facts.get(m[1]), program, m[1]) if m[1] else m[0][0], source)


def _shown(value: Value | None, program: Program, fact: str) -> str:
    """A fact's value as people read it."""
    values = program.facts[fact].values
    if isinstance(value, frozenset):
        return ", ".join(label for name, label in values.items() if name in value) or "none"
    return "unknown" if value is None else values.get(str(value), str(value))
