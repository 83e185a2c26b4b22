"""`diagnostics serve --watch`: a server for the author, which leaves nothing behind and touches no installation."""

import re
import signal
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

from tests.cli.running import run, served
from tests.folders import LAMP, write_folder


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        text: str = answer.read().decode()
    return text


def test_a_saved_file_is_served_and_no_database_is_made(tmp_path: Path) -> None:
    """`DIAGNOSTICS_DATABASE` is left alone; at the end nothing is left behind."""
    folder = write_folder(tmp_path / "guides", lamp=LAMP)
    database = tmp_path / "real.sqlite3"
    with served("serve", folder, "--watch", cwd=tmp_path, env={"DIAGNOSTICS_DATABASE": f"sqlite:///{database}"}) as (process, address):
        page = read(f"{address}t/lamp")
        assert "The lamp is dark" in page
        version = re.search('data-version="([^"]+)"', page)
        assert version is not None
        (folder / "things" / "lamp.yml").write_text(LAMP.replace("The lamp is dark", "No light"))
        deadline = time.monotonic() + 20
        while (now := read(f"{address}preview/changes?seen={version[1]}")) == version[1] and time.monotonic() < deadline:
            pass
        assert now != version[1] and "No light" in read(f"{address}t/lamp")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["guides"]


def test_it_ends_at_once_while_a_browser_waits_for_the_next_save(tmp_path: Path) -> None:
    """A page that is open has a request under way: Ctrl-C lets it go, quietly."""
    folder = write_folder(tmp_path / "guides", lamp=LAMP)
    with served("serve", folder, "--watch", cwd=tmp_path) as (process, address), ThreadPoolExecutor(1) as browser:
        version = re.search('data-version="([^"]+)"', read(f"{address}t/lamp"))
        assert version is not None
        waiting = browser.submit(read, f"{address}preview/changes?seen={version[1]}")
        assert wait([waiting], timeout=1).not_done
        process.send_signal(signal.SIGINT)
        assert waiting.result(3) == version[1]
        assert process.wait(20) == 0


def test_a_preview_needs_a_folder(tmp_path: Path) -> None:
    """Exit 2."""
    result = run("serve", "--watch")
    assert (result.exit_code, "--watch needs the folder" in result.output) == (2, True)
    assert run("serve", "--watch", tmp_path / "nowhere").exit_code == 2
