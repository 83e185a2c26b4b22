"""An estimate and its interval to the strip of a tile: a pale span, a dark tick, a mark at zero. Places are percent of the width."""

from dataclasses import dataclass

from webapp.dashboard.charts.scales import Scale

ROOM = 1.12
"""How much longer the strip is than what it shows, so that nothing ends at its edge."""


@dataclass(frozen=True, slots=True)
class Strip:
    """`width` is that of the span, 0 where there is no interval. `unclear`: the interval holds zero."""

    zero: float
    low: float
    width: float
    at: float
    unclear: bool


def strip(value: float, low: float | None = None, high: float | None = None, end: float | None = None) -> Strip:
    """The strip from zero, or from what lies below it, to `end`: 1 for shares; by default a little beyond the interval."""
    known = [value, *(bound for bound in (low, high) if bound is not None)]
    least, greatest = min(0.0, *known), max(0.0, *known)
    if end is not None:
        scale = Scale(least, max(end, greatest), 0.0, 100.0)
    else:
        room = ((greatest - least) or 1.0) * (ROOM - 1)
        scale = Scale(least - (room if least < 0 else 0.0), greatest + room, 0.0, 100.0)
    if low is None or high is None:
        return Strip(scale(0.0), scale(value), 0.0, scale(value), False)
    return Strip(scale(0.0), scale(low), round(scale(high) - scale(low), 2), scale(value), low <= 0 <= high)
