"""The keys by which calls find a visit, in both databases: stored with the events that they came with, or not at all."""

import pytest
from sqlalchemy import Engine, select

from diagnostics.deflection.records import Key
from diagnostics.store.ledger_schema import visit_key
from diagnostics.store.visit_log import SqlVisitLog
from diagnostics.visits.log import Conflict
from tests.store.contract import NOW, line

TAG, OTHER, VISITOR = Key("tag", "a" * 32), Key("tag", "b" * 32), Key("visitor", "a" * 32)


def keys(engine: Engine, visit_id: str) -> list[Key]:
    with engine.connect() as connection:
        chosen = select(visit_key.c.kind, visit_key.c.value).where(visit_key.c.visit_id == visit_id).order_by("kind", "value")
        return [Key(*row) for row in connection.execute(chosen)]


def test_a_visit_has_each_of_its_keys_once(engine: Engine) -> None:
    """However often one comes, in one append or in several; two visits may share one."""
    log = SqlVisitLog(engine)
    log.append([line("v", 0)], "CODE", [TAG, VISITOR, TAG])
    log.append([line("v", 1)], keys=[TAG])
    log.append([line("v", 2)], keys=(OTHER, TAG))
    log.append([line("w", 0)], keys=[TAG])
    assert keys(engine, "v") == [TAG, OTHER, VISITOR] and keys(engine, "w") == [TAG]
    assert log.read("v") == [line("v", 0), line("v", 1), line("v", 2)]


def test_an_append_that_was_refused_leaves_no_key(engine: Engine) -> None:
    """Keys and events come in together or not at all."""
    log = SqlVisitLog(engine)
    log.append([line("v", 0)])
    with pytest.raises(Conflict):
        log.append([line("v", 0)], keys=[TAG])
    assert keys(engine, "v") == []


def test_a_key_has_the_time_of_its_event(engine: Engine) -> None:
    """By that it is erased when it has done its work."""
    SqlVisitLog(engine).append([line("v", 0)], keys=[TAG])
    with engine.connect() as connection:
        assert connection.scalar(select(visit_key.c.at)) == NOW
