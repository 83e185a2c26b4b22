"""`diagnostics calls …`: files of calls, read in and taken back."""

import getpass
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from diagnostics.cli.counted import counted
from diagnostics.cli.services import services_of
from diagnostics.service.column_map import ColumnMap, MapError, map_body, map_from
from diagnostics.service.csv_import import Checked, bring, check
from diagnostics.service.feeds import FeedError, source_name
from diagnostics.service.services import Services
from diagnostics.settings import Settings


@click.group()
def calls() -> None:
    """Calls from files: read a CSV file in, list what was read in, take it back."""


@calls.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True))
@click.option("--source", required=True, help="Whose calls these are, such as crm.")
@click.option("--map", "name", default="", help="The saved column map to read it with.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=HEADING", help="Which column holds a field; may be given several times.")
@click.option("--date-format", default="", help="How dates are written: iso, d.m.y, d/m/y, m/d/y, y/m/d or seconds.")
@click.option("--zone", default="", help="The time zone of times without an offset.")
@click.option("--region", default="", help="The country of telephone numbers that begin without one.")
@click.option("--encoding", default="", help="utf-8, utf-16, cp1252, cp1251, latin-1 or gb18030, where it cannot be found out.")
@click.option("--delimiter", default="", help="comma, semicolon, tab or bar, where it cannot be found out.")
@click.option("--save", default="", help="A name to save this way of reading under.")
@click.option("--dry-run", is_flag=True, help="Read and tell; store nothing.")
def import_(file: Path, source: str, name: str, save: str, dry_run: bool, **given: Any) -> None:
    """Read a CSV FILE of calls in, whole or not at all.

    Each row is a call. The columns are found by their headings, or by a column map. Telephone numbers, tags and addresses are kept as keyed
    hashes only. What was read in can be taken back: diagnostics calls undo ID.
    """
    with services_of(Settings.from_environment()) as services:
        try:
            how = _map(services, name, given)
            source_name(source)
            if save:
                services.calls.save_map(save, map_body(how))
        except (MapError, FeedError) as error:
            raise click.ClickException(str(error)) from None
        with file.open("rb") as opened:
            checked = check(services.calls, opened, file.name, source, how)
        _tell(checked)
        if not checked.sound:
            raise click.ClickException("nothing was stored")
        if dry_run:
            click.echo("A dry run: nothing was stored.")
            return
        number, added = bring(services.calls, checked, _me())
        click.echo(f"Import {number}: {added.new:,} new, {added.revised:,} revised, {added.repeated:,} known already.")
        click.echo(f"To take it back: diagnostics calls undo {number}")


@calls.command()
@click.argument("id", type=int)
def undo(id: int) -> None:
    """Take back the calls that import ID added. Those that it found known already stay."""
    with services_of(Settings.from_environment()) as services:
        taken = services.calls.undo(id)
    if taken is None:
        raise click.ClickException(f"there is no import {id}, or it has been taken back")
    click.echo(f"Took back {counted(taken, 'call')} of import {id}.")


@calls.command()
def imports() -> None:
    """List the files that were read in, the newest first."""
    with services_of(Settings.from_environment()) as services:
        found = services.calls.store.imports()
    if not found:
        click.echo("No file has been read in yet.")
    for one in found:
        taken = f"  taken back {one.undone_at:%Y-%m-%d %H:%M} UTC" if one.undone_at else ""
        click.echo(f"{one.id}  {one.at:%Y-%m-%d %H:%M} UTC  {one.source}  {_clean(one.file)}  {counted(one.rows, 'row')}  by {_clean(one.by)}{taken}")


def _map(services: Services, name: str, given: Mapping[str, Any]) -> ColumnMap:
    """The saved map, with what is given here in place of its own."""
    saved = services.calls.maps()
    if name and name not in saved:
        raise MapError(f"there is no column map {name!r}; " + (f"there are {', '.join(saved)}" if saved else "none has been saved yet"))
    how = map_from(saved[name]) if name else ColumnMap()
    columns = dict(how.columns)
    for pair in given["columns"]:
        field, _, heading = pair.partition("=")
        columns[field.strip()] = heading.strip()
    own = {field: given[field] for field in ("zone", "region", "encoding", "delimiter") if given[field]}
    return map_from(map_body(replace(how, columns=columns, written=given["date_format"] or how.written, **own)))


def _tell(checked: Checked) -> None:
    for problem in checked.problems:
        click.echo(_clean(str(problem)), err=True)
    if checked.written is None or not checked.rows:
        return
    sign = {"\t": "tab"}.get(checked.written.delimiter, checked.written.delimiter)
    click.echo(f"{_clean(checked.file)}: {checked.written.encoding_name}, separated by {sign}, {counted(checked.rows, 'row')}")
    found = ", ".join(f"{field} = {checked.written.header[place]}" for field, place in checked.columns.items())
    click.echo(f"  columns      {_clean(found)}")
    for label, words in _figures(checked):
        click.echo(f"  {label:<12} {words}")
    for warning in checked.warnings:
        click.echo(f"  note         {_clean(warning)}")
    if checked.preview:
        click.echo("  the first rows as they were read:")
    for row in checked.preview:
        click.echo("    " + _clean("  ".join(f"{name} {value}" for name, value in row.items() if value)))


def _figures(checked: Checked) -> Iterator[tuple[str, str]]:
    if checked.first_at and checked.last_at:
        yield "from, to", f"{checked.first_at:%Y-%m-%d %H:%M} to {checked.last_at:%Y-%m-%d %H:%M} UTC"
    offsets = ", ".join(f"{'without one' if offset == 'none' else offset} ({count:,})" for offset, count in checked.offsets.most_common(5))
    yield "offsets", offsets or "-"
    yield "again", f"{checked.again:,} rows stand in the file twice; {checked.known:,} calls are known already"
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(checked.kinds.items()))
    yield "keys", f"{checked.keyed:,} rows have one ({kinds or 'none'})"
    yield "visits", f"{checked.reachable:,} rows share a key with a visit ({100 * checked.reachable / checked.rows:.1f} %)"


def _clean(text: str) -> str:
    """Without what would move the cursor of a terminal: it comes from a file."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _me() -> str:
    try:
        return f"command line ({getpass.getuser()})"
    except (OSError, KeyError, ImportError):  # a machine that does not know its users
        return "command line"
