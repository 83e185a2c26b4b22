"""TX101: a text that is hard to read."""

from collections.abc import Iterator

from diagnostics.lint.readability import grade, longest_sentence
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of
from diagnostics.translations.units import TextAt
from diagnostics.violations import clipped

_KEYS = ("summary", "question", "hint", "help", "do", "detail", "says", "expect", "text", "needs")
_SHORT = 110
"""Characters below which no text has as many words as the formulas need."""


class HardToRead(TreeRule):
    """A text is hard to read.

    Finds texts of 25 words and more that ask for more years of school than `highest_grade` (12 unless the library says otherwise): Flesch and
    Kincaid for English, Solnyshkina, Ivanov and Solovyev for Russian, the first Wiener Sachtextformel for German. In Chinese it finds sentences of
    more than `longest_sentence` (60) characters. Libraries in other languages are not looked at: nothing is known here to measure them by.

    Why: customers read while something is broken, on a small screen, often not in their mother tongue. Long sentences of long words are read
    twice or not at all.

    Example:
        hint: >-
          The utilisation of the aforementioned configuration necessitates prior authentication of the administrator, whose responsibilities
          encompass the verification of all peripheral installations and the corresponding documentation of any irregularities.

    Use instead:
        hint: Ask the administrator to sign in. They check each device and write down what is wrong.
    """

    code = "TX101"
    limits = {"highest_grade": 12, "longest_sentence": 60}

    def check(self, subject: Subject) -> Iterator[Found]:
        language = subject.declared.locale[:2]
        by_key = wording_of(subject).by_key
        texts = (text for key in _KEYS for text in by_key.get(key, ()))
        if language == "zh":
            yield from self._chinese(texts, subject.limits["longest_sentence"])
            return
        highest = subject.limits["highest_grade"]
        for text in texts:
            years = grade(text.at.value, language, highest) if len(text.at.value) > _SHORT else None
            if years is not None and years > highest:
                message = f"this text asks for {years:.0f} years of school; {highest:g} are the most"
                yield Found(text.at.node, message, "shorter sentences and shorter words: one thought in each")

    def _chinese(self, texts: Iterator[TextAt], most: float) -> Iterator[Found]:
        for text in texts:
            longest = longest_sentence(text.at.value) if len(text.at.value) > most else ""
            if len(longest) > most:
                message = f"a sentence of {len(longest)} characters: “{clipped(longest, 20)}”; {most:g} are the most"
                yield Found(text.at.node, message, "make two sentences of it")
