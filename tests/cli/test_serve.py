"""`diagnostics serve` behind a reverse proxy: its headers are believed where the setting says so, and only there."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest

Ask = Callable[[dict[str, str]], int]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[int], Ask]]:
    """Starts a server behind so many proxies; gives a function that tries a visit code with these headers."""
    with ExitStack() as ends:

        def start(proxies: int) -> Ask:
            environment = {"DIAGNOSTICS_PROXIES": str(proxies), "DIAGNOSTICS_CODE_LIMIT": "2 per hour", "PYTHONUNBUFFERED": "1"}
            server = subprocess.Popen([Path(sys.executable).parent / "diagnostics", "serve", "--port", "0"], cwd=tmp_path, env=environment,
                                      stdout=subprocess.PIPE, text=True)  # fmt: skip
            ends.callback(server.communicate)
            ends.callback(server.terminate)
            assert server.stdout is not None
            address = re.search(r"127\.0\.0\.1:\d+", server.stdout.readline())
            assert address is not None

            def ask(headers: dict[str, str]) -> int:
                connection = HTTPConnection(address[0], timeout=20)
                connection.request("POST", "/resume", "code=x", {"Content-Type": "application/x-www-form-urlencoded", **headers})
                return connection.getresponse().status

            return ask

        yield start


def test_behind_a_proxy_customers_are_told_apart_by_their_address(serve: Callable[[int], Ask]) -> None:
    """Each address has its own limit, and the proxy's host counts as ours."""
    ask = serve(1)
    names = {"X-Forwarded-Host": "help.example", "X-Forwarded-Proto": "https", "Origin": "https://help.example"}
    assert [ask({**names, "X-Forwarded-For": f"192.0.2.{n}"}) for n in range(4)] == [422] * 4
    assert ask({**names, "Origin": "https://elsewhere.example", "X-Forwarded-For": "192.0.2.9"}) == 403


def test_without_a_proxy_its_headers_are_not_believed(serve: Callable[[int], Ask]) -> None:
    """Whoever forges an address does not get round the limit."""
    ask = serve(0)
    assert [ask({"X-Forwarded-For": f"192.0.2.{n}"}) for n in range(3)] == [422, 422, 429]
