"""A program as JSON, and back. The form is versioned (`format`) and is the contract for every other interpreter.

Each dataclass becomes an object of its fields, without those that hold their default; steps carry `step`, their kind.
Expressions are arrays (see `conditions.expression`); numbers of tables are strings; a text with variants is an array of objects.
"""

import functools
from collections.abc import Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any

from diagnostics.conditions.expression import from_json as expression_from_json
from diagnostics.program import types as t

STEPS: dict[str, type[t.Base]] = {
    "choice": t.Choice, "input": t.Input, "paste": t.Paste, "instruction": t.Instruction, "information": t.Information,
    "check": t.Check, "lookup": t.Lookup, "compute": t.Compute, "decide": t.Decide, "fixes": t.Fixes, "call": t.Call,
    "outcome": t.Outcome,
}  # fmt: skip
_NAMES = {kind: name for name, kind in STEPS.items()}
_TEXTS = frozenset("heading hint help label means says detail do expect did_it_help needs ask alt unit title summary".split())


class ProgramFormatError(ValueError):
    """The JSON is not a program of a format that this version reads."""


def program_to_json(program: t.Program) -> dict[str, Any]:
    return {"format": t.FORMAT, **value_to_json(program)}


def program_from_json(data: Mapping[str, Any]) -> t.Program:
    """The inverse of `program_to_json`.

    Raises:
        ProgramFormatError: another format, or not a program at all.
    """
    found = data.get("format") if isinstance(data, Mapping) else None
    if found != t.FORMAT:
        raise ProgramFormatError(f"program format {found!r}; this version reads {t.FORMAT}")
    try:
        return t.Program(
            tree=data["tree"],
            trees={name: _tree(tree) for name, tree in data["trees"].items()},
            facts={name: _fact(fact) for name, fact in data["facts"].items()},
            teams={n: t.Team(team["title"], tuple(t.Contact(**c) for c in team.get("contacts", ()))) for n, team in data["teams"].items()},
            tables={n: {k: Decimal(v[1]) if v[0] == "number" else v[1] for k, v in table.items()} for n, table in data["tables"].items()},
            locale=data["locale"],
            fingerprint=data.get("fingerprint", ""),
            structure=data.get("structure", ""),
        )
    except (TypeError, AttributeError, LookupError, ValueError, ArithmeticError) as error:
        raise ProgramFormatError(f"not a program: {error!r}") from error


def value_to_json(value: Any) -> Any:
    """A record of a program, or a part of one, as JSON. See the head of this module for the form."""
    kind: Any = type(value)
    if kind is str or kind is int or kind is float or kind is bool or value is None:
        return value
    if kind is tuple or kind is list:
        return [value_to_json(item) for item in value]
    if kind is dict:
        return {key: value_to_json(item) for key, item in value.items()}
    if kind is frozenset:
        return sorted(value)
    if kind is Decimal:
        return ["number", str(value)]
    written: dict[str, Any] = {"step": _NAMES[kind]} if kind in _NAMES else {}
    for name, default in _fields(kind):
        item = getattr(value, name)
        if item is not default and item != default:
            written[name] = item if type(item) is str else value_to_json(item) if name != "tables" else {n: _table(rows) for n, rows in item.items()}
    return written


def _table(table: Mapping[str, Decimal | str]) -> dict[str, list[str]]:
    return {key: ["number", str(v)] if isinstance(v, Decimal) else ["text", v] for key, v in table.items()}


@functools.cache
def _fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, MISSING if f.default_factory is not MISSING else f.default) for f in fields(kind))


def text_from_json(value: Any) -> t.Text:
    """A text or its variants, as `value_to_json` wrote them."""
    if isinstance(value, str):
        return value
    return tuple(t.Variant(expression_from_json(v["when"]) if v.get("when") else None, v["text"]) for v in value)


def _record(kind: type, data: Mapping[str, Any], **converted: Any) -> Any:
    values = {name: text_from_json(value) if name in _TEXTS else value for name, value in data.items() if name != "step"}
    return kind(**values | converted)


def _tree(data: Mapping[str, Any]) -> t.Tree:
    tree: t.Tree = _record(
        t.Tree,
        data,
        steps={name: _step(step) for name, step in data["steps"].items()},
        **{key: tuple(data[key]) for key in ("products", "symptoms") if key in data},
        **({"errors": tuple((m, s) for m, s in data["errors"])} if "errors" in data else {}),
    )
    return tree


def _fact(data: Mapping[str, Any]) -> t.Fact:
    return t.Fact(**{**data, "sources": frozenset(data.get("sources", ()))})


def _step(data: Mapping[str, Any]) -> Any:
    converted: dict[str, Any] = {}
    for name, value in data.items():
        if name in _PARTS:
            converted[name] = _PARTS[name](value)
    return _record(STEPS[data["step"]], data, **converted)


def _guard(data: Mapping[str, Any]) -> t.Guard:
    when = data.get("when")
    return t.Guard(**{**data, "when": expression_from_json(when) if when else None})


_PARTS: dict[str, Any] = {
    "guard": _guard,
    "image": lambda d: _record(t.Image, d),
    "answers": lambda d: {name: _record(t.Answer, answer) for name, answer in d.items()},
    "pattern": tuple,
    "keep": tuple,
    "keys": tuple,
    "members": tuple,
    "matches": lambda d: tuple(t.Match(**m) for m in d),
    "actions": lambda d: tuple(_record(t.Action, a) for a in d),
    "risk": lambda d: _record(t.Risk, d),
    "sets": lambda d: tuple((fact, expression_from_json(e)) for fact, e in d),
    "cases": lambda d: tuple((expression_from_json(e), step) for e, step in d),
    "bring": lambda d: tuple(_record(t.Bring, b) for b in d),
    "offer": lambda d: _record(t.Offer, d),
}
