"""The how-to for look-ups does what it says: its code is run against a small server."""

import re
import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError

import pytest

from diagnostics.service.ports import Found, LookupProvider

GUIDE = (Path(__file__).parents[2] / "docs" / "how-to" / "look-ups.md").read_text(encoding="utf-8")
PARTS = {"/parts/AB-12": b'{"stock": 3, "price": "12.50"}', "/parts/CD-34": b'{"stock": 0, "due": "2026-12-01"}'}


class Stock(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path in PARTS else 404)
        self.end_headers()
        self.wfile.write(PARTS.get(self.path, b""))

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def stock(monkeypatch: pytest.MonkeyPatch) -> Iterator[LookupProvider]:
    """The provider of the guide, with a server that knows two parts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stock)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("STOCK_ADDRESS", f"http://127.0.0.1:{server.server_port}")
    names: dict[str, LookupProvider] = {}
    exec("\n".join(re.findall(r"```python\n(.*?)```", GUIDE, re.S)), names)
    yield names["stock"]
    server.shutdown()
    server.server_close()


def test_the_provider_of_the_guide_works(stock: LookupProvider) -> None:
    """It gives typed facts for both results, and raises where the source has none."""
    assert stock({"part": "AB-12"}) == Found("there", {"price": Decimal("12.50")})
    assert stock({"part": "CD-34"}) == Found("gone", {"due": date(2026, 12, 1)})
    with pytest.raises(HTTPError):
        stock({"part": "EF-56"})


def test_the_entry_point_group_of_the_guide_is_the_one_that_is_read() -> None:
    """The heading in the package file is the group that the wiring asks for."""
    from diagnostics.wiring import LOOKUPS

    assert f'[project.entry-points."{LOOKUPS}"]' in GUIDE
