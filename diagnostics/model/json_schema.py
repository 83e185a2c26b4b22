"""The tables of the language to JSON Schema (2020-12), for editors: completion, hover texts, and structure checked while typing.

What one file cannot show (names of steps, facts and teams, conditions, proofs) is left to the checker.
`python -m diagnostics.model.json_schema` writes them into `diagnostics/schemas/`, which is part of what is installed: their place is stable.
"""

import json
from pathlib import Path
from typing import Any

from diagnostics.model.language import LIBRARY, QUESTION_FORMS, SNAKE, STEP_KINDS, TREE_KEYS
from diagnostics.model.scenario_language import SCENARIOS
from diagnostics.model.shapes import TEXT_SCHEMA, Mapped
from diagnostics.model.snippets import snippets

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FORMS = {"answers": "question_with_answers", "input": "question_with_input", "paste": "question_with_paste"}


def tree_schema() -> dict[str, Any]:
    """The schema of a tree file. Steps are told apart by their kind, questions by `answers`, `input` or `paste`."""
    header = Mapped("a tree", TREE_KEYS).schema()
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
            "text": {"description": "A text (Markdown, `{fact}` inserts a fact), or a list of variants.", **TEXT_SCHEMA},
            "step": {
                "title": "Step",
                "description": "One screen's worth. Its kind is told by one of its keys.",
                "defaultSnippets": snippets(),
                "anyOf": [{"$ref": f"#/$defs/{name}"} for name in forms],
            },
            **{name: {"title": name.replace("_", " ").capitalize(), **shape.schema()} for name, shape in forms.items()},
        },
    }


def library_schema() -> dict[str, Any]:
    """The schema of `_library.yml`."""
    description = "What all trees of a folder share: areas, products, teams, facts, lists, tables and lookups."
    return {"$schema": _DIALECT, "title": "Library", "description": description, **LIBRARY.schema()}


def scenarios_schema() -> dict[str, Any]:
    """The schema of a scenario file (`x.test.yml`)."""
    description = "Scripted visits of one tree: what is given, what is answered, where it ends."
    return {"$schema": _DIALECT, "title": "Scenarios", "description": description, **SCENARIOS.schema()}


SCHEMAS = {"tree": tree_schema, "library": library_schema, "scenarios": scenarios_schema}
"""What a schema is for → what makes it."""


def as_text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def schema_file(name: str) -> str:
    """The name of a schema's file."""
    return f"{name}.schema.json"


if __name__ == "__main__":
    for name, made in SCHEMAS.items():
        (Path(__file__).parents[1] / "schemas" / schema_file(name)).write_text(as_text(made()), encoding="utf-8")
