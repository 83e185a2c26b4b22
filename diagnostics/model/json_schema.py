"""The tables of the language to JSON Schema (2020-12), for editors: completion, hover texts, and structure checked while typing.

What one file cannot show (names of steps, facts and teams, conditions, proofs) is left to the checker.
`python -m diagnostics.model.json_schema` writes both files into `docs/reference/`.
"""

import json
from pathlib import Path
from typing import Any

from diagnostics.model.language import LIBRARY, QUESTION_FORMS, SNAKE, STEP_KINDS, TREE_KEYS
from diagnostics.model.shapes import TEXT_SCHEMA, Key, Mapped

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FORMS = {"answers": "question_with_answers", "input": "question_with_input", "paste": "question_with_paste"}


def tree_schema() -> dict[str, Any]:
    """The schema of a tree file. Steps are told apart by their kind, questions by `answers`, `input` or `paste`."""
    header = _object(Mapped("a tree", TREE_KEYS))
    header["properties"]["steps"] = {
        "type": "object",
        "description": "Step id → step.",
        "minProperties": 1,
        "propertyNames": SNAKE.schema(),
        "additionalProperties": {"$ref": "#/$defs/step"},
    }
    header["required"].append("steps")
    forms = {_FORMS.get(name, name): shape for name, shape in (QUESTION_FORMS | STEP_KINDS).items()}
    return {
        "$schema": _DIALECT,
        "title": "Tree",
        "description": "One troubleshooting tree: one YAML file.",
        **header,
        "$defs": {
            "text": {"title": "Text", "description": "A text (Markdown, `{fact}` inserts a fact), or a list of variants.", **TEXT_SCHEMA},
            "step": {
                "title": "Step",
                "description": "One screen's worth. Its kind is told by one of its keys.",
                "anyOf": [{"$ref": f"#/$defs/{name}"} for name in forms],
            },
            **{name: {"title": name.replace("_", " ").capitalize(), **_object(shape)} for name, shape in forms.items()},
        },
    }


def library_schema() -> dict[str, Any]:
    """The schema of `_library.yml`."""
    description = "What all trees of a folder share: areas, products, teams, facts, lists, tables and lookups."
    return {"$schema": _DIALECT, "title": "Library", "description": description, **_object(LIBRARY)}


def _object(shape: Mapped) -> dict[str, Any]:
    """A mapping's schema, with a title for each key."""
    schema = shape.schema()
    for name, key in shape.keys.items():
        schema["properties"][name] = _titled(name, key)
    return schema


def _titled(name: str, key: Key) -> dict[str, Any]:
    return {"title": name, **key.shape.schema(), "description": key.doc}


def as_text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, schema in (("tree", tree_schema()), ("library", library_schema())):
        Path(f"docs/reference/{name}.schema.json").write_text(as_text(schema), encoding="utf-8")
