"""A text to the YAML that reads back as that text: plain where that is safe, else in double quotes.

Safe means: for this reader, and for those of YAML 1.1, which take `no`, `on` and `12:30` for something else than a text.
"""

import re

from diagnostics.source.reader import TEXT, scalar_tag

_BEGINS = re.compile(r"-(?=[\s,\[\]{}]|$)|[?:,\[\]{}#&*!|>'\"%@`]|---|\.\.\.")
"""What means something else at the beginning of a plain text."""
_INSIDE = re.compile(r":(?=\s|$)|\s#|\n")
_INSIDE_FLOW = re.compile(r"[,\[\]{}]|:(?=[,\[\]{}]|\s|$)|\?(?=[,\[\]{}\s]|$)")
_TAKEN = re.compile(
    r"(?:y|n|yes|no|on|off|=|<<)$"  # YAML 1.1: true, false, a default value, a merge
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$"  # in base 60
    r"|[-+]?0[xob]?[0-9a-f_]+$|[-+]?[0-9][0-9_,]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?$|[-+]?\.(?:inf|nan)$",
    re.IGNORECASE,
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\xa0": "\\_"}


def spelled(text: str, flow: bool = False) -> str:
    """The text as a scalar on one line; `flow`: it stands inside `{…}` or `[…]`."""
    return text if is_plain(text, flow) else quoted(text)


def is_plain(text: str, flow: bool = False) -> bool:
    """Whether a text needs no quotes to stay the text that it is, whoever reads it."""
    return reads_plain(text, flow) and not _TAKEN.match(text)


def reads_plain(text: str, flow: bool = False) -> bool:
    """Whether a text needs no quotes for this reader."""
    if not text or text != text.strip() or not all(map(is_shown, text)):
        return False
    if _BEGINS.match(text) or _INSIDE.search(text) or (flow and _INSIDE_FLOW.search(text)):
        return False
    return scalar_tag(text) == TEXT


def quoted(text: str) -> str:
    """The text in double quotes, on one line."""
    return '"' + "".join(sign if is_shown(sign) and sign not in '"\\' else _escaped(sign) for sign in text) + '"'


def is_shown(sign: str) -> bool:
    """Whether a sign may stand in the file as itself. Every letter may, of whatever script; what nobody sees does better as an escape."""
    return sign.isprintable() or (sign in "\u200c\u200d")  # joiners belong to words of some scripts, and to pictures


def _escaped(sign: str) -> str:
    code = ord(sign)
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
