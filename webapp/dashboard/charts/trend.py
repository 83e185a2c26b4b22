"""A series of periods to a panel of a chart: this year's line with its band, last year's behind it, a hollow point where days are open."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.dashboard.charts.scales import Scale, extent, ticks

TOP, BOTTOM, LEFT, RIGHT = 22.0, 30.0, 46.0, 14.0
LEAST = 4.0
"""An axis never ends below this: its marks are whole numbers."""


@dataclass(frozen=True, slots=True)
class Period:
    """A week or a month. `is_open`: calls may yet come, so its value will change. `last` is the same period a year before."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    last: float | None = None
    is_open: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the line."""

    x: float
    y: float
    is_open: bool
    value: float
    label: str


@dataclass(frozen=True, slots=True)
class Panel:
    """`ticks` are (y, value), `labels` (x, text). `line` and `open_line` are SVG paths, as are `band` and `last`. `zero` is the y of 0."""

    width: float
    height: float
    left: float
    right: float
    zero: float
    ticks: tuple[tuple[float, float], ...]
    labels: tuple[tuple[float, str], ...]
    band: str
    line: str
    open_line: str
    last: str
    dots: tuple[Dot, ...]
    last_dots: tuple[tuple[float, float], ...]
    marks: tuple[tuple[float, str], ...] = ()


def reach(*series: Sequence[Period]) -> tuple[float, float]:
    """The values that one or several panels must show on the same scale."""
    low, high = extent(value for periods in series for period in periods for value in (period.value, period.low, period.high, period.last))
    return low, max(high, LEAST)


def panel(periods: Sequence[Period], within: tuple[float, float], width: float = 400.0, height: float = 240.0) -> Panel:
    """One panel. Missing values interrupt its lines. `note` of a period becomes a mark above it, such as a release."""
    marked = ticks(*within, 4)
    y = Scale(marked[0], marked[-1], height - BOTTOM, TOP)
    x = Scale(0, max(1, len(periods) - 1), LEFT + 10, width - RIGHT - 10)
    at = [x(number) if len(periods) > 1 else (LEFT + width - RIGHT) / 2 for number in range(len(periods))]
    first_open = next((number for number, period in enumerate(periods) if period.is_open), len(periods))
    closed = [period.value if number < first_open else None for number, period in enumerate(periods)]
    still = [period.value if number >= first_open - 1 else None for number, period in enumerate(periods)]
    return Panel(
        width, height, LEFT, width - RIGHT, y(0.0), tuple((y(value), value) for value in marked),
        tuple((place, period.label) for place, period in zip(at, periods, strict=True)),
        _band(at, periods, y), _line(at, closed, y), _line(at, still, y) if first_open < len(periods) else "",
        _line(at, [period.last for period in periods], y),
        tuple(Dot(place, y(p.value), p.is_open, p.value, p.label) for place, p in zip(at, periods, strict=True) if p.value is not None),
        tuple((place, y(p.last)) for place, p in zip(at, periods, strict=True) if p.last is not None),
        tuple((place, p.note) for place, p in zip(at, periods, strict=True) if p.note),
    )  # fmt: skip


def _line(at: Sequence[float], values: Sequence[float | None], y: Scale) -> str:
    path, pen = [], "M"
    for place, value in zip(at, values, strict=True):
        if value is None:
            pen = "M"
            continue
        path.append(f"{pen}{place:g} {y(value):g}")
        pen = "L"
    return "".join(path)


def _band(at: Sequence[float], periods: Sequence[Period], y: Scale) -> str:
    """One closed shape for each run of periods that have an interval; a run of one has a narrow one."""
    runs: list[list[tuple[float, float, float]]] = [[]]
    for place, period in zip(at, periods, strict=True):
        if period.low is None or period.high is None:
            runs.append([])
        else:
            runs[-1].append((place, y(period.low), y(period.high)))
    return "".join(_shape(run if len(run) > 1 else [(run[0][0] - 3, *run[0][1:]), (run[0][0] + 3, *run[0][1:])]) for run in runs if run)


def _shape(run: Sequence[tuple[float, float, float]]) -> str:
    there = "L".join(f"{x:g} {high:g}" for x, _, high in run)
    back = "L".join(f"{x:g} {low:g}" for x, low, _ in reversed(run))
    return f"M{there}L{back}Z"
