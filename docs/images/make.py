"""Takes the pictures of this folder from a running product: `diagnostics demo`, then `python docs/images/make.py http://127.0.0.1:8000/`.

Needs Playwright and a Chromium (`$CHROMIUM`, or Playwright's own).
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
WALK = ("Over mobile data or somewhere else", "Yes, at least one light", "It is steady", "An error or an empty page")


def answer(page: Page, text: str) -> None:
    page.locator("label.answer", has_text=text).locator("input").check(force=True)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_timeout(500)


def main(address: str) -> None:
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=options)
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
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
