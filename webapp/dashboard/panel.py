"""What was asked to the frame of a page: its title with the period, the form that asks for something else, and the tabs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from diagnostics.deflection.records import WINDOWS
from diagnostics.service.ledger_ports import LedgerReader
from webapp.dashboard import numbers
from webapp.dashboard.filters import BY, COMPARES, PRESETS, Chosen
from webapp.dashboard.places import worded

OFFERED = ("product", "language", "device", "portal")
"""The parts that the form offers; versions are offered on the page of their tree."""

Option = tuple[str, str, bool]
"""(value, label, whether it is chosen)."""


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """`unread` names the parameters that could not be read, in words. `filling`: a demo that has just
    begun. `fixed` is the address of these very days."""

    chosen: Chosen
    period: str
    days: str
    tabs: tuple[Tab, ...]
    action: str
    presets: tuple[Option, ...]
    compares: tuple[Option, ...]
    windows: tuple[Option, ...]
    trees: tuple[Option, ...]
    parts: tuple[tuple[str, tuple[Option, ...]], ...]
    narrowed: str
    fixed: str
    unread: str
    demo: bool
    filling: bool
    latest: date


def frame(chosen: Chosen, endpoint: str, ledger: LedgerReader, titles: Mapping[str, str], demo: bool, today: date) -> Frame:
    query = chosen.query()
    where = {"tree": chosen.tree} if endpoint == "dashboard.tree" else {}
    fixed = {name: text for name, text in chosen.fixed().items() if name not in where}
    trees = tuple((tree, title, tree == chosen.tree) for tree, title in _trees(chosen, titles))
    return Frame(
        chosen, _period(chosen), numbers.days(chosen.first, chosen.last), _tabs(query, endpoint), url_for(endpoint, **addressed(where)),
        tuple((preset, _preset(preset), preset == chosen.preset) for preset in PRESETS),
        tuple((name, _compare(name), name == chosen.compare) for name in COMPARES),
        tuple((str(window), _window(window), window == chosen.window) for window in WINDOWS),
        trees, _parts(chosen, ledger), _narrowed(chosen, titles),
        url_for(endpoint, _external=True, **addressed(where | fixed)), _unread(chosen), demo, demo and ledger.first_day() is None, today,
    )  # fmt: skip


def addressed(query: Mapping[str, str]) -> dict[str, Any]:
    """Parameters for `url_for`, whose own ones begin with an underscore and are of other types."""
    return {name: text for name, text in query.items() if not name.startswith("_")}


def _trees(chosen: Chosen, titles: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    more = {chosen.tree: worded(chosen.tree)} if chosen.tree and chosen.tree not in titles else {}
    return sorted({**titles, **more}.items(), key=lambda item: item[1].casefold())


def _tabs(query: Mapping[str, str], endpoint: str) -> tuple[Tab, ...]:
    named = (("dashboard.index", _("Overview")), ("dashboard.calls", _("Why people call")), ("dashboard.customers_words", _("In their words")),
             ("dashboard.health", _("Data health")))  # fmt: skip
    return tuple(Tab(label, url_for(name, **addressed(query)), name == endpoint) for name, label in named)


def _period(chosen: Chosen) -> str:
    match chosen.preset:
        case "days":
            return numbers.days(chosen.first, chosen.last)
        case preset:
            return _preset(preset)[0].lower() + _preset(preset)[1:]


def _preset(preset: str) -> str:
    return {
        "last-week": _("Last week"), "last-6-weeks": _("Last 6 weeks"), "last-month": _("Last month"), "last-quarter": _("Last quarter"),
        "last-12-months": _("Last 12 months"), "all": _("From the beginning"), "days": _("The days below"),
    }[preset]  # fmt: skip


def _compare(name: str) -> str:
    return {"year": _("Same weekdays last year"), "previous": _("As many days before"), "none": _("Nothing")}[name]


def _window(window: int) -> str:
    return _("1 day") if window == 1 else _("%(n)s days", n=window)


def _parts(chosen: Chosen, ledger: LedgerReader) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    found = []
    for name in OFFERED:
        values = [value for value in ledger.values(BY[name]) if value]
        if len(values) > 1 or chosen.by == name:
            chosen_one = (chosen.by, chosen.value)
            found.append((_part_name(name), tuple((f"{name}:{value}", value, (name, value) == chosen_one) for value in values)))
    if chosen.by == "version":
        found.append((_part_name("version"), ((f"version:{chosen.value}", chosen.value[:8], True),)))
    return tuple(found)


def _part_name(name: str) -> str:
    return {"product": _("Product"), "language": _("Language"), "device": _("Device"), "portal": _("Portal"), "version": _("Version")}[name]


def _narrowed(chosen: Chosen, titles: Mapping[str, str]) -> str:
    tree = titles.get(chosen.tree, worded(chosen.tree)) if chosen.tree else ""
    part = f"{_part_name(chosen.by)}: {chosen.value[:40]}" if chosen.by else ""
    return ", ".join(filter(None, (tree, part)))


def _unread(chosen: Chosen) -> str:
    """Each parameter by the name that the form gives it."""
    names = {"period": _("period"), "from": _("first day"), "to": _("last day"), "compare": _("comparison"), "window": _("window"), "tree": _("tree"),
             "part": _("part of the customers")}  # fmt: skip
    return ", ".join(names[name] for name in dict.fromkeys(chosen.unread))
