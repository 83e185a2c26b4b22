"""What is known of the facts on a path, without their values: the environment of the proofs, and conditions taken every way they can go.

An environment maps a choice to the set of values that it may have, and any other fact to `KNOWN`; `MAYBE` is known or not, `UNSET` among
the values of a choice means that it may be absent, and a fact that is absent is not known. A condition splits the set into those for
which it holds and the others, and no further. What a condition found out is kept too, under a tuple: the regions of a number or date
between the constants it is compared with, membership of a set, and anything else as true or false. So the same condition never goes both
ways on one path, and values are only told apart where a condition tells them apart. `?fact` stands in it where the customer's own answer
set the fact: nothing but another answer changes it then. `("doubt", fact)` stands in it behind a hole that may have set the fact, and
`STEERED` where a condition on such a fact decided the way.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from diagnostics.analysis.certainty import Environment, partial
from diagnostics.analysis.domains import OTHER, Domains
from diagnostics.analysis.regions import NO_VALUE, possible, region_of, where
from diagnostics.conditions.expression import Expression, facts_in

KNOWN, MAYBE, UNSET = "\0known", "\0maybe", "\0unset"
TODAY = "today"
"""A bound of a date that is the day on which the visit starts."""
STEERED = ("doubt",)
"""An entry of environments on whose path nobody knows which way a condition went."""


@dataclass(slots=True)
class Branching:
    """Takes conditions every way they can go. `unset` collects facts that were read and may be unknown; `assumed` what was taken both ways.
    `doubts`: there are holes that may set facts."""

    domains: Domains
    unset: set[str] = field(default_factory=set)
    assumed: set[Expression] = field(default_factory=set)
    doubts: bool = False

    def branch(self, e: Expression, env: Environment) -> list[tuple[bool, Environment]]:
        """Each way that a condition can go, with what is then known."""
        match e[0]:
            case "and" | "or":
                return self._sequence(e[1:], env, e[0] == "and")
            case "not":
                return [(not truth, after) for truth, after in self.branch(e[1], env)]
        ways = self._plain(e, env)
        if self.doubts and len(ways) > 1 and any(("doubt", name) in env for name in facts_in(e)):
            return [(truth, {**after, STEERED: True}) for truth, after in ways]
        return ways

    def _plain(self, e: Expression, env: Environment) -> list[tuple[bool, Environment]]:
        match e[0]:
            case "known":
                return [(known, after) for known, after in self.knowing(e[1], env)]
            case "in" | "not in":
                return self._membership(e, env)
        return self._comparison(e, env)

    def some(self, name: str) -> Any:
        """What a fact is once it is known and nothing has looked at its value."""
        return self.domains.of_fact(name) if name in self.domains.choices else KNOWN

    def knowing(self, name: str, env: Environment) -> list[tuple[bool, Environment]]:
        """Whether a fact is known: both, where it may be."""
        now = env.get(name)
        if now is None:
            return [(False, env)]
        if now == MAYBE:
            return [(True, {**env, name: self.some(name)}), (False, without(env, name))]
        return [(True, {**env, name: now - {UNSET}}), (False, without(env, name))] if UNSET in now and type(now) is frozenset else [(True, env)]

    def split(self, name: str, values: Collection[str], env: Environment) -> list[tuple[bool | None, Environment]]:
        """Whether a choice is one of these values: True, False, and None where it is not known."""
        found: list[tuple[bool | None, Environment]] = []
        for known, after in self.knowing(name, env):
            if not known:
                found.append((None, after))
                continue
            inside = after[name].intersection(values)
            outside = after[name] - inside
            if inside:
                found.append((True, {**after, name: inside}))
            if outside:
                found.append((False, {**after, name: outside}))
        return found

    def read(self, names: Iterable[str], env: Environment) -> list[tuple[bool, Environment]]:
        """Whether all these facts are known, with what is then known; those that may not be are noted as unset."""
        done: list[tuple[bool, Environment]] = []
        ways = [env]
        for name in names:
            following = []
            for way in ways:
                for known, after in self.knowing(name, way):
                    if known:
                        following.append(after)
                    elif ("doubt", name) not in way:
                        if STEERED not in way:
                            self.unset.add(name)
                        done.append((False, after))
            ways = following
        return [*((True, way) for way in ways), *done]

    def doubting(self, names: Iterable[str], env: Environment) -> Environment:
        """What is known behind a hole that may have set these facts: they may be known or not, and be anything; where one is read, it is known."""
        for name in names:
            value = self.some(name)
            if type(value) is frozenset:
                value = value | ({OTHER, UNSET} if perhaps_unset(env.get(name)) else {OTHER})
            elif perhaps_unset(env.get(name)):
                value = MAYBE
            env = {**without(env, name), name: value, ("doubt", name): True}
        return env

    def _sequence(self, parts: Sequence[Expression], env: Environment, all_of: bool) -> list[tuple[bool, Environment]]:
        done: list[tuple[bool, Environment]] = []
        going = [env]
        for part in parts:
            following = []
            for way in going:
                for truth, after in self.branch(part, way):
                    if truth == all_of:
                        following.append(after)
                    else:
                        done.append((truth, after))
            going = following
        return done + [(all_of, way) for way in going]

    def _comparison(self, e: Expression, env: Environment) -> list[tuple[bool, Environment]]:
        sign, left, right = e[0], e[1], e[2]
        if left[0] == "fact" and right[0] == "text" and left[1] in self.domains.choices:
            return self._is_one_of(left[1], (right[1],), env, sign == "==")
        if right[0] == "fact" and left[0] == "text":
            return self._comparison((sign, right, left), env)
        ways: list[tuple[bool, Environment]] = []
        split = self.domains.typing.threshold(e)
        for known, way in self.read(facts_in(e), env):
            if not known:
                ways.append((False, way))
            else:
                ways += self._both(e, way) if split is None else self._regions(*split, way)
        return ways

    def _is_one_of(self, name: str, values: Collection[str], env: Environment, wanted: bool) -> list[tuple[bool, Environment]]:
        ways = []
        for truth, after in self.split(name, values, env):
            if truth is None:
                if ("doubt", name) in env:
                    continue
                if STEERED not in env:
                    self.unset.add(name)
            ways.append((truth is wanted, after))  # a comparison with an unknown fact is false either way
        return ways

    def _membership(self, e: Expression, env: Environment) -> list[tuple[bool, Environment]]:
        item, group = e[1], e[2]
        inside = e[0] == "in"
        if item[0] == "fact" and item[1] in self.domains.choices and group[0] == "list" and all(i[0] == "text" for i in group[1:]):
            return self._is_one_of(item[1], [i[1] for i in group[1:]], env, inside)
        ways: list[tuple[bool, Environment]] = []
        for known, after in self.read(facts_in(e), env):
            if known:
                ways += [(truth is inside, way) for truth, way in self._both(("in", item, group), after)]
            if not known or (not inside and partial(item, after, self.domains)):
                ways.append((False, after))  # of something without a value neither holds
        return ways

    def _both(self, e: Expression, env: Environment) -> list[tuple[bool, Environment]]:
        if e[0] == "!=":
            return [(not truth, after) for truth, after in self._both(("==", *e[1:]), env)]
        if e in env:
            return [(env[e], env)]
        if e[0] != "in" or e[2][0] != "fact":
            self.assumed.add(e)
        return [(True, {**env, e: True}), (False, {**env, e: False})]

    def _regions(self, sign: str, term: Expression, constant: Any, env: Environment) -> list[tuple[bool, Environment]]:
        """The regions of a term's values for which a comparison with a constant holds, and the others."""
        constants = self.domains.constants[term]
        key = ("region", term)
        regions = env.get(key) or possible(constants, *_limits(term, env))
        if key not in env and partial(term, env, self.domains):
            self.assumed.add(term)
            regions |= NO_VALUE
        inside = regions & where(sign, region_of(constants, constant), 2 * len(constants) + 1)
        return [(truth, {**env, key: some}) for truth, some in ((True, inside), (False, regions & ~inside)) if some]


def without(env: Environment, name: str) -> dict[Any, Any]:
    """The environment after a fact has changed or gone: what was found out about it goes too."""
    said = f"?{name}"
    return {key: value for key, value in env.items() if key != name and key != said and not (isinstance(key, tuple) and name in _names(key))}


def _names(key: tuple[Any, ...]) -> Iterator[str]:
    if key[0] in ("bounds", "least", "doubt"):
        yield from key[1:]
    elif key[0] == "region":
        yield from facts_in(key[1])
    else:
        yield from facts_in(key)


def perhaps_unset(value: Any) -> bool:
    """Whether an entry leaves open that its fact is not known."""
    return value is None or value == MAYBE or (type(value) is frozenset and UNSET in value)


def doubted(name: str, env: Environment, about: Iterable[str] = ()) -> dict[Any, Any]:
    """The entry that keeps a fact in doubt where it is, or where one that it is worked out from is."""
    return {("doubt", name): True} if any(("doubt", one) in env for one in (name, *about)) else {}


@cache
def mentions(key: Any) -> tuple[str, ...]:
    """The facts that an entry of an environment is about."""
    return tuple(_names(key)) if isinstance(key, tuple) else (key,)


def _limits(term: Expression, env: Environment) -> tuple[Any, Any]:
    """Between which constants a term lies, both included, as far as its step's `min` and `max` say."""
    if term[0] == "fact":
        low, high = env.get(("bounds", term[1]), (None, None))
        return (None if low == TODAY else low), (None if high == TODAY else high)
    if term[0] == "days_between" and ("today",) in term:
        since = term[2] == ("today",)
        day = term[1] if since else term[2]
        low, high = env.get(("bounds", day[1]), (None, None)) if day[0] == "fact" else (None, None)
        past, future = high == TODAY, low == TODAY
        return Decimal(0) if (past if since else future) else None, Decimal(0) if (future if since else past) else None
    return None, None
