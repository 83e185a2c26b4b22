"""Links in a library that lead out of it: what they lead to is neither shown nor written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from diagnostics.authoring.files import write_whole
from diagnostics.library.load import load
from diagnostics.source.links import leads_out
from tests.cli.running import run
from tests.folders import LAMP, write_folder

SECRET = "token: hunter2-and-more\n"
TESTS = "scenarios:\n  - {name: hunter2-and-more, walk: [{plugged: nothing}], ends: bulb}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library beside somebody's secrets."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "secret.yml").write_text(SECRET)
    (tmp_path / "home" / "lamp.test.yml").write_text(TESTS)
    (tmp_path / "home" / "key.png").write_bytes(b"hunter2-and-more")
    (tmp_path / "home" / "things.po").write_text("hunter2-and-more\n")
    return write_folder(tmp_path / "trees", lamp=LAMP)


LINKS = ["things/other.yml", "things/lamp.test.yml", "locale/ru/things.po"]
TARGETS = ["secret.yml", "lamp.test.yml", "things.po"]


@pytest.mark.parametrize(("link", "target"), [*zip(LINKS, TARGETS, strict=True)])
@pytest.mark.parametrize("command", ["check", "test", "fmt", "translate"])
def test_what_a_link_leads_to_is_not_shown(command: str, link: str, target: str, folder: Path) -> None:
    """No line of it stands in what is printed, and so in nobody's log."""
    (folder / link).parent.mkdir(parents=True, exist_ok=True)
    (folder / link).symlink_to(folder.parent / "home" / target)
    arguments = {"check": ("--no-cache",), "fmt": ("--diff",)}.get(command, ())
    result = run(command, *(["ru"] if command == "translate" else []), folder, *arguments)
    assert "hunter2" not in result.output


def test_a_link_is_refused_with_its_cure(folder: Path) -> None:
    """One violation, at the link."""
    (folder / "things" / "other.yml").symlink_to(folder.parent / "home" / "secret.yml")
    found = [v for v in load(folder).violations if v.span.file == "things/other.yml"]
    assert [(v.code, "leads out of the library" in v.message) for v in found] == [("SY010", True)]


def test_no_file_from_elsewhere_becomes_a_picture(folder: Path) -> None:
    """Customers would be served it."""
    (folder / "images").mkdir()
    (folder / "images" / "key.png").symlink_to(folder.parent / "home" / "key.png")
    library = load(folder)
    assert not library.images
    assert [v.code for v in library.violations if v.span.file == "images/key.png"] == ["SY010"]


def test_a_linked_folder_of_pictures_is_none(folder: Path) -> None:
    """The link may stand further up."""
    (folder / "images").symlink_to(folder.parent / "home")
    assert not load(folder).images


def test_a_link_within_the_library_is_followed(folder: Path) -> None:
    """Some systems put every file there by a link."""
    (folder / "things" / "lamp.yml").rename(folder / ".lamp")
    (folder / "things" / "lamp.yml").symlink_to(folder / ".lamp")
    assert set(load(folder).programs) == {"lamp"}


@pytest.mark.parametrize("writing", [
    lambda folder: run("fmt", folder), lambda folder: run("check", folder, "--fix", "--no-cache"),
    lambda folder: run("rename", "lamp/plugged", "in_wall", "--folder", folder), lambda folder: run("test", folder, "--suggest", "--write"),
])  # fmt: skip
def test_nothing_is_written_through_a_link(writing: Callable[[Path], object], folder: Path) -> None:
    """Neither a tree nor its scenarios, whatever rewrites them."""
    outside = folder.parent / "home" / "lamp.yml"
    outside.write_text(LAMP.replace("title: ", "title:    "))
    (folder / "things" / "lamp.yml").unlink()
    (folder / "things" / "lamp.yml").symlink_to(outside)
    (folder / "things" / "lamp.test.yml").symlink_to(folder.parent / "home" / "lamp.test.yml")
    before = {path: path.read_bytes() for path in (folder.parent / "home").iterdir()}
    writing(folder)
    assert {path: path.read_bytes() for path in (folder.parent / "home").iterdir()} == before


def test_translations_are_not_written_through_a_linked_folder(folder: Path) -> None:
    """A new file there would be as bad as a changed one."""
    (folder / "locale").symlink_to(folder.parent / "home")
    result = run("translate", "ru", folder)
    assert result.exit_code == 1 and "leads out of the library" in result.output
    assert not (folder.parent / "home" / "ru").exists()


def test_a_new_tree_is_not_written_into_a_linked_folder(folder: Path) -> None:
    """Areas are folders, and any of them may be a link."""
    (folder / "things").rename(folder / "others")
    (folder / "things").symlink_to(folder.parent / "home")
    before = sorted((folder.parent / "home").iterdir())
    asked = ("--title", "The clock stands", "--question", "Is it wound up?", "--fix", "Wind it up: Turn the key", "--owner", "desk")
    assert run("new", folder, *asked).exit_code == 1
    assert sorted((folder.parent / "home").iterdir()) == before


def test_a_file_that_stands_in_no_library_may_be_a_link(tmp_path: Path) -> None:
    """It is its owner's business where it stands."""
    (tmp_path / "real.yml").write_bytes(b"old")
    (tmp_path / "link.yml").symlink_to(tmp_path / "real.yml")
    assert not leads_out(tmp_path / "link.yml")
    write_whole(tmp_path / "link.yml", b"new")
    assert (tmp_path / "real.yml").read_bytes() == b"new"


def test_folders_that_lead_round_hold_no_cure_up(folder: Path) -> None:
    """Three links to the folder itself make 3^40 ways through it."""
    for name in "abc":
        (folder / name).symlink_to(folder)
    path = folder / "things" / "lamp.yml"
    path.write_text(LAMP.replace("Is it plugged in?", "Is it  plugged in?"))
    assert run("check", folder, "--fix", "--no-cache").exit_code == 0
    assert "Is it plugged in?" in path.read_text()
