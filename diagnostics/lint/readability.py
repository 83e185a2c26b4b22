"""A text to the school year in which people read it with ease, by the formula that is published for its language.

English: Flesch and Kincaid (Kincaid et al. 1975, Derivation of new readability formulas for Navy enlisted personnel, Research Branch Report 8-75).
Russian: its adaptation by Solnyshkina, Ivanov and Solovyev (2018, Readability formula for Russian texts: a modified version).
German: the first Wiener Sachtextformel (Bamberger and Vanecek 1984, Lesen – Verstehen – Lernen – Schreiben).
Other languages have no formula here and are passed over. Chinese has no syllables to count: `longest_sentence` serves it.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pyphen

_NO_PROSE = re.compile(r"`[^`]*`|\]\([^)]{0,500}\)|https?://\S+|\{[^{}]*\}|^ *(?:[-*]|[0-9]+\.) +", re.MULTILINE)
_SENTENCE = re.compile(r"(?<![.!?…:;])[.!?…:;]+(?=[\s\"')*_\]]|$)|\n\s*\n|\n(?=\s*(?:[-*]|[0-9]+\.) )")
_CHINESE_SENTENCE = re.compile(r"[。！？；：\n]|[.!?](?=\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = {"en": re.compile("[aeiouy]+"), "ru": re.compile("[аеёиоуыэюя]"), "de": re.compile("[aeiouyäöü]+")}
_SILENT_E = re.compile("(?<=[^aeiouyl])e[ds]?$")
LEAST_WORDS = 25
"""Shorter texts are too few words for a formula that was made for passages."""
_ROUGHLY = {"en": (0.39, 4.25, 15.59), "ru": (0.36, 2.9, 11.97)}
"""The formulas with letters in place of syllables, of which hard words have more than one for three letters: enough to see what is plainly easy."""


class Counts(NamedTuple):
    """What the formulas are made of: `long` are words of three syllables and more, `short` those of one, `wide` those of more than six letters."""

    words: int
    sentences: int
    syllables: int
    long: int
    short: int
    wide: int


def english(c: Counts) -> float:
    return 0.39 * c.words / c.sentences + 11.8 * c.syllables / c.words - 15.59


def russian(c: Counts) -> float:
    return 0.36 * c.words / c.sentences + 5.76 * c.syllables / c.words - 11.97


def german(c: Counts) -> float:
    share = 100 / c.words
    return 0.1935 * c.long * share + 0.1672 * c.words / c.sentences + 0.1297 * c.wide * share - 0.0327 * c.short * share - 0.875


FORMULAS: Mapping[str, Callable[[Counts], float]] = {"en": english, "ru": russian, "de": german}


def grade(text: str, language: str, least: float = 0) -> float | None:
    """The school year; None for a language without a formula, for a text that is too short, and for one that is plainly below `least`."""
    blanks = text.count(" ")
    if blanks < LEAST_WORDS - 1 or language not in FORMULAS:
        return None
    if language in _ROUGHLY:
        by_words, by_letters, less = _ROUGHLY[language]
        if by_words * (blanks + 1) / (text.count(". ") + 1) + by_letters * (len(text) / blanks - 1) - less < least:
            return None
    prose = _NO_PROSE.sub(" ", text)
    words = _WORD.findall(prose.lower())
    if len(words) < LEAST_WORDS:
        return None
    sentences = sum(1 for part in _SENTENCE.split(prose) if _WORD.search(part))
    beats = [syllables(word, language) for word in words]
    long, short = sum(n >= 3 for n in beats), sum(n == 1 for n in beats)
    return FORMULAS[language](Counts(len(words), max(1, sentences), sum(beats), long, short, sum(len(word) > 6 for word in words)))


def longest_sentence(text: str) -> str:
    """The longest sentence of a Chinese text."""
    return max((part.strip() for part in _CHINESE_SENTENCE.split(_NO_PROSE.sub("", text))), key=len, default="")


@lru_cache(maxsize=20_000)
def syllables(word: str, language: str) -> int:
    """How many a word has: its vowels in Russian; elsewhere what its hyphens show or its groups of vowels do, whichever are more."""
    spoken = _SILENT_E.sub("", word) if language == "en" else word
    groups = len(_VOWELS[language].findall(spoken))
    if language == "ru":
        return max(1, groups)
    return max(1, groups, len(_hyphens(language).positions(word)) + 1)


@lru_cache
def _hyphens(language: str) -> "pyphen.Pyphen":
    import pyphen  # most texts are plainly easy, and need no syllables

    return pyphen.Pyphen(lang=language)
