"""A gettext catalogue of one language and area to messages, each with its place.

The files are `locale/<language>/<area>.po` in the library folder; `msgctxt` is `<tree>.<step>.<field>`, or `<tree>.<field>` for a tree's own texts
(fields as `diagnostics.translations.units.TextAt` has them).
"""

import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.source.links import CURE, LEADS_OUT, leads_out
from diagnostics.violations import Span, Violation, clipped

if TYPE_CHECKING:  # Babel is loaded for libraries that have translations only
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import PoFileError

MAX_BYTES = 4 * 1024 * 1024
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""What Python counts as the end of a line: only the plain one is left, so that everybody counts the same."""
_COMMAND = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
"""What commands a terminal. Signs of direction belong to some languages."""
_LINE = re.compile(r'\s*(?:#.*|(?:msg(?:ctxt|id|id_plural|str|str\[[0-9]\])\s*)?"(?:[^"\\]|\\.)*"\s*)?')


@dataclass(frozen=True, slots=True)
class Message:
    """One translated text. `source` is the text that was translated, `text` the translation (empty: none yet); `fuzzy` where the source
    changed since. `span` is where the translation stands, `line` the text of that line."""

    context: str
    source: str
    text: str
    fuzzy: bool
    span: Span
    line: str


Translations = Mapping[str, Message]
"""Context → message, of one language."""


def catalogue_files(folder: Path) -> list[tuple[str, Path]]:
    """The (language, file) of a library folder's catalogues, sorted: nothing hidden, no names that cannot be shown."""
    found = (path for path in sorted(folder.glob("locale/*/*.po")) if not path.name.startswith("."))
    return [(path.parent.name, path) for path in found if path.name.isprintable() and path.parent.name.isprintable()]


def read_catalogue(path: Path, shown_as: str) -> tuple[Translations, list[Violation]]:
    """The messages of one file, and what is wrong with it. Never raises for what the file holds or for a file that cannot be read."""
    text = read_text(path, shown_as)
    if isinstance(text, Violation):
        return {}, [text]
    catalogue = parse(text, shown_as)
    return ({}, [catalogue]) if isinstance(catalogue, Violation) else (_messages(catalogue, text, shown_as), [])


def read_text(path: Path, shown_as: str) -> str | Violation:
    """The file as text with plain line ends."""
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            return _refuse(shown_as, 1, "this is not a file", "only catalogues may have a name that ends in `.po`")
        if leads_out(path):
            return _refuse(shown_as, 1, LEADS_OUT, CURE)
        if info.st_size > MAX_BYTES:
            return _refuse(shown_as, 1, f"the catalogue is larger than {MAX_BYTES // 1024 // 1024} MB", "split the area")
        return _BREAKS.sub("\n", path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return _refuse(shown_as, line, "the catalogue is not UTF-8 text", "save it as UTF-8")
    except OSError as error:
        return _refuse(shown_as, 1, f"the catalogue cannot be read: {error.strerror}", "is it there, and may you read it?")


def parse(text: str, shown_as: str) -> "Catalog | Violation":
    """The catalogue as Babel has it, with comments and what is obsolete."""
    from babel.messages.pofile import PoFileError, read_po

    for number, line in enumerate(text.split("\n"), 1):
        if _COMMAND.search(line):
            return _refuse(shown_as, number, "this line holds a character that cannot be seen", "remove it", line)
        if not _LINE.fullmatch(line):  # Babel passes over quotation marks that are not closed, and loses the rest
            return _refuse(shown_as, number, "this is no line of a catalogue", _CURE, line)
    try:
        return read_po(StringIO(text), abort_invalid=True)
    except PoFileError as error:
        return _refuse(shown_as, error.lineno + 1, f"this is no line of a catalogue: {_reason(error)}", _CURE, error.line.rstrip("\n"))
    except (ValueError, LookupError, TypeError, AttributeError) as error:  # Babel's, for a header or an escape that makes no sense
        return _refuse(shown_as, _header_line(text), f"the catalogue cannot be read: {clipped(str(error)) or 'its header is broken'}", _CURE)


_CURE = "a message is `msgctxt`, `msgid` and `msgstr`, each with a text in quotes; `diagnostics translate` writes them"


def _reason(error: "PoFileError") -> str:
    return clipped(str(error).partition(" on ")[0].removesuffix(".").lower())


def _header_line(text: str) -> int:
    before, found, _ = text.partition('msgid ""')
    return before.count("\n") + 1 if found else 1


def _messages(catalogue: "Catalog", text: str, shown_as: str) -> dict[str, Message]:
    lines = text.split("\n")
    messages: dict[str, Message] = {}
    for message in catalogue:
        if not message.id or not message.context:
            continue
        source, translated = _singular(message.id), _singular(message.string)
        number = _translation_line(lines, message.lineno or 1)
        line = lines[number - 1]
        span = Span(shown_as, number, 1, max(1, len(line)))
        messages[str(message.context)] = Message(str(message.context), source, translated, message.fuzzy, span, line)
    return messages


def _singular(text: str | Sequence[str] | None) -> str:
    """Trees have no plurals: of a message with some, the first counts."""
    return text if isinstance(text, str) else next(iter(text or ()), "")


def _translation_line(lines: list[str], near: int) -> int:
    """The line of `msgstr`, which follows the `msgid` that Babel counts from."""
    return next((n for n in range(max(1, near), len(lines) + 1) if lines[n - 1].lstrip().startswith("msgstr")), min(near, len(lines)))


def _refuse(file: str, line: int, message: str, hint: str, source: str = "") -> Violation:
    return Violation("LA001", Span(file, line, 1, max(1, len(source))), message, hint, source)
