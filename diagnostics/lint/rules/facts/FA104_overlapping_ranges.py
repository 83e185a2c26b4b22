"""FA104: two cases whose ranges overlap in part."""

from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

from diagnostics.analysis.terms import Typing
from diagnostics.conditions.expression import Expression
from diagnostics.conditions.written import written
from diagnostics.lint.conditions import Chain, Condition, chains_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject

_LOWER, _UPPER = {">": False, ">=": True}, {"<": False, "<=": True}
_NEAR = 100
"""Cases that one is compared with, those just before it: nobody reads more of them."""


class Range(NamedTuple):
    """From `low` to `high`, None for no end; whether the ends are in it. `term` is what is compared."""

    term: Expression
    low: Any = None
    has_low: bool = False
    high: Any = None
    has_high: bool = False


class OverlappingRanges(TreeRule):
    """The ranges of two cases overlap.

    Finds two cases of one `decide` that compare the same number or day, where a part of the later range belongs to the earlier one. A case
    that goes further than the one before it (`speed < 10`, then `speed < 50`) is no overlap: the first that holds decides.

    Why: whoever wrote a lower bound meant it. Here it is not the bound that counts, so somebody at the edge is led elsewhere than intended.

    Example:
        by_speed:
          decide:
            - {when: "speed <= 10", next: slow}
            - {when: "speed >= 5 and speed < 50", next: middling}
          otherwise: fine

    Use instead:
        by_speed:
          decide:
            - {when: "speed <= 10", next: slow}
            - {when: "speed > 10 and speed < 50", next: middling}
          otherwise: fine
    """

    code = "FA104"

    def check(self, subject: Subject) -> Iterator[Found]:
        for chain in subject.once(chains_of):
            if chain.kind == "decide" and len(chain.conditions) > 1:
                yield from _overlaps(chain, subject)


def _overlaps(chain: Chain, subject: Subject) -> Iterator[Found]:
    typing = Typing({name: fact.kind for name, fact in subject.declared.facts.items()}, {}, subject.declared.tables)
    earlier: deque[tuple[Range, Condition]] = deque(maxlen=_NEAR)
    for condition in chain.conditions:
        own = _range(condition.expression, typing)
        if own is None:
            continue
        for other, before in earlier:
            if own.term == other.term and (shared := _shared(other, own)):
                line = before.at.node.start_mark.line + 1
                message = f"this range overlaps the one on line {line}: {written(own.term)} {shared} belongs to both"
                yield Found(condition.at.node, message, "the earlier case decides there: move the bound of one of them")
                break
        earlier.append((own, condition))


def _range(e: Expression, typing: Typing) -> Range | None:
    """The range that a condition asks for, if that is all it asks; `known()` of the same fact may stand with it."""
    parts = [part for part in (e[1:] if e[0] == "and" else (e,)) if part[0] != "known"]
    found: Range | None = None
    for part in parts:
        split = typing.threshold(part)
        if split is None or split[0] in ("==", "!=") or (found is not None and found.term != split[1]):
            return None
        sign, term, constant = split
        found = found or Range(term)
        if sign in _LOWER and (found.low is None or constant > found.low):
            found = found._replace(low=constant, has_low=_LOWER[sign])
        elif sign in _UPPER and (found.high is None or constant < found.high):
            found = found._replace(high=constant, has_high=_UPPER[sign])
    return found if found and (found.low is not None or found.high is not None) else None


def _shared(one: Range, other: Range) -> str:
    """What two ranges share, in words; empty where that is nothing, or one of them lies within the other."""
    (low, high), (other_low, other_high) = _ends(one), _ends(other)
    if (low >= other_low and high <= other_high) or (low <= other_low and high >= other_high):
        return ""
    first, last = max(low, other_low), min(high, other_high)
    if first > last:
        return ""
    return f"of exactly {first[1]}" if first[1] == last[1] else f"between {first[1]} and {last[1]}"


def _ends(one: Range) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Both ends in a form that compares: an open one lies just above its number, or just below."""
    low = (0,) if one.low is None else (1, one.low, 0 if one.has_low else 1)
    high = (2,) if one.high is None else (1, one.high, 0 if one.has_high else -1)
    return low, high
