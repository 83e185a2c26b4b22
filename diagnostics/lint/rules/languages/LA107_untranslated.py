"""LA107: a translation that is the source."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, TreeRule
from diagnostics.lint.rules.languages.translated import found, translated
from diagnostics.lint.subject import Subject

_NAMES = re.compile(r"`[^`]*`|\{[^{}]*\}|\*\*[^*]*\*\*|https?://\S+")
_WORD = re.compile(r"\b[a-zа-яё]{3,}\b")
_LEAST = 3


class Untranslated(TreeRule):
    """A translation is the source itself.

    Finds translations that are, letter by letter, the source, where it has three words or more that are no names. Labels such as "Windows" are
    the same in every language.

    Why: it counts as translated, so the tree may be offered in a language in which it cannot be read.

    Example:
        # msgid "Wait until the light is green"
        # msgstr "Wait until the light is green"
        title: The lamp stays dark

    Use instead:
        # msgstr "Подождите, пока лампа не станет зелёной"
        title: The lamp stays dark
    """

    code = "LA107"

    def check(self, subject: Subject) -> Iterator[FoundAt]:
        for language, text, message in translated(subject):
            if message.text == text.at.value and len(_WORD.findall(_NAMES.sub(" ", message.text))) >= _LEAST:
                says = f"this is the source, not a translation into `{language}`"
                yield found(message, says, "translate it, or leave it empty until somebody does")
