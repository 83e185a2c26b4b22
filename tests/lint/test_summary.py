"""A tree in brief holds all that rules of the library need of it, also of a tree with mistakes."""

from datetime import date
from pathlib import Path

from diagnostics.library.load import Library, load
from diagnostics.lint.subject import Picture, Subject, Summary
from diagnostics.lint.summary import summary_of
from diagnostics.translations.units import texts_of
from diagnostics.violations import Span

LIBRARY = """\
format: 1
title: Sample
locale: en
areas: {power: {title: Power, icon: power}, sound: {title: Sound, icon: volume}}
products: {laptop: Laptop, desktop: Desktop}
teams:
  desk: {title: Desk, contacts: [{kind: phone, value: "+44 20 7946 0100", title: Call}]}
  shop: {title: Shop, contacts: [{kind: phone, value: "+44 20 7946 0100", title: Call}]}
facts:
  name: {label: Name, type: text}
  weight: {label: Weight, type: number}
  order: {label: Order, type: text, personal: true}
  colour: {label: Colour, type: text}
tables: {weeks: {a: 1}, days: {a: 1}}
lookups:
  status: {title: Status, keys: [order], results: [sent]}
  outage: {title: Outage, keys: [name], results: [known]}
"""
TREE = """\
# allow EF103: asked for the figures
format: 1
tree: sample
title: The lamp stays dark
summary: Find out what is at fault.
area: power
products: [laptop]
symptoms: [no light, the lamp is dark]
errors:
  - {match: "E1", start: order}
owner: desk
reviewed: 2026-11-01
start: order
steps:
  order: {question: Which order?, input: text, fact: order, image: lamp.svg, alt: A lamp, next: state}
  state: {lookup: status, results: {sent: weigh}, unavailable: weigh}
  weigh: {question: "How heavy?", input: number, fact: weight, next: late}
  late: {decide: [{when: "weight > table('weeks', 'a')", next: plug}], otherwise: end}
  plug: {call: plug, next: end}
  end: {outcome: handoff, to: desk, says: A person looks at it.}
"""
PLUG = """\
format: 1
tree: plug
title:
  - {when: "known(name)", text: "The plug of {name}"}
  - {text: The plug}
summary: Look at the plug.
owner: shop
reviewed: 2026-11-01
start: back
steps:
  back: {outcome: return}
"""


def _library(folder: Path, tree: str = TREE) -> Library:
    (folder / "images").mkdir()
    (folder / "images" / "lamp.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    for name, text in (("_library", LIBRARY), ("sample", tree), ("plug", PLUG)):
        (folder / f"{name}.yml").write_text(text)
    return load(folder)


def _summary(library: Library, name: str) -> Summary:
    written, program = library.trees[name], library.programs.get(name)
    pictures = {"lamp.svg": Picture("lamp.svg", 40), "plug.svg": Picture("plug.svg", 40)}
    return summary_of(Subject(written, library.declared, date(2026, 11, 22), {}, program.root if program else None, program,
                              pictures=pictures, texts=texts_of(written)))  # fmt: skip


def test_it_holds_names_texts_and_their_places(tmp_path: Path) -> None:
    """What it is called, what customers say, which messages it knows, what it calls, and what its author allows."""
    summary = _summary(_library(tmp_path), "sample")
    assert (summary.tree, summary.file, summary.returns, summary.calls) == ("sample", "sample.yml", False, ("plug",))
    assert summary.title is not None and summary.title == ("The lamp stays dark", Span("sample.yml", 4, 8, 19), "title: The lamp stays dark")
    assert [(spot.text, spot.span.column) for spot in summary.symptoms] == [("no light", 12), ("the lamp is dark", 22)]
    assert [(spot.text, spot.span.line) for spot in summary.errors] == [("E1", 10)]
    assert [(allowed.code, allowed.reason) for allowed in summary.allowed] == [("EF103", "asked for the figures")]
    assert summary.shingles == tuple(sorted(summary.shingles))


def test_it_holds_what_the_tree_uses(tmp_path: Path) -> None:
    """Names of each kind, also those that a lookup or a called tree needs."""
    uses = {kind: set(names) for kind, names in _summary(_library(tmp_path), "sample").uses.items()}
    assert uses == {
        "area": {"power"}, "product": {"laptop"}, "team": {"desk", "shop"}, "fact": {"order", "weight", "name"},
        "table": {"weeks"}, "lookup": {"status"}, "image": {"lamp.svg"},
    }  # fmt: skip


def test_a_title_with_variants_is_the_one_that_always_holds(tmp_path: Path) -> None:
    """The others show to some only."""
    summary = _summary(_library(tmp_path), "plug")
    assert summary.returns and summary.title is not None and summary.title.text == "The plug"


def test_in_a_tree_with_mistakes_every_word_counts_as_used(tmp_path: Path) -> None:
    """What was refused may have used it, and nothing may seem left over for that."""
    library = _library(tmp_path, TREE.replace("end: {outcome", "end: {outcom") + "  # colour, plug.svg, days, outage, sound, desktop\n")
    assert library.trees["sample"].broken
    summary = _summary(library, "sample")
    assert {"colour", "order"} <= set(summary.uses["fact"]) and "plug.svg" in summary.uses["image"]
    assert (summary.uses["area"], summary.uses["product"]) == (("power", "sound"), ("desktop", "laptop"))
    assert "name" not in summary.uses["fact"], "nothing in the file names it"


def test_a_file_that_holds_next_to_nothing_has_a_summary(tmp_path: Path) -> None:
    """Its parts are empty then."""
    summary = _summary(_library(tmp_path, "format: 1\nsteps: 5\nsymptoms: [no light, {a: b}]\n"), "sample")
    assert summary.title is None and summary.calls == () and [spot.text for spot in summary.symptoms] == ["no light"]
