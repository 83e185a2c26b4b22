"""Effects with intervals to a column of marks around one line at zero. Places are percent of the column's width."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from webapp.dashboard.charts.scales import Scale, extent, ticks

SMALLEST, LARGEST = 7.0, 18.0
"""Pixels along the side of a square."""

Shape = Literal["solid", "hollow", "diamond", "none"]


@dataclass(frozen=True, slots=True)
class Effect:
    """`weight` counts problems; `harm`: it induces calls. `value` None: not known, so nothing is drawn."""

    value: float | None
    low: float | None
    high: float | None
    weight: float
    harm: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """One row. `size` in pixels. `cut` says at which ends the interval goes on beyond the column."""

    shape: Shape
    at: float
    low: float
    high: float
    size: float
    cut: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True)
class Forest:
    """`ticks` are (place, value)."""

    zero: float
    ticks: tuple[tuple[float, float], ...]
    marks: tuple[Mark, ...]


def forest(effects: Sequence[Effect]) -> Forest:
    """The column. It holds all estimates and, where they are not far wider than these, the intervals; zero is always within."""
    low, high = _reach(effects)
    marked = ticks(low, high, 4)
    room = (marked[-1] - marked[0]) * 0.03
    scale = Scale(marked[0] - room, marked[-1] + room, 0.0, 100.0)
    most = max((effect.weight for effect in effects), default=0.0) or 1.0
    return Forest(scale(0.0), tuple((scale(value), value) for value in marked), tuple(_mark(effect, scale, most) for effect in effects))


def _reach(effects: Sequence[Effect]) -> tuple[float, float]:
    """One tree with few problems must not make the marks of all the others too small to see."""
    low, high = extent(effect.value for effect in effects)
    wide_low, wide_high = extent(bound for effect in effects for bound in (effect.low, effect.high))
    span = high - low
    return max(wide_low, low - span), min(wide_high, high + span)


def _mark(effect: Effect, scale: Scale, most: float) -> Mark:
    if effect.value is None or effect.low is None or effect.high is None:
        return Mark("none", scale(0.0), scale(0.0), scale(0.0), 0.0)
    shape: Shape = "diamond" if effect.harm else "hollow" if effect.low <= 0 <= effect.high else "solid"
    size = round(max(SMALLEST, LARGEST * sqrt(max(effect.weight, 0.0) / most)), 1)
    cut = (effect.low < scale.low, effect.high > scale.high)
    return Mark(shape, scale(effect.value), scale(effect.low), scale(effect.high), size, cut)
