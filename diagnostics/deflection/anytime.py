"""An interval that may be looked at every day: the asymptotic confidence sequence of the live tile.

Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, Annals of Statistics 52, 2024, 2613-2640: it holds at all times together, where a fixed
interval, looked at each day for a month, errs in about three of ten cases. It is about half as wide again at the planned size.
"""

from math import log, sqrt

from diagnostics.deflection.intervals import CONFIDENCE, Interval

_ALPHA = 1 - CONFIDENCE


def tuned(planned: int) -> float:
    """The r that makes the sequence narrowest at the planned number of problems."""
    return sqrt((-2 * log(_ALPHA) + log(1 - 2 * log(_ALPHA))) / planned)


def half_width(deviation: float, problems: int, planned: int) -> float:
    """s √(2 (n r² + 1) / (n² r²) · ln(√(n r² + 1) / α)); `deviation` is s, so that s/√n is the standard error."""
    r2 = tuned(planned) ** 2
    grown = problems * r2 + 1
    return deviation * sqrt(2 * grown / (problems**2 * r2) * log(sqrt(grown) / _ALPHA))


def live(estimate: float, error: float, problems: int, planned: int) -> Interval:
    """The interval around an estimate with this standard error after so many problems."""
    half = half_width(error * sqrt(problems), problems, max(planned, 1))
    return Interval(estimate, estimate - half, estimate + half)
