"""`diagnostics play`: walk a tree in the terminal, with the same engine as the pages."""

from datetime import UTC, datetime
from pathlib import Path

import click

from diagnostics.cli.folders import program_of
from diagnostics.conditions.evaluate import Scope, holds
from diagnostics.engine import Ask, End, Fetch, Problem, Reply, Start, State, advance, page, read_answer, replay, time_left
from diagnostics.program.inputs import HELPED
from diagnostics.program.types import Check, Choice, Information, Input, Instruction, Paste, Program, Text

_HELPED = dict(zip(HELPED, ("Yes, it works now", "No, still the same", "I tried this before", "I can't do this"), strict=True))
_CHECKED = {"pass": "It works", "fail": "It does not", "unavailable": "I can't tell"}


@click.command()
@click.argument("tree")
@click.option("--folder", type=click.Path(path_type=Path), default=Path("trees"), show_default=True, help="The library folder.")
def play(tree: str, folder: Path) -> None:
    """Walk TREE (an id, or its file) in the terminal. Type a number or an answer; `b` goes back, `q` stops."""
    program = program_of(tree, folder)
    state = replay(program, Start(datetime.now(UTC).date()), {})  # noqa: TID251  # the command line is where the day comes from
    click.secho(f"\n{_text(program.root.title, program, state)}", bold=True)
    while True:
        now = page(program, state)
        if isinstance(now, End):
            return _end(now, program, state)
        if isinstance(now, Fetch):
            state = _ask_for_result(program, state, now)
            continue
        assert now is not None
        raw = _ask(now, program, state)
        if raw is None:
            return None
        if raw == "b":
            state = _back(program, state)
            continue
        reply = read_answer(now.step, raw.split(",") if isinstance(now.step, Choice) and now.step.many else raw, program.facts, state.start.day)
        if isinstance(reply, Problem):
            click.secho(f"  That does not fit here: {reply.code.replace('_', ' ')} {reply.limit}".rstrip(), fg="red")
        else:
            state = advance(program, state, now.place, reply)


def _ask(now: Ask, program: Program, state: State) -> str | None:
    left = time_left(program, state)
    click.secho(f"\n{_heading(now, program, state)}", bold=True)
    for line in _lines(now, program, state):
        click.echo(f"  {line}")
    options = _options(now, program, state)
    for number, label in enumerate(options.values(), 1):
        click.echo(f"  {number}. {label}")
    click.secho(f"  [{now.place}; about {left.minutes:.0f} minutes, {left.fewest} to {left.most} more pages]", dim=True)
    try:
        typed = str(click.prompt(">", prompt_suffix=" ", default="" if isinstance(now.step, (Information, Input)) else None, show_default=False))
    except (EOFError, click.Abort):
        return None
    typed = typed.strip()
    if typed == "q":
        return None
    names = list(options)
    picked = [names[int(t) - 1] if t.strip().isdigit() and 0 < int(t) <= len(names) else t.strip() for t in typed.split(",")] if options else [typed]
    return ",".join(picked)


def _heading(now: Ask, program: Program, state: State) -> str:
    return f"Check: {now.step.kind}" if isinstance(now.step, Check) else _text(now.step.heading, program, state)


def _lines(now: Ask, program: Program, state: State) -> list[str]:
    step = now.step
    texts = [step.hint]
    if isinstance(step, Instruction):
        risk = [f"Mind: {_text(step.risk.says, program, state)}"] if step.risk else []
        actions = [f"- {_text(a.do, program, state)}" + (f" ({_text(a.detail, program, state)})" if a.detail else "") for a in step.actions]
        asked = _text(step.did_it_help, program, state) if step.did_it_help else "Did that fix it?"
        return [*(_text(t, program, state) for t in texts if t), *risk, *actions, *([_text(step.expect, program, state)] if step.expect else []), asked]
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


def _ask_for_result(program: Program, state: State, wanted: Fetch) -> State:
    click.secho(f"\n  look-up {wanted.step.source} with {dict(wanted.keys)}", dim=True)
    result = click.prompt("  its result", type=click.Choice(list(wanted.step.results)))
    return advance(program, state, wanted.place, Reply(result, keys=wanted.keys))


def _back(program: Program, state: State) -> State:
    """Without the last answer: in a terminal there is no page to look back at."""
    replies = dict(state.replies)
    if state.path:
        replies = {place: reply for place, reply in replies.items() if place.partition("?")[0] != state.path[-1].place}
    return replay(program, state.start, replies)


def _end(now: End, program: Program, state: State) -> None:
    click.secho(f"\nEnd: {now.outcome.kind}" + (f" → {program.teams[now.outcome.team].title}" if now.outcome.team else ""), bold=True)
    if now.outcome.says:
        click.echo(f"  {_text(now.outcome.says, program, state)}")
    click.echo("  path: " + " → ".join([*(visited.place for visited in state.path), now.place]))


def _text(text: Text, program: Program, state: State) -> str:
    """A text as it reads with what is known; facts are shown by their labels."""
    if not isinstance(text, str):
        scope = Scope(state.facts, state.start.day, program.tables)
        text = next(variant.text for variant in text if variant.when is None or holds(variant.when, scope))
    for name, value in state.facts.items():
        if name in program.facts and "{" in text:
            text = text.replace("{" + name + "}", program.facts[name].values.get(str(value), str(value)))
    return text.replace("{{", "{").replace("}}", "}")
