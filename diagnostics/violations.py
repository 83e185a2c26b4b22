"""Violations: what is wrong in a file, where, and how to cure it.

Every reader and checker collects violations instead of raising at the first, so that an author sees all of them at once.
Codes are permanent: `docs/reference/violations.md` explains each.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum


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


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong. `source` is the text of the line, for the caret; empty where there is none."""

    code: str
    span: Span
    message: str
    hint: str = ""
    source: str = ""
    severity: Severity = Severity.ERROR

    def headline(self) -> str:
        mark = "" if self.severity is Severity.ERROR else "warning: "
        return f"{self.span.file}:{self.span.line}:{self.span.column}: {self.code} {mark}{self.message}"

    def text(self) -> str:
        """The violation as the terminal shows it: place and message, the line, a caret, the cure."""
        lines = [self.headline()]
        if self.source.strip():
            shown, column = _around(self.source, self.span.column)
            pad = "".join("\t" if c == "\t" else " " for c in shown[: column - 1])
            room = max(1, len(shown) - column + 1)
            lines += [f"    {shown}", f"    {pad}{'^' * max(1, min(self.span.length, room))}"]
        if self.hint:
            lines.append(f"    hint: {self.hint}")
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
