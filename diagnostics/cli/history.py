"""`diagnostics history …`: visits and calls of the past, from files."""

from pathlib import Path

import click

from diagnostics.cli.counted import counted
from diagnostics.cli.progress import in_one_go, shares, stages
from diagnostics.cli.services import services_of
from diagnostics.service.interchange import FileReport, HistoryError
from diagnostics.service.ledger import ZoneChanged
from diagnostics.settings import Settings


@click.group()
def history() -> None:
    """Visits and calls of the past, from files of the interchange format (docs/reference/interchange.md)."""


@history.command("import")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR")
@click.option("--source", "sources", multiple=True, help="Only calls and audits of this source. May be given several times.")
def import_(folder: Path, sources: tuple[str, ...]) -> None:
    """Read visits, events, calls and audits from DIR and bring the ledger up to date.

    DIR holds `visits.jsonl`, `events.jsonl`, `calls.jsonl` and `audit.jsonl`, with `.gz` or without; any of them may be missing. Importing
    the same files again changes nothing, and completes an import that was broken off. A line that cannot be used is refused and named;
    the others are imported, and the command ends with 1.
    """
    with in_one_go(), services_of(Settings.from_environment()) as services:
        try:
            with shares() as show:
                reports = services.history.bring(folder, show, frozenset(sources))
            for report in reports:
                _say(report)
            with stages() as stage:
                services.keeper.refresh(services.clock(), stage)
        except (HistoryError, ZoneChanged) as error:
            raise click.ClickException(str(error)) from None
    if any(report.refused for report in reports):
        raise click.exceptions.Exit(1)


def _say(report: FileReport) -> None:
    for problem in report.problems:
        click.echo(problem, err=True)
    hidden = report.refused - len(report.problems)
    if hidden > 0:
        click.echo(f"{report.name}: {counted(hidden, 'more line')} refused", err=True)
    said = [f"{report.new:,} new", f"{report.repeated:,} there already"]
    said += [f"{report.contradicting:,} that contradict another line"] if report.contradicting else []
    said += [f"{report.refused:,} refused"] if report.refused else []
    click.echo(f"{report.name}: {counted(report.lines, 'line')}, {', '.join(said)}")
