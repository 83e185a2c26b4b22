"""The JSON Schemas for editors: up to date, true to the trees, and strict about structure."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from diagnostics.library.load import tree_files
from diagnostics.model.json_schema import SCHEMAS, as_text, library_schema, scenarios_schema, schema_file, tree_schema
from diagnostics.source.reader import BOOL, FLOAT, INT, NULL, Document, read_file

ROOT = Path(__file__).parents[2]
BROKEN = ROOT / "tests" / "fixtures" / "broken"
FOLDERS = (ROOT / "trees", ROOT / "tests" / "fixtures" / "trees")
STRUCTURAL = ("ST001_", "ST003_", "ST004_", "ST006_", "ST012_")
NOT_IN_A_SCHEMA = {"ST003_key_is_a_list", "ST003_number_without_end"}
TREE = jsonschema.Draft202012Validator(tree_schema(), format_checker=jsonschema.FormatChecker())
SCENARIOS = jsonschema.Draft202012Validator(scenarios_schema(), format_checker=jsonschema.FormatChecker())
LIBRARY = jsonschema.Draft202012Validator(library_schema(), format_checker=jsonschema.FormatChecker())


def plain(node: yaml.Node) -> Any:
    """A node as an editor's YAML reader gives it: numbers are numbers, true is true."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    read = {INT: int, FLOAT: float, BOOL: lambda text: text.lower() == "true", NULL: lambda text: None}
    return read.get(node.tag, str)(node.value)


def read(path: Path) -> Any:
    document = read_file(path, path.name)
    assert isinstance(document, Document)
    return plain(document.root)


@pytest.mark.parametrize("schema", [made() for made in SCHEMAS.values()], ids=list(SCHEMAS))
def test_the_schemas_are_valid_json_schema(schema: dict[str, Any]) -> None:
    """Against the meta-schema of 2020-12."""
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_files_are_up_to_date(name: str) -> None:
    """`python -m diagnostics.model.json_schema` writes them."""
    assert (ROOT / "diagnostics" / "schemas" / schema_file(name)).read_text(encoding="utf-8") == as_text(SCHEMAS[name]())


@pytest.mark.parametrize("path", sorted((ROOT / "trees").rglob("*.test.yml")), ids=lambda path: path.stem)
def test_every_scenario_file_fits_the_schema(path: Path) -> None:
    """An editor marks nothing in scenarios that are right."""
    assert [error.message for error in SCENARIOS.iter_errors(read(path))] == []


@pytest.mark.parametrize("path", [path for folder in FOLDERS for path in tree_files(folder)], ids=lambda path: path.stem)
def test_every_tree_fits_the_schema(path: Path) -> None:
    """An editor marks nothing in a tree that is right."""
    assert [error.message for error in TREE.iter_errors(read(path))] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_library_file_fits_the_schema(folder: Path) -> None:
    """An editor marks nothing in a library file that is right."""
    assert [error.message for error in LIBRARY.iter_errors(read(folder / "_library.yml"))] == []


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(BROKEN.glob("*.yml")) if path.name.startswith(STRUCTURAL) and path.stem not in NOT_IN_A_SCHEMA],
    ids=lambda path: path.stem,
)
def test_a_structurally_broken_tree_does_not_fit_the_schema(path: Path) -> None:
    """An editor marks it while it is typed."""
    assert not TREE.is_valid(read(path))


def test_every_key_has_a_hover_text() -> None:
    """Each key of a tree and of each kind of step explains itself."""
    schema = tree_schema()
    objects = [schema, *(part for part in schema["$defs"].values() if "properties" in part)]
    assert [name for part in objects for name, key in part["properties"].items() if not key.get("description")] == []
    assert len(objects) == 13
