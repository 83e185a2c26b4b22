"""`diagnostics report`: what the guides were worth, as a table or as JSON."""

import json
from datetime import date, datetime
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from diagnostics.cli.services import services_of
from diagnostics.deflection.records import HEADLINE, WINDOWS
from diagnostics.service.ledger import ZoneChanged
from diagnostics.settings import Settings

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON with documented, stable keys (docs/reference/report-json.md).")
@click.option("--window", type=click.Choice([str(days) for days in WINDOWS]), default=str(HEADLINE), show_default=True,
              help="Days after a problem's first visit within which a call counts.")  # fmt: skip
@click.option("--by", type=click.Choice(["tree"]), help="Tell each tree apart, too.")
@click.option("--first", type=_DAY, help="The first local day. Left out, the first one there is.")
@click.option("--last", type=_DAY, help="The last local day. Left out, today.")
def report(as_json: bool, window: str, by: str | None, first: datetime | None, last: datetime | None) -> None:
    """Print calls avoided, claimed, verified and measured, each with its interval.

    Visits and calls that came in since the last refresh of the ledger are taken in first. The same ledger prints the same JSON on the same
    day, to the byte.
    """
    if first and last and last < first:
        raise click.UsageError("--last is before --first")
    with services_of(Settings.from_environment()) as services:
        try:
            services.keeper.refresh(services.clock())
        except ZoneChanged as error:
            raise click.ClickException(str(error)) from None
        told = services.figures.report(int(window), by == "tree", None, _day(first), _day(last))
    if as_json:
        told.pop("as_of")
        click.echo(json.dumps(told, indent=2))
    else:
        _print(told)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _print(told: dict[str, Any]) -> None:
    console = Console()
    served, window = told["problems"]["served"], told["window_days"]
    console.print(f"{told['first_day']} to {told['last_day']}: {served:,} problems in {told['visits']:,} visits; calls within {window} days")
    console.print(f"{told['tier'].replace('_', ' ')}: {told['label']}", markup=False)
    tiers = Table("of the problems", "share", "low", "high", "count", "of")
    for name in ("claimed", "verified", "would_have_called"):
        share = told[name]
        if share["count"] is not None:
            shown = (*(_percent(share[part]) for part in ("share", "low", "high")), f"{share['count']:,}", f"{share['of']:,}")
            tiers.add_row(name.replace("_", " "), *shown)
    console.print(tiers)
    _print_measures(console, told["measures"])
    _print_trees(console, told["by_tree"])
    for warning in told["warnings"]:
        console.print(f"• {warning['text']}", markup=False)


def _print_measures(console: Console, measures: dict[str, Any]) -> None:
    table = Table("avoided", "per problem", "low", "high", "in total", "low", "high")
    for name, measure in measures.items():
        if measure["per_problem"]["estimate"] is not None:
            table.add_row(name, *_row(measure["per_problem"], 4), *_row(measure["total"], 0))
    if table.row_count:
        console.print(table)


def _print_trees(console: Console, trees: dict[str, Any]) -> None:
    if not trees:
        return
    table = Table("tree", "problems", "claimed", "verified", "problems avoided", "low", "high", "")
    for name, tree in trees.items():
        effect = tree["measures"]["problems"]["per_problem"]
        table.add_row(name, f"{tree['problems']['served']:,}", _percent(tree["claimed"]["share"]), _percent(tree["verified"]["share"]),
                      *_row(effect, 4), "induces calls" if tree["induces_calls"] else "")  # fmt: skip
    console.print(table)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _row(interval: dict[str, Any], digits: int) -> list[str]:
    values = [interval[part] for part in ("estimate", "low", "high")]
    return ["–" if value is None else f"{value:,.{digits}f}" for value in values]
