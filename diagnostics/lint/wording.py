"""A tree's texts to what rules ask of their wording: which words there are, and sampled hashes that show copied passages."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, compress
from typing import Any, NamedTuple
from zlib import crc32

from diagnostics.lint.subject import Subject
from diagnostics.model.shapes import At
from diagnostics.translations.units import TextAt

SPAN = 5
"""Words (Chinese: characters) in a row that count as a passage: fewer are turns of speech that every tree has."""
_SAMPLE = 15
"""One in 16 words opens a shingle: two trees that share 100 passages share about six, and 500 trees stay small."""
_CYRILLIC, _HAN = "\u0400", "\u2e80"
"""Where the letters of Russian begin, and the signs of Chinese."""
_SIGNS = "\"'“”‘’«»„.,:;!?…()[]{}<>*_`#|/\\–—-"


class Wording(NamedTuple):
    """The wording of some texts. `whole` has one text a line, and `low` the same in small letters; `words` are those of `low` in order, as they
    stand between blanks; `different` are they, each once and without the signs around it. `foreign`: some of it is Russian or Chinese.
    `starts` are the places in `low` at which the texts begin."""

    texts: Sequence[TextAt]
    starts: Sequence[int]
    by_key: Mapping[str, Sequence[TextAt]]
    whole: str
    low: str
    words: Sequence[str]
    different: frozenset[str]
    foreign: bool


def wording_of(subject: Subject) -> Wording:
    """What a tree's texts say."""
    return subject.once(_of_tree)


def _of_tree(subject: Subject) -> Wording:
    return read_wording(subject.texts)


def read_wording(texts: Sequence[TextAt]) -> Wording:
    """What some texts say."""
    by_key: dict[str, list[TextAt]] = {}
    for text in texts:
        by_key.setdefault(text[3], []).append(text)
    values = [text[2][0] for text in texts]
    whole = "\n".join(values)
    low = whole.lower()
    if len(low) != len(whole):  # a few letters of other alphabets are two small ones
        values = [value.lower() for value in values]
        low = "\n".join(values)
    starts = [0, *accumulate(map((1).__add__, map(len, values)))]
    words = low.split()
    different = frozenset([word.strip(_SIGNS) for word in frozenset(words)])
    foreign = not low.isascii() and max(different, default="") >= _CYRILLIC
    return Wording(texts, starts, by_key, whole, low, words, different, foreign)


def texts_with(wording: Wording, pieces: Iterable[str], exactly: bool = False) -> list[TextAt]:
    """The texts that hold one of these, in order. The pieces are in small letters, and found in any; `exactly`: only as they are."""
    whole = wording.whole if exactly and len(wording.whole) == len(wording.low) else wording.low
    found: set[int] = set()
    for piece in pieces:
        wanted = piece if whole is wording.whole else piece.lower()
        at = whole.find(wanted)
        while at >= 0:
            number = bisect_right(wording.starts, at) - 1
            found.add(number)
            at = whole.find(wanted, wording.starts[number + 1])
    return [wording.texts[number] for number in sorted(found)]


def words_of(wording: Wording) -> Sequence[str]:
    """The words in order, in small letters, with the signs on them as they stand between blanks; Chinese by character."""
    if wording.foreign and max(wording.different) >= _HAN:
        return [piece for word in wording.words for piece in (word if max(word) >= _HAN else (word,))]
    return wording.words


def shingles(wording: Wording) -> tuple[int, ...]:
    """Sampled hashes of all passages of five words, sorted: the same in every process and on every machine."""
    words = words_of(wording)
    opens = compress(range(len(words) - SPAN + 1), map(_OPENS.__getitem__, words))
    return tuple(sorted({passage(words[at : at + SPAN]) for at in opens}))


def passage(words: Iterable[str]) -> int:
    """The hash of a passage."""
    return crc32(" ".join(words).encode())


class _Opens(dict[str, bool]):
    """Word → whether the passages that begin with it are among the sample. Words decide, not passages: there are far fewer of them."""

    def __missing__(self, word: str) -> bool:
        found = self[word] = crc32(word.encode()) & _SAMPLE == 0
        return found


_OPENS = _Opens()


def wordings(value: Any) -> tuple[At, ...]:
    """A text's wordings, where it is there: one, or those of its variants."""
    if isinstance(value, At):
        return (value,)
    return tuple(at for variant in value or () if (at := variant.get("text")) is not None)


def plain(value: Any) -> str:
    """All wordings of a text in one; empty where it is not there."""
    return "\n".join(at.value for at in wordings(value))
