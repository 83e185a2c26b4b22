"""Violations: what is wrong in a file, where, and how to cure it.

Every reader and checker collects violations instead of raising at the first, so that an author sees all of them at once.
Codes are permanent: `docs/reference/violations.md` explains each.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import NamedTuple

UNSEEN = "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff\\ufffe\\uffff"
"""Characters that no text of ours has a use for, as they stand between the brackets of a pattern: those that command a terminal, those that
turn the direction of what follows, and halves."""
_UNSEEN = re.compile(f"[{UNSEEN}]")


class Severity(Enum):
    """An error keeps a tree from running; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file. `line` and `column` count from 1; `length` is in characters and stays on the line."""

    file: str
    line: int
    column: int
    length: int = 1


class Edit(NamedTuple):
    """A change of a file's text: the characters from `start` up to `end`, counted from 0, become `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong. `source` is the text of the line, for the caret; empty where there is none. `edits` cure it, where the cure
    is certain; they belong together."""

    code: str
    span: Span
    message: str
    hint: str = ""
    source: str = ""
    severity: Severity = Severity.ERROR
    edits: tuple[Edit, ...] = ()

    def headline(self) -> str:
        mark = "" if self.severity is Severity.ERROR else "warning: "
        return visible(f"{self.span.file}:{self.span.line}:{self.span.column}: {self.code} {mark}{self.message}")

    def text(self) -> str:
        """The violation as the terminal shows it: place and message, the line, a caret, the cure."""
        lines = [self.headline()]
        if self.source.strip():
            shown, column = _around(visible(self.source), self.span.column)
            shown = shown.replace("::", " :", 1) if shown.lstrip().startswith("::") else shown  # at the start of a line: another one
            pad = "".join("\t" if c == "\t" else " " for c in shown[: column - 1])
            room = max(1, len(shown) - column + 1)
            lines += [f"    {shown}", f"    {pad}{'^' * max(1, min(self.span.length, room))}"]
        if self.hint:
            lines.append(f"    hint: {visible(self.hint)}")
        return "\n".join(lines)


def in_order(violations: Iterable[Violation]) -> list[Violation]:
    """Sorted by place and each said once: several readers may meet the same root cause."""
    return sorted(dict.fromkeys(violations), key=lambda v: (v.span, v.code))


def errors(violations: Iterable[Violation]) -> list[Violation]:
    return [v for v in violations if v.severity is Severity.ERROR]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word; empty if none is near."""
    near = nearest(word, known)
    return f"did you mean `{near}`?" if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty if none is near."""
    candidates: Sequence[str] = sorted({name for name in known if abs(len(name) - len(word)) <= max(3, len(word) // 2)})
    return next(iter(get_close_matches(word, candidates, n=1, cutoff=0.6)), "")


def visible(text: str) -> str:
    """A text as a terminal, or the log of a CI server, may show it: on one line, with a mark in place of what would move its cursor, or turn
    the line round. `##[` begins a command of GitHub's wherever it stands."""
    return _UNSEEN.sub("\ufffd", text.replace("\n", " ").replace("##[", "##("))


def clipped(text: str, length: int = 60) -> str:
    """A text as a message quotes it: on one line, and not without end."""
    line = "".join(sign if sign.isprintable() else "\ufffd" for sign in " ".join(text[: 4 * length].split()))
    return line if len(line) <= length else f"{line[:length]}…"


def _around(line: str, column: int, width: int = 100) -> tuple[str, int]:
    """A window of a long line that holds the column, and the column in it."""
    line = line.rstrip("\r\n")
    if len(line) <= width:
        return line, column
    start = max(0, column - 1 - width // 2)
    return line[start : start + width], column - start
