"""What a page costs the database: sums of days × trees, however many visits there were."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlalchemy import event as on

from diagnostics.service.figures import Figures
from diagnostics.service.services import Services
from diagnostics.settings import Settings
from diagnostics.store.costs import SqlCosts
from tests.ledgers import World, call, event, visit
from tests.webapp.conftest import Colleague
from webapp import create_app

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FIRST = datetime(2026, 9, 7, 9, tzinfo=UTC)
FACTS = ("event", "personal", "visit_key", "visit_summary", "problem", "call_key", "call_match", "call_standing", "call_audit")
SUMMED = ["/dashboard", "/dashboard?period=all", "/dashboard?part=product:lamp", "/dashboard/calls", "/dashboard/health"]


@dataclass
class Work:
    """Statements that were sent, and how many thousands of its steps SQLite took for them."""

    statements: list[str] = field(default_factory=list)
    steps: int = 0


@contextmanager
def watched(engine: Engine) -> Iterator[Work]:
    work = Work()

    def sent(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        work.statements.append(statement)

    def taken(connection: Any, *_: Any) -> None:
        connection.set_progress_handler(step, 100)

    def step() -> None:
        work.steps += 1

    listened: list[tuple[str, Callable[..., None]]] = [("before_cursor_execute", sent), ("checkout", taken)]
    for name, hear in listened:
        on.listen(engine, name, hear)
    try:
        yield work
    finally:
        for name, hear in listened:
            on.remove(engine, name, hear)


def history(each: int) -> dict[str, list[dict[str, Any]]]:
    days = [FIRST + timedelta(days=n) for n in range(56)]
    seen = [(f"{day:%m%d}{tree}{n}", day, tree, n) for day in days for tree in ("lamp", "fan") for n in range(each)]
    return {
        "visits": [visit(name, day, tree=tree, product=tree, arm="tree" if n % 3 else "holdout") for name, day, tree, n in seen],
        "events": [event(name, 0, "outcome.reported", day, fixed=True) for name, day, _, n in seen if n % 2],
        "calls": [call(name, day + timedelta(days=1), visit_code=f"C{name}") for name, day, _, n in seen if not n % 4],
    }


def work_for(boss: Colleague, engine: Engine) -> list[Work]:
    """For each page."""
    found = []
    for page in SUMMED:
        with watched(engine) as work:
            assert boss.opens(page).status_code == 200
        found.append(work)
    return found


@pytest.fixture
def world(services: Services, tmp_path: Path) -> World:
    return World(services.ledger._engine, tmp_path)  # type: ignore[attr-defined]  # it is the real one


@pytest.fixture
def boss(services: Services, world: World, colleague: Callable[..., Colleague]) -> Colleague:
    """A manager before this ledger."""
    figures = Figures(world.reader, SqlCosts(world.engine), lambda: world.now, ZoneInfo("UTC"))
    made = replace(services, figures=figures, ledger=world.reader, clock=lambda: world.now)
    return colleague("manager", app=create_app(made, Settings()))


def test_a_page_does_not_grow_with_the_visits(world: World, boss: Colleague) -> None:
    """Six times as many visits on the same days: the same statements, and as many steps of the database."""
    world.tell(**history(2))
    few = work_for(boss, world.engine)
    world.now += timedelta(minutes=1)
    world.tell(**history(12))
    many = work_for(boss, world.engine)
    for page, before, after in zip(SUMMED, few, many, strict=True):
        assert [shape(s) for s in after.statements] == [shape(s) for s in before.statements], page
        assert after.steps <= 1.1 * before.steps + 5, page


def test_a_page_reads_sums_alone(world: World, boss: Colleague) -> None:
    """No statement of it is about visits, problems or calls, but for the newest calls of each source, which tell how late they come."""
    world.tell(**history(2))
    for page, work in zip(SUMMED, work_for(boss, world.engine), strict=True):
        assert 5 < len(work.statements) < 90, page
        for statement in work.statements:
            assert not set(re.findall(r"(?:FROM|JOIN) (\w+)", statement)) & set(FACTS), (page, statement)
            assert "FROM call_record" not in statement or "LIMIT" in statement or "min(" in statement or "count(*)" in statement, (page, statement)


def test_what_was_read_is_not_read_again(world: World, boss: Colleague) -> None:
    """Until the ledger is refreshed: then the page tells what is new."""
    world.tell(**history(2))
    work_for(boss, world.engine)
    assert not [s for work in work_for(boss, world.engine) for s in work.statements if "rollup" in s]
    before = boss.opens("/dashboard/table/tiers.json").get_json()
    world.now += timedelta(minutes=1)
    world.tell(**history(3))
    assert boss.opens("/dashboard/table/tiers.json").get_json() != before


def shape(statement: str) -> str:
    """A statement without how many days it names."""
    return re.sub(r"IN \(.*?\)", "IN ()", statement)
