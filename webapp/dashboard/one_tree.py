"""A tree's figures to its page: the funnel of one version, before and after each version, the arms, and what its customers say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from babel.core import Locale
from flask_babel import gettext as _

from diagnostics.deflection.figures import Figure, VersionFigure
from diagnostics.program.types import Program
from diagnostics.service.figures import Figures
from diagnostics.service.ledger_ports import LedgerReader
from diagnostics.service.ports import ProgramStore
from webapp.dashboard import compared, numbers, rungs, tiles, versions
from webapp.dashboard.filters import Chosen
from webapp.dashboard.funnel import Funnel, funnel
from webapp.dashboard.overview import query_of

WEEKS = 26
"""Weeks of the before and after, at least."""


@dataclass(frozen=True, slots=True)
class OneTree:
    """`structure` is the version whose funnel is drawn; `offered` are the versions that there are, the newest first."""

    now: Figure
    tiles: list[tiles.Tile]
    ladder: rungs.Ladder
    arms: compared.Compared
    versions: versions.Versions
    structure: str
    offered: Sequence[tuple[str, str]]
    funnel: Funnel | None


def one_tree(figures: Figures, ledger: LedgerReader, programs: ProgramStore, chosen: Chosen, locale: Locale) -> OneTree:
    """`chosen.tree` is set. The version is the one asked for, else the one that most problems of the period met."""
    query = query_of(chosen)
    now = figures.headline(query)
    known = figures.versions(chosen.tree, replace(query, dimension="", value=""))
    long = replace(query, first=min(query.first, query.last - timedelta(weeks=WEEKS)))
    ever = figures.versions(chosen.tree, replace(long, dimension="", value=""))
    named = {v.structure: _("version %(n)s", n=number) for number, v in enumerate(ever, 1)}
    structure = _version(chosen, known)
    drawn = drawn_funnel(ledger, programs, chosen, structure, locale) if structure else None
    return OneTree(
        now, tiles.tiles(now, None, traffic=False), rungs.rungs(now), compared.compared(figures.arms(query), chosen.window, now.comparison),
        versions.versions(ever, figures.weeks(replace(long, dimension="", value="")), named), structure,
        [(v.structure, f"{named[v.structure]}, {numbers.short_days(v.first, v.last)}") for v in reversed(ever)], drawn,
    )  # fmt: skip


def drawn_funnel(ledger: LedgerReader, programs: ProgramStore, chosen: Chosen, structure: str, locale: Locale) -> Funnel | None:
    counts = ledger.steps(chosen.tree, structure, chosen.first, chosen.last)
    if not counts:
        return None
    flows = ledger.flows(chosen.tree, structure, chosen.first, chosen.last)
    return funnel(counts, flows, program_of(programs, chosen.tree, structure), locale)


def program_of(programs: ProgramStore, tree: str, structure: str) -> Program | None:
    """The program of a version, or the newest one of the tree: its titles are better than ids."""
    newest = None
    for fingerprint in programs.fingerprints(tree):
        program = programs.program(fingerprint)
        if program is not None and program.structure == structure:
            return program
        newest = newest or program
    return newest


def version_of(figures: Figures, chosen: Chosen) -> str:
    """The structure of the version that the page of a tree shows; empty where nobody met any."""
    return _version(chosen, figures.versions(chosen.tree, replace(query_of(chosen), dimension="", value="")))


def _version(chosen: Chosen, known: Sequence[VersionFigure]) -> str:
    """The one that is asked for, else the one that most problems met."""
    if chosen.by == "version":
        return chosen.value
    best = max(known, key=lambda version: version.figure.counts["problems"], default=None)
    return best.structure if best else ""
