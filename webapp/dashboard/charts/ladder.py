"""The three tiers to three separate bars on one scale. None is drawn inside another: the effect of a tree can exceed its claims."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.dashboard.charts.scales import Scale, extent


@dataclass(frozen=True, slots=True)
class Rung:
    """What is drawn of one tier. `value` None: nothing is known, so only the track is drawn."""

    kind: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """Places and widths in percent. `whisker` is (from, to), or nothing."""

    kind: str
    x: float
    width: float
    zero: float
    whisker: tuple[float, float] | None
    known: bool


def ladder(rungs: Sequence[Rung]) -> list[Bar]:
    """The bars. Their common scale reaches from zero, or the lowest bound, to the greatest value or bound."""
    low, high = extent(value for rung in rungs for value in (rung.value, rung.low, rung.high))
    scale = Scale(low, high, 0.0, 100.0)
    return [_bar(rung, scale) for rung in rungs]


def _bar(rung: Rung, scale: Scale) -> Bar:
    zero = scale(0.0)
    if rung.value is None:
        return Bar(rung.kind, zero, 0.0, zero, None, False)
    at = scale(rung.value)
    whisker = (scale(rung.low), scale(rung.high)) if rung.low is not None and rung.high is not None else None
    return Bar(rung.kind, min(zero, at), round(abs(at - zero), 2), zero, whisker, True)
