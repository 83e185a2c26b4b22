"""Two things to do, to how many times longer one takes than the other."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Row:
    """One claim. `at_least` or `at_most` is its target; a row with neither is for information. `unit` stands behind the number."""

    claim: str
    value: float
    at_least: float | None = None
    at_most: float | None = None
    unit: str = "×"

    def met(self) -> bool:
        return (self.at_least is None or self.value >= self.at_least) and (self.at_most is None or self.value <= self.at_most)


def seconds(work: Work, times: int, collecting: bool) -> float:
    """How long it takes to do something so many times, in seconds for each. `collecting`: with the garbage collector at work meanwhile."""
    gc.collect()
    if not collecting:
        gc.disable()
    try:
        begun = perf_counter()
        for _ in range(times):
            work()
        return (perf_counter() - begun) / times
    finally:
        gc.enable()


def ratio(one: Work, other: Work, times: tuple[int, int], repetitions: int, collecting: bool = False) -> float:
    """How many times longer `one` takes than `other`: the median over repetitions in which both take turns, so that whatever else the machine
    does meets both."""
    one()
    other()
    return median(seconds(one, times[0], collecting) / seconds(other, times[1], collecting) for _ in range(repetitions))
