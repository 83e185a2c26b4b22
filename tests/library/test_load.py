"""A folder as it stands: which files are trees, what of them can run, and the pictures they show."""

import hashlib
from pathlib import Path

from diagnostics.library.load import load
from diagnostics.violations import errors, in_order
from tests.fixtures.broken_files import FOLDER
from tests.folders import LAMP, write_folder

HEAD = "format: 1\ntree: {name}\ntitle: T\nsummary: S\narea: sound\nowner: repair-desk\nreviewed: 2026-11-22\nstart: first\nsteps:\n"
STEP = "  first: {{outcome: stop, says: {says}}}\n"


def write(path: Path, **trees: str) -> Path:
    (path / "_library.yml").write_bytes((FOLDER / "_library.yml").read_bytes())
    for name, steps in trees.items():
        (path / f"{name}.yml").write_text(HEAD.format(name=name) + steps, encoding="utf-8")
    return path


def test_trees_are_found_in_every_folder_below_and_nothing_else_is_a_tree(tmp_path: Path) -> None:
    """Scenarios, hidden files and files that begin with an underscore are none."""
    write(tmp_path, one=STEP.format(says="S"))
    for name in ("one.test.yml", ".hidden.yml", "_draft.yml", "notes.txt"):
        (tmp_path / name).write_text("nothing", encoding="utf-8")
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    (tmp_path / "deep" / "deeper" / "two.yml").write_text(HEAD.format(name="two") + STEP.format(says="S"), encoding="utf-8")
    assert set(load(tmp_path).programs) == {"one", "two"}


def test_a_broken_tree_does_not_keep_the_others_from_running(tmp_path: Path) -> None:
    """It is named, and left out."""
    library = load(write(tmp_path, one=STEP.format(says="S"), two=STEP.format(says="'{nothing}'")))
    assert set(library.programs) == {"one"}
    assert {violation.span.file for violation in errors(library.violations)} == {"two.yml"}


def test_what_is_behind_an_anchor_is_told_in_the_same_run(tmp_path: Path) -> None:
    """And the tree is in no case one that can run."""
    found = load(write(tmp_path, one=STEP.format(says="&x S"), two=STEP.format(says="!!str '{nothing}'")))
    assert [(v.span.file, v.code) for v in errors(found.violations)] == [("one.yml", "SY005"), ("two.yml", "SY006"), ("two.yml", "TX001")]
    assert not found.programs


def test_an_image_is_known_by_the_digest_of_its_bytes(tmp_path: Path) -> None:
    """A program names it so; a changed picture is another one. Files of other kinds are left alone."""
    write(tmp_path)
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "lights.svg").write_bytes(b"<svg/>")
    (tmp_path / "images" / "lights.psd").write_bytes(b"x")
    assert load(tmp_path).images == {hashlib.sha256(b"<svg/>").hexdigest(): tmp_path / "images" / "lights.svg"}


def test_an_image_that_cannot_be_read_is_a_violation(tmp_path: Path) -> None:
    """A link that leads nowhere, or a folder with the name of a picture."""
    write(tmp_path)
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "gone.svg").symlink_to(tmp_path / "nowhere.svg")
    (tmp_path / "images" / "folder.png").mkdir()
    assert [(v.code, v.span.file) for v in load(tmp_path).violations] == [("SY010", "images/folder.png"), ("SY010", "images/gone.svg")]


def test_violations_come_in_order_of_place(tmp_path: Path) -> None:
    """Whatever part of the program found them."""
    library = load(write(tmp_path, two=STEP.format(says="'{a} {b}'"), one="  first: {outcome: stop, says: '{c}', to: nobody}\n"))
    assert list(library.violations) == in_order(library.violations)
    assert [v.span.file for v in library.violations] == ["one.yml", "one.yml", "two.yml", "two.yml"]


def test_a_folder_that_does_not_exist_is_one_violation(tmp_path: Path) -> None:
    """And no traceback."""
    assert [v.code for v in load(tmp_path / "nowhere").violations] == ["SY010"]


def test_a_file_name_that_is_no_text_can_still_be_shown(tmp_path: Path) -> None:
    """Its bytes need not be UTF-8; what is said about it must be."""
    write(tmp_path)
    with open(bytes(tmp_path) + b"/b\xffd.yml", "wb") as file:
        file.write(HEAD.format(name="bad").encode() + STEP.format(says="S").encode())
    found = load(tmp_path).violations
    assert [v.code for v in found] == ["SY010"]
    assert found[0].text().encode("utf-8")


def test_a_picture_that_was_refused_is_told_once_and_its_tree_does_not_run(tmp_path: Path) -> None:
    """The picture is the mistake, and not the step that shows it."""
    shows = LAMP.replace("    not_fixed: bulb\n", "    image: big.png\n    alt: A plug\n    not_fixed: bulb\n")
    folder = write_folder(tmp_path, lamp=shows)
    (folder / "images").mkdir()
    (folder / "images" / "big.png").write_bytes(b"x" * 300_000)
    library = load(folder)
    assert [(v.code, v.span.file) for v in library.violations] == [("SY003", "images/big.png")]
    assert library.programs == {} and library.images == {}
