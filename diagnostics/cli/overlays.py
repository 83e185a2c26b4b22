"""What `diagnostics draw` lays over a tree: its visits, the answers that its scenarios give, or what changed."""

from datetime import date
from pathlib import Path

import click

from diagnostics.cli.services import services_of
from diagnostics.cli.since import Since
from diagnostics.cli.versions import PUBLISHED, version
from diagnostics.drawing.compared import compared
from diagnostics.drawing.overlay import Overlay
from diagnostics.library.load import Library
from diagnostics.program.types import Program
from diagnostics.scenarios.coverage import run_scenarios
from diagnostics.service.ledger import ZoneChanged
from diagnostics.service.ledger_ports import Flow, LedgerReader, Slice, StepCount
from diagnostics.service.visited import of_visits
from diagnostics.settings import Settings
from diagnostics.wiring import StoreError, open_records


def visited(program: Program, since: Since) -> Overlay:
    """Where visits went and where they ended, in the ledger's figures, of all versions of the tree together.

    Raises:
        click.ClickException: the ledger cannot be read, or nobody visited the tree in that time.
    """
    with services_of(Settings.from_environment()) as services:
        now = services.clock()
        try:
            services.keeper.refresh(now)
        except ZoneChanged as error:
            raise click.ClickException(str(error)) from None
        first, last = since.moment(now).date(), services.figures.everything().last
        counts, flows = _sums(services.ledger, program.tree, first, last)
    if not counts:
        raise click.ClickException(f"nobody visited `{program.tree}` from {first} to {last}")
    return of_visits(program, counts, flows, f"{since.words}, {first} to {last}")


def _sums(ledger: LedgerReader, tree: str, first: date, last: date) -> tuple[list[StepCount], list[Flow]]:
    structures = sorted({cell.value for cell in ledger.cells(Slice(first, last, tree, "structure"), ["value"])})
    counts = [count for structure in structures for count in ledger.steps(tree, structure, first, last)]
    return counts, [flow for structure in structures for flow in ledger.flows(tree, structure, first, last)]


def covered(program: Program, library: Library) -> Overlay:
    """Which answers the scenarios beside the tree give."""
    from diagnostics.cli.coverage_pages import coverage_overlay

    return coverage_overlay(program, run_scenarios(library, (program.tree,))[program.tree])


def changed(program: Program, old: str, folder: Path) -> Overlay:
    """What differs from the tree as it is in `old`: a folder, a tree file, `published`, or a commit.

    Raises:
        click.UsageError: there is no such version, or no such tree in it.
        click.ClickException: it cannot be read, or the tree has errors there.
    """
    try:
        records = open_records(Settings.from_environment()) if PUBLISHED.fullmatch(old) else None
    except StoreError as error:
        raise click.ClickException(str(error)) from None
    before = version(old, records, folder)
    name = before.trees[0] if len(before.trees) == 1 else program.tree
    if name in before.broken:
        raise click.ClickException(f"`{name}` or a tree that it calls has errors in {old}")
    if name not in before.programs:
        raise click.UsageError(f"there is no tree `{name}` in {old}: it is new")
    return compared(before.programs[name], program, "what is in service" if old == "published" else old)
