"""LA103: a translation with other facts than its source."""

from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, TreeRule
from diagnostics.lint.rules.languages.translated import FACT, found, translated
from diagnostics.lint.subject import Subject


class Placeholders(TreeRule):
    """A translation inserts other facts than its source.

    Finds translations in which a `{fact}` of the source is missing, or that hold one that the source does not have. They may stand in another
    order.

    Why: the customer would miss a number, or read braces.

    Example:
        # msgid "Delivered on {bought}"
        # msgstr "Доставлено {куплено}"
        title: Delivered on {bought}

    Use instead:
        # msgid "Delivered on {bought}"
        # msgstr "Доставлено {bought}"
        title: Delivered on {bought}
    """

    code = "LA103"

    def check(self, subject: Subject) -> Iterator[FoundAt]:
        for _, text, message in translated(subject):
            source, there = set(FACT.findall(text.at.value)), set(FACT.findall(message.text))
            if source != there:
                lacks = [f"`{{{fact}}}` is missing" for fact in sorted(source - there)]
                more = [f"`{{{fact}}}` is not in the source" for fact in sorted(there - source)]
                yield found(message, "; ".join(lacks + more), "insert the same facts as the source, under their own names")
