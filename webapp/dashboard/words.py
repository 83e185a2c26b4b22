"""What customers wrote to a list that can be searched, and to its table."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from diagnostics.deflection.rows import Verbatim
from diagnostics.service.ledger_ports import LedgerReader
from diagnostics.service.ports import ProgramStore
from webapp.dashboard import numbers, places
from webapp.dashboard.one_tree import program_of
from webapp.dashboard.tables import Cell, Table, columns
from webapp.shared.locale import locale

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """Which words. `containing` is looked for in the text, whatever its case."""

    tree: str = ""
    step: str = ""
    containing: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """One comment. `fixed` is what was said in the same visit: `yes`, `no` or ""."""

    text: str
    at: str
    tree: str
    title: str
    step: str
    step_title: str
    fixed: str


@dataclass(frozen=True, slots=True)
class Words:
    rows: tuple[Word, ...]
    table: Table


def words(ledger: LedgerReader, programs: ProgramStore, titles: Mapping[str, str], asked: Asked, limit: int = SHOWN) -> Words:
    """The newest first."""
    found = ledger.verbatims(tree=asked.tree, step=asked.step, containing=asked.containing, limit=limit)
    known = {tree: program_of(programs, tree, "") for tree in {verbatim.tree for verbatim in found}}
    rows = tuple(_word(verbatim, titles, places.title(known[verbatim.tree], verbatim.step, locale())) for verbatim in found)
    return Words(rows, _table(found))


def _word(verbatim: Verbatim, titles: Mapping[str, str], step_title: str) -> Word:
    fixed = "" if verbatim.fixed is None else "yes" if verbatim.fixed else "no"
    title = titles.get(verbatim.tree, places.worded(verbatim.tree))
    return Word(verbatim.text, numbers.moment(verbatim.at), verbatim.tree, title, verbatim.step, step_title, fixed)


def _table(found: list[Verbatim]) -> Table:
    headings = columns(("at", _("When")), ("tree", _("Tree")), ("step", _("Step")), ("fixed", _("Fixed")), ("text", _("Words")),
                       text=("at", "tree", "step", "fixed", "text"))  # fmt: skip
    rows = [
        [
            Cell(v.at.isoformat(), numbers.moment(v.at)),
            Cell(v.tree, v.tree),
            Cell(v.step, v.step),
            Cell(v.fixed, "" if v.fixed is None else str(v.fixed)),
            Cell(v.text, v.text),
        ]
        for v in found
    ]
    return Table("words", _("In their words"), headings, rows)
