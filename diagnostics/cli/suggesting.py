"""`diagnostics test --suggest`: the scenarios that are missing, printed or appended, and what none can cover."""

from pathlib import Path

import click

from diagnostics.authoring.files import write_whole
from diagnostics.cli.counted import counted
from diagnostics.cli.tested import Run
from diagnostics.scenarios.suggest import Goal, Suggestions, suggest
from diagnostics.scenarios.writing import MARK, NotAppended, appended, text_of


def suggest_missing(run: Run, write: bool) -> None:
    """For each tree that ran. What is printed is YAML, with the rest as comments."""
    count, refused = 0, []
    for name, tested in run.tested.items():
        found = suggest(run.library.programs[name], tested)
        for goal, why in found.impossible:
            click.echo(f"# {name}: no scenario can cover {_named(goal)}: {why}")
        if not found.drafts:
            continue
        count += len(found.drafts)
        path = run.library.folder / tested.file
        try:
            click.echo(_written(path, tested.file, found) if write else f"# {path}\n{text_of(found.drafts, MARK)}")
        except NotAppended as error:
            refused.append(str(error))
    for name in run.broken:
        click.echo(f"# {name}: cannot run; `diagnostics check` says why")
    if refused:
        raise click.ClickException("\n".join(refused))
    if not count:
        click.echo("# Nothing to suggest: scenarios cover all that they can.")


def _written(path: Path, shown: str, found: Suggestions) -> str:
    """Appends the suggestions, or begins a file with them; all or nothing."""
    try:
        text = path.read_bytes().decode() if path.exists() else ""
        write_whole(path, (appended(text, shown, found.drafts) if text.strip() else text_of(found.drafts, MARK)).encode())
    except UnicodeDecodeError:
        raise NotAppended(f"{path} is not UTF-8; save it as UTF-8 first") from None
    except OSError as error:
        raise NotAppended(f"{path} cannot be written: {error.strerror or error}") from None
    return f"{path}: {counted(len(found.drafts), 'scenario')} added. Read each one before you rely on it."


def _named(goal: Goal) -> str:
    kind, step, answer = goal
    return f"`{step}: {answer}`" if kind == "answer" else f"the {kind} `{step}`"
