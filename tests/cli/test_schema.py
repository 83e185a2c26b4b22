"""`diagnostics schema` as authors call it."""

import json
from pathlib import Path

from diagnostics.model.json_schema import SCHEMAS
from tests.cli.running import run


def test_it_prints_each_schema() -> None:
    """As the installed files have it; that of trees if none is named."""
    for name, made in SCHEMAS.items():
        assert json.loads(run("schema", name).output) == json.loads(json.dumps(made()))
    assert run("schema").output == run("schema", "tree").output
    assert run("schema", "nothing").exit_code == 2


def test_it_writes_them_with_the_settings_for_an_editor(tmp_path: Path) -> None:
    """Three files, and which of them is for which of the author's."""
    said = run("schema", "--write", tmp_path / "new" / "schemas")
    assert {path.name for path in (tmp_path / "new" / "schemas").iterdir()} == {f"{name}.schema.json" for name in SCHEMAS}
    assert len(json.loads(said.stdout)["yaml.schemas"]) == 3


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """In one line."""
    (tmp_path / "file").write_text("")
    said = run("schema", "--write", tmp_path / "file" / "below")
    assert said.exit_code == 1 and "cannot be written" in said.output
