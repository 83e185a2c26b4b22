"""FI104: a symptom that nobody types."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject


class LongSymptom(TreeRule):
    """A symptom is too long to be typed.

    Finds symptoms of more than `longest_symptom` (14) words; in Chinese, of more than twice as many characters.

    Why: customers type three to eight words. The finder compares what they type with each symptom as a whole, and a long one is near to nothing.

    Example:
        symptoms: [when I come home in the evening and press the switch at the door the lamp in the hall stays dark]

    Use instead:
        symptoms: [hall lamp stays dark when I press the switch]
    """

    code = "FI104"
    limits = {"longest_symptom": 14}

    def check(self, subject: Subject) -> Iterator[Found]:
        most = subject.limits["longest_symptom"]
        for at in subject.written.header.get("symptoms") or ():
            words = at.value.count(" ") + 1
            characters = sum("\u2e80" <= sign < "\ufb00" for sign in at.value) if words < 5 and not at.value.isascii() else 0
            if words > most or characters > 2 * most:
                many = f"{characters} characters" if characters else f"{words} words"
                yield Found(at.node, f"this symptom has {many}: nobody types so many", "keep what tells this problem from others, or make it two")
