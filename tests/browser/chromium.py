"""From what this machine has to a running Chromium: an installed one if there is any, else one that is brought here. Never none."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright
from playwright.sync_api import Error as PlaywrightError

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "msedge", "microsoft-edge")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
ARGUMENTS = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
INSTALL_TIME = 900
"""Seconds that bringing a browser may take."""


def start_chromium(playwright: Playwright) -> Browser:
    """Launches the browser of `$CHROMIUM`, Playwright's own, or an installed one; brings one where none starts.

    Raises:
        RuntimeError: there is none and none could be brought. The message says everything that was tried.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        return _launch(playwright, named)  # named on purpose: no other one will do
    tried: list[str] = []
    started = _first(playwright, tried)
    if started:
        return started
    with _alone():
        started = _first(playwright, tried)  # another worker may have brought one while we waited
        for bring in (_bring_playwrights, _bring_debians):
            if started:
                break
            if bring(tried):
                started = _first(playwright, tried)
    if started is None:
        raise RuntimeError("No Chromium for the browser tests. Install one, or name it in $CHROMIUM. Tried:\n  " + "\n  ".join(dict.fromkeys(tried)))
    return started


def _first(playwright: Playwright, tried: list[str]) -> Browser | None:
    for path in _installed(playwright):
        try:
            return _launch(playwright, path)
        except PlaywrightError as error:  # a stub of a package that is not there, or a library that is missing
            tried.append(f"{path}: {error.message.strip().splitlines()[0]}")
    return None


def _installed(playwright: Playwright) -> list[str]:
    found = [playwright.chromium.executable_path, *filter(None, map(shutil.which, NAMES)), *MAC]
    return [path for path in found if Path(path).exists()]


def _launch(playwright: Playwright, path: str) -> Browser:
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *(["--no-sandbox"] if as_root else [])])


@contextmanager
def _alone() -> Iterator[None]:
    """Lets one test worker at a time install."""
    with open(Path(tempfile.gettempdir()) / f"diagnostics-chromium-{os.getuid()}.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _bring_playwrights(tried: list[str]) -> bool:
    return _run([sys.executable, "-m", "playwright", "install", "chromium"], tried)


def _bring_debians(tried: list[str]) -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        tried.append("apt-get install chromium: only as root, and only on Debian")
        return False
    return _run(["apt-get", "update"], tried) and _run(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], tried)


def _run(command: list[str], tried: list[str]) -> bool:
    said = " ".join(command)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_TIME, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    except (OSError, subprocess.TimeoutExpired) as error:
        tried.append(f"{said}: {error}")
        return False
    if done.returncode:
        tried.append(f"{said}: {(done.stderr or done.stdout).strip()[-300:]}")
    return done.returncode == 0
