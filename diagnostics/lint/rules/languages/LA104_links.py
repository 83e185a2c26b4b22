"""LA104: a translation that leads elsewhere."""

from collections import Counter
from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, TreeRule
from diagnostics.lint.rules.languages.translated import LINK, found, translated
from diagnostics.lint.subject import Subject
from diagnostics.violations import clipped


class Links(TreeRule):
    """A translation has other links than its source.

    Finds translations with fewer or more links than the source, and links to an address without https. Links to the same page in the other
    language are right.

    Why: a link that got lost in translation is help that got lost.

    Example:
        # msgid "See [the list](https://example.com/list)"
        # msgstr "Смотрите список"
        title: The lamp stays dark

    Use instead:
        # msgstr "Смотрите [список](https://example.com/ru/list)"
        title: The lamp stays dark
    """

    code = "LA104"

    def check(self, subject: Subject) -> Iterator[FoundAt]:
        for _, text, message in translated(subject):
            if "](" not in text.at.value and "](" not in message.text:
                continue
            source, there = Counter(map(_host, LINK.findall(text.at.value))), Counter(map(_host, LINK.findall(message.text)))
            if source.total() != there.total():
                says = f"links in the source: {source.total()}; in this translation: {there.total()}"
                yield found(message, says, "keep each link; its words are translated")
            elif other := there - source:
                yield found(message, f"this translation leads to `{clipped(next(iter(other)), 60)}`, the source does not", "lead to the same site")


def _host(address: str) -> str:
    """Scheme and host: the page of another language is another page of the same site."""
    return "/".join(address.split("/")[:3]) if "://" in address else address
