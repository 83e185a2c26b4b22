"""The arm of each visitor in both databases: what was drawn first stands."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from sqlalchemy import Engine

from diagnostics.deflection.assignment import Assignment
from diagnostics.store.assignments import SqlAssignments
from tests.store.conftest import OpenEngine

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
TREE, HOLDOUT = Assignment("tree", 50_000, "share-50000"), Assignment("holdout", 100_000, "share-100000")


def test_the_first_draw_stands(engine: Engine) -> None:
    """A later draw of the same visitor changes nothing; other visitors have their own."""
    store = SqlAssignments(engine)
    assert store.first("a", TREE, NOW) == TREE
    assert store.first("a", HOLDOUT, NOW) == TREE
    assert store.first("b", HOLDOUT, NOW) == HOLDOUT
    assert SqlAssignments(engine).first("b", TREE, NOW) == HOLDOUT


def test_of_two_at_once_one_is_kept(database_address: str, open_engine: OpenEngine) -> None:
    """Two processes that draw for the same new visitor at the same moment, differently, both give the one that stands."""
    stores, barrier = [SqlAssignments(open_engine(database_address)) for _ in range(2)], threading.Barrier(2)

    def draw(turn: int) -> Assignment:
        barrier.wait()
        return stores[turn % 2].first(f"visitor {turn // 2}", (TREE, HOLDOUT)[turn % 2], NOW)

    with ThreadPoolExecutor(2) as pool:
        for turn in range(0, 40, 2):
            one, other = pool.map(draw, (turn, turn + 1))
            assert one == other == stores[0].first(f"visitor {turn // 2}", TREE, NOW)
