"""Migrations: they make what the statements expect, once, also when several processes start together; they refuse a newer database."""

import subprocess
import sys

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, UniqueConstraint, inspect, text

import diagnostics.store.ledger_schema  # noqa: F401  # its tables are of the same metadata
from diagnostics.store import postgres
from diagnostics.store.database import writing
from diagnostics.store.migrate import SCRIPTS, migrate
from diagnostics.store.schema import metadata
from diagnostics.store.visit_log import SqlVisitLog
from diagnostics.visits.log import StoreError
from tests.store.conftest import OpenEngine


def described(engine: Engine) -> dict[str, object]:
    """Everything that a database says about its tables."""
    found = inspect(engine)
    return {
        table: (
            [{**column, "type": str(column["type"])} for column in found.get_columns(table)],
            found.get_pk_constraint(table), found.get_indexes(table), found.get_unique_constraints(table), found.get_foreign_keys(table),
        )
        for table in sorted(set(found.get_table_names()) - {"alembic_version"})
    }  # fmt: skip


def test_the_migrated_schema_is_the_one_that_the_statements_use(engine: Engine) -> None:
    """Tables, columns, types, keys, indexes and constraints of the migrations equal those of the metadata."""
    migrated = described(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True}), metadata) == []
    with writing(engine) as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)
        if engine.dialect.name == "postgresql":
            postgres.in_byte_order(connection)
    assert migrated == described(engine)


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    """A database at the newest schema is left as it is."""
    before = described(engine)
    migrate(engine)
    assert described(engine) == before


def test_codes_of_an_earlier_version_are_kept(empty_address: str, open_engine: OpenEngine) -> None:
    """A database of the first released schema keeps its visits' codes when codes get a register of their own."""
    engine = open_engine(empty_address)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO visit_code (code, visit_id, issued_at) VALUES ('7KQ4MX2PA', 'v1', '2026-11-22 10:00:00')"))
    migrate(engine)
    log = SqlVisitLog(engine)
    assert (log.visit_of("7KQ4MX2PA"), log.code_of("v1")) == ("v1", "7KQ4MX2PA")


def test_processes_that_start_together_migrate_once(empty_address: str, open_engine: OpenEngine) -> None:
    """Four processes meet a database without tables: all of them go on, none fails, the schema is there."""
    code = """
import sys
from diagnostics.store.database import open_database
from diagnostics.store.migrate import SCRIPTS, migrate
engine = open_database(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
migrate(engine)
"""
    processes = [subprocess.Popen([sys.executable, "-c", code, empty_address], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True) for _ in range(4)]  # fmt: skip
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    ends = [(process.communicate(timeout=60)[1], process.returncode) for process in processes]
    assert ends == [("", 0)] * 4
    assert "event" in described(open_engine(empty_address))


def test_a_database_of_a_newer_version_is_refused(engine: Engine) -> None:
    """Nothing is changed in a database whose schema this version does not know."""
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = described(engine)
    with pytest.raises(StoreError, match="a newer version of the program has made this database"):
        migrate(engine)
    assert described(engine) == before


def test_a_migration_that_fails_leaves_nothing(empty_address: str, open_engine: OpenEngine) -> None:
    """A table that is in the way stops the migration as a whole, with a message."""
    engine = open_engine(empty_address)
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE asset (mine TEXT)")
    with pytest.raises(StoreError, match="asset"):
        migrate(engine)
    assert inspect(engine).get_table_names() == ["asset"]


def test_visit_id_leads_every_key_that_it_is_part_of() -> None:
    """A distributed database can keep all rows of a visit in one place, by the first column of their key."""
    keyed = [table for table in metadata.sorted_tables if "visit_id" in table.primary_key.columns]
    assert {"event", "personal", "visit_code"} <= {table.name for table in keyed}
    for table in keyed:
        unique = [*(index for index in table.indexes if index.unique), *(c for c in table.constraints if isinstance(c, UniqueConstraint))]
        for key in (table.primary_key, *unique):
            assert next(iter(key.columns)).name == "visit_id", f"{table.name}: {key.name}"
