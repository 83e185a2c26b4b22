"""A text to the lines that fit a width, for drawings: SVG does not break lines itself.

Widths are estimates: what a character takes in the sans-serif faces that browsers use, in parts of the font size.
"""

from unicodedata import east_asian_width

NARROW, WIDE = frozenset("iIjlft.,:;'’|!()[]/ -‑r"), frozenset("mwMW@%—…")


def length(text: str, size: float) -> float:
    """Pixels that a text takes at a font size, about."""
    return sum(_part(character) for character in text) * size


def wrapped(text: str, width: float, size: float, most: int = 2) -> list[str]:
    """At most `most` lines, each at most `width` pixels long; what does not fit ends in an ellipsis."""
    lines = [""]
    for word in _words(text):
        if length(lines[-1] + word.rstrip(), size) <= width or not lines[-1]:
            lines[-1] += word
        else:
            lines.append(word)
    lines = [line.strip() for line in lines]
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] += "…"
    return [cut(line, width, size) for line in kept]


def _words(text: str) -> list[str]:
    """What may stand at the beginning of a line, with the blanks behind it: a word, or a single ideograph."""
    words = [""]
    for character in " ".join(text.split()):
        if _ideograph(character) or (words[-1] and (words[-1][-1] == " " or _ideograph(words[-1][-1])) and character != " "):
            words.append(character)
        else:
            words[-1] += character
    return [word for word in words if word]


def cut(line: str, width: float, size: float) -> str:
    """A text on one line: all of it, or what fits and an ellipsis."""
    if length(line, size) <= width:
        return line
    while len(line) > 1 and length(line.rstrip("… ") + "…", size) > width:
        line = line.rstrip("… ")[:-1]
    return line.rstrip("… ") + "…"


def _ideograph(character: str) -> bool:
    return east_asian_width(character) in "WF"


def _part(character: str) -> float:
    if _ideograph(character):
        return 1.0
    return 0.31 if character in NARROW else 0.86 if character in WIDE else 0.66 if character.isupper() else 0.56
