"""LA101: texts without a translation."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, FoundAt, TreeRule
from diagnostics.lint.rules.languages.translated import found, own, units
from diagnostics.lint.subject import Subject


class Missing(TreeRule):
    """Texts have no translation.

    Finds, for each language that has catalogues (`locale/<language>/`), trees of which some texts are not translated into it. It is told once a
    tree and language, with how many there are, at the first empty translation, or at the title where the catalogue does not have them yet.

    Why: half a page in another language helps nobody, so a tree can be offered in a language only when it is whole.

    Example:
        # locale/ru/power.po
        # msgctxt "lamp.title"
        # msgid "The lamp stays dark"
        # msgstr ""
        title: The lamp stays dark

    Use instead:
        # msgstr "Лампа не горит"
        title: The lamp stays dark
    """

    code = "LA101"

    def check(self, subject: Subject) -> Iterator[Found | FoundAt]:
        if not subject.translations or subject.written.violations:
            return
        texts = units(subject)
        for language in sorted(subject.translations):
            messages = own(subject, language)
            absent = [name for name in texts if name not in messages]
            empty = [messages[name] for name in texts if name in messages and not messages[name].text]
            if not absent and not empty:
                continue
            first = ", ".join(f"`{name.partition('.')[2]}`" for name in [*(message.context for message in empty), *absent][:3])
            count = len(absent) + len(empty)
            says = f"{count} of {len(texts)} texts are not translated into `{language}`: {first}{', …' if count > 3 else ''}"
            if empty:
                yield found(empty[0], says, "translate them: half a tree in another language helps nobody")
            else:
                yield Found(next(iter(texts.values())).at.node, says, f"`diagnostics translate {language}` adds them to the catalogue")
