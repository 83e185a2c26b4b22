"""A tree's texts beside their translations."""

import re
from collections.abc import Iterator, Mapping

from diagnostics.lint.rule import FoundAt
from diagnostics.lint.subject import Subject
from diagnostics.translations.catalogue import Message
from diagnostics.translations.units import TextAt, context

FACT = re.compile(r"(?<!\{)\{([^{}]*)\}(?!\})")
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)")


def units(subject: Subject) -> Mapping[str, TextAt]:
    """The texts that are to be translated, by the name that catalogues know them by."""
    return {context(subject.written.id, text): text for text in subject.texts if text.key != "example"}


def own(subject: Subject, language: str) -> Mapping[str, Message]:
    """The messages of this tree among a language's, which may be those of a whole area."""
    prefix = f"{subject.written.id}."
    return {name: message for name, message in subject.translations[language].items() if name.startswith(prefix)}


def translated(subject: Subject) -> Iterator[tuple[str, TextAt, Message]]:
    """(language, text, message) of each text that has a translation which is not out of date: what is stale is told once, by LA102."""
    if not subject.translations:
        return
    texts = units(subject)
    for language in subject.translations:
        for name, message in own(subject, language).items():
            text = texts.get(name)
            if text is not None and message.text and not message.fuzzy and message.source == text.at.value:
                yield language, text, message


def found(message: Message, says: str, hint: str) -> FoundAt:
    """A finding at a translation."""
    return FoundAt(message.span, says, hint, message.line)
