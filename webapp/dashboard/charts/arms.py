"""Call rates of the two arms at each window to a chart of two lines with bands, 0 to 30 days after the visit."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.dashboard.charts.scales import Scale, extent, ticks

WIDTH, HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 460.0, 250.0, 18.0, 34.0, 46.0, 118.0


@dataclass(frozen=True, slots=True)
class Rate:
    """The share of problems with a call within `days`."""

    days: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """One arm. `points` are (x, y, days, value); `label_y` is where its name stands at the end of the line."""

    kind: str
    line: str
    band: str
    points: tuple[tuple[float, float, int, float], ...]
    label_y: float


@dataclass(frozen=True, slots=True)
class Arms:
    """`ticks` are (y, share), `days` (x, days)."""

    width: float
    height: float
    left: float
    right: float
    bottom: float
    ticks: tuple[tuple[float, float], ...]
    days: tuple[tuple[float, int], ...]
    curves: tuple[Curve, ...]


def arms(rates: Sequence[tuple[str, Sequence[Rate]]]) -> Arms:
    """The chart of arms (kind → rates in order of days). The days stand at the square root of their distance, for the first week matters."""
    _, high = extent(rate.high for _, several in rates for rate in several)
    marked = ticks(0.0, high, 4)
    y = Scale(0.0, marked[-1], HEIGHT - BOTTOM, TOP)
    windows = sorted({rate.days for _, several in rates for rate in several})
    x = Scale(0.0, (max(windows, default=30)) ** 0.5, LEFT, WIDTH - RIGHT)
    curves = [_curve(kind, several, x, y) for kind, several in rates if several]
    return Arms(WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM, tuple((y(value), value) for value in marked),
                tuple((x(days**0.5), days) for days in windows), tuple(_apart(curves)))  # fmt: skip


def _curve(kind: str, rates: Sequence[Rate], x: Scale, y: Scale) -> Curve:
    points = tuple((x(rate.days**0.5), y(rate.value), rate.days, rate.value) for rate in rates)
    line = f"M{x(0):g} {y(0):g}" + "".join(f"L{at:g} {height:g}" for at, height, _, _ in points)
    upper = "".join(f"L{x(rate.days**0.5):g} {y(rate.high):g}" for rate in rates)
    lower = "".join(f"L{x(rate.days**0.5):g} {y(rate.low):g}" for rate in reversed(rates))
    return Curve(kind, line, f"M{x(0):g} {y(0):g}{upper}{lower}Z", points, points[-1][1])


def _apart(curves: Sequence[Curve], least: float = 34.0) -> list[Curve]:
    """Their names moved apart, so that they do not lie on each other."""
    ordered = sorted(curves, key=lambda curve: curve.label_y)
    moved: list[Curve] = []
    for curve in ordered:
        above = moved[-1].label_y + least if moved else TOP + 4
        moved.append(Curve(curve.kind, curve.line, curve.band, curve.points, max(curve.label_y, above)))
    return moved
