"""A step and what was replied to it, in the words of a list: for the customer's summary, and for the person who takes over."""

from flask_babel import gettext as _
from markupsafe import Markup, escape

from diagnostics.engine import Reply
from diagnostics.program.types import Asked, Check, Choice, Input, Instruction, Paste, Step, Text
from webapp.shared.texts import Texts, stands_before
from webapp.visit.check_texts import texts_for

MAX_SHOWN = 160
"""Characters of a pasted message that a list shows."""


def question(texts: Texts, step: Step) -> Markup:
    """What the step asked."""
    if isinstance(step, Check):
        return escape(texts_for(step.kind).heading)
    return texts.inline(step.heading) if isinstance(step, Asked) else Markup("")


def answer(texts: Texts, step: Step, reply: Reply, for_agent: bool = False) -> Markup:
    """What was replied. For an agent, a question's answers read as their `means`."""
    value = reply.value
    match step:
        case Choice(many=False) if isinstance(value, str):
            return _label(texts, step, value, for_agent)
        case Choice() if isinstance(value, frozenset):
            named = [_label(texts, step, a, for_agent) for a in step.answers if a in value]
            none = [_label(texts, step, a, for_agent) for a, has in step.answers.items() if has.none]
            return Markup(", ").join(named or none or [escape(_("None of these"))])
        case Instruction():
            return escape(happened(str(value)))
        case Check(kind=kind):
            words = texts_for(kind)
            said = {"pass": words.passes, "fail": words.fails}.get(str(value), words.cannot_tell)
            found = {"pass": words.passed, "fail": words.failed}.get(str(value), _("The browser could not find out"))
            return escape((found or said) if reply.measured else said)
        case Input():
            return _typed(texts, step, reply)
        case Paste():
            shown = str(value)
            return escape(shown if len(shown) <= MAX_SHOWN else shown[: MAX_SHOWN - 1].rstrip() + "…")
    return Markup("")


def happened(value: str) -> str:
    """What came of an instruction."""
    match value:
        case "fixed":
            return _("It helped")
        case "tried_before":
            return _("Tried before")
        case "cannot":
            return _("Could not be done")
    return _("No change")


def _label(texts: Texts, step: Choice, chosen: str, for_agent: bool) -> Markup:
    has = step.answers[chosen]
    words: Text = has.means if for_agent and has.means is not None else has.label
    return texts.inline(words)


def _typed(texts: Texts, step: Input, reply: Reply) -> Markup:
    if reply.value is None:
        return escape(_("Left empty"))
    unit = texts.inline(step.unit)
    shown = escape(texts.value(step.fact or "", reply.value))
    if unit and stands_before(str(unit), texts.locale):
        return unit + shown
    return Markup("{}\u00a0{}").format(shown, unit) if unit else shown
