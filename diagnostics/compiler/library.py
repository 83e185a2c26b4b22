"""The library file's record to the declarations that trees are compiled against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from diagnostics.model.shapes import Record
from diagnostics.program.types import Contact, Fact, Team
from diagnostics.source.reader import FLOAT, INT, Document
from diagnostics.violations import Violation, did_you_mean


@dataclass(frozen=True, slots=True)
class Area:
    title: str
    icon: str


@dataclass(frozen=True, slots=True)
class Source:
    """A look-up as declared. `timeout` is in seconds."""

    title: str
    keys: tuple[str, ...]
    results: tuple[str, ...]
    facts: tuple[str, ...] = ()
    timeout: float = 3.0


@dataclass(frozen=True, slots=True)
class Declarations:
    """What `_library.yml` declares."""

    title: str = "Diagnostics"
    locale: str = "en"
    areas: Mapping[str, Area] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Decimal | str]] = field(default_factory=dict)
    lookups: Mapping[str, Source] = field(default_factory=dict)


def declare(document: Document, record: Record) -> tuple[Declarations, list[Violation]]:
    """Resolves the names inside the library file. What is broken is left out, with a violation."""
    violations: list[Violation] = []
    facts = {name: fact for name, (_, r) in _items(record, "facts") if (fact := _fact(r, record, document, violations))}
    declared = Declarations(
        title=_plain(record, "title") or "Diagnostics",
        locale=_plain(record, "locale") or "en",
        areas={name: Area(_plain(r, "title"), _plain(r, "icon")) for name, (_, r) in _items(record, "areas")},
        products={name: at.value for name, (_, at) in _items(record, "products")},
        teams={name: Team(_plain(r, "title"), tuple(_contact(c) for c in r.get("contacts") or ())) for name, (_, r) in _items(record, "teams")},
        facts=facts,
        tables={name: {k: _cell(at) for k, (_, at) in rows.items() if hasattr(at, "node")} for name, (_, rows) in _items(record, "tables")},
        lookups={name: _source(r) for name, (_, r) in _items(record, "lookups")},
    )
    all_facts = (record.get("facts") or {}).keys()
    for _, (_, r) in _items(record, "lookups"):
        for at in (*(r.get("keys") or ()), *(r.get("facts") or ())):
            if at.value not in all_facts:
                violations.append(document.violation("RF004", at.node, f"there is no fact `{at.value}`", did_you_mean(at.value, all_facts)))
    return declared, violations


def _items(record: Record, key: str) -> list[tuple[str, tuple[Any, Any]]]:
    """The readable entries of a mapping: a bad one was reported when it was read."""
    return [(name, (node, value)) for name, (node, value) in (record.get(key) or {}).items() if isinstance(value, (Record, tuple, dict))]


def _plain(record: Record, key: str) -> str:
    at = record.get(key)
    return at.value if at is not None else ""


def _contact(record: Record) -> Contact:
    return Contact(_plain(record, "kind"), _plain(record, "value"), _plain(record, "title"), _plain(record, "hours"))


def _cell(at: Any) -> Decimal | str:
    return Decimal(at.value) if at.node.tag in (INT, FLOAT) else str(at.value)


def _source(record: Record) -> Source:
    names = {key: tuple(at.value for at in record.get(key) or ()) for key in ("keys", "results", "facts")}
    return Source(_plain(record, "title"), names["keys"], names["results"], names["facts"], record.get("timeout") or 3.0)


def _fact(record: Record, library: Record, document: Document, violations: list[Violation]) -> Fact | None:
    kind_at = record.get("type")
    if kind_at is None:
        return None
    kind = kind_at.value
    values = {name: at.value for name, (_, at) in (record.get("values") or {}).items() if hasattr(at, "value")}
    named = record.get("list")
    if named is not None:
        lists = library.get("lists") or {}
        if named.value not in lists:
            violations.append(document.violation("RF009", named.node, f"there is no list `{named.value}`", did_you_mean(named.value, lists)))
            return None
        values = {name: at.value for name, (_, at) in lists[named.value][1].items() if hasattr(at, "value")}
    if kind == "yes_no":
        values = {"yes": "Yes", "no": "No"}
    if kind in ("choice", "set") and not values:
        violations.append(document.violation("ST002", kind_at.node, f"a fact of type `{kind}` needs `values` or `list`"))
        return None
    sources = frozenset(at.value for at in record.get("sources") or ())
    return Fact(_plain(record, "label"), kind, values, bool(record.get("personal")), sources)
