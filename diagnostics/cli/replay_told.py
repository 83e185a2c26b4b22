"""What `replay` found, as a table, as ways beside each other, and as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

import click

from diagnostics.cli.counted import counted
from diagnostics.cli.folders import say_left_out
from diagnostics.cli.walk import Walk
from diagnostics.scenarios.replay import FATES, Compared
from diagnostics.scenarios.replay_page import FORMAT, compared_to_json, side_by_side, tally_to_json
from diagnostics.scenarios.replays import Tally

LEFT_OUT = {
    "contact first": "of the comparison group, which saw no guide", "imported": "of an imported history, which has no answers",
    "unreadable": "whose events cannot be read", "bot": "of robots", "datacentre": "of machines in datacentres", "staff": "of staff",
    "assisted": "that agents made for customers",
}  # fmt: skip


def as_json(walk: Walk, show: str | None, limit: int) -> dict[str, Any]:
    """Everything but the options of the command; `ways` only where some are to be shown."""
    trees = walk.replays.trees
    unknown = {"program not kept": walk.replays.unknown.total()} if walk.replays.unknown else {}
    found = {
        "format": FORMAT, "since": walk.since.isoformat(timespec="seconds"), "until": walk.until.isoformat(timespec="seconds"),
        "trees": {name: tally_to_json(trees[name]) for name in sorted(trees)},
        "broken": sorted(walk.folder.broken), "left_out": {**walk.records.visits.left_out, **unknown},
    }  # fmt: skip
    ways = [{"tree": group.tree, "visits": group.visits, "examples": [walk.name(id) for id in reversed(group.visit_ids)], **compared_to_json(way)}
            for group in walk.groups(show)[:limit] if (way := walk.way_of(group))]  # fmt: skip
    return found | ({"ways": ways} if show else {})


def tell(walk: Walk, period: str, show: str | None, limit: int) -> None:
    """Prints the table, what was left out, and the ways that are to be shown."""
    trees = walk.replays.trees
    if trees:
        click.echo("\n".join(_table(trees)))
    else:
        click.echo(f"There is nothing to walk among {period}.")
    for line in _notes(walk):
        click.echo(line)
    groups = walk.groups(show)
    for group in groups[:limit]:
        way = walk.way_of(group)
        if way is not None:
            others = ", ".join(walk.name(visit_id) for visit_id in reversed(group.visit_ids))
            click.echo(f"\n{group.tree}: {counted(group.visits, 'visit')} ({others}{', …' if group.visits > len(group.visit_ids) else ''})")
            click.echo("\n".join(_way(way)))
    if show and not groups:
        click.echo(f"\nNo visit: {FATES.get(show, 'stand elsewhere before their end')}.")  # type: ignore[call-overload]  # or `unfinished`
    if len(groups) > limit:
        click.echo(f"\n… and {counted(len(groups) - limit, 'more way')}; `--limit` shows more.")


def of_one(tree: str, name: str, erased: bool, compared: Compared) -> str:
    """One visit by itself."""
    note = ["    a personal value of it has been erased: it is walked as far as there"] if erased else []
    return "\n".join([f"{tree}: {name}", *_way(compared), *note])


def tell_failed(walk: Walk, failed: Sequence[str], share: float) -> None:
    """What makes the command fail, on standard error."""
    for name in failed:
        found = walk.replays.trees[name]
        click.echo(f"{name}: {100 * found.share_elsewhere:.1f} % of its finished visits would end elsewhere, more than {100 * share:g} %", err=True)
    say_left_out(sorted(walk.folder.broken))


def _way(compared: Compared) -> Iterator[str]:
    fates = [words for fate, words in _WORDS.items() if fate in compared.fates]
    unfinished = "unfinished: would stand elsewhere" if compared.fates else "unfinished: stands where it stood"
    yield f"    {(', '.join(fates) or 'goes the same way') if compared.finished else unfinished}"
    yield from side_by_side(compared)
    if compared.lost:
        yield f"    not used any more: {', '.join(compared.lost)}"


_WORDS = {"end": "ends elsewhere", "asked": "is asked something new", "lost": "loses answers", "longer": "takes longer", "shorter": "gets shorter"}


_HEADINGS = ("tree", "finished", "same way", "end elsewhere", "asked new", "lose answers", "longer", "shorter", "unfinished", "elsewhere")


def _table(trees: dict[str, Tally]) -> Iterator[str]:
    """Lines of aligned columns: also for files and pipes, which have no width that a table could fill."""
    order = sorted(trees, key=lambda name: (-trees[name].fates["end"], trees[name].same - trees[name].finished, -trees[name].finished, name))
    rows = [_HEADINGS, *(_row(name, trees[name]) for name in order)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    for row in rows:
        cells = (text.ljust(width) if column == 0 else text.rjust(width) for column, (text, width) in enumerate(zip(row, widths, strict=True)))
        yield "  ".join(cells)


def _row(name: str, tally: Tally) -> tuple[str, ...]:
    fates = (_count(tally.fates[fate], tally.finished) for fate in FATES)
    return (f"{name} (gone)" if tally.gone else name, f"{tally.finished:,}", _count(tally.same, tally.finished), *fates,
            f"{tally.unfinished:,}", _count(tally.elsewhere, tally.unfinished))  # fmt: skip


def _count(part: int, whole: int) -> str:
    """With its share; `<1 %` and `>99 %` are not rounded to nothing and all."""
    share = 100 * part / whole if whole else 0.0
    rounded = "<1" if 0 < share < 1 else ">99" if 99 < share < 100 else f"{share:.0f}"
    return f"{part:,} ({rounded} %)" if part else "–"


def _notes(walk: Walk) -> Iterator[str]:
    trees, unknown = walk.replays.trees, walk.replays.unknown
    erased, not_walked = (sum(getattr(tally, name) for tally in trees.values()) for name in ("erased", "not_walked"))
    if erased:
        yield f"Not compared: {counted(erased, 'visit')} of which a personal value that decides has been erased."
    if not_walked:
        yield f"Not compared: {counted(not_walked, 'visit')} for which a tree leads nowhere (see `diagnostics check`)."
    if unknown:
        yield f"Not compared: {counted(unknown.total(), 'visit')} whose program is not kept ({', '.join(sorted(unknown))})."
    left_out = walk.records.visits.left_out
    if left_out:
        yield "Left out: " + "; ".join(f"{count:,} {LEFT_OUT.get(why, why)}" for why, count in sorted(left_out.items())) + "."
