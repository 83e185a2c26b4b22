"""LA106: a translation in the wrong letters."""

import re
from collections.abc import Iterator, Mapping

from diagnostics.lint.rule import FoundAt, TreeRule
from diagnostics.lint.rules.languages.translated import found, translated
from diagnostics.lint.subject import Subject

_NO_WORDS = re.compile(r"`[^`]*`|\]\([^)]{0,500}\)|\{[^{}]*\}|\*\*[^*]*\*\*|https?://\S+|\"[^\"]*\"|“[^”]{0,300}”|«[^»]{0,300}»|[A-Z]\w*|\w*[A-Z0-9_./@]\w*")
_LATIN = re.compile("[A-Za-z]")
_LETTERS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "kk"), ("Cyrillic", "[\u0400-\u04ff]")),
    "zh": ("Chinese", "[\u3400-\u9fff]"),
    "ja": ("Japanese", "[\u3040-\u30ff\u3400-\u9fff]"),
    "ko": ("Korean", "[\uac00-\ud7af]"),
    "el": ("Greek", "[\u0370-\u03ff]"),
    "he": ("Hebrew", "[\u0590-\u05ff]"),
    **dict.fromkeys(("ar", "fa", "ur"), ("Arabic", "[\u0600-\u06ff]")),
}
"""Languages with letters of their own: how these are called, and an expression for them. Most libraries need none of them compiled."""
_LEAST = 8
"""Latin letters that make a text more than a name or two."""


class Script(TreeRule):
    """A translation is not in the letters of its language.

    Finds translations into Russian, Chinese and other languages that do not use Latin letters, which mostly consist of Latin words in small
    letters. Names, keys in bold, code and addresses are not counted. For languages in Latin letters nothing is looked at.

    Why: a text that was pasted into the wrong catalogue, or left half-done, looks translated to the program.

    Example:
        # locale/ru/power.po
        # msgid "Wait 30 seconds"
        # msgstr "please wait thirty seconds"
        title: The lamp stays dark

    Use instead:
        # msgstr "Подождите 30 секунд"
        title: The lamp stays dark
    """

    code = "LA106"

    def check(self, subject: Subject) -> Iterator[FoundAt]:
        for language, text, message in translated(subject):
            known = _LETTERS.get(language.replace("-", "_").partition("_")[0])
            if known is None or message.text == text.at.value:  # what is not translated at all is told by LA107
                continue
            words = _NO_WORDS.sub(" ", message.text)
            latin, right = len(_LATIN.findall(words)), len(re.findall(known[1], message.text))
            if latin >= _LEAST and right < latin:
                yield found(message, f"this text is mostly not in {known[0]} letters", f"is it a translation into `{language}`?")
