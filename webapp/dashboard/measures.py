"""A figure to the one number that stands for it: calls avoided where that is measured, else the best tier that there is."""

from dataclasses import dataclass

from flask_babel import gettext as _

from diagnostics.deflection.figures import Figure, Tier
from diagnostics.deflection.intervals import Interval, Share


@dataclass(frozen=True, slots=True)
class Told:
    """A number with its interval. `n`: the problems that it rests on."""

    tier: Tier
    interval: Interval
    n: int


def told(figure: Figure, tier: Tier | None = None) -> Told | None:
    """The figure's number of a tier, by default of its own; None where that tier says nothing."""
    wanted = tier or figure.tier
    if wanted == "incremental":
        return _avoided(figure)
    share = {"claimed": figure.claimed, "verified": figure.verified, "would_have_called": figure.would_have_called}[wanted]
    return None if share is None or not share.of else Told(wanted, counted(share), share.of)


def _avoided(figure: Figure) -> Told | None:
    """Calls, with the interval; nothing where the assignment is broken. An interval that holds zero is drawn, and no money is."""
    comparison = figure.comparison
    if comparison is None or comparison.standing == "withheld" or "calls" not in comparison.effects:
        return None
    return Told("incremental", comparison.effects["calls"].total, figure.known)


def counted(share: Share) -> Interval:
    """A share as a number of problems."""
    return share.interval.times(share.of)


def waits(figure: Figure) -> bool:
    """Calls come in, and yet it is known of none of these days who called: they are still open, or a call log was silent."""
    return bool(figure.counts["problems"]) and not figure.known and "no_calls" not in {note.code for note in figure.notes}


def name(tier: Tier) -> str:
    """What is counted."""
    match tier:
        case "claimed":
            return _("Problems reported fixed")
        case "verified":
            return _("Reported fixed, and no call")
        case "would_have_called":
            return _("Fixed, and would have called")
        case "incremental":
            return _("Calls avoided")


def label(figure: Figure) -> str:
    """How much the best tier is worth, in words."""
    match figure.tier:
        case "claimed" if waits(figure):
            return _("reported by customers; calls may yet come") if figure.open else _("reported by customers; the call log was silent")
        case "claimed":
            return _("reported by customers, not measured")
        case "verified":
            return _("reported, and no call within %(n)s days", n=figure.window)
        case "would_have_called":
            return _("an estimate from what customers say")
        case "incremental":
            return _("measured")


def next_step(figure: Figure) -> str:
    """What would make the figures better, or nothing."""
    match figure.tier:
        case "claimed" if waits(figure):
            return _("These days are still open: who called is known once they are closed.") if figure.open else _(
                "The calls of these days are missing. Bring them in later, and the days count again.")  # fmt: skip
        case "claimed":
            return _("Connect a call log to see who called all the same.")
        case "verified" | "would_have_called" if figure.comparison is None:
            return _("Turn on a comparison group to learn how many would have called at all.")
        case "would_have_called" | "verified" | "incremental":
            return ""
