"""Records to plain JSON values and back, by their types: dataclasses and named tuples become lists of their fields in order."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Turn = Callable[[Any], Any]
_INTS = frozenset((int,))


@cache
def to_plain(kind: Any) -> Turn:
    """What turns a value of a type into lists, texts and numbers, for `json`."""
    return _turn(kind, to_plain, _leaf_to_plain, lambda _, parts: _listed(kind, parts))


@cache
def from_plain(kind: Any) -> Turn:
    """The way back.

    The function that it gives raises `ValueError`, `TypeError` or `KeyError` for what no value of the type was turned into.
    """
    return _turn(kind, from_plain, _leaf_from_plain, _made)


def _turn(kind: Any, inner: Callable[[Any], Turn], leaf: Callable[[Any], Turn], record: Callable[[Any, tuple[Turn, ...]], Turn]) -> Turn:
    names = _fields(kind)
    if names is not None:
        hints = get_type_hints(kind)
        return record(kind, tuple(inner(hints[name]) for name in names))
    origin, of = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        turn = inner(next(part for part in of if part is not NoneType))
        return lambda value: None if value is None else turn(value)
    if origin is tuple and of[-1] is Ellipsis:
        turn = inner(of[0])
        whole = list if inner is to_plain else tuple
        if of[0] is int and inner is from_plain:  # the sampled hashes of a tree are most of what is kept of it: one call in place of hundreds
            return lambda value: tuple(value) if _INTS.issuperset(map(type, value)) else tuple(map(turn, value))
        return whole if turn is _as_it_is else lambda value: whole(map(turn, value))
    if origin is tuple:
        turns = tuple(map(inner, of))
        whole = list if inner is to_plain else tuple
        return lambda value: whole(turn(part) for turn, part in zip(turns, value, strict=True))
    if origin is Mapping:
        turn = inner(of[1])
        return lambda value: {name: turn(part) for name, part in value.items()}
    return leaf(kind)


def _fields(kind: Any) -> tuple[str, ...] | None:
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    names: tuple[str, ...] | None = getattr(kind, "_fields", None)
    return names


def _listed(kind: Any, turns: tuple[Turn, ...]) -> Turn:
    names = _fields(kind) or ()
    pairs = tuple(zip(names, turns, strict=True))
    return lambda value: [turn(getattr(value, name)) for name, turn in pairs]


def _made(kind: Any, turns: tuple[Turn, ...]) -> Turn:
    turned = [(at, turn) for at, turn in enumerate(turns) if turn is not _as_it_is]

    def made(plain: Any) -> Any:
        values = [*plain]
        if len(values) != len(turns):
            raise ValueError(f"no {kind}: {len(values)} parts")
        for at, turn in turned:
            values[at] = turn(values[at])
        return kind(*values)

    return made


def _leaf_to_plain(kind: Any) -> Turn:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda value: value.value
    return _same(kind)


def _leaf_from_plain(kind: Any) -> Turn:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _same(kind)


def _same(kind: Any) -> Turn:
    if kind not in (str, bool, int, float):
        raise TypeError(f"{kind} has no plain form")
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
