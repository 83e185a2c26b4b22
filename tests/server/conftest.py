"""A server of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.server import Server, write_library


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(write_library(tmp_path / "trees"), tmp_path / "visits.sqlite3").start()
    try:
        yield started
    finally:
        started.stop()


@pytest.fixture
def any_server(tmp_path: Path, database_address: str) -> Iterator[Server]:
    """The same on a fresh database of each kind: the test runs twice."""
    started = Server(write_library(tmp_path / "trees"), tmp_path / "d.sqlite3", database_address).start()
    try:
        yield started
    finally:
        started.stop()
