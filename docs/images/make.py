"""Takes the pictures of this folder from a running product.

Start `DIAGNOSTICS_COMPARISON_SHARE=10 diagnostics demo`, wait until it says that the dashboard is full, then
`python docs/images/make.py http://127.0.0.1:8000/ PASSWORD`, with the password that it printed. Needs Playwright and a Chromium
(`$CHROMIUM`, or Playwright's own). The drawings and the preview are made without: `python docs/images/make.py`.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from diagnostics.drawing.library import draw_map
from diagnostics.drawing.svg import svg
from diagnostics.drawing.tree import draw_tree
from diagnostics.library.load import load
from diagnostics.program.types import Program

HERE = Path(__file__).parent
WALK = ("Over mobile data or somewhere else", "Yes, at least one light", "It is steady", "An error or an empty page")
TREE = "printer-not-printing"
WINDOW = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
"""A browser with a window: one that says it has none is taken for a robot, and no robot is in the comparison group."""

LIBRARY = """\
format: 1
title: Lamp help
locale: en
areas: {lamps: {title: Lamps, icon: power}}
teams: {service: {title: The repair desk, contacts: [{kind: phone, value: "+44 20 7946 0100", title: Call the repair desk}]}}
"""
"""What the tree of the README names."""

MOST_VISITORS = 200
"""One in ten is shown the contact details first: that so many are not has a chance below one in a billion."""


def answer(page: Page, text: str) -> None:
    page.locator("label.answer", has_text=text).locator("input").check(force=True)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_timeout(500)


def customer(browser: Browser, address: str) -> None:
    """Home, a question, an instruction."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(address)
    page.screenshot(path=HERE / "home.png")
    page.goto(f"{address}t/internet-down")
    page.locator("form.start button").click()
    for text in WALK[:-1]:
        page.wait_for_timeout(500)
        answer(page, text)
    page.locator("label.answer", has_text=WALK[-1]).locator("input").check(force=True)
    page.wait_for_timeout(500)
    page.screenshot(path=HERE / "question.png")
    answer(page, WALK[-1])
    answer(page, "One box")
    page.set_viewport_size({"width": 1280, "height": 1240})
    page.screenshot(path=HERE / "instruction.png")


def contact_first(browser: Browser, address: str) -> None:
    """What the comparison group sees: visitors come until one of them is drawn."""
    for _ in range(MOST_VISITORS):
        context = browser.new_context(viewport={"width": 1000, "height": 780}, user_agent=WINDOW)
        page = context.new_page()
        page.goto(f"{address}t/{TREE}")
        box = page.locator("input[name=remember]")
        if box.count():
            box.check(force=True)  # without the cookie nobody is drawn
        page.locator("form.start button").click()
        page.wait_for_url("**/v/**")
        page.locator("h1").wait_for()
        if page.get_by_role("button", name="Or try the guide").count():
            page.screenshot(path=HERE / "contact-first.png")
            return
        context.close()
    sys.exit("Nobody was shown the contact details first: is DIAGNOSTICS_COMPARISON_SHARE set?")


def manager(browser: Browser, address: str, password: str) -> None:
    """The first screen of the dashboard, light and dark, and the drawing of a tree."""
    for scheme, name in (("light", "dashboard.png"), ("dark", "dashboard-dark.png")):
        context = browser.new_context(viewport={"width": 1280, "height": 1120}, color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{address}sign-in")
        page.locator("input[name=name]").fill("demo")
        page.locator("input[type=password]").fill(password)
        page.locator("input[type=password]").press("Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)
        page.goto(f"{address}dashboard")
        page.screenshot(path=HERE / name)
        if scheme == "light":
            page.goto(f"{address}dashboard/tree/{TREE}")
            place = page.locator("section", has=page.locator("#funnel-title")).bounding_box()
            if place is not None:
                part = {"x": place["x"], "y": place["y"], "width": place["width"], "height": 1000.0}
                page.screenshot(path=HERE / "tree-funnel.png", clip=part, full_page=True)
        context.close()


def preview(browser: Browser) -> None:
    """What an author sees who has just saved a tree with a mistake, in the middle of a visit."""
    with TemporaryDirectory() as folder:
        trees = Path(shutil.copytree(HERE.parents[1] / "trees", Path(folder) / "trees"))
        command = [Path(sys.executable).parent / "diagnostics", "serve", "trees", "--watch", "--port", "0"]
        server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            address = next(found[0] for line in server.stdout if (found := re.search(r"http://\S+/", line)))
            page = browser.new_context(viewport={"width": 1280, "height": 620}).new_page()
            page.goto(f"{address}t/internet-down")
            page.locator("form.start button").click()
            page.wait_for_timeout(500)
            answer(page, WALK[0])
            tree = next(trees.rglob("internet-down.yml"))
            tree.write_text(tree.read_text(encoding="utf-8").replace("is off, next: outage", "is off, next: outag"), encoding="utf-8")
            page.get_by_text("did you mean").first.wait_for()
            page.screenshot(path=HERE / "preview.png")
        finally:
            server.terminate()
            server.wait()


@contextmanager
def a_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=options)
        yield browser
        browser.close()


def main(address: str, password: str) -> None:
    with a_browser() as browser:
        customer(browser, address)
        contact_first(browser, address)
        manager(browser, address, password)


def desk_lamp() -> Program:
    """The tree that stands in the README."""
    found = re.search(r"<!-- tree:desk-lamp -->\n```yaml\n(.*?)```", (HERE.parents[1] / "README.md").read_text(encoding="utf-8"), re.S)
    assert found is not None
    with TemporaryDirectory() as folder:
        (Path(folder) / "_library.yml").write_text(LIBRARY, encoding="utf-8")
        (Path(folder) / "desk-lamp.yml").write_text(found[1], encoding="utf-8")
        return load(Path(folder)).programs["desk-lamp"]


def drawings() -> None:
    """The pictures of two trees and the map of the library."""
    library = load(HERE.parents[1] / "trees")
    areas = {name: area.title for name, area in library.declared.areas.items()}
    (HERE / "tree.svg").write_text(svg(draw_tree(library.programs[TREE])), encoding="utf-8")
    (HERE / "desk-lamp.svg").write_text(svg(draw_tree(desk_lamp())), encoding="utf-8")
    (HERE / "map.svg").write_text(svg(draw_map(library.programs, areas, library.declared.title)), encoding="utf-8")


if __name__ == "__main__":
    drawings()
    with a_browser() as chromium:
        preview(chromium)
    if sys.argv[1:]:
        main(sys.argv[1], sys.argv[2])
