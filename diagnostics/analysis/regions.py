"""The numbers or days that a term is compared with, to the regions that they make of its values; a set of regions is one number.

Region 2i lies below the i-th constant and above the one before, region 2i + 1 is that constant itself. In a set of regions the bit r + 1 stands
for region r, and the lowest bit for a term that has no value. So sets of thousands of regions are split at once.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

NO_VALUE = 1
"""The set of regions of a term that has no value."""


def region_of(constants: Sequence[Any], constant: Any) -> int:
    """The region that is one of the constants itself."""
    return 2 * bisect_left(constants, constant) + 1


def possible(constants: Sequence[Any], low: Any, high: Any) -> int:
    """The regions in which a value between two bounds, both included, can lie."""
    first, last = 0, 2 * len(constants)
    if low is not None:
        at = bisect_left(constants, low)
        first = 2 * at + (at < len(constants) and constants[at] == low)
    if high is not None:
        at = bisect_left(constants, high)
        last = 2 * at + (at < len(constants) and constants[at] == high)
    return _between(first, last)


def _between(first: int, last: int) -> int:
    """The regions from one to another, both included."""
    return (2 << last + 1) - (2 << first) if first <= last else 0


def where(sign: str, at: int, count: int) -> int:
    """The regions, of so many, whose values compare this way with the one that is region `at`."""
    match sign:
        case "==" | "!=":
            only = _between(at, at)
            return only if sign == "==" else _between(0, count - 1) & ~only
        case "<" | "<=":
            return _between(0, at - (sign == "<"))
    return _between(at + (sign == ">"), count - 1)


def lowest(regions: int) -> int | None:
    """The lowest of a set of regions; None where a term may have no value, or nothing was found out about it."""
    return (regions & -regions).bit_length() - 2 if regions and not regions & NO_VALUE else None


def holds(regions: int, region: int) -> bool:
    return bool(regions >> region + 1 & 1)
