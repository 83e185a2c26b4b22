"""Values to places on an axis, and the round numbers at which an axis is marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` to places from `start` to `end`, which may be upside down. What lies outside is put at the edge."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / ((self.high - self.low) or 1.0)
        return round(self.start + share * (self.end - self.start), 2)


def step(span: float, about: int) -> float:
    """The round distance (1, 2, 2.5 or 5 times a power of ten) that cuts a span into `about` parts or fewer."""
    if span <= 0 or about < 1:
        return 1.0
    power = 10.0 ** floor(log10(span / about))
    return next(found for factor in (1, 2, 2.5, 5, 10) if (found := factor * power) * about >= span * (1 - 1e-9))


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`; always two or more."""
    if high <= low:
        high = low + 1.0
    size = step(high - low, about)
    first, last = floor(low / size + 1e-9), ceil(high / size - 1e-9)
    return [round(number * size, 10) for number in range(first, max(last, first + 1) + 1)]


def extent(values: Iterable[float | None], zero: bool = True) -> tuple[float, float]:
    """The least and the greatest of what is known, 0 among them where asked; (0, 1) where nothing is."""
    known = [value for value in values if value is not None]
    if zero:
        known.append(0.0)
    low, high = min(known, default=0.0), max(known, default=1.0)
    return (low, high) if high > low else (low, low + 1.0)
