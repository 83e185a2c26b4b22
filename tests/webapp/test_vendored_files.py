"""The files from elsewhere are those that `VENDORED.md` lists, unchanged, and the icons are there."""

import base64
import hashlib
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

STATIC = Path(__file__).parents[2] / "webapp" / "static"
VENDOR = STATIC / "vendor"
LISTED = [
    [cell.strip(" `") for cell in line.strip("|").split("|")]
    for line in (VENDOR / "VENDORED.md").read_text(encoding="utf-8").splitlines()
    if "sha384-" in line
]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("row", LISTED, ids=[row[0] for row in LISTED])
def test_a_vendored_file_is_the_published_one(row: list[str]) -> None:
    """The hash of the file is the listed one, and its licence text stands beside it."""
    _name, _version, file, _source, _licence, licence_text, expected = row
    digest = hashlib.sha384((VENDOR / file).read_bytes()).digest()
    assert f"sha384-{base64.b64encode(digest).decode()}" == expected
    assert (VENDOR / licence_text).stat().st_size > 300


def test_htmx_is_the_release_that_was_reviewed() -> None:
    """The hash of htmx is held here too, so that nobody changes the file and its line together unseen."""
    digest = hashlib.sha384((VENDOR / "htmx.min.js").read_bytes()).digest()
    assert base64.b64encode(digest).decode() == "Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn"


def test_nothing_unlisted_is_vendored() -> None:
    """Every file of the folder is listed, or is a licence text, or is the list."""
    listed = {cell for row in LISTED for cell in (row[2], row[5])}
    assert {path.name for path in VENDOR.iterdir()} == listed | {"VENDORED.md", "lucide.LICENSE.txt"}


def test_every_area_has_its_icon() -> None:
    """The sprite has a symbol for each icon that the library's areas and the pages name, each once."""
    symbols = [symbol.get("id") for symbol in ElementTree.parse(STATIC / "icons.svg").getroot().iter(f"{SVG}symbol")]
    library = yaml.safe_load((STATIC.parents[1] / "trees" / "_library.yml").read_text(encoding="utf-8"))
    used = {area["icon"] for area in library["areas"].values()} | {"logo"}
    for page in STATIC.parent.rglob("*.html"):
        used.update(re.findall(r"icon\('([a-z-]+)'", page.read_text(encoding="utf-8")))
    assert used <= set(symbols)
    assert len(symbols) == len(set(symbols))
