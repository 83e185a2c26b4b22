"""Scenarios to the text of a scenario file, and such a text to the end of a file that has others, of which nothing changes.

Text is appended and nothing is parsed back and forth, so comments, quotes and line breaks stay as their author wrote them. Whatever comes of
it is read again before it counts: a file that ends in an unusual way is refused, and left as it is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import indent

import yaml

from diagnostics.scenarios.sayings import Saying
from diagnostics.scenarios.scenario import scenarios_in
from diagnostics.source.reader import Document, read_bytes
from diagnostics.source.spelling import quoted, reads_plain

LONGEST = 120
"""Characters of a walk on one line; a longer one has a line for each answer."""

MARK = "# Suggested by `diagnostics test --suggest`. Read each one: does this really happen, and should it end there? Then remove this line."
_BARE = re.compile(r"[0-9][^:#\[\]{},\"\s\\]*")
"""Numbers and days, which authors write without quotes inside brackets."""


class NotAppended(ValueError):
    """The file cannot be added to. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A scenario as it is to be written."""

    name: str
    given: Mapping[str, str]
    walk: tuple[Saying, ...]
    ends: str
    entry: str | None = None


def text_of(drafts: Sequence[Draft], head: str = "") -> str:
    """A whole scenario file."""
    return f"scenarios:\n{indent(entries(drafts, head), '  ')}"


def entries(drafts: Sequence[Draft], head: str = "") -> str:
    """The items of the list, not indented, below a comment if there is one."""
    return (f"{head}\n" if head else "") + "".join(map(_entry, drafts))


def appended(text: str, shown_as: str, drafts: Sequence[Draft], head: str = MARK) -> str:
    """The text of a scenario file with more scenarios at its end.

    Raises:
        NotAppended: its list is not written line by line, does not end the file, or the file has errors already.
    """
    before = _read(text, shown_as)
    at = _column(before)
    whole = text if text.endswith("\n") else text + "\n"
    more = indent(entries(drafts, head), " " * at)
    made = whole + (more.replace("\n", "\r\n") if "\r\n" in text else more)
    after = read_bytes(made.encode(), shown_as)
    if isinstance(after, list) or _names(after) != [*_names(before), *(draft.name for draft in drafts)]:
        raise NotAppended(f"{shown_as} does not end with its last scenario; print the suggestions and put them where they belong")
    return made


def _read(text: str, shown_as: str) -> Document:
    document = read_bytes(text.encode(), shown_as)
    found = document if isinstance(document, list) else scenarios_in(document)[1]
    if isinstance(document, list) or found:
        raise NotAppended(f"{shown_as} has errors; correct them first: {found[0].headline()}")
    return document


def _column(document: Document) -> int:
    """Where the dashes of the list stand."""
    listed = document.root.value[-1][1] if isinstance(document.root, yaml.MappingNode) and not document.root.flow_style else None
    if not isinstance(listed, yaml.SequenceNode) or listed.flow_style or not listed.value:
        raise NotAppended(f"the scenarios of {document.file} are written in brackets; give each a line that begins with `-`, then add to them")
    return int(listed.start_mark.column)


def _names(document: Document) -> list[str]:
    return [scenario.name for scenario in scenarios_in(document)[0]]


def _entry(draft: Draft) -> str:
    lines = [f"- name: {as_written(draft.name)}"]
    if draft.entry:
        lines.append(f"  entry: {draft.entry}")
    if draft.given:
        lines.append("  given: {" + ", ".join(f"{name}: {as_written(value, flow=True)}" for name, value in draft.given.items()) + "}")
    said = [f"{saying.step}: {_answer(saying)}" for saying in draft.walk]
    one_line = "  walk: [" + ", ".join(f"{{{step}}}" for step in said) + "]"
    lines += [one_line] if len(one_line) <= LONGEST else ["  walk:", *(f"    - {step}" for step in said)]
    return "\n".join((*lines, f"  ends: {draft.ends}\n"))


def _answer(saying: Saying) -> str:
    if saying.facts:
        facts = "".join(f", {name}: {as_written(value, flow=True)}" for name, value in saying.facts)
        return f"{{result: {as_written(str(saying.answer), flow=True)}{facts}}}"
    if isinstance(saying.answer, tuple):
        chosen = [as_written(answer, flow=True) for answer in saying.answer]
        return chosen[0] if len(chosen) == 1 else f"[{', '.join(chosen)}]"
    return as_written(saying.answer, flow=True)


def as_written(text: str, flow: bool = False) -> str:
    """A text as an author would write it: with quotes only where this reader needs them. `flow`: inside brackets; there numbers and days, which
    are read as what they say, stay bare as well."""
    bare = reads_plain(text, flow) or (flow and _BARE.fullmatch(text))
    return text if bare else quoted(text)
