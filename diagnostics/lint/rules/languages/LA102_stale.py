"""LA102: a translation of what a text no longer says."""

from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, TreeRule
from diagnostics.lint.rules.languages.translated import found, own, units
from diagnostics.lint.subject import Subject


class Stale(TreeRule):
    """A translation is out of date.

    Finds translations that are marked `fuzzy`, or whose `msgid` is no longer what the tree says.

    Why: the source was changed because it was wrong. Whoever reads the translation still gets the wrong one.

    Example:
        # locale/ru/power.po
        # #, fuzzy
        # msgctxt "lamp.restart.actions.2.do"
        # msgid "Wait 30 seconds"
        # msgstr "Подождите 10 секунд"
        title: The lamp stays dark

    Use instead:
        # msgctxt "lamp.restart.actions.2.do"
        # msgid "Wait 30 seconds"
        # msgstr "Подождите 30 секунд"
        title: The lamp stays dark
    """

    code = "LA102"

    def check(self, subject: Subject) -> Iterator[FoundAt]:
        if not subject.translations:
            return
        texts = units(subject)
        for language in sorted(subject.translations):
            for name, message in own(subject, language).items():
                if name not in texts or not message.text:
                    continue
                if message.source != texts[name].at.value:
                    hint = f"run `diagnostics translate {language}`, then translate the text as it is now"
                    yield found(message, "the text was changed after it was translated", hint)
                elif message.fuzzy:
                    yield found(message, "this translation is marked `fuzzy`", "correct it where needed, and remove the mark `#, fuzzy`")
