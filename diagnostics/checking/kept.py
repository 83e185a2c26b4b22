"""What is known of one file after it was looked at: small enough to pass between processes and to be remembered."""

import json
from dataclasses import dataclass
from typing import Any

from diagnostics.analysis.states import Finding
from diagnostics.checking.plain import from_plain, to_plain
from diagnostics.lint.subject import Summary
from diagnostics.violations import Violation


@dataclass(frozen=True, slots=True)
class Proof:
    """What the proofs of a tree came to. `proved`: everything that can happen was looked at, and nobody can get stuck."""

    proved: bool
    states: int


@dataclass(frozen=True, slots=True)
class Kept:
    """One tree; or a catalogue of translations, which has violations only.

    `name`: the id of the tree, or the path of the catalogue; `file`: where the tree stands, empty where no file of it can be read; `reads`:
    the trees that it calls, and those that they call, whether they exist or not; `area`: whose catalogues were looked at; `violations`: of
    the loader and the rules; `found`: of the proofs, each with the finding that it tells of, since trees that call the same one find the
    same in it; `proof`: None for a tree that has errors, or calls one that has; `summary`: None where there is no tree.
    """

    name: str
    file: str = ""
    reads: tuple[str, ...] = ()
    area: str = ""
    violations: tuple[Violation, ...] = ()
    found: tuple[tuple[Finding, Violation], ...] = ()
    proof: Proof | None = None
    summary: Summary | None = None


def to_line(kept: Kept) -> str:
    """One line of JSON."""
    plain: Any = to_plain(Kept)(kept)
    return json.dumps(plain, ensure_ascii=True, separators=(",", ":"), check_circular=False)


def from_line(line: str) -> Kept:
    """The way back.

    Raises:
        ValueError, TypeError, KeyError: it is no such line.
    """
    made: Kept = from_plain(Kept)(json.loads(line))
    return made
