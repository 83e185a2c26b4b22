"""`diagnostics check`: every violation of the trees, and the proofs."""

from pathlib import Path

import click

from diagnostics.analysis.check import check as check_library
from diagnostics.cli.counted import counted
from diagnostics.cli.folders import meant
from diagnostics.library.load import load
from diagnostics.violations import errors


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def check(paths: tuple[Path, ...]) -> None:
    """Check trees: what is wrong in their files, and whether anybody can get stuck in them.

    PATHS are a library folder, folders in it, or tree files; `trees` if left out. What a tree calls is checked with it.
    """
    wanted = meant(paths)
    checked = check_library(load(wanted.folder))
    files = wanted.files(checked.library)
    violations = [v for v in checked.violations if not wanted.trees or v.span.file in files]
    for violation in violations:
        click.echo(violation.text() + "\n")
    wrong = errors(violations)
    count = len(wanted.trees) or len(checked.library.trees)
    proved = [r for name, r in checked.reports.items() if r.proved and not r.findings and (not wanted.trees or name in wanted.trees)]
    click.echo(f"{counted(count, 'tree')}, {len(proved)} proved ({counted(sum(r.states for r in proved), 'state')}); "
               f"{counted(len(wrong), 'violation')}, {counted(len(violations) - len(wrong), 'warning')}")  # fmt: skip
    if wrong:
        raise SystemExit(1)
