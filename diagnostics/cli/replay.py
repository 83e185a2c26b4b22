"""`diagnostics replay`: recorded visits through the trees as they stand in the folder, before anybody publishes them."""

import json
from pathlib import Path
from typing import Any

import click

from diagnostics.cli import replay_told as told
from diagnostics.cli.folders import meant
from diagnostics.cli.since import Since, SinceType
from diagnostics.cli.versions import programs_of
from diagnostics.cli.walk import Folder, Met, Walk, as_met, with_published
from diagnostics.library.load import load
from diagnostics.scenarios.replay import FATES
from diagnostics.scenarios.replay_page import FORMAT, compared_to_json, failing
from diagnostics.service.visits import utc_now
from diagnostics.settings import Settings
from diagnostics.violations import did_you_mean
from diagnostics.wiring import Records, StoreError, open_records

SHOWN = (*FATES, "unfinished")


class _Share(click.ParamType[float]):
    name = "percent"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            share = float(str(value).strip().removesuffix("%"))
        except ValueError:
            share = -1.0
        if not 0 <= share <= 100:
            self.fail(f"{value!r} is no share: write a number of percent from 0 to 100, as `5%`", param, ctx)
        return share / 100


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path("trees"))
@click.option("--since", type=SinceType(), default="30d", show_default=True, help="Which visits: those that began in the last `30d`, `4w`, `12h`, or "
              "since a day.")  # fmt: skip
@click.option("--tree", help="Only visits of this tree.")
@click.option("--show", type=click.Choice(SHOWN), help="List the visits that have this fate, old and new way side by side, the most frequent first.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many different ways `--show` lists.")
@click.option("--visit", help="Show this visit only, by its code or its id: both ways side by side.")
@click.option("--against", type=click.Choice(["own", "published"]), default="own", show_default=True,
              help="Compare with the trees as each visit met them, or with those in service: then only what is not published counts.")  # fmt: skip
@click.option("--fail-over", type=_Share(), help="Exit with 1 where more than this share of any tree's finished visits would end elsewhere: `5%`.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="`json`: with documented, stable keys (docs/reference/replay-json.md).")  # fmt: skip
def replay(path: Path, since: Since, tree: str | None, show: str | None, limit: int, visit: str | None, against: str,
           fail_over: float | None, form: str) -> None:  # fmt: skip
    """Walk recorded visits through the trees in PATH, and say how many would go another way.

    PATH is a library folder, or tree files in it; `trees` if left out. Each visit is walked with its own day, facts, answers and results of
    look-ups through the trees that it met and through those in PATH. Nothing is published, and nothing is written.
    """
    try:
        records = open_records(Settings.from_environment())
        if records is None:
            raise click.ClickException("there is no database yet: set DIAGNOSTICS_DATABASE to the one that the server uses")
        folder = _folder(path, tree)
        walk = Walk(records, folder, _baseline(records, against), since.moment(utc_now()), utc_now())
        if visit is not None:
            click.echo(_one(walk, visit, form))
            return
        walk.all()
        if tree is not None and not walk.knows(tree):
            raise click.UsageError(f"there is no tree `{tree}` in {path}, and no visit of one; {did_you_mean(tree, folder.programs)}".rstrip("; "))
        failed = failing(walk.replays.trees, fail_over) if fail_over is not None else []
        if form == "json":
            click.echo(json.dumps(told.as_json(walk, show, limit) | {"against": against, "fail_over": fail_over, "failed": failed}, indent=2))
        else:
            told.tell(walk, since.words, show, limit)
    except StoreError as error:
        raise click.ClickException(str(error)) from None
    told.tell_failed(walk, failed, fail_over or 0.0)
    if failed or folder.broken:
        raise SystemExit(1)


def _folder(path: Path, tree: str | None) -> Folder:
    wanted = meant((path,))
    library = load(wanted.folder)
    trees = (tree,) if tree is not None else wanted.trees
    return Folder(library.offered(), frozenset(name for name in library.broken if not trees or name in trees), trees)


def _baseline(records: Records, against: str) -> Met:
    """What visits are compared with."""
    if against == "own":
        return as_met
    serving = records.programs.serving()
    if serving is None:
        raise click.UsageError("nothing has been published yet: leave `--against` out")
    return with_published(records, programs_of(serving, records))


def _one(walk: Walk, typed: str, form: str) -> str:
    """One visit, told.

    Raises:
        click.ClickException: there is no such visit, or it cannot be walked.
    """
    visit_id = walk.records.visits.find(typed)
    if visit_id is None:
        raise click.ClickException(f"there is no visit {typed}: give its code, as `7KQ-4MX-2PA`, or its id")
    visit = walk.records.visits.one(visit_id)
    if visit is None or isinstance(visit, str):
        raise click.ClickException(f"this visit is no customer's way through a guide ({visit})")
    if visit.tree not in walk.folder.programs:
        why = "has errors (see `diagnostics check`)" if visit.tree in walk.folder.broken else "is not there any more"
        raise click.ClickException(f"its tree `{visit.tree}` {why}")
    compared = walk.compared(visit)
    if compared is None:
        raise click.ClickException("this visit cannot be walked: its program is not kept, or one of the trees leads nowhere")
    if form == "json":
        return json.dumps({"format": FORMAT, "tree": visit.tree, "visit": walk.name(visit_id), "erased": visit.erased, **compared_to_json(compared)},
                          indent=2)  # fmt: skip
    return told.of_one(visit.tree, walk.name(visit_id), visit.erased, compared)
