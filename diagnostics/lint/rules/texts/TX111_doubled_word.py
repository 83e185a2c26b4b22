"""TX111: a word that stands twice in a row."""

import re
from collections.abc import Iterator
from itertools import pairwise

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import inside, rewritten
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of

_TWICE = re.compile(r"(?<![\w'’-])(?P<word>[^\W\d_]+)(?P<again> +(?P=word))(?![\w'’-])", re.IGNORECASE)
_MAY = frozenset("had that bye blah чуть еле вот just very so no".split())
"""Words that people double on purpose, or by grammar."""


class DoubledWord(TreeRule):
    """A word stands twice in a row.

    Finds "the the" and its like, and takes the second away with `--fix`. Words that may be doubled ("had had") are left alone.

    Why: it makes readers stumble, and doubt the rest.

    Example:
        hint: Press the the button.

    Use instead:
        hint: Press the button.
    """

    code = "TX111"

    def check(self, subject: Subject) -> Iterator[Found]:
        wording = wording_of(subject)
        words = wording.words
        twice = {word.strip("*_.,") for word, after in pairwise(words) if word == after}
        if not any(word.isalpha() and word not in _MAY and f"{word} {word}" in wording.low for word in twice):
            return
        for text in wording.texts:
            if text.key in ("symptoms", "example"):
                continue
            match = next((one for one in _TWICE.finditer(text.at.value) if one["word"].lower() not in _MAY), None)
            if match is not None:
                cured = _TWICE.sub(lambda one: one[0] if one["word"].lower() in _MAY else one["word"], text.at.value)
                edits = rewritten(subject.written.document, text, cured)
                yield inside(text, match, f"“{match['word']}” stands twice in a row", "remove one of them", edits)
