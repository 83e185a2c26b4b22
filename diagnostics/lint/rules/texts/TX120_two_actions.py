"""TX120: two actions in one."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import inside
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of

_VERBS = (
    "wait press hold pull plug push switch turn restart reboot start stop open close click tap select choose type enter remove unplug put insert"
    " connect disconnect check look try run sign log print call shut take release delete install write copy move swipe scroll drag lift clean"
)
_JOINED = re.compile(
    rf"(?:(?:,|;)? and then|[,;] then)(?= (?:{'|'.join(_VERBS.split())})\b)"
    r"|[,;]? (?:а|и) (?:потом|затем)\b(?! \*)|[,;] (?:потом|затем|после этого)\b(?! \*)|[,，；;]?然后|[,，；;]接着",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\W*(?:if|when|once|as soon as|wait|если|когда|как только|如果|当|等)\b|如果|当", re.IGNORECASE)
_CODE = re.compile(r"`[^`]*`|\"[^\"]*\"|“[^”]{0,300}”|\([^)]{0,300}\)")


class TwoActions(TreeRule):
    """Two actions stand in one.

    Finds actions joined with "and then", "then" and their like in Russian and Chinese. A path through menus ("Settings, then **Network**") is one
    action and is left alone, as is a condition ("If it asks, then choose Yes").

    Why: customers do one thing, look back at the page, and tick it off. The second half of a line is what they miss, and the agent cannot see
    how far they came.

    Example:
        restart:
          instruction: Restart the lamp
          actions:
            - Pull the plug and then wait a minute
          not_fixed: end

    Use instead:
        restart:
          instruction: Restart the lamp
          actions:
            - Pull the plug
            - Wait a minute
          not_fixed: end
    """

    code = "TX120"

    def check(self, subject: Subject) -> Iterator[Found]:
        wording = wording_of(subject)
        if "then" not in wording.different and not wording.foreign:
            return
        for text in wording.by_key.get("do", ()):
            value = text.at.value
            if not ("then" in value or wording.foreign) or _CONDITION.match(value):
                continue
            match = _JOINED.search(_CODE.sub(lambda code: "x" * len(code[0]), value))
            if match is not None:
                message = f"two actions stand in one: “{match[0].strip(' ,;，；')}”"
                yield inside(text, match, message, "make each an action of its own")
