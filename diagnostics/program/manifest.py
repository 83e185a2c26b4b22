"""The manifest: the index of the programs that are in service together, and its JSON form, in which all order is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from diagnostics.program.codec import ProgramFormatError, text_from_json, value_to_json
from diagnostics.program.types import Text

FORMAT = 1
"""The version of the manifest's JSON form."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One tree in the manifest. `minutes` is expected from its start; `fewest` and `most` count the pages that ask, the first one
    included. `errors` are pairs of an exact message and the step that a visit may begin at because of it."""

    tree: str
    fingerprint: str
    title: Text
    summary: Text
    area: str | None
    minutes: float
    fewest: int
    most: int
    products: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The index of what is in service: areas in order (id → title, icon), the trees that customers can start, and products (id → title)."""

    title: str
    locale: str
    areas: Mapping[str, tuple[str, str]]
    trees: Mapping[str, Listed]
    products: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Publication:
    """A set of programs that went into service together. `kind` is `publish` or `rollback`; a rollback `restores` an earlier one."""

    id: int
    at: datetime
    kind: str
    manifest: Manifest
    note: str = ""
    restores: int | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that programs show. `sha` is the SHA-256 of its bytes in hex."""

    sha: str
    media_type: str
    body: bytes = field(repr=False)


def manifest_to_json(manifest: Manifest) -> dict[str, Any]:
    """The manifest as JSON; `same` compares two by it, so what customers see in order is in order."""
    trees = {name: {f.name: value_to_json(getattr(listed, f.name)) for f in fields(listed)} for name, listed in manifest.trees.items()}
    areas = {name: list(area) for name, area in manifest.areas.items()}
    return {"format": FORMAT, "title": manifest.title, "locale": manifest.locale, "areas": areas, "trees": trees, "products": dict(manifest.products)}


def manifest_from_json(data: Mapping[str, Any]) -> Manifest:
    """The inverse of `manifest_to_json`.

    Raises:
        ProgramFormatError: another format, or not a manifest at all.
    """
    found = data.get("format") if isinstance(data, Mapping) else None
    if found != FORMAT:
        raise ProgramFormatError(f"manifest format {found!r}; this version reads {FORMAT}")
    try:
        areas = {name: (title, icon) for name, (title, icon) in data["areas"].items()}
        trees = {name: _listed(listed) for name, listed in data["trees"].items()}
        return Manifest(data["title"], data["locale"], areas, trees, dict(data["products"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProgramFormatError(f"not a manifest: {error!r}") from error


def _listed(data: Mapping[str, Any]) -> Listed:
    texts = {name: text_from_json(data[name]) for name in ("title", "summary")}
    tuples = {name: tuple(data[name]) for name in ("products", "symptoms")}
    return Listed(**{**data, **texts, **tuples, "errors": tuple((match, step) for match, step in data["errors"])})
