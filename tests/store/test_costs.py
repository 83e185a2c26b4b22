"""The cost book in both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from diagnostics.deflection.costs import Cost
from diagnostics.store.costs import SqlCosts

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
LINE = Cost(0, "call", 850, 700, 1000, "EUR", "call", date(2026, 11, 1), "laptop", "phone", "Controlling", "maria", NOW)


def test_lines_come_back_in_their_order_as_they_were(engine: Engine) -> None:
    """Numbered from 1, with every field."""
    store = SqlCosts(engine)
    assert store.costs() == []
    serve = replace(LINE, kind="serve", per="problem", product="", channel="", amount=0, low=0, currency="JPY", source="“–” 工")
    assert [store.add(LINE), store.add(serve)] == [replace(LINE, id=1), replace(serve, id=2)]
    assert SqlCosts(engine).costs() == [replace(LINE, id=1), replace(serve, id=2)]


def test_a_line_is_corrected_once(engine: Engine) -> None:
    """Who corrects a line that somebody else has corrected meanwhile is refused; the correction itself can be corrected."""
    store = SqlCosts(engine)
    store.add(LINE)
    assert store.add(replace(LINE, supersedes=1)) == replace(LINE, id=2, supersedes=1)
    assert store.add(replace(LINE, supersedes=1)) is None
    assert store.add(replace(LINE, supersedes=2)) == replace(LINE, id=3, supersedes=2)
    assert len(store.costs()) == 3
