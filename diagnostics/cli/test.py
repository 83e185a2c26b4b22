"""`diagnostics test`: the scenarios beside the trees, and the answers that they leave out."""

from pathlib import Path

import click

from diagnostics.cli.counted import counted
from diagnostics.cli.folders import meant
from diagnostics.library.load import LIBRARY_FILE, load, tree_files
from diagnostics.scenarios.coverage import run_scenarios
from diagnostics.violations import errors


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def test(paths: tuple[Path, ...]) -> None:
    """Run scenarios and count which answers they cover.

    PATHS are a library folder, folders in it, or tree files; `trees` if left out. A failing scenario exits 1; so does a tree that
    cannot run. Answers that no scenario gives are listed, and are not failures.
    """
    wanted = meant(paths)
    library = load(wanted.folder)
    tested = run_scenarios(library, wanted.trees)
    failures = [f for one in tested.values() for f in one.failures]
    for failure in failures:
        click.echo(failure.text() + "\n")
    for name, one in tested.items():
        if one.missing:
            click.echo(f"{name}: no scenario answers " + ", ".join(f"{step}: {answer}" for step, answer in one.missing))
    names = wanted.trees or dict.fromkeys(path.stem for path in tree_files(wanted.folder))
    broken = [name for name in names if name not in library.programs]
    broken += [LIBRARY_FILE] if any(v.span.file == LIBRARY_FILE for v in errors(library.violations)) else []
    for name in broken:
        click.echo(f"{name}: cannot run; `diagnostics check` says why")
    runs = sum(len(one.results) for one in tested.values())
    answers, missing = (sum(n) for n in zip(*((t.answers, len(t.missing)) for t in tested.values()), strict=True)) if tested else (0, 0)
    share = f"{100 * (answers - missing) / answers:.1f} %" if answers else "nothing"
    click.echo(f"{counted(len(tested), 'tree')}, {counted(runs, 'scenario')}, {len(failures)} failed; "
               f"{answers - missing} of {counted(answers, 'answer')} covered ({share})")
    if failures or broken:
        raise SystemExit(1)
