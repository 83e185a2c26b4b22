"""TX115: a text that shouts."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import inside
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of

_MARKS = re.compile(r"!\s?[!?]+|\?![!?]*|！！+|！？|？！")
_CAPITALS = re.compile(r"(?<![\w'\"“„«`*-])(?:[A-ZА-ЯЁ]{2,}(?:'[A-Z]+)?[,;:]? +){2,}[A-ZА-ЯЁ]{2,}(?![\w'\"”“»`*-])")
_SAID = re.compile(r"`[^`]*`|\"[^\"]*\"|“[^”]{0,300}”|„[^“]{0,300}“|«[^»]{0,300}»|\*\*[^*]*\*\*")
_KEYS = frozenset(
    "question hint help do detail says instruction expect information text title summary label did_it_help".split()
)
_LOUD = tuple("THE NOT YOU AND THIS НЕ ВЫ ЭТО".split())
_BEFORE_A_BLANK = tuple(f"{word} " for word in _LOUD)
_WORDS = re.compile(rf"\b(?:{'|'.join(_LOUD)})\b")
"""One of these words makes capitals a sentence: without, they may be a name or a message."""


class Shouting(TreeRule):
    """A text shouts.

    Finds several exclamation marks in a row, and sentences in capitals. Messages that a device shows in capitals stand in quotation marks,
    in bold or between backticks, and are left alone.

    Why: capitals are slow to read and some screen readers spell them letter by letter; who shouts at a customer in trouble makes it worse.

    Example:
        hint: DO NOT PULL THE PLUG!!!

    Use instead:
        hint: Leave the plug in, or the update is lost.
    """

    code = "TX115"

    def check(self, subject: Subject) -> Iterator[Found]:
        wording = wording_of(subject)
        marks = ("!" in wording.whole or "！" in wording.whole) and _MARKS.search(wording.whole) is not None
        capitals = any(word in wording.whole for word in _BEFORE_A_BLANK)
        if not marks and not capitals:
            return
        for text in (text for key in _KEYS for text in wording.by_key.get(key, ())):
            value = _SAID.sub(lambda said: " " * len(said[0]), text.at.value)
            if (match := _MARKS.search(value)) is not None:
                yield inside(text, match, "several marks in a row shout", "one mark, or a full stop")
            elif (match := _CAPITALS.search(value)) is not None and _WORDS.search(match[0]):
                yield inside(text, match, "words in capitals shout", "write them in small letters; make the one that counts **bold**")
