"""The comparison group in a real browser: the contact details first, with and without JavaScript, on a phone, in the dark."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no annotations
from playwright.sync_api import Page, expect
from waitress.server import create_server

from diagnostics.deflection.assignment import draw
from diagnostics.settings import Settings
from diagnostics.wiring import build, publish_folder
from tests.browser.conftest import OpenPage
from webapp import create_app

TREES = Path(__file__).parents[1] / "webapp" / "trees"
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
PEOPLE = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
"""A browser without a window says that it is one, and is no customer's."""


@dataclass
class Site:
    """A running installation with a comparison group of ten percent, and a visitor of each arm."""

    address: str
    holdout: str
    tree: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("compared")
    settings = Settings(database=f"sqlite:///{folder}/d.sqlite3", secret_file=f"{folder}/secret", start_limit="10000 per minute",
                        consent="not-required", comparison_share=10.0)  # fmt: skip
    services = build(settings)
    assert not publish_folder(services, TREES).violations
    salt = services.keyring.key("assignment")
    names = {draw(salt, name, 100_000).arm: name for name in (f"{n:022}" for n in range(500))}
    listening = create_server(create_app(services, settings), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=listening.run, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{listening.effective_port}", names["holdout"], names["tree"])
    listening.close()
    thread.join(timeout=5)


def visits(page: Page, site: Site, visitor: str) -> None:
    """Starts the guide as this visitor."""
    page.context.add_cookies([{"name": "visitor", "value": visitor, "url": site.address}])
    page.goto(f"{site.address}/t/router-lights")
    page.get_by_role("button", name="Start").click()


def at(page: Page, end: str) -> None:
    expect(page).to_have_url(re.compile(f"/{end}$"))


@pytest.mark.parametrize("script", [True, False])
def test_contact_first_and_then_the_guide(open_page: OpenPage, site: Site, script: bool) -> None:
    """Reload and the code lead back to the same page; the quiet button leads into the guide, where Back and the way to a person work."""
    page = open_page(viewport=PHONE, java_script_enabled=script, user_agent=PEOPLE)
    visits(page, site, site.holdout)
    at(page, "get-in-touch")
    code = page.locator(".slip .code").inner_text()
    expect(page.get_by_role("link", name="+44 20 7946 0104")).to_be_visible()
    expect(page.get_by_text("Usual wait: about 5 minutes")).to_be_visible()
    page.reload()
    expect(page.locator(".slip .code")).to_have_text(code)
    page.goto(f"{site.address}/resume")
    page.get_by_label("Visit code").fill(code)
    page.get_by_role("button", name="Continue").click()
    at(page, "get-in-touch")
    page.get_by_role("button", name="Or try the guide").click()
    at(page, "light")
    page.go_back()
    expect(page.locator(".slip .code")).to_have_text(code)
    page.goto(page.url.rpartition("/")[0])
    at(page, "light")
    page.get_by_role("button", name="I’d rather talk to someone").click()
    at(page, "talk-to-someone")
    visits(page, site, site.holdout)
    at(page, "get-in-touch")


@pytest.mark.parametrize("script", [True, False])
def test_the_last_page_asks_once(open_page: OpenPage, site: Site, script: bool) -> None:
    """One tap answers whether there would have been a call; a few words can be left, and what is too long comes back."""
    page = open_page(viewport=PHONE, java_script_enabled=script, user_agent=PEOPLE)
    visits(page, site, site.tree)
    page.locator(".answer", has_text="Green and flashing").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Yes, it works now").click()
    at(page, "resolved")
    expect(page.get_by_role("heading", name="Would you have called us otherwise?")).to_be_visible()
    page.get_by_role("button", name="I’m not sure").click()
    expect(page.get_by_text("Thank you for telling us.")).to_be_visible()
    page.get_by_text("Anything you want to tell us?").click()
    page.get_by_label("Your comment").fill("It was the cable.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you for your comment.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Thank you for your comment.")).to_be_visible()
    expect(page.get_by_text("Would you have called")).to_have_count(0)


def test_the_code_is_as_large_in_both_arms(open_page: OpenPage, site: Site) -> None:
    """On the pages that show the ways to a person it has the same size: else calls of one arm would be found more often."""
    sizes = []
    for visitor in (site.holdout, site.tree):
        page = open_page(viewport=DESKTOP, user_agent=PEOPLE)
        visits(page, site, visitor)
        if visitor == site.tree:
            page.get_by_role("button", name="I’d rather talk to someone").click()
        expect(page.locator(".slip .code")).to_be_visible()
        sizes.append(page.locator(".slip .code").evaluate("e => [getComputedStyle(e).fontSize, e.getBoundingClientRect().width]"))
    assert sizes[0] == sizes[1]


@pytest.mark.parametrize(("size", "colours"), [(PHONE, "light"), (DESKTOP, "dark")])
def test_axe_finds_nothing(open_page: OpenPage, site: Site, size: dict[str, int], colours: str) -> None:
    """Neither on the contact page nor on the page of a comment that is too long; and nothing scrolls sideways."""
    page = open_page(viewport={**size, "height": 3000}, color_scheme=colours, bypass_csp=True, user_agent=PEOPLE)
    visits(page, site, site.holdout)
    at(page, "get-in-touch")
    for kind in ("contact", "comment"):
        if kind == "comment":
            page.get_by_role("button", name="Or try the guide").click()
            at(page, "light")
            page.locator(".answer", has_text="Off").click()
            page.get_by_role("button", name="Continue").click()
            at(page, "danger")
            page.get_by_text("Anything you want to tell us?").click()
            page.get_by_label("Your comment").evaluate("e => { e.removeAttribute('maxlength'); e.value = 'long '.repeat(300) }")
            page.get_by_role("button", name="Send").click()
            expect(page.locator("#problem")).to_be_focused()
        violations = Axe().run(page, options={"preload": False}).response["violations"]
        assert not [(v["id"], [node["target"] for node in v["nodes"]]) for v in violations], kind
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
