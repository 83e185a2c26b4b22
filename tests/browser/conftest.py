"""A real browser, a real server with the fixture trees, and pages that fail their test when anything goes wrong behind its back."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright
from waitress.server import create_server

from diagnostics.settings import Settings
from diagnostics.wiring import build, publish_folder
from tests.browser.chromium import start_chromium
from webapp import create_app

TREES = Path(__file__).parents[1] / "fixtures" / "trees"
WAIT = 10_000
"""Milliseconds that a page may take to show something."""

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker."""
    with sync_playwright() as playwright:
        started = start_chromium(playwright)
        yield started
        started.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real app: its own database, the trees of `tests/fixtures/trees` published."""
    database = tmp_path_factory.mktemp("server") / "visits.sqlite3"
    often = "10000 per minute"
    settings = Settings(database=f"sqlite:///{database}", code_limit=often, start_limit=often, answer_limit=often)
    services = build(settings)
    published = publish_folder(services, TREES)
    assert not published.violations, "\n".join(map(str, published.violations))
    listening = create_server(create_app(services, settings), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=listening.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.effective_port}"
    listening.close()
    thread.join(timeout=5)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages in contexts of their own: `open_page(viewport=…, java_script_enabled=…)`. Fails the test in the end if a script
    failed, something was refused by the Content-Security-Policy, or the server answered with an error of its own."""
    wrong: list[str] = []
    contexts = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(WAIT)
        page = context.new_page()
        page.expose_function("reportViolation", lambda text: wrong.append(text))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => reportViolation(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}`))"
        )
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("console", lambda message: _note(message, wrong))
        page.on("response", lambda response: _note_status(response, wrong))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page on a desktop."""
    return open_page(viewport={"width": 1100, "height": 900})


def _note(message: ConsoleMessage, wrong: list[str]) -> None:
    if message.type == "error" and not message.text.startswith("Failed to load resource"):  # those are judged by their status
        wrong.append(f"console: {message.text}")


def _note_status(response: Response, wrong: list[str]) -> None:
    if response.status >= 500:
        wrong.append(f"{response.status}: {response.url}")
