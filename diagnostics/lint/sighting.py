"""Words that a rule looks for to the places where a tree has them.

Most trees have none of them, which is told from the words of all their texts together; only then are texts searched.
"""

import re
from collections.abc import Container, Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

import yaml

from diagnostics.lint.edits import replace_scalar
from diagnostics.lint.rule import Found
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import texts_with, wording_of
from diagnostics.source.reader import Document
from diagnostics.translations.units import TextAt
from diagnostics.violations import Edit

_MOST = 20


class Lookout(NamedTuple):
    """A pattern over texts in any case, and what must stand in a text for it to match at all, in small letters: one of these English words or
    phrases, or one of these pieces of Russian or Chinese."""

    words: frozenset[str]
    phrases: tuple[tuple[frozenset[str], str], ...]
    pieces: tuple[str, ...]
    expression: str

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.expression)


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    """Compiled when a text first has one of the words: it takes longer than all else that a rule does, and few patterns are needed."""
    return re.compile(expression, re.IGNORECASE | re.VERBOSE)


def lookout(words: str, pieces: str, pattern: str) -> Lookout:
    """`words` and `pieces` with blanks between them, a phrase with `_` for its blanks. The pattern may be spaced; a blank in it is `\\ `."""
    phrases = tuple((frozenset(word.split("_")), word.replace("_", " ")) for word in words.split() if "_" in word)
    return Lookout(frozenset(words.split()), phrases, tuple(pieces.split()), pattern)


def sightings(looked: Lookout, subject: Subject, keys: Container[str] | None = None) -> Iterator[tuple[TextAt, re.Match[str]]]:
    """Each text that the pattern matches, with its first match. `keys`: only texts written under these."""
    wording = wording_of(subject)
    there = [*(looked.words & wording.different)]
    there += [phrase for words, phrase in looked.phrases if words <= wording.different and phrase in wording.low]
    if wording.foreign:
        there += [piece for piece in looked.pieces if piece in wording.low]
    if not there:
        return
    for text in texts_with(wording, there):
        if keys is None or text.key in keys:
            match = looked.pattern.search(text.at.value)
            if match is not None:
                yield text, match


def matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The first matches of a pattern in a text: nobody reads on, and a file of nothing else must not take long."""
    return islice(pattern.finditer(text), _MOST)


def inside(text: TextAt, match: re.Match[str], message: str, hint: str, edits: tuple[Edit, ...] = ()) -> Found:
    """A finding at a match inside a text."""
    piece = match.group().strip()
    nth = text.at.value.count(piece, 0, match.start())
    return Found(text.at.node, message, hint, piece, nth, edits)


def rewritten(document: Document, text: TextAt, value: str) -> tuple[Edit, ...]:
    """The edit that gives a text on one line another wording; none for a text of several lines, whose shape its author chose."""
    node = text.at.node
    if not isinstance(node, yaml.ScalarNode) or node.style in ("|", ">") or node.start_mark.line != node.end_mark.line or not value.strip():
        return ()
    return (replace_scalar(document, node, value),)
