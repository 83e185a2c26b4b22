"""A walk to a name in plain words, made of the tree's own: "no other device, restart did not help"."""

from collections.abc import Collection, Iterator, Sequence

from diagnostics.program.texts import plain
from diagnostics.program.types import Check, Choice, Information, Input, Instruction, Lookup, Paste, Program, Step, Text
from diagnostics.scenarios.sayings import Saying

MOST_PARTS = 2
LONGEST_PART = 50
_HELPED = {"fixed": "helped", "not_fixed": "did not help", "cannot": "could not be done", "tried_before": "had been tried before"}


def name_of(program: Program, sayings: Sequence[Saying], telling: Collection[str], taken: Collection[str]) -> str:
    """Two things that were said, those at the `telling` steps first and then the last ones; more where the name were one of `taken`."""
    parts = [(saying.step, words) for saying in sayings if (words := _words(program, saying))]
    order = sorted(range(len(parts)), key=lambda n: (parts[n][0] not in telling, -n))
    for most in range(MOST_PARTS, len(parts) + 1):
        name = _joined(parts, order[:most])
        if name not in taken:
            return name
    name = _joined(parts, order) or "nothing is asked"
    return next(numbered for numbered in _numbered(name) if numbered not in taken)


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name} ({number})"
        number += 1


def _joined(parts: Sequence[tuple[str, str]], chosen: Collection[int]) -> str:
    return ", ".join(dict.fromkeys(parts[n][1] for n in sorted(chosen)))


def _words(program: Program, saying: Saying) -> str:
    step = program.trees[saying.tree].steps[saying.step]
    return "" if isinstance(step, Information) else _said(program, step, saying)


def _said(program: Program, step: Step, saying: Saying) -> str:
    answers = (saying.answer,) if isinstance(saying.answer, str) else saying.answer
    match step:
        case Choice():
            labels = " and ".join(_plain(step.answers[answer].label) for answer in answers)
            return labels if len(labels) > 12 or " " in labels else f"{_plain(step.heading)}: {labels}"
        case Instruction():
            return f"{_plain(step.heading)} {_HELPED[answers[0]]}"
        case Check():
            return f"{step.kind} check says {answers[0]}"
        case Lookup():
            return f"{step.source} says {answers[0].replace('_', ' ')}"
        case Input() | Paste():
            subject = program.facts[step.fact].label if step.fact in program.facts and step.fact else _plain(step.heading)
            return f"{subject}: {_clipped(answers[0])}" if answers[0] else f"{subject} left empty"
    return ""


def _plain(text: Text) -> str:
    """Without markup, with a small letter at its head where that is no abbreviation or name of its own."""
    words = _clipped(plain(text).rstrip("?.!:… "))
    first = words.partition(" ")[0]
    return words if first[:2] in ("I", "I'", "I’") or any(sign.isupper() for sign in first[1:]) else words[:1].lower() + words[1:]


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_PART else f"{text[:LONGEST_PART].rsplit(' ', 1)[0]} …"
