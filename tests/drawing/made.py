"""Trees of any size for drawings: mixed as real ones are, and the same for the same number."""

from collections.abc import Iterator
from dataclasses import replace

from diagnostics.program.types import (
    Answer,
    Call,
    Check,
    Choice,
    Compute,
    Decide,
    Information,
    Instruction,
    Outcome,
    Program,
    Step,
    Team,
    Tree,
)  # fmt: skip

WORDS = "router printer cable light screen phone battery socket window account password network driver update button sound page lamp box line".split()
ENDS = ("handoff", "resolved", "handoff", "stop", "not_covered")


def made(steps: int, seed: int = 1) -> Program:
    """A tree of that many steps: two fifths questions, as many instructions, one in twelve an end; a few ways lead back."""
    chance = _numbers(seed)
    ends = max(3, steps // 12)
    inner = steps - ends
    targets = _targets(inner, ends, chance)
    made_steps = {f"s{number}": _step(number, targets[number], chance) for number in range(inner)}
    made_steps |= {f"s{number}": _end(number, chance) for number in range(inner, steps)}
    tree = Tree("made", f"A tree of {steps} steps", "Made for a picture.", "s0", made_steps, "desk")
    other = Tree("other", "Another tree", "", "s0", {"s0": Outcome(id="s0", kind="return")}, "desk", returns=True)
    return Program("made", {"made": tree, "other": other}, {}, {"desk": Team("The desk")}, {}, "en")


def _numbers(seed: int) -> Iterator[int]:
    while True:
        seed = (seed * 1103515245 + 12345) % 2**31
        yield seed >> 8


def _targets(inner: int, ends: int, chance: Iterator[int]) -> list[list[str]]:
    """Where each step leads: a branching tree whose branches often meet again. The first of a step's targets is always new."""
    targets: list[list[str]] = [[] for _ in range(inner)]
    latest, opened = 0, [0]
    while latest < inner - 1 and opened:
        number = opened.pop(next(chance) % 2 and -1)
        for branch in range((1, 2, 1, 3, 1, 4)[next(chance) % 6]):
            if latest < inner - 1 and (not branch or next(chance) % 5 < 2):
                latest += 1
                targets[number].append(f"s{latest}")
                opened.append(latest)
            else:
                targets[number].append(_known(number, latest, inner, ends, chance))
    for found in targets:
        found += [] if found else [f"s{inner + next(chance) % ends}"]
    return targets


def _known(number: int, latest: int, inner: int, ends: int, chance: Iterator[int]) -> str:
    luck = next(chance) % 12
    if luck == 0 and number > 4:
        return f"s{number - 1 - next(chance) % 4}"
    if luck < 7 and latest > number + 1:
        return f"s{number + 1 + next(chance) % (latest - number)}"
    return f"s{inner + next(chance) % ends}"


def _text(chance: Iterator[int], words: int) -> str:
    return " ".join(WORDS[next(chance) % len(WORDS)] for _ in range(words)).capitalize()


def _step(number: int, targets: list[str], chance: Iterator[int]) -> Step:
    name, kind, first = f"s{number}", next(chance) % 12, targets[0]
    if len(targets) > 1 and kind == 0:
        cases = tuple((("==", ("fact", "os"), ("text", WORDS[n])), target) for n, target in enumerate(targets[1:]))
        return Decide(id=name, cases=cases, otherwise=first)
    if len(targets) > 1 and kind == 1:
        return Check(id=name, heading="", kind="network", results=dict(zip(("pass", "fail", "unavailable"), [*targets, first], strict=False)))
    if len(targets) > 1:
        answers = {f"a{n}": Answer(_text(chance, 1 + next(chance) % 4), target) for n, target in enumerate([*targets, first])}
        return Choice(id=name, heading=_text(chance, 6) + "?", answers=answers)
    if kind == 0:
        return Information(id=name, heading=_text(chance, 4), next=first)
    if kind == 1:
        return Call(id=name, tree="other", next=first)
    if kind == 2:
        return Compute(id=name, sets=(("price", ("number", "3")),), next=first)
    instruction = Instruction(id=name, heading=_text(chance, 4), actions=(), not_fixed=first)
    return replace(instruction, fixed="s0") if kind == 3 and number > 30 else instruction


def _end(number: int, chance: Iterator[int]) -> Step:
    kind = ENDS[number % len(ENDS)]
    return Outcome(id=f"s{number}", kind=kind, title=_text(chance, 3), team="desk" if kind == "handoff" else None)
