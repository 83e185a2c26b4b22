"""What can be said where a visit stands, as a scenario writes it: for each way on that a program tells apart, one answer that is valid there.

What was typed is tried at the bounds of its field, at its example, and beside every number and day that a condition of the program names.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from diagnostics.analysis.reads import Indexes, index_of
from diagnostics.conditions.expression import Expression, facts_in
from diagnostics.engine import Ask, Fetch
from diagnostics.program.inputs import GO_ON, Problem, best_match, read_fact, read_value
from diagnostics.program.types import Check, Choice, Information, Input, Instruction, Lookup, Paste, Program

MOST = 12
"""So many values of one fact are tried."""

_NUMBERS = ("1", "0", "10", "100")
_WORDS = ("some words", "other words")


class Saying(NamedTuple):
    """One answer of a walk: as `Said`, without a place in a file. `tree` is the one that the step stands in."""

    step: str
    answer: str | tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    tree: str = ""


class Sayings:
    """What can be said in one program, on a day."""

    def __init__(self, program: Program, indexes: Indexes, today: date) -> None:
        self._program, self._today = program, today
        self._named = _constants(program, indexes)
        self._values = {name: self._of_fact(name) for name in program.facts}

    def at(self, now: Ask | Fetch) -> Iterator[Saying]:
        """The plainest first."""
        step = now.step
        match step:
            case Choice(many=True):
                yield from (Saying(step.id, chosen) for chosen in _chosen(step))
            case Choice():
                yield from (Saying(step.id, name) for name in step.answers)
            case Instruction():
                remembered = ("tried_before",) if step.remember else ()
                cannot = ("cannot",) if step.cannot or step.remember else ()
                yield from (Saying(step.id, name) for name in ("fixed", "not_fixed", *cannot, *remembered))
            case Information():
                yield Saying(step.id, GO_ON)
            case Paste():
                yield from (Saying(step.id, text) for text in _one_each(step, self._fitting(step, self._pasted(step))))
            case Input():
                yield from (Saying(step.id, text) for text in self._fitting(step, self._typed(step))[:MOST])
            case Check() | Lookup():
                yield from self._results(step, any(value is None for _, value in now.keys) if isinstance(now, Fetch) else False)

    def given(self) -> Iterator[tuple[str, str]]:
        """Each fact that may be known beforehand, with each value that is tried."""
        for name, fact in self._program.facts.items():
            if fact.sources & {"profile", "address"}:
                yield from ((name, value) for value in self._values[name])

    def _fitting(self, step: Input | Paste, texts: Iterator[str]) -> list[str]:
        return [text for text in dict.fromkeys(texts) if not isinstance(read_value(step, text, self._program.facts, self._today), Problem)]

    def _typed(self, step: Input) -> Iterator[str]:
        yield from filter(None, (step.example,))
        if step.optional:
            yield ""
        if step.kind in ("number", "money"):
            yield from filter(None, (step.low, step.high))
        if step.kind == "date":
            yield from (self._today.isoformat() if bound == "today" else bound for bound in (step.high, step.low) if bound)
        if step.kind == "choice" and step.fact:
            yield from self._program.facts[step.fact].values
        named = self._values.get(step.fact or "")
        yield from named if named and step.kind != "code" else _WORDS if step.kind == "text" else _NUMBERS
        if step.kind == "date":
            yield from (self._today.isoformat(), (self._today - timedelta(30)).isoformat())

    def _pasted(self, step: Paste) -> Iterator[str]:
        yield from (match.text.replace("*", " ") for match in step.matches)
        yield from filter(None, (step.example,))
        yield from (*_WORDS, "0", "?")  # at least one of these matches nothing, unless a match is as short as they are

    def _results(self, step: Check | Lookup, key_missing: bool) -> Iterator[Saying]:
        """A result by itself, with all facts that it keeps, and with another value of each of them."""
        for result in step.results:
            if key_missing and result != "unavailable":
                continue
            yield Saying(step.id, result)
            kept = {name: self._values[name] for name in step.keep if self._values.get(name)}
            if not kept or result == "unavailable":
                continue
            plain = {name: values[0] for name, values in kept.items()}
            yield Saying(step.id, result, tuple(plain.items()))
            for name, values in kept.items():
                yield from (Saying(step.id, result, tuple({**plain, name: value}.items())) for value in values[1:])

    def _of_fact(self, name: str) -> tuple[str, ...]:
        fact = self._program.facts[name]
        tried: list[str] = [*fact.values]
        if fact.kind == "set":
            tried = [*tried, ",".join(fact.values)]
        elif not fact.values:
            texts, numbers, days = self._named.get(name, ((), (), ()))
            tried = [*texts, *_numbers(numbers), *_NUMBERS] if fact.kind in ("number", "money") else [*texts, *_WORDS]
            if fact.kind == "date":
                away = [self._today - timedelta(days=int(n) + d) for n in numbers for d in (0, 1, -1) if abs(n) < 40_000]
                near = [day + timedelta(days=d) for day in days for d in (0, 1, -1)]
                tried = [day.isoformat() for day in (*near, *away, self._today)]
        fits = [text for text in dict.fromkeys(tried) if read_fact(name, fact, text, self._today) is not None]
        return tuple(fits[:MOST])


def _one_each(step: Paste, texts: list[str]) -> Iterator[str]:
    """One text for each match, and one that matches nothing."""
    found: dict[str, str] = {}
    for text in texts:
        match = best_match(step.matches, text)
        found.setdefault(match.text if match else "", text)
    yield from found.values()


def _chosen(step: Choice) -> Iterator[tuple[str, ...]]:
    alone = [name for name, answer in step.answers.items() if answer.none or answer.unknown]
    others = [name for name in step.answers if name not in alone]
    yield from ((name,) for name in (*others, *alone))
    if len(others) > 2:
        yield from (tuple(pair for pair in others if pair != left) for left in others)
    if len(others) > 1:
        yield tuple(others)


def _numbers(named: tuple[Decimal, ...]) -> Iterator[str]:
    for number in named:
        yield from (f"{number + more:f}" for more in (0, 1, -1))


_Named = tuple[tuple[str, ...], tuple[Decimal, ...], tuple[date, ...]]


def _constants(program: Program, indexes: Indexes) -> Mapping[str, _Named]:
    """Fact → the texts, numbers and days that stand in one condition with it."""
    found: dict[str, tuple[list[str], list[Decimal], list[date]]] = {}
    tables = [Decimal(str(v)) for table in program.tables.values() for v in table.values() if isinstance(v, int | float | Decimal)]
    for tree in program.trees.values():
        for expressions in index_of(tree, indexes).expressions.values():
            for whole in expressions:
                texts, numbers, days = list[str](), list[Decimal](), list[date]()
                _gather(whole, texts, numbers, days)
                for name in set(facts_in(whole)):
                    mine = found.setdefault(name, ([], [], []))
                    mine[0].extend(texts)
                    mine[1].extend([*numbers, *tables])
                    mine[2].extend(days)
    return {name: (tuple(dict.fromkeys(t)), tuple(dict.fromkeys(n)), tuple(dict.fromkeys(d))) for name, (t, n, d) in found.items()}


def _gather(expression: Expression, texts: list[str], numbers: list[Decimal], days: list[date]) -> None:
    match expression[0]:
        case "text":
            texts.append(expression[1])
        case "number":
            numbers.append(Decimal(expression[1]))
        case "date":
            days.append(date.fromisoformat(expression[1]))
        case "fact" | "known":
            return
        case _:
            for part in expression[1:]:
                if isinstance(part, tuple):
                    _gather(part, texts, numbers, days)
