"""A rule's docstring to its page: title, what it does, why that is bad, an example, what to use instead."""

import inspect
import re
from typing import NamedTuple

from diagnostics.lint.rule import Rule

SECTIONS = ("Why", "Example", "Use instead")


class Page(NamedTuple):
    """Texts in Markdown; `example` and `instead` are YAML."""

    title: str
    does: str
    why: str
    example: str
    instead: str


def page_of(rule: Rule) -> Page:
    """Reads the page of a rule.

    Raises:
        ValueError: a section is missing; the message names it.
    """
    text = inspect.cleandoc(type(rule).__doc__ or "")
    head, *rest = re.split(r"^(Why|Example|Use instead):[ \n]", text, flags=re.MULTILINE)
    sections = {name: inspect.cleandoc("\n" + body).strip() for name, body in zip(rest[::2], rest[1::2], strict=True)}
    missing = [name for name in SECTIONS if not sections.get(name)]
    title, _, does = head.strip().partition("\n\n")
    if missing or not title or not does:
        raise ValueError(f"{rule.code}: its docstring lacks {', '.join(missing) or 'a title and what it does'}")
    return Page(" ".join(title.split()).rstrip("."), does.strip(), sections["Why"], sections["Example"], sections["Use instead"])
