"""What the web server takes in before it asks the app: a file from whoever is signed in, a batch from a machine, from others no more than a form."""

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

import pytest

from diagnostics.cli.listening import listen
from diagnostics.service.services import Services
from diagnostics.service.signing import signature
from diagnostics.settings import Settings
from diagnostics.wiring import build
from webapp import create_app, taken_in

PASSWORD = "correct horse battery"
BOUND = "a-line-that-is-in-no-file"


@dataclass
class Browser:
    """Somebody who keeps cookies, at a real server."""

    port: int
    services: Services
    cookies: dict[str, str] = field(default_factory=dict)

    def sends(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
        own = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, {**own, **headers})
        response = connection.getresponse()
        text = response.read().decode()
        for name, _, value in (given.partition(";")[0].partition("=") for given in response.headers.get_all("Set-Cookie", [])):
            self.cookies[name] = value
        connection.close()
        return response.status, text

    def token(self, path: str) -> str:
        found = re.search('name="csrf_token" value="([^"]+)"', self.sends("GET", path)[1])
        assert found is not None
        return found[1]

    def signs_in(self) -> None:
        form = urlencode({"csrf_token": self.token("/sign-in"), "name": "mia", "password": PASSWORD}).encode()
        status, _ = self.sends("POST", "/sign-in", form, **{"Content-Type": "application/x-www-form-urlencoded"})
        assert status == 303

    def brings(self, size: int, token: str) -> tuple[int, str]:
        """A file of so many bytes, tried."""
        row = b"call-%07d,2026-01-02T10:00:00Z,60,a reason that is long enough to fill a line of a file\n"
        rows = b"call id,start,duration,reason\n" + b"".join(row % n for n in range(size // len(row % 0)))
        part = f'--{BOUND}\r\nContent-Disposition: form-data; name="'
        fields = "".join(f'{part}{name}"\r\n\r\n{value}\r\n' for name, value in (("csrf_token", token), ("source", "crm"), ("do", "check")))
        head = f'{fields}{part}file"; filename="calls.csv"\r\n\r\n'.encode()
        return self.sends("POST", "/calls/import", head + rows + f"\r\n--{BOUND}--\r\n".encode(),
                          **{"Content-Type": f"multipart/form-data; boundary={BOUND}"})  # fmt: skip


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Services]]:
    folder = tmp_path_factory.mktemp("installation")
    settings = Settings(database=f"sqlite:///{folder / 'd.sqlite3'}", secret_file=str(folder / "secret"))
    services = build(settings)
    services.accounts.create("mia", PASSWORD, ["manager"], "test")
    app = create_app(services, settings)
    server: Any = listen(app, taken_in(app), host="127.0.0.1", port=0, threads=2)
    worker = threading.Thread(target=server.run)
    worker.start()
    try:
        yield server.effective_port, services
    finally:
        server.task_dispatcher.shutdown()
        server.close()
        worker.join(10)


@pytest.fixture
def browser(installation: tuple[int, Services]) -> Browser:
    return Browser(*installation)


def test_a_file_larger_than_a_form_is_read(browser: Browser) -> None:
    """By whoever is signed in: half a megabyte is a week of calls."""
    browser.signs_in()
    status, page = browser.brings(600_000, browser.token("/calls/import"))
    assert status == 200 and "calls.csv" in page


def test_a_file_that_is_too_large_is_told_so_by_a_page(browser: Browser) -> None:
    """With what to do about it; the server has taken it in, else a browser would only say that the connection broke."""
    browser.signs_in()
    status, page = browser.brings(34 * 1024 * 1024, browser.token("/calls/import"))
    assert status == 413 and "The file has more than 32 MB" in page and "diagnostics calls import" in page


@pytest.mark.parametrize("cookie", ["", "staff=forged", "of the sign-in page"])
def test_nobody_else_fills_the_disk(browser: Browser, cookie: str) -> None:
    """A large body is refused before it is read, also with a cookie that the page for signing in gives to everybody."""
    token = browser.token("/sign-in") if cookie == "of the sign-in page" else ""
    headers = {"Cookie": cookie} if cookie.startswith("staff") else {}
    assert bool(token) == bool(browser.cookies)
    status, text = browser.sends("POST", "/calls/import", b"x" * 300_000, **headers)
    assert status == 413 and "exceeds" in text


def test_a_batch_of_a_thousand_calls_with_all_their_fields_comes_in(browser: Browser) -> None:
    """It is more than half a megabyte."""
    browser.services.feeds.add("acd")
    calls = [
        {"source_call_id": f"{n:0100}", "started_at": "2026-01-02T10:00:00Z", "handle_s": 60, "reason": "r" * 80, "product": "p" * 80,
         "disposition": "d" * 80, "ref": "r" * 100, "keys": {"customer_id": f"{n:0100}", "email": f"{n}@example.com"}}
        for n in range(1_000)
    ]  # fmt: skip
    body = json.dumps(calls).encode()
    signed = signature(browser.services.feeds.key("acd"), datetime.now(UTC), body)  # the server has the real clock
    headers = {"Content-Type": "application/json", "Diagnostics-Source": "acd", "Diagnostics-Signature": signed}
    status, text = browser.sends("POST", "/api/v1/calls", body, **headers)
    assert len(body) > 512 * 1024 and status == 200 and json.loads(text)["new"] == 1_000
