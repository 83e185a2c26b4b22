"""The manager's pages in a real browser: accessible in both colours, nothing beside the page on a phone, readable without JavaScript."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no annotations
from playwright.sync_api import Page
from waitress.server import create_server

from diagnostics.deflection.rows import Flow, StepCount
from diagnostics.service.figures import Figures
from diagnostics.settings import Settings
from diagnostics.wiring import build
from tests.browser.conftest import OpenPage
from tests.webapp.dashboard.ledger import NOW, book, ledger
from webapp import create_app

PAGES = ["", "/tree/no-sound", "/calls", "/health", "/words"]
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
PASSWORD = "quiet rivers carry boats"
DWELL = (0, 0, 5, 90, 5, *(0,) * 11)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app before a ledger with sixty weeks and a silent call log."""
    folder = tmp_path_factory.mktemp("dashboard")
    settings = Settings(database=f"sqlite:///{folder}/d.sqlite3", secret_file=str(folder / "secret"), sign_in_limit="1000 per minute")
    services = build(settings)
    services.accounts.create("maria", PASSWORD, ["manager"], "test")
    sums = ledger(silent=[NOW.date()])
    sums.step_counts = [StepCount("lights", 100, 10, 4, 0, 0, DWELL), StepCount("restart", 80, 30, 0, 40, 10, DWELL)]
    sums.flow_counts = [Flow("lights", "on", "restart", 80), Flow("restart", "not_fixed", "lights", 9)]
    figures = Figures(sums, book(), lambda: NOW, ZoneInfo("UTC"))
    app = create_app(replace(services, figures=figures, ledger=sums, clock=lambda: NOW, demo=True), settings)
    listening = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=listening.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.effective_port}"
    listening.close()
    thread.join(timeout=5)


def signed_in(page: Page, site: str) -> Page:
    page.goto(f"{site}/sign-in")
    page.fill("#name", "maria")
    page.fill("#password", PASSWORD)
    page.locator("form .button.primary").click()
    page.locator(".me").wait_for()
    return page


def unfolds(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(site: str, scheme: str, open_page: OpenPage) -> None:
    """By axe, with all tables unfolded."""
    page = signed_in(open_page(viewport=DESKTOP, color_scheme=scheme, bypass_csp=True), site)
    for path in PAGES:
        page.goto(f"{site}/dashboard{path}")
        unfolds(page)
        found = Axe().run(page, options={"preload": False})
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"


def test_nothing_stands_beside_the_page_on_a_phone(site: str, open_page: OpenPage) -> None:
    """Wide tables and drawings scroll within themselves."""
    page = signed_in(open_page(viewport=PHONE), site)
    for path in PAGES:
        page.goto(f"{site}/dashboard{path}")
        unfolds(page)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], path


def test_it_works_without_javascript(site: str, open_page: OpenPage) -> None:
    """Asking for another window and another tree is a form like any other."""
    page = signed_in(open_page(viewport=DESKTOP, java_script_enabled=False), site)
    page.goto(f"{site}/dashboard")
    page.locator(".asks summary").click()
    page.select_option("#ask-window", "30")
    page.locator(".asking .button").click()
    assert "window=30" in page.url and page.locator(".in-short .short").count() == 4


def test_printed_it_has_no_forms(site: str, open_page: OpenPage) -> None:
    """For the review meeting."""
    page = signed_in(open_page(viewport=DESKTOP), site)
    page.goto(f"{site}/dashboard")
    page.emulate_media(media="print")
    assert not page.locator(".asks").is_visible() and not page.locator(".tabs").is_visible()
    assert page.locator(".in-short").is_visible() and page.locator(".table.forest").is_visible()
