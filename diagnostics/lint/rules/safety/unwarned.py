"""What an instruction asks for to those places where nothing warns of it."""

import re
from collections.abc import Container, Iterator

from diagnostics.lint.sighting import Lookout, sightings
from diagnostics.lint.subject import Subject
from diagnostics.translations.units import TextAt

_NEGATED = re.compile(
    r"(?:\b(?:not|never|no|don't|doesn't|won't|without|avoid|instead\s+of|rather\s+than|nothing|не|никогда|без|вместо|нельзя)\b[^.;:!?]*"
    r"|(?:不要|请勿|切勿|别|勿|不会|不能|无需|不必|没有)[^。；，！？]*)$",
    re.IGNORECASE,
)
ACTIONS = ("instruction", "do")


def negated(text: str, at: int) -> bool:
    """Whether the sentence takes back, before this place, what it says there."""
    return _NEGATED.search(text, max(0, at - 60), at) is not None


def unwarned(looked: Lookout, subject: Subject, keys: Container[str] = ACTIONS) -> Iterator[tuple[TextAt, re.Match[str]]]:
    """The first sighting in each instruction that has no `risk`."""
    seen: set[str] = set()
    for text, match in sightings(looked, subject, keys):
        step = subject.steps.get(text.step)
        if step is None or step.form != "instruction" or step.record.has("risk") or text.step in seen:
            continue
        if not negated(text.at.value, match.start()):
            seen.add(text.step)
            yield text, match
