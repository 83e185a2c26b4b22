"""The preview in a real browser: a save shows by itself, and nothing that was typed is lost."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from diagnostics.cli.listening import listen
from diagnostics.cli.previewing import board_for, private, watched
from diagnostics.settings import Settings
from diagnostics.wiring import build
from tests.folders import LAMP, write_folder
from webapp import create_app, taken_in

WAIT = 10_000


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a preview, and the file that it shows."""
    folder = write_folder(tmp_path / "guides", lamp=LAMP)
    with private(Settings()) as settings:
        services, board = build(settings), board_for(folder, "127.0.0.1", 4)
        app = create_app(services, settings, board)
        with watched(services, folder, board):
            server = listen(app, taken_in(app), host="127.0.0.1", port=0, threads=4)
            thread = threading.Thread(target=server.run, daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{server.effective_port}", folder / "things" / "lamp.yml"
        server.close()
        thread.join(5)


def test_a_save_shows_by_itself(preview: tuple[str, Path], page: Page) -> None:
    """The new text, then the mistake, then the visit again; with several tabs, and without one of them starving another."""
    address, file = preview
    page.goto(f"{address}/t/lamp")
    page.locator("main form button").first.click()
    heading = page.locator("h1").first
    expect(heading).to_have_text("Is it plugged in?", timeout=WAIT)
    page.locator("input[value=out]").check()
    others = [page.context.new_page() for _ in range(5)]
    for other in others:
        other.goto(page.url)
    page.bring_to_front()
    for number in range(3):
        file.write_text(LAMP.replace("Is it plugged in?", f"Is it plugged in, {number}?"))
        expect(heading).to_have_text(f"Is it plugged in, {number}?", timeout=WAIT)
    expect(page.locator("input[value=out]")).to_be_checked()
    file.write_text(LAMP.replace("start: plugged", "start: pluged"))
    expect(heading).to_have_text("1 mistake to correct", timeout=WAIT)
    file.write_text(LAMP)
    expect(heading).to_have_text("Is it plugged in?", timeout=WAIT)
    expect(others[-1].locator("h1").first).to_have_text("Is it plugged in?", timeout=WAIT)
