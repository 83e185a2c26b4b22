"""What a new tree says, to the text of its file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Header:
    """What a tree says of itself. `area` and `owner` are names of `_library.yml`."""

    tree: str
    title: str
    summary: str
    area: str
    owner: str
    reviewed: date


def tree_text(header: Header, start: str, steps: Mapping[str, Any], notes: Mapping[str, Sequence[str]]) -> str:
    """The file. `steps` are as the language has them; `notes`, by step (empty: the tree), stand above as comments."""
    top = {
        "format": 1, "tree": header.tree, "title": prose(header.title), "summary": prose(header.summary), "area": header.area,
        "owner": header.owner, "reviewed": header.reviewed, "start": start,
    }  # fmt: skip
    parts = [f"# {note}\n" for note in notes.get("", ())]
    parts += [*(dumped({key: value}, flow=False) for key, value in top.items()), "steps:\n"]
    for name, step in steps.items():
        parts += [f"  # {note}\n" for note in notes.get(name, ())]
        parts += [f"  {line}\n" for line in dumped({name: step}).splitlines()]
    return "".join(parts)


def prose(text: str) -> str:
    """A text as the language writes it: braces doubled, nothing that cannot be seen."""
    plain = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text).strip()
    return plain.replace("{", "{{").replace("}", "}}") or "(no text)"


def dumped(data: Mapping[str, Any], flow: bool | None = None) -> str:
    """YAML, in the order given; with `flow` left out, what holds no more lists or mappings stands on one line."""
    return yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=flow)
