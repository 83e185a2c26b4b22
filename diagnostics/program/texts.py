"""Which wording of a text shows (the first variant whose condition holds; the last one always does), and where it inserts facts."""

import re

from diagnostics.conditions.evaluate import Scope, holds
from diagnostics.program.types import Text

BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
"""A doubled brace, which stands for one; or the name of a fact, which is the group."""


def wording(text: Text | None, scope: Scope) -> str:
    """The source string that shows, facts not yet filled in; empty for no text."""
    if text is None or isinstance(text, str):
        return text or ""
    return next((v.text for v in text if v.when is None or holds(v.when, scope)), text[-1].text)


def first_wording(text: Text) -> str:
    """For lists and tables of authors, where nothing is known: the first variant as it is written."""
    return text if isinstance(text, str) else text[0].text


LONGEST = 400
"""Characters of a text that are looked at where there is room for a line."""

_LINK = re.compile(r"!?\[([^\]\[]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=[\w.,!?])[*_](?!\w)")


def plain(text: Text | None) -> str:
    """The first wording on one line without markup, for pictures and names; facts stay as they are written."""
    written = first_wording(text)[:LONGEST] if text else ""
    return " ".join(_EMPHASIS.sub("", _LINK.sub(r"\1", written)).replace("{{", "{").replace("}}", "}").split())
