"""Why an answer was not taken, in words that say what to do."""

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import ngettext

from diagnostics.engine import Problem
from diagnostics.program.types import Choice, Paste, Step
from webapp.shared.texts import Texts


def message(problem: Problem, step: Step, texts: Texts) -> str:
    """One or two sentences, shown above the answers."""
    limit = problem.limit
    match problem.code:
        case "choose_one":
            return _choose_one(step, texts)
        case "choose_some":
            none = _label(step, texts, "none")
            return _("Choose every answer that fits. If none does, choose “%(none)s”.", none=none) if none else _("Choose at least one answer.")
        case "choose_none_or_some":
            none = _label(step, texts, "none") or _label(step, texts, "unknown")
            return _("Choose either “%(none)s” or the answers that fit, not both.", none=none)
        case "empty" if isinstance(step, Paste):
            return _("Paste the message here, or type what it says.")
        case "empty":
            return _("This field is still empty. An answer looks like this: %(example)s", example=limit) if limit else _("This field is still empty.")
        case "too_long":
            return ngettext("Please use at most %(num)d character.", "Please use at most %(num)d characters.", int(limit))
        case "number":
            return _("Enter a number in digits, for example 12.")
        case "date":
            return _("Enter the whole date: day, month and year.")
        case "too_low" | "too_high":
            return _bound(problem, texts)
        case "pattern":
            return _("This does not fit yet. It looks like this: %(example)s", example=limit)
    return _("We could not read this answer. Please try again.")


def _choose_one(step: Step, texts: Texts) -> str:
    if not isinstance(step, Choice):
        return _("Choose one of the answers in the list.")
    unknown = _label(step, texts, "unknown")
    if unknown:
        return _("Choose the answer that is closest. If none is, choose “%(unknown)s”.", unknown=unknown)
    return _("Choose the answer that is closest.")


def _label(step: Step, texts: Texts, which: str) -> str:
    answers = step.answers.values() if isinstance(step, Choice) else ()
    return next((texts.plain(answer.label) for answer in answers if getattr(answer, which)), "")


def _bound(problem: Problem, texts: Texts) -> str:
    low = problem.code == "too_low"
    try:
        day = format_date(date.fromisoformat(problem.limit), "long", locale=texts.locale)
    except ValueError:
        number = format_decimal(Decimal(problem.limit), locale=texts.locale, decimal_quantization=False)
        return _("The number must be at least %(limit)s.", limit=number) if low else _("The number must be at most %(limit)s.", limit=number)
    return _("The date must not be before %(limit)s.", limit=day) if low else _("The date must not be after %(limit)s.", limit=day)
