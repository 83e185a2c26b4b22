"""LA105: a translation of a text that is gone."""

from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, TreeRule
from diagnostics.lint.rules.languages.translated import found, own, units
from diagnostics.lint.subject import Subject


class Orphan(TreeRule):
    """A translation belongs to a text that is gone.

    Finds messages of a catalogue whose step or text the tree no longer has.

    Why: translators would go on working on what nobody sees.

    Example:
        # msgctxt "lamp.old_step.question"
        # msgid "Is it on?"
        # msgstr "Горит?"
        title: The lamp stays dark

    Use instead:
        # `diagnostics translate ru` moves it to the end of the file, as obsolete
        title: The lamp stays dark
    """

    code = "LA105"

    def check(self, subject: Subject) -> Iterator[FoundAt]:
        if not subject.translations or subject.written.violations:
            return
        texts = units(subject)
        for language in sorted(subject.translations):
            for name, message in own(subject, language).items():
                if name not in texts:
                    hint = f"`diagnostics translate {language}` sets it aside"
                    yield found(message, f"the tree has no text `{name.partition('.')[2]}` any more", hint)
