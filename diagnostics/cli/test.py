"""`diagnostics test`: the scenarios beside the trees, what they leave out, and what they would notice."""

from collections.abc import Callable
from pathlib import Path

import click

from diagnostics.cli.folders import Meant, meant
from diagnostics.cli.tested import FORMATS, Run, coverage_table, summary, told
from diagnostics.library.live import Live
from diagnostics.library.load import LIBRARY_FILE
from diagnostics.scenarios.again import Again
from diagnostics.violations import errors


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", *FORMATS]), default="text", show_default=True, help="How the results are written.")
@click.option("--coverage", is_flag=True, help="Add a table: steps, answers and outcomes that scenarios cover, tree by tree.")
@click.option("--html", type=click.Path(path_type=Path, file_okay=False), help="Write pages into this folder that colour what is covered.")
@click.option("--suggest", is_flag=True, help="Print the scenarios that are missing, for you to read and to accept.")
@click.option("--write", is_flag=True, help="With --suggest: append them to the scenario files, marked as suggestions.")
@click.option("--mutate", is_flag=True, help="Swap two `next`s at a time, and report the swaps that no scenario notices.")
@click.option("--watch", is_flag=True, help="Stay, and run what is saved, until Ctrl-C.")
def test(paths: tuple[Path, ...], form: str, coverage: bool, html: Path | None, suggest: bool, write: bool, mutate: bool, watch: bool) -> None:
    """Run scenarios and count what they cover.

    PATHS are a library folder, folders in it, or tree files; `trees` if left out. A failing scenario exits 1; so does a tree that
    cannot run. What no scenario covers is listed, and is no failure; nor is a swap that none notices.
    """
    if write and not suggest:
        raise click.UsageError("--write appends what --suggest finds: give both")
    if suggest and (form != "text" or watch or mutate):
        raise click.UsageError("--suggest prints scenarios, and nothing else: leave --format, --watch and --mutate out")
    wanted = meant(paths)
    runner = _Runner(wanted)
    run = runner.run()
    if suggest:
        from diagnostics.cli.suggesting import suggest_missing

        suggest_missing(run, write)
    else:
        _tell(run, form, coverage, html, mutate)
    if watch:
        _watch(wanted.folder, lambda: _tell(runner.run(), form, coverage, html, mutate))
    if run.failed:
        raise SystemExit(1)


class _Runner:
    """Runs what is meant, each time only what changed since the last."""

    def __init__(self, wanted: Meant) -> None:
        self._wanted, self._live, self._again = wanted, Live(wanted.folder), Again()

    def run(self) -> Run:
        library = self._live.load()
        tested, ran = self._again.run(library, self._wanted.trees)
        broken = [name for name in self._wanted.trees or library.files if name not in library.programs]
        broken += [LIBRARY_FILE] if any(v.span.file == LIBRARY_FILE for v in errors(library.violations)) else []
        return Run(library, tested, ran, tuple(broken))


def _tell(run: Run, form: str, coverage: bool, html: Path | None, mutate: bool) -> None:
    judged = None
    if mutate:
        from diagnostics.cli.swapping import judge_all

        judged = judge_all(run)
    if form == "text":
        told(run)
        if coverage:
            click.echo(coverage_table(run))
        if judged is not None:
            judged.tell()
        click.echo(summary(run))
    else:
        click.echo(FORMATS[form](run, judged), nl=False)
    if html is not None:
        from diagnostics.cli.coverage_pages import write_pages

        click.echo(f"Coverage: {write_pages(run, html)}", err=True)


def _watch(folder: Path, again: Callable[[], None]) -> None:
    from diagnostics.cli.watching import changes

    saves = changes(folder)  # has begun: what is saved from here on is not missed
    click.echo(f"Watching {folder}  (stop it with Ctrl-C)", err=True)
    for _ in saves:
        again()
