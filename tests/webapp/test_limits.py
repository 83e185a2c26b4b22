"""Counting requests while many of them come at once."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from webapp.shared.limits import Counted


@pytest.fixture
def busy() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("busy")
def test_requests_in_the_same_moment_are_counted_and_nothing_raises() -> None:
    """The storage beneath starts its cleaner twice then, and fails."""
    storage = Counted()
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda n: storage.acquire_entry("somebody", 500, 60), range(4_000)))
    assert taken.count(True) == 500
