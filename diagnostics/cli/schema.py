"""`diagnostics schema`: the JSON Schemas of tree, library and scenario files, for editors."""

import json
from importlib.resources import files
from pathlib import Path

import click

from diagnostics.model.json_schema import SCHEMAS, schema_file

_FOR = {"tree": ["trees/**/*.yml", "!trees/**/*.test.yml", "!trees/_library.yml"], "library": ["trees/_library.yml"],
        "scenarios": ["trees/**/*.test.yml"]}  # fmt: skip


@click.command()
@click.argument("name", type=click.Choice(list(SCHEMAS)), required=False)
@click.option("--write", "folder", type=click.Path(path_type=Path, file_okay=False), help="Write it into this folder instead of printing it.")
def schema(name: str | None, folder: Path | None) -> None:
    """Print a JSON Schema for editors: completion, hover texts, and mistakes marked while typing.

    NAME is `tree`, `library` or `scenarios`. With --write and no NAME all three are written, and the settings that an editor with
    yaml-language-server needs for them are printed (docs/how-to/write-in-your-editor.md).
    """
    installed = files("diagnostics") / "schemas"
    if folder is None:
        click.echo((installed / schema_file(name or "tree")).read_text(encoding="utf-8"), nl=False)
        return
    names = [name] if name else list(SCHEMAS)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in names:
            (folder / schema_file(one)).write_bytes((installed / schema_file(one)).read_bytes())
            click.echo(f"{folder / schema_file(one)} written", err=True)
    except OSError as error:
        raise click.ClickException(f"{error.filename} cannot be written: {error.strerror}") from None
    click.echo(json.dumps({"yaml.schemas": {f"./{(folder / schema_file(one)).as_posix()}": _FOR[one] for one in names}}, indent=2))
