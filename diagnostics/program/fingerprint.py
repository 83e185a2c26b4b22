"""The two names of a program: `fingerprint` over all of it, `structure` over steps, answers and routes only.

Statistics of two fingerprints with one structure are comparable: only wording changed between them.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from diagnostics.program.codec import program_to_json, value_to_json
from diagnostics.program.types import Program, Tree

_WORDING = frozenset(
    "title summary heading hint help label means says detail do expect did_it_help needs ask alt unit example image video "
    "symptoms errors reviewed owner area products contacts offer teams locale minutes chance format urgency bring identifies".split()
)


_BY_NAME = frozenset(("trees", "steps", "answers", "results", "facts"))
"""Fields that map names to records."""


class Digests(NamedTuple):
    """Of one tree: over all of it, and over its routes only."""

    all: str
    routes: str


def digests_of(tree: Tree) -> Digests:
    data = value_to_json(tree)
    return Digests(_digest(data), _digest(_routes(data)))


def with_fingerprint(program: Program, digests: Mapping[str, Digests]) -> Program:
    """The same program with `fingerprint` and `structure` filled in: the first 32 hex digits of SHA-256 each.

    `digests` are those of the program's trees: a tree that many others call is digested once.
    """
    rest = program_to_json(replace(program, trees={}, fingerprint="", structure=""))
    return replace(
        program,
        fingerprint=_digest([rest, [(name, digests[name].all) for name in sorted(program.trees)]]),
        structure=_digest([_routes(rest), [(name, digests[name].routes) for name in sorted(program.trees)]]),
    )


def _digest(data: Any) -> str:
    """In the order written: customers see answers in it, so it is a part of the program."""
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _routes(data: Any) -> Any:
    """A record without its wording, its keys in order of the alphabet. Names that the author chose are kept, whatever they are."""
    if isinstance(data, dict):
        return {key: _named(key, data[key]) for key in sorted(data) if key not in _WORDING}
    if isinstance(data, list):
        return [_routes(item) for item in data]
    return data


def _named(key: str, value: Any) -> Any:
    if key in _BY_NAME and isinstance(value, dict):
        return {name: _routes(value[name]) for name in sorted(value)}
    if key == "tables":
        return value
    return sorted(value) if key == "values" and isinstance(value, dict) else _routes(value)
