"""OU105: a `return` with texts that nobody sees."""

from collections.abc import Iterator

from diagnostics.lint.forms import steps_of
from diagnostics.lint.places import key_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject

_UNSEEN = ("says", "title", "bring", "urgency", "offer", "ask")


class ReturnSays(TreeRule):
    """A return says something.

    Finds outcomes `return` with `says`, `title`, `bring`, `urgency`, `offer` or `ask`.

    Why: a `return` shows no page: the visit goes on in the tree that called. What stands here is read by nobody.

    Example:
        done: {outcome: return, says: The router is restarted.}

    Use instead:
        restarted: {information: The router is restarted, next: done}
        done: {outcome: return}
    """

    code = "OU105"

    def check(self, subject: Subject) -> Iterator[Found]:
        for step in steps_of(subject, "outcome"):
            kind = step.record.get("outcome")
            if kind is not None and kind.value == "return":
                for name in _UNSEEN:
                    if step.record.has(name):
                        hint = "remove it, or show it on an `information` step before"
                        yield Found(key_of(step.record, name), f"nobody sees this `{name}`: a `return` has no page", hint)
                        break
