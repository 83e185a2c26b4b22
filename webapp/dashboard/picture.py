"""A version of a tree and the visits of a period to the picture that `diagnostics draw --visits` makes of them: one SVG file."""

from flask_babel import gettext as _

from diagnostics.drawing.layout import TooMuchToDraw
from diagnostics.drawing.svg import svg
from diagnostics.drawing.tree import draw_tree
from diagnostics.service.figures import Figures
from diagnostics.service.ports import ProgramStore
from diagnostics.service.visited import of_visits
from webapp.dashboard import numbers
from webapp.dashboard.filters import Chosen
from webapp.dashboard.one_tree import program_of, version_of

POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""What the file may do: it holds its own style, and nothing that runs."""


def picture(figures: Figures, programs: ProgramStore, chosen: Chosen) -> str | None:
    """`chosen.tree` is set. None where nobody walked the tree in these days, its program is gone, or it has too many lines to be drawn."""
    structure = version_of(figures, chosen)
    counts = figures.reader.steps(chosen.tree, structure, chosen.first, chosen.last) if structure else []
    program = program_of(programs, chosen.tree, structure)
    if not counts or program is None or program.structure != structure:
        return None
    flows = figures.reader.flows(chosen.tree, structure, chosen.first, chosen.last)
    says = _("visits, %(days)s", days=numbers.short_days(chosen.first, chosen.last))
    try:
        return svg(draw_tree(program, of_visits(program, counts, flows, says)))
    except TooMuchToDraw:
        return None
