"""The steps of a version and the ways between them to the drawing of a tree, its largest loss in a sentence, and its table."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.core import Locale
from flask_babel import gettext as _

from diagnostics.drawing.funnel import Drawing, Stop, Went, drawn
from diagnostics.program.types import Program
from diagnostics.service import passing
from diagnostics.service.ledger_ports import Flow, StepCount
from webapp.dashboard import numbers, places
from webapp.dashboard.tables import Cell, Table, columns

MOST_CARDS = 30
"""More are not readable; what is left out of the drawing stands in the table."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """`dwell` and `back` are by card: half of the answers within, nine of ten within, and how many went back."""

    drawing: Drawing
    told: dict[str, str]
    loss: str
    hidden: int
    table: Table


def funnel(counts: Sequence[StepCount], flows: Sequence[Flow], program: Program | None, locale: Locale) -> Funnel:
    """The funnel of one version of a tree. Visits stand at a step as often as they came to it."""
    merged, ways = passing.merged(counts), passing.ways(flows)
    cards = passing.cards(merged, ways)
    stops = [Stop(card, places.title(program, card, locale), *numbers_of) for card, numbers_of in cards.items()]
    shown = sorted(stops, key=lambda stop: -stop.entered)[:MOST_CARDS]
    kept = [stop for stop in stops if stop in shown and stop.entered]
    told = {card: _told([count for place, count in merged.items() if passing.card_of(place) == card]) for card in cards}
    drawing = drawn(kept, [Went(source, target, visits) for (source, target), visits in ways.items()])
    return Funnel(drawing, told, _loss(kept), len(stops) - len(kept), _table(merged, program, locale))


def _told(counts: Sequence[StepCount]) -> str:
    """The line below the title of a card: how long it takes, and how many came back to it."""
    dwell = [sum(column) for column in zip(*(count.dwell for count in counts), strict=True)]
    half, back = quantile(dwell, 0.5), sum(count.back for count in counts)
    parts = [numbers.span(half)] if half is not None else []
    if back:
        parts.append(_("↶ %(n)s back", n=numbers.whole(back)))
    return " · ".join(parts)


def quantile(dwell: Sequence[int], share: float) -> float | None:
    """Seconds within which that share of the answers came, from a histogram whose bin n ends at 2^n seconds. None without answers."""
    whole = sum(dwell)
    if not whole:
        return None
    wanted, before = whole * share, 0
    for power, count in enumerate(dwell):
        if count and before + count >= wanted:
            low = 2.0 ** (power - 1) if power else 0.5
            return float(low * (2.0**power / low) ** ((wanted - before) / count))
        before += count
    return float(2.0 ** (len(dwell) - 1))


def _loss(stops: Sequence[Stop]) -> str:
    worst = max(stops, key=lambda stop: stop.left + stop.person, default=None)
    if worst is None or not worst.left + worst.person:
        return ""
    lost, title = worst.left + worst.person, worst.title
    said = _(
        "%(n)s of %(all)s visits that came to “%(step)s” ended there without a fix.",
        n=numbers.whole(lost),
        all=numbers.whole(worst.entered),
        step=title,
    )
    return said + (" " + _("%(n)s of them asked for a person.", n=numbers.whole(worst.person)) if worst.person else "")


def _table(merged: dict[str, StepCount], program: Program | None, locale: Locale) -> Table:
    headings = columns(
        ("title", _("Step")),
        ("step", _("Id")),
        ("entered", _("Came here")),
        ("fixed", _("Fixed here")),
        ("person", _("Asked for a person")),
        ("left", _("Left")),
        ("left_share", _("Left, of 100")),
        ("back", _("Came back")),
        ("seconds_p50", _("Half within")),
        ("seconds_p90", _("Nine of ten within")),
        text=("step", "title"),
    )
    rows = [_row(place, count, places.title(program, place, locale)) for place, count in merged.items()]
    return Table("steps", _("Steps: where visits go on, end well and end badly"), headings, rows)


def _row(place: str, count: StepCount, title: str) -> list[Cell]:
    half, most = quantile(count.dwell, 0.5), quantile(count.dwell, 0.9)
    share = count.left_here / count.entered if count.entered else None
    whole = [Cell(n, numbers.whole(n)) for n in (count.entered, count.fixed_here, count.person_here, count.left_here)]
    times = [Cell(None if s is None else round(s, 1), numbers.span(s)) for s in (half, most)]
    left = Cell(None if share is None else round(share, 4), numbers.percent(share))
    return [Cell(title, title), Cell(place, place), *whole, left, Cell(count.back, numbers.whole(count.back)), *times]
