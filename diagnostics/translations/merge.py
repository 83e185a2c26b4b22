"""The texts of an area's trees, merged into what its translators have: new ones added, changed ones marked, those that are gone set aside."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from diagnostics.model.read import WrittenTree
from diagnostics.translations.units import TextAt, context, texts_of

_NOTE = """\
# Translations of the trees of one area. `diagnostics translate` adds and marks; translators write `msgstr` and may leave comments.
# `fuzzy`: the text changed after it was translated. Texts that are gone stand at the end, behind `#~`."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A catalogue's new text, and what was done: numbers of messages. `empty` and `fuzzy` are all that wait for a translator now."""

    text: str
    added: int = 0
    changed: int = 0
    gone: int = 0
    empty: int = 0
    fuzzy: int = 0


def merge(trees: Iterable[WrittenTree], old: Catalog | None, language: str) -> Merged:
    """A catalogue with every text of the trees, in their order; of `old` it keeps translations and comments.

    A message is known by its text within its step, and by its context: so a text that moved in a list keeps its translation, and one that changed
    keeps it as fuzzy.
    """
    known = {str(message.context): message for message in old or () if message.id and message.context}
    olds = [message for message in (*(old.obsolete.values() if old else ()), *known.values()) if message.context and message.string]
    by_text = {_text_of(message): message for message in olds}
    texts = [(context(tree.id, text), text) for tree in trees for text in texts_of(tree) if text.key != "example"]
    there = {(_place(name), text.at.value) for name, text in texts}
    catalogue = Catalog(locale=None, header_comment=_NOTE, charset="utf-8", fuzzy=False)
    if old is not None and old.header_comment.strip() != "#":
        catalogue.header_comment = old.header_comment
    used: set[int] = set()
    added = changed = 0
    for name, text in texts:
        before = known.get(name)
        if before is None or _source(before) != text.at.value:
            before = by_text.get((_place(name), text.at.value)) or (before if not before or _text_of(before) not in there else None)
        catalogue[text.at.value] = _message(text, name, before)
        added += before is None
        changed += before is not None and _source(before) != text.at.value
        used.add(id(before))
    for message in sorted((one for one in olds if id(one) not in used and _text_of(one) not in there), key=lambda one: str(one.context)):
        catalogue.obsolete[(_source(message), str(message.context))] = message
    waiting = [message for message in catalogue if message.id]
    empty, fuzzy = sum(not message.string for message in waiting), sum(bool(message.fuzzy and message.string) for message in waiting)
    gone = len(known.keys() - {name for name, _ in texts})
    return Merged(_written(catalogue, language), added, changed, gone, empty, fuzzy)


def _text_of(message: Message) -> tuple[tuple[str, ...], str]:
    return _place(str(message.context)), _source(message)


def _place(name: str) -> tuple[str, ...]:
    """Tree and step of a context, or tree and key of a tree's own list."""
    return tuple(name.split(".")[:2])


def _message(text: TextAt, name: str, before: Message | None) -> Message:
    """The text as a message, with what its translator wrote. Empty translations have nothing to be wrong."""
    said = before.string if before is not None and isinstance(before.string, str) else ""
    flags = set(before.flags) - {"fuzzy"} if before is not None else set()
    if said and before is not None and (before.fuzzy or _source(before) != text.at.value):
        flags.add("fuzzy")
    comments = before.user_comments if before is not None else ()
    return Message(text.at.value, said, flags=flags, user_comments=comments, context=name)


def _source(message: Message) -> str:
    return message.id if isinstance(message.id, str) else next(iter(message.id), "")


def _written(catalogue: Catalog, language: str) -> str:
    """The file. Its head holds what gettext needs and no times, so that the same trees give the same file."""
    body = BytesIO()
    write_po(body, catalogue, width=120, omit_header=True, include_previous=False)
    head = f'{catalogue.header_comment}\nmsgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n' + (
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    )
    return head + "\n" + body.getvalue().decode("utf-8").strip("\n") + "\n"
