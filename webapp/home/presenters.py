"""The manifest of what is in service to the cards of the home page, an area's list and a tree's introduction."""

from dataclasses import dataclass
from datetime import date

from babel import Locale
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from diagnostics.conditions.evaluate import Scope
from diagnostics.program.manifest import Listed, Manifest
from diagnostics.program.types import Program
from webapp.shared.texts import Texts

SYMPTOMS = 6
"""How many of a tree's symptoms its introduction names."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A tree as a row of a list."""

    id: str
    title: Markup
    summary: Markup
    minutes: int


@dataclass(frozen=True, slots=True)
class Area:
    """An area that has trees, all of them."""

    id: str
    title: str
    icon: str
    trees: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class Intro:
    """What a customer should know before a tree starts. `messages` are those that the chosen entry is for."""

    tree: str
    title: Markup
    plain_title: str
    summary: Markup
    area: Area | None
    minutes: str
    steps: str
    symptoms: tuple[str, ...]
    products: tuple[str, ...]
    messages: tuple[str, ...]


def areas(manifest: Manifest, locale: Locale) -> list[Area]:
    """The areas that have trees, in the order of the library."""
    found = []
    for area, (title, icon) in manifest.areas.items():
        trees = tuple(_offered(listed, locale) for listed in manifest.trees.values() if listed.area == area)
        if trees:
            found.append(Area(area, title, icon, trees))
    return found


def intro(listed: Listed, program: Program, manifest: Manifest, entry: str | None, locale: Locale) -> Intro:
    """A tree's introduction; `entry` is the step to begin at, where it is not the tree's own start."""
    texts = _texts(program, locale)
    area = next((a for a in areas(manifest, locale) if a.id == listed.area), None)
    products = tuple(manifest.products[product] for product in listed.products if product in manifest.products)
    messages = tuple(match.strip("* ").replace("*", "…") for match, step in listed.errors if entry and step == entry)
    return Intro(
        listed.tree, texts.inline(listed.title), texts.plain(listed.title), texts.block(listed.summary), area, about(listed.minutes),
        steps(listed.fewest, listed.most), listed.symptoms[:SYMPTOMS], products, messages,
    )  # fmt: skip


def about(minutes: float) -> str:
    whole = max(1, round(minutes))
    return ngettext("about %(num)d minute", "about %(num)d minutes", whole)


def steps(fewest: int, most: int) -> str:
    """How many pages ask something, in words."""
    if fewest == most:
        return ngettext("%(num)d step", "%(num)d steps", most)
    return _("%(fewest)d to %(most)d steps", fewest=fewest, most=most)


def _offered(listed: Listed, locale: Locale) -> Offered:
    texts = _texts(None, locale)
    return Offered(listed.tree, texts.inline(listed.title), texts.inline(listed.summary), max(1, round(listed.minutes)))


def _texts(program: Program | None, locale: Locale) -> Texts:
    """Before a visit starts nothing is known: of several wordings the one shows that holds without any fact."""
    return Texts(program.facts if program else {}, Scope({}, date.min), locale)
