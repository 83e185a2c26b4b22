"""What a folder makes: which trees go in, which keep their last good program, which leave, and what the manifest says of them."""

from pathlib import Path

import pytest

from diagnostics.library.load import load
from diagnostics.program.manifest import Manifest, manifest_from_json, manifest_to_json
from diagnostics.publishing.publish import Prepared, PublishError, prepare, same
from diagnostics.violations import Span, Violation
from tests.folders import LAMP, LIBRARY, PARTS, write_folder

CALLER = """\
format: 1
tree: caller
title: A tree that calls
summary: It calls.
area: things
owner: desk
reviewed: 2026-11-22
start: first
steps:
  first: {call: called, next: end}
  end: {outcome: resolved, says: Done.}
"""
CALLED = """\
format: 1
tree: called
title: A shared tree
summary: It is called.
owner: desk
reviewed: 2026-11-22
start: look
steps:
  look: {information: Look, next: back}
  back: {outcome: return}
"""
BROKEN = LAMP.replace("next: bulb}", "next: bulp}")


def prepared(folder: Path, previous: Manifest | None = None, **more: object) -> Prepared:
    return prepare(load(folder), previous, **more)  # type: ignore[arg-type]  # the keywords of prepare


def test_every_offered_tree_goes_in(tmp_path: Path) -> None:
    """Trees that customers start are listed with their words and their program; a shared tree is part of its callers only."""
    made = prepared(write_folder(tmp_path, lamp=LAMP, caller=CALLER, called=CALLED))
    assert list(made.manifest.trees) == ["caller", "lamp"]
    assert {p.tree: p.fingerprint for p in made.programs} == {name: tree.fingerprint for name, tree in made.manifest.trees.items()}
    lamp = made.manifest.trees["lamp"]
    assert (lamp.title, lamp.area, lamp.products) == ("The lamp is dark", "things", ("lamp",))
    assert made.manifest.areas == {"things": ("Things", "gear")}
    assert (made.manifest.title, made.manifest.locale) == ("Test guides", "en")
    assert (made.kept, made.left_out, made.violations) == ({}, {}, ())


def test_the_manifest_tells_how_long_a_tree_takes(tmp_path: Path) -> None:
    """Pages are counted with the first one: plugged in and bulb at the least, the plug between them at the most, or fixed by it."""
    lamp = prepared(write_folder(tmp_path, lamp=LAMP)).manifest.trees["lamp"]
    assert (lamp.fewest, lamp.most) == (2, 3)
    assert 2 < lamp.minutes < 5


def test_the_manifest_survives_json(tmp_path: Path) -> None:
    """A manifest read back from its JSON is the same one."""
    manifest = prepared(write_folder(tmp_path, lamp=LAMP, parts=PARTS)).manifest
    again = manifest_from_json(manifest_to_json(manifest))
    assert again == manifest
    assert same(again, manifest)


def test_a_folder_that_has_not_changed_makes_the_same_manifest(tmp_path: Path) -> None:
    """So that publishing it again can do nothing; areas in another order are a change."""
    folder = write_folder(tmp_path, lamp=LAMP)
    first = prepared(folder).manifest
    assert same(prepared(folder, first).manifest, first)
    two = LIBRARY.replace("  things: {title: Things, icon: gear}\n", "  more: {title: More, icon: gear}\n  things: {title: Things, icon: gear}\n")
    turned = LIBRARY.replace("  things: {title: Things, icon: gear}\n", "  things: {title: Things, icon: gear}\n  more: {title: More, icon: gear}\n")
    one, other = prepared(write_folder(tmp_path, two, lamp=LAMP)).manifest, prepared(write_folder(tmp_path, turned, lamp=LAMP)).manifest
    assert one == other
    assert not same(one, other)
    assert not same(one, None)


def test_a_broken_tree_keeps_its_last_good_program(tmp_path: Path) -> None:
    """The others change; the broken one goes on as it was, and is named with the reason."""
    before = prepared(write_folder(tmp_path, lamp=LAMP, parts=PARTS)).manifest
    made = prepared(write_folder(tmp_path, lamp=BROKEN, parts=PARTS.replace("Look it up.", "We look it up.")), before)
    assert made.manifest.trees["lamp"] == before.trees["lamp"]
    assert made.manifest.trees["parts"].summary == "We look it up."
    assert made.kept == {"lamp": "it has errors, or calls a tree that has"}
    assert [p.tree for p in made.programs] == ["parts"]
    assert any(v.code == "RF001" or "bulp" in v.message for v in made.violations)


@pytest.mark.parametrize("text", ["steps: [", "format: 1\ntree: other\n", "", "\x00\x01"])
def test_a_file_that_cannot_be_read_keeps_its_last_good_program_too(tmp_path: Path, text: str) -> None:
    """However broken the file is, its tree is still there."""
    before = prepared(write_folder(tmp_path, lamp=LAMP, parts=PARTS)).manifest
    made = prepared(write_folder(tmp_path, lamp=text), before)
    assert made.manifest.trees["lamp"] == before.trees["lamp"]
    assert set(made.kept) == {"lamp"}


def test_a_tree_that_calls_a_broken_one_keeps_its_last_good_program(tmp_path: Path) -> None:
    """The broken shared tree itself is offered to nobody, so it is not named."""
    before = prepared(write_folder(tmp_path, caller=CALLER, called=CALLED)).manifest
    made = prepared(write_folder(tmp_path, called=CALLED.replace("next: back", "next: bakc")), before)
    assert made.manifest == before
    assert (set(made.kept), made.left_out) == ({"caller"}, {})


def test_a_broken_tree_that_never_was_good_is_left_out(tmp_path: Path) -> None:
    """It cannot be started, and is named with the reason."""
    made = prepared(write_folder(tmp_path, lamp=BROKEN, parts=PARTS))
    assert list(made.manifest.trees) == ["parts"]
    assert (made.kept, set(made.left_out)) == ({}, {"lamp"})


def test_a_tree_whose_file_is_gone_leaves_service(tmp_path: Path) -> None:
    """Removing the file is how a tree is taken out of service."""
    before = prepared(write_folder(tmp_path, lamp=LAMP, parts=PARTS)).manifest
    (tmp_path / "things" / "lamp.yml").unlink()
    made = prepared(tmp_path, before)
    assert (list(made.manifest.trees), made.kept) == (["parts"], {})


def test_a_tree_that_became_shared_leaves_service(tmp_path: Path) -> None:
    """With a `return` it is only called from now on."""
    alone = CALLED.replace("owner:", "area: things\nowner:").replace("outcome: return", "outcome: resolved, says: Done.")
    before = prepared(write_folder(tmp_path, called=alone))
    assert list(before.manifest.trees) == ["called"]
    made = prepared(write_folder(tmp_path, called=CALLED), before.manifest)
    assert (made.manifest.trees, made.kept, made.left_out) == ({}, {}, {})


@pytest.mark.parametrize("library", ["format: 1\ntitle: [", LIBRARY.replace("type: money", "type: gold"), "format: 2\n"])
def test_nothing_changes_while_the_library_file_is_broken(tmp_path: Path, library: str) -> None:
    """All trees keep their programs, the areas stay, a new tree waits, a removed one stays."""
    before = prepared(write_folder(tmp_path, lamp=LAMP, parts=PARTS)).manifest
    (tmp_path / "things" / "parts.yml").unlink()
    made = prepared(write_folder(tmp_path, library, lamp=LAMP.replace("dark", "dim"), caller=CALLER, called=CALLED), before)
    assert same(made.manifest, before)
    assert made.kept == {"lamp": "_library.yml has errors", "parts": "_library.yml has errors"}
    assert made.left_out["caller"] == "_library.yml has errors"


def test_a_folder_without_a_library_file_changes_nothing(tmp_path: Path) -> None:
    """A wrong folder given by mistake takes nothing out of service."""
    before = prepared(write_folder(tmp_path / "right", lamp=LAMP)).manifest
    for folder in (tmp_path / "nowhere", tmp_path / "right" / "things"):
        made = prepared(folder, before)
        assert same(made.manifest, before)
        assert made.violations


def test_a_tree_that_is_held_back_keeps_its_last_good_program(tmp_path: Path) -> None:
    """Trees whose proofs failed stay as they are, or out; the violations given are reported in order of place."""
    before = prepared(write_folder(tmp_path, lamp=LAMP)).manifest
    found = [Violation("PR002", Span("things/lamp.yml", 9, 3), "goes round"), Violation("PR001", Span("things/lamp.yml", 2, 3), "is not reached")]
    made = prepared(write_folder(tmp_path, lamp=LAMP.replace("dark", "dim"), parts=PARTS), before, violations=found, hold_back={"lamp", "parts"})
    assert made.manifest.trees == before.trees
    assert (set(made.kept), set(made.left_out)) == ({"lamp"}, {"parts"})
    assert [v.code for v in made.violations] == ["PR001", "PR002"]


def test_the_area_of_a_kept_tree_stays(tmp_path: Path) -> None:
    """A kept tree still stands somewhere on the home page when its area has gone from the library file."""
    before = prepared(write_folder(tmp_path, lamp=LAMP)).manifest
    made = prepared(write_folder(tmp_path, LIBRARY.replace("things: {title: Things", "other: {title: Other"), lamp=LAMP), before)
    assert made.manifest.areas == {"other": ("Other", "gear"), "things": ("Things", "gear")}


def test_the_images_of_programs_come_along(tmp_path: Path) -> None:
    """Only images that a program shows; one that changes under the publisher's hands stops it."""
    shown = LAMP.replace("question: Is it plugged in?", "question: Is it plugged in?\n    image: plug.svg\n    alt: A plug")
    folder = write_folder(tmp_path, lamp=shown)
    (folder / "images").mkdir()
    (folder / "images" / "plug.svg").write_bytes(b"<svg/>")
    (folder / "images" / "unused.svg").write_bytes(b"<svg></svg>")
    library = load(folder)
    made = prepare(library, None)
    assert [(a.media_type, a.body) for a in made.assets] == [("image/svg+xml", b"<svg/>")]
    assert made.assets[0].sha in library.images
    for change in (lambda p: p.write_bytes(b"<svg>other</svg>"), Path.unlink):
        change(folder / "images" / "plug.svg")
        with pytest.raises(PublishError, match=r"images/plug\.svg changed while it was being read"):
            prepare(library, None)
