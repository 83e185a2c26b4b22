"""The reference is complete: every command, setting, event, column and route has its place, and every link leads somewhere."""

import re
from dataclasses import fields
from html import unescape
from pathlib import Path

import pytest

from diagnostics.settings import Settings
from diagnostics.store import schema
from diagnostics.visits import events
from diagnostics.wiring import build
from tests.docs import cli_page
from webapp import create_app

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def headings(page: Path) -> set[str]:
    """The headings of a page below its title, as they read."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return {unescape(heading).strip() for heading in re.findall(r"^##+ (.+)$", text, re.M)}


def test_the_command_line_is_as_its_page_says() -> None:
    """`docs/reference/cli.md` is what `python -m tests.docs.cli_page` writes."""
    assert cli_page.PAGE.read_text(encoding="utf-8") == cli_page.page()


def test_every_setting_has_its_heading() -> None:
    """And no heading is left over from a setting that is gone."""
    assert headings(REFERENCE / "settings.md") == {f"DIAGNOSTICS_{field.name.upper()}" for field in fields(Settings)}


def test_every_default_is_named() -> None:
    """A setting's page says what it is when nobody sets it."""
    text = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    assert not [field.name for field in fields(Settings) if f"`{field.default}`" not in text]


def test_every_event_and_every_column_is_described() -> None:
    """The types, the fields and the tables of the visit log."""
    text = (REFERENCE / "events.md").read_text(encoding="utf-8")
    types = {value for name, value in vars(events).items() if name.isupper() and isinstance(value, str)}
    assert len(types) == 11
    assert types <= headings(REFERENCE / "events.md")
    assert not [column.name for column in schema.event.columns if f"| `{column.name}` |" not in text]
    assert not [name for name in schema.metadata.tables if f"| `{name}` |" not in text]


def test_every_route_has_its_heading(tmp_path: Path) -> None:
    """Each address with each of its methods, and none that does not exist."""
    settings = Settings(database=f"sqlite:///{tmp_path / 'routes.sqlite3'}")
    app = create_app(build(settings), settings)
    routes = {f"{method} {rule.rule.replace('<path:', '<')}"
              for rule in app.url_map.iter_rules() for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}  # fmt: skip
    assert headings(REFERENCE / "http.md") == routes


def anchors(page: Path) -> set[str]:
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings(page)}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    """Links between the pages name files, and headings in them, that exist."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("http") or target == "…":  # stands for any, where the pages tell what a link looks like
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        if not found.exists() or (anchor and anchor not in anchors(found)):
            broken.append(target)
    assert not broken


def test_every_page_can_be_found() -> None:
    """Each page of the documentation is linked from its index."""
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")} - {"index.md"}
    assert not {page for page in pages if f"({page})" not in index}
