"""A tree file to the texts that people read, each with its place: what is translated, and what most rules look at."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from diagnostics.model.read import WrittenTree
from diagnostics.model.shapes import At, Record


class TextAt(NamedTuple):
    """A text that people read. `step` is empty for the tree's own; `field` as in `answers.online.label`, `actions.2.do`, `symptoms.3`
    (lists count from 1), of a text with variants `says.1`, `says.2`; `key` is the key that it is written under: `label`, `do`, `says`."""

    step: str
    field: str
    at: At
    key: str


TEXT_KEYS = frozenset(
    "title summary question hint help alt label means do detail says instruction needs expect did_it_help information text ask unit example".split()
)
"""Keys whose texts customers or agents read."""
_WITH_TEXTS = TEXT_KEYS | {"answers", "actions", "risk", "offer"}
"""Keys of a step below which texts stand; the others hold names, expressions, or what is pasted."""


def texts_of(written: WrittenTree) -> tuple[TextAt, ...]:
    """All texts of a tree in the order of the file: its own, then those of its steps. What people paste or type is not among them."""
    found: list[TextAt] = []
    for key in ("title", "summary"):
        _collect("", key, key, written.header.get(key), found)
    for number, at in enumerate(written.header.get("symptoms") or (), 1):
        found.append(TextAt("", f"symptoms.{number}", at, "symptoms"))
    for step in written.steps.values():
        for key, value in step.record.values.items():
            if key in _WITH_TEXTS:
                _collect(step.id, key, key, value, found)
    return tuple(found)


def _collect(step: str, path: str, key: str, value: Any, found: list[TextAt]) -> None:
    """The texts of a value: one, those of a record or of its variants, or those of several records."""
    if isinstance(value, At):
        if key in TEXT_KEYS:
            found.append(TextAt(step, path, value, key))
    elif isinstance(value, Record):
        for inner, part in value.values.items():
            if part.__class__ is At:  # most are, and there are hundreds
                if inner in TEXT_KEYS:
                    found.append(TextAt(step, f"{path}.{inner}", part, inner))
            else:
                _collect(step, f"{path}.{inner}", inner, part, found)
    elif isinstance(value, tuple):
        _items(step, path, key, value, found)
    elif isinstance(value, dict):
        for name, (_, item) in value.items():
            _collect(step, f"{path}.{name}", key, item, found)


def _items(step: str, path: str, key: str, items: Sequence[Any], found: list[TextAt]) -> None:
    variants = key in TEXT_KEYS
    for number, item in enumerate(items, 1):
        if variants and isinstance(item, Record):
            text = item.get("text")
            if text is not None:
                found.append(TextAt(step, f"{path}.{number}", text, key))
        else:
            _collect(step, f"{path}.{number}", key, item, found)


def context(tree: str, text: TextAt) -> str:
    """The name of a text in a catalogue: `<tree>.<step>.<field>`, of the tree's own `<tree>.<field>`."""
    return f"{tree}.{text.step}.{text.field}" if text.step else f"{tree}.{text.field}"


NO_AREA = "shared"
"""The catalogue of trees that stand in no area: those that are only ever called."""


def area_of(written: WrittenTree) -> str:
    """The name of the catalogue that a tree's texts stand in: its area."""
    area = written.header.get("area")
    return str(area.value) if area is not None else NO_AREA
