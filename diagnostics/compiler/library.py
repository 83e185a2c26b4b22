"""The library file's record to the declarations that trees are compiled against."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from keyword import iskeyword
from typing import Any

from diagnostics.model.language import URL
from diagnostics.model.shapes import Record, number
from diagnostics.program.types import Contact, Fact, Team
from diagnostics.source.reader import FLOAT, INT, Document
from diagnostics.violations import Violation, clipped, did_you_mean

_KINDS = {"areas": "area", "products": "product", "teams": "team", "facts": "fact", "tables": "table", "lookups": "lookup"}
_REQUIRED = frozenset(("areas", "teams", "facts"))


@dataclass(frozen=True, slots=True)
class Area:
    """A heading of the home page. `icon` is the name of a symbol of the pages."""

    title: str
    icon: str


@dataclass(frozen=True, slots=True)
class DeclaredLookup:
    """A look-up as declared. `timeout` is in seconds."""

    title: str
    keys: tuple[str, ...]
    results: tuple[str, ...]
    facts: tuple[str, ...] = ()
    timeout: float = 3.0


@dataclass(frozen=True, slots=True)
class Declarations:
    """What `_library.yml` declares. `broken` are the (kind, name) of declarations that were reported, `lost` the kinds of which none
    could be read: what uses these is not wrong by itself."""

    title: str = "Diagnostics"
    locale: str = "en"
    areas: Mapping[str, Area] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Decimal | str]] = field(default_factory=dict)
    lookups: Mapping[str, DeclaredLookup] = field(default_factory=dict)
    broken: frozenset[tuple[str, str]] = frozenset()
    lost: frozenset[str] = frozenset()

    def is_broken(self, kind: str, name: str) -> bool:
        return kind in self.lost or (kind, name) in self.broken


NOTHING_DECLARED = Declarations(lost=frozenset(_KINDS.values()))
"""Stands for a library file that could not be read."""


def declare(document: Document, record: Record) -> tuple[Declarations, list[Violation]]:
    """Resolves the names inside the library file. What is broken is left out, with a violation."""
    violations: list[Violation] = []
    facts = {name: fact for name, (key, r) in _items(record, "facts") if (fact := _fact(name, key, r, record, document, violations))}
    declared = Declarations(
        title=_plain(record, "title") or "Diagnostics",
        locale=_plain(record, "locale") or "en",
        areas={name: Area(_plain(r, "title"), _plain(r, "icon")) for name, (_, r) in _items(record, "areas")},
        products={name: at.value for name, (_, at) in _items(record, "products")},
        teams={name: Team(_plain(r, "title"), tuple(_contact(c) for c in r.get("contacts") or ())) for name, (_, r) in _items(record, "teams")},
        facts=facts,
        tables={name: _table(rows, document, violations) for name, (_, rows) in _items(record, "tables")},
        lookups={name: _lookup(r) for name, (_, r) in _items(record, "lookups")},
        broken=frozenset((kind, name) for key, kind in _KINDS.items() for name in _broken(record, key, facts)),
        lost=frozenset(kind for key, kind in _KINDS.items() if _is_lost(record, key)),
    )
    for _, (_, r) in _items(record, "lookups"):
        _check_lookup(r, declared, document, violations)
    for _, (_, r) in _items(record, "teams"):
        for contact in r.get("contacts") or ():
            _check_contact(contact, document, violations)
    return declared, violations


def _is_lost(record: Record, key: str) -> bool:
    return not record.values or ((record.has(key) or key in _REQUIRED) and record.get(key) is None)


def _broken(record: Record, key: str, facts: Mapping[str, Fact]) -> set[str]:
    readable = {name for name, _ in _items(record, key) if key != "facts" or name in facts}
    return set(record.get(key) or ()) - readable


def _check_contact(record: Record, document: Document, violations: list[Violation]) -> None:
    """A page that customers are sent to is one that their browser can trust; an e-mail address or a number is one that can be reached."""
    at = record.get("value")
    kind = _plain(record, "kind")
    if kind == "email" and at is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", at.value):
        violations.append(document.violation("ST006", at.node, f"`{clipped(at.value)}` is not an e-mail address", "write it as in name@example.com"))
    if kind == "phone" and at is not None and sum(sign.isdigit() for sign in at.value) < 3:
        violations.append(document.violation("ST006", at.node, f"`{clipped(at.value)}` is not a telephone number", "write it as people dial it"))
    if _plain(record, "kind") in ("web", "chat") and at is not None and not at.value.startswith("https://"):
        violations.append(document.violation("ST006", at.node, f"`{clipped(at.value)}` is not an https address", URL.hint))


def _check_lookup(record: Record, declared: Declarations, document: Document, violations: list[Violation]) -> None:
    for at in (*(record.get("keys") or ()), *(record.get("facts") or ())):
        if at.value not in declared.facts and not declared.is_broken("fact", at.value):
            hint = did_you_mean(at.value, declared.facts) or "declare it under `facts`"
            violations.append(document.violation("RF004", at.node, f"there is no fact `{clipped(at.value)}`", hint))
    for at in record.get("results") or ():
        if at.value == "unavailable":
            hint = "a step says by itself where it goes when the lookup does not answer"
            violations.append(document.violation("ST013", at.node, "no result can be named `unavailable`", hint))


def _items(record: Record, key: str) -> list[tuple[str, tuple[Any, Any]]]:
    """The readable entries of a mapping: a bad one was reported when it was read."""
    return [(name, (node, value)) for name, (node, value) in (record.get(key) or {}).items() if isinstance(value, (Record, tuple, dict))]


def _plain(record: Record, key: str) -> str:
    at = record.get(key)
    return at.value if at is not None else ""


def _contact(record: Record) -> Contact:
    return Contact(_plain(record, "kind"), _plain(record, "value"), _plain(record, "title"), _plain(record, "hours"), _plain(record, "wait"))


def _table(rows: Mapping[str, tuple[Any, Any]], document: Document, violations: list[Violation]) -> dict[str, Decimal | str]:
    """A table's entries: numbers where all of them are numbers, else texts."""
    cells = {key: at for key, (_, at) in rows.items() if hasattr(at, "node")}
    if any(at.node.tag not in (INT, FLOAT) for at in cells.values()):
        return {key: str(at.value) for key, at in cells.items()}
    numbers = {key: number(at.value) for key, at in cells.items()}
    for key, value in numbers.items():
        if value is None:
            hint = "a number has at most 15 digits before and behind its point"
            violations.append(document.violation("ST009", cells[key].node, f"{clipped(cells[key].value)} is too large or too small", hint))
    return {key: value for key, value in numbers.items() if value is not None}


def _lookup(record: Record) -> DeclaredLookup:
    names = {key: tuple(at.value for at in record.get(key) or ()) for key in ("keys", "results", "facts")}
    return DeclaredLookup(_plain(record, "title"), names["keys"], names["results"], names["facts"], record.get("timeout") or 3.0)


def _fact(name: str, key: Any, record: Record, library: Record, document: Document, violations: list[Violation]) -> Fact | None:
    def report(code: str, node: Any, message: str, hint: str) -> None:
        violations.append(document.violation(code, node, message, hint))

    kind_at = record.get("type")
    if kind_at is None:
        return None
    if iskeyword(name):
        report("ST013", key, f"no fact can be named `{name}`", "expressions use this word themselves: choose another")
        return None
    kind, named = kind_at.value, record.get("list")
    surplus = next((k for k in ("values", "list") if record.get(k) is not None), None)
    if kind not in ("choice", "set") and surplus:
        report("ST010", kind_at.node, f"a fact of type `{kind}` has no `{surplus}`", f"remove `{surplus}`, or make the type `choice` or `set`")
        return None
    if record.has("values") and record.has("list"):
        report("ST010", key, f"the fact `{name}` has both `values` and `list`", "keep one of them")
        return None
    if kind in ("choice", "set") and not (record.has("values") or record.has("list")):
        report("ST002", kind_at.node, f"a fact of type `{kind}` needs `values` or `list`", "say which values it can have")
        return None
    values = {"yes": "Yes", "no": "No"} if kind == "yes_no" else _labels(record.get("values"))
    if named is not None:
        lists = library.get("lists") or {}
        if named.value not in lists:
            report("RF009", named.node, f"there is no list `{clipped(named.value)}`", did_you_mean(named.value, lists) or "declare it under `lists`")
            return None
        values = _labels(lists[named.value][1])
    if kind in ("choice", "set") and not values:
        return None  # its values were reported
    sources = frozenset(at.value for at in record.get("sources") or ())
    identifies = record.get("identifies")
    if identifies is not None and (kind != "text" or not record.get("personal")):
        message = f"the fact `{name}` cannot identify anybody: it is not a personal text"
        report("FA003", identifies.node, message, "make it `type: text` and `personal: true`")
        return None
    return Fact(_plain(record, "label"), kind, values, bool(record.get("personal")), sources, identifies.value if identifies else None)


def _labels(values: Any) -> dict[str, str]:
    """Value → label of what could be read of a mapping of labels."""
    return {name: at.value for name, (_, at) in values.items() if hasattr(at, "value")} if isinstance(values, dict) else {}
