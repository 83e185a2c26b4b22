"""A customer's own words to the same words without what tells who wrote them.

Taken out, for a sign that something stood there: e-mail addresses, telephone numbers, and whatever looks like a number of an order, an
account or a device. Error codes and dates stay, because they say what was wrong. Names cannot be told from other words and stay too:
a comment is personal all the same, and is stored where it can be erased.
"""

import re
import unicodedata

EMAIL, NUMBER = "[e-mail]", "[number]"

_EMAIL = re.compile(r"[^\s@<>(),;:]{1,64}@[^\s@<>(),;:]{1,190}")
_GROUPS = re.compile(r"(?<!\w)\+?\(?\d(?:[\d()/. \u00a0:-]{0,40}\d)?(?!\w)")
"""Digits, with what people write between them, that belong to no word."""
_WORD = re.compile(r"\w(?:[\w-]{0,78}\w)?")
_DATE = re.compile(r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})")
_ERROR = re.compile(r"0[xX][0-9a-fA-F]{1,16}|[Kk][Bb]\d{6,8}")

LONG, SERIAL = 6, 6
"""Digits in a row of groups that are a number of something, and characters of a word of letters and digits that may be a serial."""


def scrubbed(text: str) -> str:
    """The text without e-mail addresses, telephone numbers and long numbers. Linear in the length of the text."""
    without = _EMAIL.sub(EMAIL, unicodedata.normalize("NFKC", text))
    return _GROUPS.sub(_group, _WORD.sub(_word, without))


def _word(match: re.Match[str]) -> str:
    """A serial has at least six characters of both kinds, with a digit before a letter or three digits: `4GX7H12`, not `Windows11`."""
    word = match[0]
    bare = re.sub(r"[\W_]", "", word)
    digits = sum(c.isdigit() for c in bare)
    if len(bare) < SERIAL or digits in (0, len(bare)) or _ERROR.fullmatch(word):
        return word
    return NUMBER if digits >= 3 or re.search(r"\d[^\W\d_]", bare) else word


def _group(match: re.Match[str]) -> str:
    group = match[0]
    return group if sum(c.isdigit() for c in group) < LONG or _DATE.fullmatch(group) else NUMBER
