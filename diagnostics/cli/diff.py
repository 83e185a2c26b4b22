"""`diagnostics diff`: what changed between two versions of the trees, in words, and how many visits met it."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from diagnostics.changes.change import Change
from diagnostics.changes.differences import differences, frame_differences, library_differences
from diagnostics.changes.figures import Met, Passed, met
from diagnostics.changes.page import FORMAT, changes_to_json, changes_to_text
from diagnostics.cli.counted import counted
from diagnostics.cli.recorded import visits_of
from diagnostics.cli.since import Since, SinceType
from diagnostics.cli.versions import PUBLISHED, Version, version
from diagnostics.program.types import Program
from diagnostics.scenarios.replays import Passages
from diagnostics.service.visits import utc_now
from diagnostics.settings import Settings
from diagnostics.wiring import Records, StoreError, open_records


@click.command()
@click.argument("old", default="published")
@click.argument("new", default="trees")
@click.option("--tree", "trees", multiple=True, help="Only this tree. May be given several times.")
@click.option("--since", type=SinceType(), default="30d", show_default=True, help="Whose visits are counted: those of the last `30d`, `4w`, `12h`, "
              "or since a day.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="`json`: with documented, stable keys (docs/reference/changes-json.md).")  # fmt: skip
def diff(old: str, new: str, trees: tuple[str, ...], since: Since, form: str) -> None:
    """Say in words what changed from OLD to NEW.

    Each is a library folder, a tree file, `published` (what is in service; `published:7` is publication 7), or a commit: `HEAD`, `main`, or with
    a folder in it `main:trees`. Left out, OLD is what is in service, and NEW the folder `trees`. Where there is a database, it is told
    how many recorded visits gave each changed answer.
    """
    records, trouble = _records()
    if trouble and any(PUBLISHED.fullmatch(text) for text in (old, new)):
        raise click.ClickException(trouble)
    like = Path(new) if not PUBLISHED.fullmatch(new) and Path(new).exists() else Path()
    before, after = version(old, records, like), version(new, records, like)
    wanted = frozenset(trees or (*before.trees, *after.trees))
    changes = _changes(before, after, wanted)
    found, visits = _with_visits(changes, records, since, trouble)
    if form == "json":
        click.echo(json.dumps(_json(before, after, found, since, visits), indent=2))
    else:
        _say(before, after, found, since)
    if _untold(before, after, wanted):
        raise SystemExit(1)


def _records() -> tuple[Records | None, str]:
    """What is recorded, if there is a database, and why it cannot be read."""
    try:
        return open_records(Settings.from_environment()), ""
    except StoreError as error:
        return None, str(error)


def _changes(before: Version, after: Version, wanted: frozenset[str]) -> tuple[Change, ...]:
    """Of two tree files the trees themselves, whatever they are called; else tree by tree."""
    pair = [_only(one) for one in (before, after)]
    if pair[0] is not None and pair[1] is not None and pair[0].tree != pair[1].tree:
        return differences(*(program for program in pair if program))
    if any(PUBLISHED.fullmatch(one.name) for one in (before, after)):  # which trees are only called, what is in service does not tell
        before, after = _offered(before), _offered(after)
    untold = before.broken | after.broken
    old, new = ({name: program for name, program in one.programs.items() if not untold & program.trees.keys()} for one in (before, after))
    there = {name for programs in (before.programs, after.programs) for program in programs.values() for name in program.trees}
    unknown = sorted(wanted - there - untold)
    if unknown:
        raise click.UsageError(f"there is no tree `{unknown[0]}` in {before.name} or {after.name}")
    found = (*frame_differences(before.frame, after.frame), *library_differences(old, new))
    return tuple(change for change in found if not wanted or change.tree in wanted)


def _only(one: Version) -> Program | None:
    return one.programs.get(one.trees[0]) if len(one.trees) == 1 else None


def _offered(one: Version) -> Version:
    programs = {name: program for name, program in one.programs.items() if name in one.offered}
    return Version(one.name, programs, one.offered, one.broken, one.trees, one.frame)


def _with_visits(changes: Sequence[Change], records: Records | None, since: Since, trouble: str) -> tuple[tuple[Met, ...], int | None]:
    if records is None or not changes:
        if trouble:
            click.echo(f"Visits are not counted: {trouble}", err=True)
        return met(changes, None), None
    try:
        passages = Passages(lambda visit: records.programs.program(visit.fingerprint))
        now = utc_now()
        for visit in visits_of(records, since.moment(now), now):
            passages.add(visit)
    except StoreError as error:
        click.echo(f"Visits are not counted: {error}", err=True)
        return met(changes, None), None
    passed: Mapping[Passed, int] = Counter(passages.counts)
    return met(changes, passed), passages.visits


def _json(before: Version, after: Version, found: Sequence[Met], since: Since, visits: int | None) -> dict[str, Any]:
    both = before.programs.keys() & after.programs.keys()
    restructured = [name for name in sorted(both) if before.programs[name].structure != after.programs[name].structure]
    return {"format": FORMAT, "old": before.name, "new": after.name, "since": since.moment(utc_now()).isoformat(timespec="seconds"), "visits": visits,
            "restructured": restructured, "untold": sorted(before.broken | after.broken), "changes": changes_to_json(found)}  # fmt: skip


def _say(before: Version, after: Version, found: Sequence[Met], since: Since) -> None:
    for line in changes_to_text(found, since.words):
        click.echo(line)
    structural = sum(one.change.structural for one in found)
    if found:
        parts = f"{structural} of structure, {len(found) - structural} of wording"
        click.echo(f"{counted(len(found), 'change')} from {before.name} to {after.name}: {parts}")
    else:
        click.echo(f"Nothing {'else ' if before.broken | after.broken else ''}differs between {before.name} and {after.name}.")


def _untold(before: Version, after: Version, wanted: frozenset[str]) -> bool:
    """Tells which trees could not be compared, because they have errors."""
    told = False
    for one in (before, after):
        for name in sorted(one.broken & wanted if wanted else one.broken):
            why = "it or a tree that it calls has errors (see `diagnostics check`)"
            why = "this version of the program cannot read it" if PUBLISHED.fullmatch(one.name) else why
            click.echo(f"{name} is left out: in {one.name} {why}", err=True)
            told = True
    return told
