"""libyaml's syntax error to a place, a message and a cure in the words of somebody who writes trees.

The parser stops where it can go no further, which is often far behind the mistake: an opened quotation mark shows at the next one.
So the place is looked for again, among the tokens before it.
"""

import re
from typing import Any, NamedTuple

import yaml

_QUOTE = 'put the text in quotes: "…"'
_INDENT = "lines that belong together begin in the same column"


class Explained(NamedTuple):
    """What is wrong; `mark` is libyaml's mark of the place, or any object with `line` and `column` counted from 0."""

    mark: Any
    message: str
    hint: str


class Place(NamedTuple):
    """A place of our own, counted from 0 as libyaml does."""

    line: int
    column: int


def explain(error: yaml.MarkedYAMLError, text: str) -> Explained:
    """The error in the author's words. The error must have a mark."""
    mark: Any = error.problem_mark or error.context_mark
    problem = f"{error.problem} {error.context}"
    lines = text.split("\n")
    line = lines[mark.line] if mark.line < len(lines) else ""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent and mark.column <= len(indent):
        return Explained(Place(mark.line, indent.index("\t")), "a tab is used to indent", "indent with spaces")
    for words, explained in _BY_PROBLEM.items():
        if words in problem:
            return explained(error, mark, lines, text)
    return _misfit(error, mark, lines, text)


def _colon(error: Any, mark: Any, lines: list[str], text: str) -> Explained:
    before = lines[mark.line][: mark.column]
    if re.fullmatch(r"\s*(?:- )*[\w-]+", before):
        column = len(before) - len(before.lstrip(" -"))
        return Explained(Place(mark.line, column), "this line is indented deeper than the line above it allows", _INDENT)
    return Explained(mark, "a `: ` inside a text that is not in quotes", _QUOTE)


def _first_character(error: Any, mark: Any, lines: list[str], text: str) -> Explained:
    sign = lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""
    if not sign:
        return Explained(mark, "the file ends in the middle of a line", "close what was opened: a `{`, a `[` or a quotation mark")
    return Explained(mark, f"a text cannot begin with {sign if sign == '`' else f'`{sign}`'}", _QUOTE)


def _alias(error: Any, mark: Any, lines: list[str], text: str) -> Explained:
    return Explained(error.context_mark or mark, "a text that begins with `*` or `&` is read as an alias or an anchor", _QUOTE)


def _tag(error: Any, mark: Any, lines: list[str], text: str) -> Explained:
    return Explained(error.context_mark or mark, "a text that begins with `!` is read as a tag", _QUOTE)


def _escape(error: Any, mark: Any, lines: list[str], text: str) -> Explained:
    column = lines[mark.line].rfind("\\", 0, mark.column + 1)
    cure = "write `\\\\` for a backslash, or use '…' as quotes"
    return Explained(Place(mark.line, max(column, 0)), 'a `\\` inside "…" begins a special character', cure)


def _open_quote(error: Any, mark: Any, lines: list[str], text: str) -> Explained:
    sign = lines[error.context_mark.line][error.context_mark.column]
    twice = "`\\\"`" if sign == '"' else "`''`"
    cure = f"close it, and write {twice} for a quotation mark inside the text"
    return Explained(error.context_mark, "a quotation mark is opened here and not closed", cure)


def _bracket(error: Any, mark: Any, lines: list[str], text: str) -> Explained:
    begun, line = error.context_mark, lines[mark.line] if mark.line < len(lines) else ""
    if line[mark.column : mark.column + 1] == ":" and mark.line == begun.line:
        return _colon(error, mark, lines, text)
    opened = _quoted_before(text, mark)
    if opened is not None and opened.end_mark.line == mark.line and not line[opened.end_mark.column : mark.column].strip():
        return _behind_quote(opened, mark, lines)
    sign = lines[begun.line][begun.column]
    if mark.line == begun.line:
        return Explained(mark, f"a comma is missing inside `{sign}`, or it is not closed", "quote texts that hold `,` `:` `{` `}` `[` or `]`")
    comment = re.search(r"\s#", lines[begun.line][begun.column :])
    if comment:
        place = Place(begun.line, begun.column + comment.start() + 1)
        return Explained(place, f"a `#` cuts this line short before the `{sign}` is closed", _QUOTE)
    return Explained(begun, f"this `{sign}` is not closed", f"close it with `{'}' if sign == '{' else ']'}` on its line")


def _no_colon(error: Any, mark: Any, lines: list[str], text: str) -> Explained:
    cure = "write `key: value`, with a space behind the colon; or indent a text that goes on"
    return Explained(error.context_mark or mark, "a key without a `:`", cure)


def _list_mark(error: Any, mark: Any, lines: list[str], text: str) -> Explained:
    cure = "begin a list on the next line; or put a text that begins with `-` in quotes"
    return Explained(mark, "a `- ` cannot stand behind a `:` on its line", cure)


def _block(error: Any, mark: Any, lines: list[str], text: str) -> Explained:
    return Explained(mark, "nothing may stand behind `|` or `>` on its line", "put the text on the next line, or in quotes")


def _directive(error: Any, mark: Any, lines: list[str], text: str) -> Explained:
    return Explained(Place(mark.line, 0), "a line that begins with `%`", "remove it")


def _misfit(error: Any, mark: Any, lines: list[str], text: str) -> Explained:
    """Where a new key or list item should stand. The cause is mostly a quoted text before it, or the indentation."""
    opened = _quoted_before(text, mark)
    line = lines[mark.line] if mark.line < len(lines) else ""
    if opened is not None and opened.end_mark.line == mark.line and not line[opened.end_mark.column : mark.column].strip():
        return _behind_quote(opened, mark, lines)
    if line[mark.column : mark.column + 1] in ("]", "}") and line[: mark.column].strip():
        return Explained(mark, f"a `{line[mark.column]}` that closes nothing", "remove it, or put the text in quotes")
    return Explained(mark, "this line does not fit the lines above it", _INDENT)


def _behind_quote(opened: Any, mark: Any, lines: list[str]) -> Explained:
    begin = opened.start_mark
    if begin.line == mark.line:
        sign = lines[begin.line][begin.column]
        double = "write `\\\"` for a quotation mark inside the text"
        cure = double if sign == '"' else "write `''` for an apostrophe inside the text, or use \"…\" as quotes"
        return Explained(mark, "the text goes on behind its closing quotation mark", cure)
    return Explained(begin, "a quotation mark is opened here and not closed on its line", "close it")


def _quoted_before(text: str, mark: Any) -> Any:
    """The last text in quotes that ends at or before the mark."""
    found = None
    try:
        for token in yaml.scan(text, Loader=yaml.CLoader):
            if token.start_mark.index >= mark.index:
                break
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"') and token.end_mark.index <= mark.index:
                found = token
    except yaml.YAMLError:
        pass  # the error that is being explained
    return found


_BY_PROBLEM = {
    "mapping values are not allowed": _colon,
    "cannot start any token": _first_character,
    "did not find expected node content": _first_character,
    "mapping keys are not allowed": _first_character,
    "found undefined alias": _alias,
    "while scanning an alias": _alias,
    "while scanning an anchor": _alias,
    "while scanning a tag": _tag,
    "while parsing a tag": _tag,
    "found undefined tag handle": _tag,
    "escape": _escape,
    "hexdecimal": _escape,
    "while scanning a quoted scalar": _open_quote,
    "while parsing a flow": _bracket,
    "could not find expected ':'": _no_colon,
    "block sequence entries are not allowed": _list_mark,
    "while scanning a block scalar": _block,
    "directive": _directive,
    "incompatible YAML": _directive,
}
